"""What stands on the night's console, gathered from the store and from the newest release."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlalchemy.orm import Session

from portal.domain.configuration import Territory
from portal.domain.facts import Schedule, ScheduleItem
from portal.domain.hierarchy import Hierarchy
from portal.ingest.expected import DeviceState, PrecinctState
from portal.publication.archive import Archive
from portal.store.models import FactKind
from portal.store.queries.configuration import configuration, precincts
from portal.store.queries.usage import precincts_reported

LONGEST = 25
"""So many silent devices are shown."""


@dataclass(frozen=True, slots=True)
class RegionRow:
    """Precincts of one region: all, with machine and hand count in the store, and in the newest release."""

    code: str
    names: dict[str, str]
    precincts: int
    received: int
    entered: int
    published_received: int
    published_entered: int


@dataclass(frozen=True, slots=True)
class Slot:
    """One item of the schedule in force, and whether its time has come."""

    item: ScheduleItem
    reached: bool


@dataclass(frozen=True, slots=True)
class Silent:
    """A device from which something is missing; `latest` is its last message."""

    precinct: str
    device: str
    missing: tuple[str, ...]
    latest: datetime | None


def regions(session: Session, campaign: str, home: Path) -> list[RegionRow]:
    """Received, entered and published per region, in the order of the package; "" is precincts without a region."""
    stored = configuration(session, campaign)
    tree = Hierarchy.of(stored.territories)
    scanner = precincts_reported(session, campaign, FactKind.SCANNER)
    protocol = precincts_reported(session, campaign, FactKind.PROTOCOL)
    counts: dict[str, list[int]] = {code: [0, 0, 0] for code in tree.roots}
    for each in precincts(session, campaign, stored.version):
        region = (*tree.ancestors(each.territory), each.territory)[0]
        row = counts.setdefault(region, [0, 0, 0])
        row[0] += 1
        row[1] += each.number in scanner
        row[2] += each.number in protocol
    published = _published(campaign, home)
    names = {item.code: item for item in stored.territories}
    return [
        RegionRow(code, _names(names.get(code)), row[0], row[1], row[2], *published.get(code, (0, 0)))
        for code, row in counts.items()
    ]


def slots(schedule: Schedule | None, now: datetime) -> list[Slot]:
    """The items of the schedule in force, by their time."""
    items: Iterable[ScheduleItem] = schedule.items if schedule else ()
    return [Slot(item, item.at <= now) for item in sorted(items, key=lambda each: each.at)]


def silent_longest(states: Sequence[PrecinctState]) -> list[Silent]:
    """The devices that have been missing longest: those that never sent anything first."""
    found = [
        Silent(state.precinct, device.key.name, device.missing, device.received.latest)
        for state in states
        for device in state.devices
        if device.missing
    ]
    found.sort(key=lambda each: (each.latest is not None, each.latest.timestamp() if each.latest else 0, each.precinct))
    return found[:LONGEST]


def missing_devices(states: Sequence[PrecinctState]) -> int:
    """How many devices something is missing from."""
    devices: Iterable[DeviceState] = (device for state in states for device in state.devices)
    return sum(1 for device in devices if device.missing)


def _published(campaign: str, home: Path) -> dict[str, tuple[int, int]]:
    """Precincts of each region whose machine and hand count the newest release shows."""
    archive = Archive(home)
    latest = archive.latest(campaign)
    if latest is None:
        return {}
    entry = archive.manifest(campaign, latest["release"]).get("campaign.json")
    if entry is None:
        return {}
    document = archive.read(campaign, entry, "campaign.json")
    return {
        region["code"]: (region["totals"]["scanner"]["received"], region["totals"]["protocol"]["received"])
        for region in document["regions"]
    }


def _names(territory: Territory | None) -> dict[str, str]:
    return dict(territory.names.document()) if territory else {"ky": "—", "ru": "—", "en": "—"}  # type: ignore[arg-type]
