"""One screen for the night: clocks, slots, what came, what is out, what is held, what alarms."""

from datetime import datetime
from typing import Any

from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response

from portal.ingest.expected import precinct_states
from portal.publication.console.concerned import newest_note
from portal.publication.console.held import held_facts
from portal.staff.allow import Scope, allow
from portal.staff.console import figures
from portal.staff.console.base import blueprint
from portal.staff.console.incidents import READERS as NOTE_READERS
from portal.staff.desk import Desk, desk
from portal.staff.devices.base import WATCHERS
from portal.staff.functions import Function
from portal.staff.pages import page
from portal.staff.publication.state import SILENT_SECONDS, STATE, read_state
from portal.store.queries.configuration import campaigns
from portal.store.queries.intake_desk import conflicts, quarantine
from portal.store.queries.publication import last_release, schedule

HELD = 50
"""So many held facts are listed."""


@blueprint.get("/<campaign>/console/")
@allow(Function.OUIIS, Function.APPROVER, Function.TEST_OFFICER, Function.IT, Function.AUDITOR, scope=Scope.CAMPAIGN)
def console(campaign: str) -> Response:
    """The night at a glance. It is read again by a link, so that it does not keep a forgotten session alive."""
    here = desk()
    now, system = here.election_now(), here.system_now()
    with here.read() as session:
        if campaign not in campaigns(session):
            raise NotFound
        states = precinct_states(session, campaign, now)
        held = held_facts(session, campaign, now, newest_note(here.settings.home, campaign))
        regions = figures.regions(session, campaign, here.settings.home)
        content: dict[str, Any] = {
            "slots": figures.slots(schedule(session, campaign), now),
            "quarantined": len(quarantine(session, campaign)),
            "conflicts": conflicts(session, campaign),
            "latest": last_release(session, campaign),
        }
    return page(
        "console/night.html",
        campaign=campaign,
        now=now,
        system=system,
        regions=regions,
        sums=[sum(getattr(row, name) for row in regions) for name in _SUMMED],
        held=held[:HELD],
        held_count=len(held),
        silent=figures.silent_longest(states),
        silent_count=figures.missing_devices(states),
        may_see_devices=here.may(*WATCHERS, campaign=campaign),
        may_see_notes=here.may(*NOTE_READERS),
        alarms=_publisher(here, campaign, system),
        **content,
    )


_SUMMED = ("precincts", "received", "published_received", "entered", "published_entered")


def _publisher(here: Desk, campaign: str, system: datetime) -> dict[str, Any]:
    """What the publisher's state says: whether it is silent, what blocks the campaign."""
    told = read_state(here.settings.home / STATE)
    written = datetime.fromisoformat(told["at"]) if told.get("at") else None
    own: dict[str, Any] = told.get("campaigns", {}).get(campaign, {})
    return {
        "written": written,
        "silent": written is None or (system - written).total_seconds() > SILENT_SECONDS,
        "blocked": own.get("blocked", []),
        "release": own.get("release"),
    }
