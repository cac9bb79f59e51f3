"""Where the papers of a commission stand, and the way to each of them."""

from collections.abc import Mapping
from typing import Any

from flask import Blueprint, abort
from flask_babel import gettext
from werkzeug.wrappers import Response

from portal.domain.configuration import Precinct
from portal.entry.commission import CommissionView
from portal.entry.state import PaperStanding, PrecinctStanding, counts, standing
from portal.staff.allow import Scope, allow
from portal.staff.commissions import choose_commission, said, the_commission
from portal.staff.desk import desk
from portal.staff.entry.words import KINDS, STATES, every_rule, finding_text
from portal.staff.functions import Function
from portal.staff.pages import language, page
from portal.store.record.entry import PaperKey

blueprint = Blueprint("entry", __name__)

TYPISTS = (Function.ADMINISTRATOR, Function.OUIIS)
"""Who enters turnout and protocols (R53 ¶62)."""
PLACE = "/<campaign>/<commission>/entry"


@blueprint.get("/<campaign>/entry/")
@allow(*TYPISTS, scope=Scope.ANY)
def choose(campaign: str) -> Response:
    """The commissions for which the person enters papers; straight on where there is only one."""
    return choose_commission(campaign, gettext("Entry of papers"), "entry.overview", *TYPISTS)


@blueprint.get(f"{PLACE}/")
@allow(*TYPISTS, scope=Scope.COMMISSION)
def overview(campaign: str, commission: str) -> Response:
    """Every precinct of the commission: handed over, checked, entered, missing, what does not agree."""
    with desk().read() as session:
        mine = the_commission(session, campaign, commission)
        found = standing(session, mine)
    rules = every_rule(mine.view.scheme.campaign.ordinary_form, mine.view.scheme.campaign.remote_form)
    return page(
        "entry/overview.html",
        **place(mine),
        counts=[(gettext(STATES[state]), number) for state, number in counts(found).items() if number],
        rows=[_row(mine, each, rules) for each in found],
        contests=[(code, said(mine.view.scheme.contests[code].names)) for code in mine.contests],
        remote=mine.view.scheme.campaign.remote_form is not None,
    )


def own_precinct(mine: CommissionView, number: str) -> Precinct:
    """A precinct of this commission; 404 for any other one."""
    found = mine.precinct(number)
    if found is None:
        abort(404)
    return found


def place(mine: CommissionView) -> dict[str, Any]:
    """What every page of a commission needs."""
    return {
        "campaign": mine.campaign,
        "commission": mine.commission.code,
        "commission_name": said(mine.commission.names),
        "address": {"campaign": mine.campaign, "commission": mine.commission.code},
    }


def paper_address(mine: CommissionView, paper: PaperKey) -> dict[str, str]:
    """The parts of a paper's address."""
    where = {"campaign": mine.campaign, "commission": mine.commission.code}
    return {**where, "precinct": paper.precinct, "kind": paper.kind.value, "contest": paper.contest}


def _row(mine: CommissionView, each: PrecinctStanding, rules: Mapping[str, Any]) -> dict[str, Any]:
    machines = gettext("no machine result") if each.no_machine else str(each.machines)
    return {
        "number": each.precinct.number,
        "name": said(each.precinct.names),
        "machines": machines,
        "papers": [_paper(mine, paper) for paper in each.papers],
        "findings": [(finding["code"], finding_text(finding, language(), rules, {})) for finding in each.findings],
    }


def _paper(mine: CommissionView, paper: PaperStanding) -> dict[str, Any]:
    return {
        "kind": gettext(KINDS[paper.paper.kind]),
        "contest": paper.paper.contest,
        "state": paper.state.value,
        "says": gettext(STATES[paper.state]),
        "person": paper.step.person if paper.step else "",
        "at": paper.step.at if paper.step else None,
        "versions": paper.versions,
        "refused": paper.refused,
        "signed_at": paper.signed_at,
        "vote": paper.vote,
        "address": paper_address(mine, paper.paper),
    }
