"""The machines of the invented day: what each sends, and their keys, all derived from one secret of the home."""

import hashlib
import os
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import groupby
from pathlib import Path
from typing import Any

from portal.demo.events import Event, ScannerEvent, TurnoutEvent
from portal.demo.home import CAMPAIGN, START
from portal.ingest.enrolment import Actor, fingerprint
from portal.publication.transparency.signer import Signer
from portal.store.engine import Store
from portal.store.models import DeviceKind
from portal.store.record import record_audit
from portal.store.record.intake_devices import NewKey, enter_confirmed_keys

SECRET = Path("demo") / "devices.secret"
PEOPLE = ("demo-approver-1", "demo-approver-2")
"""Who compared the fingerprints of all devices."""
VALID = (timedelta(days=2), timedelta(days=14))


@dataclass(frozen=True, slots=True)
class MachineMessage:
    """One message of one device, due at `at` by the election clock; `fields` as docs/ingest.md lists them."""

    at: datetime
    device: str
    precinct: str
    kind: DeviceKind
    fields: dict[str, Any]


def split(events: Sequence[Event]) -> tuple[list[Event], list[MachineMessage]]:
    """What is recorded directly, by people or before the replay begins; and what machines send over the line."""
    direct = [event for event in events if event.at <= START or not _by_machine(event)]
    return direct, list(_messages(event for event in events if event.at > START and _by_machine(event)))


def make_secret(home: Path) -> bytes:
    """The secret of this home, made on first use."""
    path = home / SECRET
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "wb") as file:
            file.write(os.urandom(32))
    return path.read_bytes()


def signer_of(device: str, secret: bytes) -> Signer:
    """The key of a device."""
    return Signer(device, hashlib.sha256(secret + device.encode()).digest())


def enrol_machines(store: Store, home: Path, messages: Iterable[MachineMessage], at: datetime) -> int:
    """Enter the keys of all devices that send something, compared by two people; how many."""
    secret = make_secret(home)
    devices = {message.device: message for message in messages}
    keys = [_key(message, signer_of(name, secret)) for name, message in devices.items()]
    actor = Actor(PEOPLE[0], at, "demonstration")
    with store.write() as session:
        enter_confirmed_keys(session, keys, at, actor.name, PEOPLE)
        record_audit(session, at, actor.name, "device.confirmed", CAMPAIGN, {"devices": len(keys)}, function="demo")
    return len(keys)


def _key(message: MachineMessage, signer: Signer) -> NewKey:
    before, after = VALID
    return NewKey(
        name=signer.name,
        key_id=signer.verifier.key_id.hex(),
        verifier=str(signer.verifier),
        fingerprint=fingerprint(signer.verifier),
        kind=message.kind,
        campaign=CAMPAIGN,
        precinct=message.precinct,
        mode="main",
        valid_from=START - before,
        valid_until=START + after,
    )


def _by_machine(event: Event) -> bool:
    return isinstance(event, ScannerEvent) or (isinstance(event, TurnoutEvent) and event.source != "manual")


def _messages(events: Iterable[Event]) -> Iterator[MachineMessage]:
    """Neighbouring reports of one scanner are one message."""
    for (at, precinct, device), group in groupby(events, key=_sender):
        run = list(group)
        scanners = [event for event in run if isinstance(event, ScannerEvent)]
        for event in run:
            if isinstance(event, TurnoutEvent):
                kind = DeviceKind.SCANNER if event.source == "scanner_final" else DeviceKind.IDENTIFICATION
                fields = {"as_of": event.as_of.isoformat(), "home": event.identified, "remote": event.remote}
                yield MachineMessage(at, device, precinct, kind, {"type": "turnout", **fields})
        if scanners:
            yield MachineMessage(at, device, precinct, DeviceKind.SCANNER, _report(scanners))


def _sender(event: Event) -> tuple[datetime, str, str]:
    if isinstance(event, ScannerEvent):
        return event.at, event.precinct, f"asu-{event.precinct}-{event.device or '1'}"
    if isinstance(event, TurnoutEvent):
        name = f"asu-{event.precinct}-1" if event.source == "scanner_final" else f"id-{event.precinct}"
        return event.at, event.precinct, name
    raise TypeError(f"{type(event).__name__} is sent by no machine")


def _report(events: Sequence[ScannerEvent]) -> dict[str, Any]:
    counts = [
        {
            "contest": event.contest,
            "ballots_processed": event.ballots_processed,
            "votes": {str(position): votes for position, votes in event.votes},
        }
        for event in events
    ]
    return {
        "type": "scanner_report",
        "kind": "final",
        "reported_at": events[0].reported_at.isoformat(),
        "contests": counts,
    }
