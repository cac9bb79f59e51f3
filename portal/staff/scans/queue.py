"""What waits for its check, by territory; and every scan of a precinct with its story."""

from flask import request, url_for
from werkzeug.exceptions import NotFound
from werkzeug.utils import redirect
from werkzeug.wrappers import Response

from portal.domain.hierarchy import Hierarchy
from portal.staff.allow import Scope, allow
from portal.staff.desk import desk
from portal.staff.functions import Function
from portal.staff.pages import page
from portal.staff.scans.base import CHECKERS, READERS, blueprint, kind_name, name_of, the_campaign
from portal.store.queries.configuration import precincts_by_number
from portal.store.queries.scans import scans_of_precinct, waiting_by_territory, waiting_in

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
    names = {each.code: name_of(each.names) for each in stored.territories}
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
    name = next((name_of(each.names) for each in stored.territories if each.code == territory), None)
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
