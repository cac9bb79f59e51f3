"""A small campaign, devices enrolled in it, and the messages that they send."""

import hashlib
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

from portal.ingest.enrolment import Actor, Binding, confirm, enrol, fingerprint
from portal.ingest.envelope import write_envelope
from portal.publication.transparency.signer import Signer
from portal.store.engine import Store
from portal.store.models import DeviceKind

CAMPAIGN = "bench"
_FILES = {
    "campaign.toml": """\
id = "bench"
kind = "president"
voting_date = {date}
opens = "08:00"
closes = "20:00"
timezone = "Asia/Bishkek"
name.en = "Bench"
""",
    "territories.csv": "code,parent,level,name_ky,name_ru,name_en\n1,,1,,,Region\n",
    "contests.csv": "contest,kind,seats,territory,name_ky,name_ru,name_en\n1,president,1,,,,President\n",
    "options.csv": "contest,position,kind,name_ky,name_ru,name_en\n1,1,candidate,,,One\n1,2,candidate,,,Two\n",
}
_chained: dict[str, str] = {}


def campaign_package(folder: Path, precincts: int = 8) -> Path:
    """A package of one contest and so many precincts."""
    folder.mkdir(parents=True, exist_ok=True)
    date = (datetime.now(UTC) - timedelta(days=1)).date().isoformat()
    for name, text in _FILES.items():
        (folder / name).write_text(text.replace("{date}", date), encoding="utf-8")
    rows = "".join(f"p{number},1,ordinary,1,1000\n" for number in range(1, precincts + 1))
    (folder / "precincts.csv").write_text(f"precinct,territory,kind,contest,voters\n{rows}", encoding="utf-8")
    return folder


def enrolled_devices(store: Store, count: int, first: datetime, last: datetime) -> list[Signer]:
    """So many devices, one per precinct, whose keys two people confirmed."""
    devices = [Signer.generate(f"id-{number}") for number in range(1, count + 1)]
    with store.write() as session:
        for number, device in enumerate(devices, 1):
            binding = Binding(DeviceKind.IDENTIFICATION, CAMPAIGN, f"p{number}", "main", first, last)
            key = enrol(session, str(device.verifier), binding, Actor("one", first))
            for person in ("one", "two"):
                confirm(session, key, fingerprint(device.verifier), Actor(person, first))
    return devices


def signed_messages(devices: Sequence[Signer], start: int, count: int) -> list[list[bytes]]:
    """For each device its next turnout messages from this number on, signed and chained."""
    return [[_message(device, number) for number in range(start, start + count)] for device in devices]


def _message(device: Signer, number: int) -> bytes:
    now = (datetime.now(UTC) - timedelta(minutes=1)).isoformat()
    fields = {
        "v": 1,
        "type": "turnout",
        "campaign": CAMPAIGN,
        "precinct": "p" + device.name.removeprefix("id-"),
        "device": device.name,
        "mode": "main",
        "seq": number,
        "prev": _chained.get(device.name, ""),
        "created": now,
        "as_of": now,
        "home": number,
        "remote": 0,
        "outside": 0,
    }
    raw = write_envelope(fields, device)
    _chained[device.name] = hashlib.sha256(raw).hexdigest()
    return raw
