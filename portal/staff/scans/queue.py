"""What waits for its check, by territory; and every scan of a precinct with its story."""

from flask import request, url_for
from flask_babel import gettext
from werkzeug.exceptions import NotFound
from werkzeug.utils import redirect
from werkzeug.wrappers import Response

from portal.domain.hierarchy import Hierarchy
from portal.staff.allow import Scope, allow
from portal.staff.commissions import choose_commission, said, the_commission
from portal.staff.desk import desk
from portal.staff.functions import Function
from portal.staff.pages import page
from portal.staff.scans.base import BRINGERS, CHECKERS, READERS, blueprint, kind_name, the_campaign
from portal.store.queries.configuration import precincts_by_number
from portal.store.queries.scans import scans_of_precinct, scans_of_precincts, waiting_by_territory, waiting_in

SHOWN = 200


@blueprint.get("/<campaign>/scans/")
@allow(*READERS, scope=Scope.CAMPAIGN, query=("precinct",))
def index(campaign: str) -> Response:
    """How many scans wait, by region and territory."""
    if number := request.args.get("precinct", "").strip():
        return redirect(url_for("scans.precinct", campaign=campaign, number=number))
    with desk().read() as session:
        stored = the_campaign(session, campaign)
        waiting = waiting_by_territory(session, campaign)
    hierarchy = Hierarchy.of(stored.territories)
    names = {each.code: said(each.names) for each in stored.territories}
    rows = [
        (
            names[root],
            [(code, names[code], waiting[code]) for code in names if code in waiting and hierarchy.within(code, root)],
        )
        for root in hierarchy.roots
    ]
    return page(
        "scans/index.html",
        campaign=campaign,
        rows=[(name, found, sum(count for _, _, count in found)) for name, found in rows if found],
        total=sum(waiting.values()),
        may_bring=desk().function is Function.OUIIS,
    )


@blueprint.get("/<campaign>/scans/in/<territory>/")
@allow(*READERS, scope=Scope.CAMPAIGN)
def territory(campaign: str, territory: str) -> Response:
    """The scans of one territory that wait, in the order of its precincts."""
    with desk().read() as session:
        stored = the_campaign(session, campaign)
        found = waiting_in(session, campaign, territory, SHOWN)
    name = next((said(each.names) for each in stored.territories if each.code == territory), None)
    if name is None:
        raise NotFound
    return page(
        "scans/territory.html", campaign=campaign, territory=territory, called=name, scans=found, kind_name=kind_name
    )


@blueprint.get("/<campaign>/scans/precinct/<number>/")
@allow(*READERS, scope=Scope.CAMPAIGN)
def precinct(campaign: str, number: str) -> Response:
    """Every scan of a precinct: waiting, accepted, refused, replaced."""
    with desk().read() as session:
        stored = the_campaign(session, campaign)
        known = list(precincts_by_number(session, campaign, stored.version, [number]))
        found = scans_of_precinct(session, campaign, number)
    if not known:
        raise NotFound
    may_check = desk().may(*CHECKERS, campaign=campaign)
    return page(
        "scans/precinct.html", campaign=campaign, number=number, scans=found, kind_name=kind_name, may_check=may_check
    )


@blueprint.get("/<campaign>/scans/mine/")
@allow(*BRINGERS, scope=Scope.ANY)
def mine(campaign: str) -> Response:
    """To the scans of the person's commission; a choice where there are several."""
    return choose_commission(campaign, gettext("Scans of the commission"), "scans.commission", *BRINGERS)


@blueprint.get("/<campaign>/<commission>/scans/")
@allow(*BRINGERS, scope=Scope.COMMISSION)
def commission(campaign: str, commission: str) -> Response:
    """What became of the scans of a commission's precincts: refused ones with their reason first, then the others."""
    with desk().read() as session:
        view = the_commission(session, campaign, commission)
        found = scans_of_precincts(session, campaign, view.numbers)
    every = [scan for number in view.numbers for scan in found.get(number, ())]
    refused = [scan for scan in every if scan.refused and scan.replaced_by is None]
    return page(
        "scans/commission.html",
        campaign=campaign,
        commission=commission,
        called=said(view.commission.names),
        refused=refused,
        others=[scan for scan in every if scan not in refused],
        without=[number for number in view.numbers if number not in found],
        kind_name=kind_name,
    )
