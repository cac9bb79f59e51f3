"""Received, expected and missing, per precinct and device."""

from collections.abc import Sequence

from werkzeug.wrappers import Response

from portal.ingest.expected import PrecinctState, precinct_states
from portal.staff.allow import Scope, allow
from portal.staff.desk import desk, query
from portal.staff.devices import words
from portal.staff.devices.base import WATCHERS, blueprint, own_precincts
from portal.staff.pages import page
from portal.store.queries.intake_desk import conflicts, quarantine

PRECINCTS = 100
"""Precincts on one page."""


@blueprint.get("/<campaign>/devices/")
@allow(*WATCHERS, scope=Scope.CAMPAIGN, query=("show", "precinct", "page"))
def overview(campaign: str) -> Response:
    """What every device should have sent by now and what has come."""
    here, asked = desk(), query()
    with here.read() as session:
        own = own_precincts(session, campaign)
        now = here.election_now()
        states = [each for each in precinct_states(session, campaign, now) if own is None or each.precinct in own]
        alarms = [each for each in conflicts(session, campaign) if own is None or each.precinct in own]
        waiting = [each for each in quarantine(session, campaign) if own is None or each.precinct in own]
    shown = _shown(states, asked.get("show", ""), asked.get("precinct", "").strip())
    number = max(1, int(asked["page"])) if asked.get("page", "").isdigit() else 1
    return page(
        "devices/overview.html",
        campaign=campaign,
        now=now,
        counts=_counts(states),
        states=shown[(number - 1) * PRECINCTS : number * PRECINCTS],
        found=len(shown),
        asked=asked,
        number=number,
        before=number - 1,
        after=number + 1,
        pages=max(1, -(-len(shown) // PRECINCTS)),
        alarms=alarms,
        waiting=len(waiting),
        words=words,
    )


def _shown(states: Sequence[PrecinctState], show: str, precinct: str) -> list[PrecinctState]:
    if precinct:
        return [each for each in states if each.precinct == precinct]
    if show == "missing":
        return [each for each in states if not each.complete]
    if show == "without":
        return [each for each in states if each.without]
    return list(states)


def _counts(states: Sequence[PrecinctState]) -> dict[str, int]:
    devices = [device for each in states for device in each.devices]
    return {
        "precincts": len(states),
        "complete": sum(each.complete for each in states),
        "devices": len(devices),
        "expected": sum(len(device.expected) for device in devices),
        "missing": sum(len(device.missing) for device in devices),
        "received": sum(device.received.messages for device in devices),
    }
