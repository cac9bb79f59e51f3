"""Received, expected, missing: what every device should have sent by now, for the staff page and the night's console.

Identification devices report every full hour from 9:00 to 19:00 (R139 ¶35); scanners hand in the zero report after
closing and the final one until 23:00 (R53 ¶31, R139 ¶50).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import orjson
from sqlalchemy.orm import Session

from portal.domain.configuration import Campaign, Precinct
from portal.domain.hours import hour_of
from portal.store.models import DeviceKind
from portal.store.queries.configuration import configuration, precincts
from portal.store.queries.intake_desk import Received, raw_reports, received
from portal.store.queries.intake_devices import DeviceKey, device_keys

HOURS = range(9, 20)
"""Full hours, local time, whose turnout is reported."""


@dataclass(frozen=True, slots=True)
class DeviceState:
    """One device: what came, what should have come by now, and what of that is missing, as short names."""

    key: DeviceKey
    received: Received
    expected: tuple[str, ...]
    missing: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PrecinctState:
    """One precinct and its devices; `without` names the kinds of device that it should have and has not."""

    precinct: str
    territory: str
    devices: tuple[DeviceState, ...]
    without: tuple[DeviceKind, ...]

    @property
    def complete(self) -> bool:
        """Whether nothing is missing by now."""
        return not self.without and not any(device.missing or device.received.missing for device in self.devices)


def precinct_states(session: Session, campaign: str, now: datetime) -> list[PrecinctState]:
    """Every precinct of the campaign in file order, at `now` by the election clock."""
    stored = configuration(session, campaign)
    keys: dict[str, list[DeviceKey]] = {}
    for key in device_keys(session, campaign):
        if key.in_force:
            keys.setdefault(key.precinct, []).append(key)
    came = received(session, campaign)
    reported = _reported(session, campaign)
    states = []
    for precinct in precincts(session, campaign, stored.version):
        own = keys.get(precinct.number, [])
        devices = tuple(_device(key, came, reported, stored.campaign, precinct, now) for key in own)
        kinds = {key.kind for key in own}
        without = tuple(kind for kind in (DeviceKind.SCANNER, DeviceKind.IDENTIFICATION) if kind not in kinds)
        states.append(PrecinctState(precinct.number, precinct.territory, devices, without))
    return states


def expected_by(kind: DeviceKind, campaign: Campaign, precinct: Precinct, now: datetime) -> list[str]:
    """Short names of what a device of this kind should have sent by now: `turnout 09:00`, `zero`, `final`."""
    zone = ZoneInfo(precinct.timezone or campaign.timezone)
    if kind is DeviceKind.IDENTIFICATION:
        hours = (datetime.combine(campaign.voting_date, time(hour), zone) for hour in HOURS)
        return [_hour(hour) for hour in hours if hour <= now]
    if kind is DeviceKind.SCANNER:
        closing = datetime.combine(campaign.voting_date, precinct.closes or campaign.closes, zone)
        return ["zero", "final"] if closing + timedelta(hours=3) <= now else []
    return []


def _device(
    key: DeviceKey,
    came: dict[int, Received],
    reported: dict[int, set[str]],
    campaign: Campaign,
    precinct: Precinct,
    now: datetime,
) -> DeviceState:
    expected = expected_by(key.kind, campaign, precinct, now)
    has = reported.get(key.seq, set())
    missing = tuple(name for name in expected if name not in has)
    return DeviceState(key, came.get(key.seq, Received(key.seq, {}, 0, 0, None)), tuple(expected), missing)


def _reported(session: Session, campaign: str) -> dict[int, set[str]]:
    found: dict[int, set[str]] = {}
    for key, raw in raw_reports(session, campaign, ("turnout", "scanner_report")):
        found.setdefault(key, set()).update(_names(raw))
    return found


def _names(raw: bytes) -> Iterable[str]:
    """What a stored message reports, read from its text alone: tens of thousands of them stand behind one page."""
    fields = orjson.loads(raw.partition(b"\n\n")[0])
    try:
        if fields["type"] == "turnout":
            return (_hour(hour_of(datetime.fromisoformat(fields["as_of"]))),)
        return (str(fields["kind"]),)
    except (KeyError, TypeError, ValueError):
        return ()


def _hour(moment: datetime) -> str:
    return f"turnout {moment.astimezone(UTC):%Y-%m-%dT%H:%MZ}"
