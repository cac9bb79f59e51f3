"""Devices and messages that are valid by default; a test names only what it is about."""

import hashlib
from datetime import UTC, datetime, timedelta
from typing import Any

from portal.ingest.enrolment import Actor, Binding, confirm, enrol, fingerprint
from portal.ingest.envelope import write_envelope
from portal.publication.transparency.signer import Signer
from portal.store.engine import Store
from portal.store.models import DeviceKind
from tests.store.factories import minutes

NOW = minutes(30)
"""When messages arrive: half an hour after closing, by the election clock."""
ENTERED = datetime(2025, 11, 20, 9, 0, tzinfo=UTC)


def signer(name: str = "asu-1", salt: str = "") -> Signer:
    """The same key for the same name, so that tests repeat."""
    return Signer(name, hashlib.sha256(f"{name}{salt}".encode()).digest())


def actor(name: str = "Асанов") -> Actor:
    return Actor(name, ENTERED, "ouiis", "10.0.0.1")


def binding(**values: Any) -> Binding:
    defaults: dict[str, Any] = {
        "kind": DeviceKind.SCANNER,
        "campaign": "jk2025",
        "precinct": "1-1",
        "mode": "main",
        "valid_from": NOW - timedelta(days=2),
        "valid_until": NOW + timedelta(days=2),
    }
    return Binding(**{**defaults, **values})


def enrolled(store: Store, device: Signer | None = None, *, confirmations: int = 2, **values: Any) -> int:
    """Enrol a device and confirm it by so many people; the number of its key."""
    device = device or signer()
    with store.write() as session:
        key = enrol(session, str(device.verifier), binding(**values), actor())
        for person in ("Асанов", "Бекова")[:confirmations]:
            confirm(session, key, fingerprint(device.verifier), actor(person))
    return key


def header(device: Signer, **values: Any) -> dict[str, Any]:
    defaults: dict[str, Any] = {
        "v": 1,
        "type": "turnout",
        "campaign": "jk2025",
        "precinct": "1-1",
        "device": device.name,
        "mode": "main",
        "seq": 1,
        "prev": "",
        "created": NOW.isoformat(),
    }
    return {**defaults, **values}


def turnout_message(device: Signer | None = None, home: int = 100, **values: Any) -> bytes:
    device = device or signer()
    body = {"as_of": minutes(-60).isoformat(), "home": home, "remote": 3, "outside": 2}
    return write_envelope({**header(device), **body, **values}, device)


def scanner_message(device: Signer | None = None, votes: dict[str, int] | None = None, **values: Any) -> bytes:
    device = device or signer()
    count = {
        "contest": "1",
        "ballots_processed": 60,
        "remote_voters": 0,
        "votes": {"1": 30, "2": 20, "3": 8} if votes is None else votes,
    }
    body = {"kind": "final", "reported_at": minutes(4).isoformat(), "contests": [count]}
    return write_envelope({**header(device), "type": "scanner_report", **body, **values}, device)


def scan_message(file: bytes, device: Signer | None = None, **values: Any) -> bytes:
    device = device or signer()
    body = {"contest": "1", "kind": "protocol", "sha256": sha256(file), "size": len(file), "extension": "pdf"}
    return write_envelope({**header(device), "type": "scan", **body, **values}, device)


def sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def series(device: Signer, count: int, **values: Any) -> list[bytes]:
    """So many turnout messages of a device, each naming the one before."""
    messages: list[bytes] = []
    for number in range(1, count + 1):
        before = sha256(messages[-1]) if messages else ""
        messages.append(turnout_message(device, home=number, seq=number, prev=before, **values))
    return messages
