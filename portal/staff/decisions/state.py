"""What the decisions amount to at any past time: what was known then, folded by the dates of the acts."""

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from flask import request
from flask_babel import gettext
from werkzeug.wrappers import Response

from portal.domain.decisions import ContestStatus, Decision, DecisionError, DecisionKind, DecisionState, state_at
from portal.staff.allow import Scope, allow
from portal.staff.decisions.base import READERS, blueprint, kind_name, target_name, the_register
from portal.staff.desk import desk
from portal.staff.pages import language, page
from portal.staff.said import N_
from portal.store.queries.configuration import StoredConfiguration
from portal.store.queries.decisions import RegisterEntry

STATUSES = {
    ContestStatus.OPEN: N_("not determined"),
    ContestStatus.DETERMINED: N_("determined"),
    ContestStatus.INVALID: N_("declared invalid"),
    ContestStatus.NOT_HELD: N_("declared not held"),
}
_ABOUT_PLACES = (
    DecisionKind.INVALIDATE_PRECINCT,
    DecisionKind.SET_RE_VOTE,
    DecisionKind.RECOUNT,
    DecisionKind.PERMIT_REENTRY,
    DecisionKind.INVALIDATE_CANDIDATE,
    DecisionKind.WITHDRAW_CANDIDATE,
)


@dataclass(frozen=True, slots=True)
class ContestState:
    """One contest: its status and what else holds, as words."""

    name: str
    status: str
    holds: tuple[str, ...]


@blueprint.get("/<campaign>/decisions/state/")
@allow(*READERS, scope=Scope.CAMPAIGN, query=("at",))
def state(campaign: str) -> Response:
    """The state at `at` (local time of the campaign), now where none is given."""
    here = desk()
    with here.read() as session:
        stored, entries = the_register(session, campaign)
    zone = ZoneInfo(stored.campaign.timezone)
    typed = request.args.get("at", "").strip()
    moment = _moment(typed, zone) if typed else here.election_now().astimezone(zone)
    problems = [] if moment else [gettext("This is not a date and time. Write it as 2025-11-30T21:30.")]
    moment = moment or here.election_now().astimezone(zone)
    found = state_known_at(entries, moment)
    if found is None:
        problems.append(gettext("At this time the register named a decision to be reversed that nobody had confirmed."))
    found = found or DecisionState()
    return page(
        "decisions/state.html",
        422 if problems else 200,
        campaign=campaign,
        problems=problems,
        at=typed or moment.strftime("%Y-%m-%dT%H:%M"),
        contests=[_contest(stored, found, contest.code) for contest in stored.contests],
        places=found.of_kind(*_ABOUT_PLACES),
        rows=[(row, row in found.in_force) for row in found.log],
        waiting=[entry for entry in entries if entry not in known_at(entries, moment) and _entered(entry, moment)],
        kind_name=kind_name,
        target_name=target_name,
    )


def known_at(entries: list[RegisterEntry], moment: datetime) -> list[RegisterEntry]:
    """Rows whose entry was confirmed by then."""
    return [entry for entry in entries if (at := entry.registered.confirmed_at) is not None and at <= moment]


def state_known_at(entries: list[RegisterEntry], moment: datetime) -> DecisionState | None:
    """The fold over the acts dated up to that day and confirmed by that moment; None where it cannot be read.

    `moment` is in local time of the campaign, because acts are dated by local days.
    """
    rows: list[Decision] = [entry.registered.decision for entry in known_at(entries, moment)]
    try:
        return state_at(rows, moment.date())
    except DecisionError:
        return None


def _entered(entry: RegisterEntry, moment: datetime) -> bool:
    return entry.registered.received_at <= moment


def _moment(text: str, zone: ZoneInfo) -> datetime | None:
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        return None
    return found.replace(tzinfo=zone) if found.tzinfo is None else found.astimezone(zone)


def _contest(stored: StoredConfiguration, found: DecisionState, code: str) -> ContestState:
    name = next(contest.names.document()[language()] for contest in stored.contests if contest.code == code)
    holds = []
    if found.suspended(code):
        holds.append(gettext("suspended by an appeal"))
    if found.second_round_set(code):
        holds.append(gettext("second round called"))
    if found.repeat_election_set(code):
        holds.append(gettext("repeat election called"))
    if found.official(code):
        holds.append(gettext("officially published"))
    return ContestState(name, gettext(STATUSES[found.status(code)]), tuple(holds))
