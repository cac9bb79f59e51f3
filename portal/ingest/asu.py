"""ASU configuration files (R53 ¶17, ¶28): one file per УИК, a handover record, and all of a ТИК's as one zip.

Every file names its own checksum in SHA256SUMS; the record has a place for the signature of each chair. The same
configuration always gives the same bytes.
"""

import csv
import hashlib
import io
import json
import zipfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from portal.domain.configuration import Campaign, Contest, Precinct, Territory
from portal.errors import InputError
from portal.publication.transparency.signed_note import Verifier
from portal.store.models import DeviceKind
from portal.store.queries.configuration import configuration, precincts
from portal.store.queries.intake import commission_of
from portal.store.queries.intake_devices import DeviceKey, device_keys

VERSION = 1
_STAMP = (1980, 1, 1, 0, 0, 0)
RECORD = ("precinct", "file", "sha256", "chair", "device_keys", "handed_over_at", "handed_over_by", "received_by")
"""Columns of the handover record; the last three are filled in by hand."""


@dataclass(frozen=True, slots=True)
class Receiver:
    """The instance that will receive the reports: the key of its receipts and its mode."""

    verifier: Verifier
    mode: str


def configuration_zip(session: Session, campaign: str, commission: str, receiver: Receiver) -> bytes:
    """The zip of one ТИК or ОИК: `asu-<precinct>.json` for each УИК beneath it, handover.csv, SHA256SUMS.

    Raises InputError for a commission that the campaign does not have, or one without precincts.
    """
    stored = configuration(session, campaign)
    territory = commission_of(session, campaign, stored.version, commission)
    if territory is None:
        raise InputError([f"campaign {campaign} has no commission {commission!r}"])
    below = _beneath(stored.territories, territory)
    own = list(precincts(session, campaign, stored.version, below))
    if not own:
        raise InputError([f"commission {commission}: no precinct lies in its territory {territory!r}"])
    keys: dict[str, list[DeviceKey]] = {}
    for key in device_keys(session, campaign):
        if key.in_force and key.kind is DeviceKind.SCANNER and key.mode == receiver.mode:
            keys.setdefault(key.precinct, []).append(key)
    files = {
        f"asu-{precinct.number}.json": precinct_file(
            stored.campaign, stored.version, precinct, stored.contests, keys.get(precinct.number, ()), receiver
        )
        for precinct in own
    }
    files["handover.csv"] = _record(own, files, keys)
    return _zip(files)


def precinct_file(
    campaign: Campaign,
    version: int,
    precinct: Precinct,
    contests: Sequence[Contest],
    keys: Iterable[DeviceKey],
    receiver: Receiver,
) -> bytes:
    """One УИК's file: every contest with its options in ballot order (ky, ru), times, key ids and a checksum.

    All contests are in it, because voters away from home vote for their own one (R139 ¶32).
    """
    zone = ZoneInfo(precinct.timezone or campaign.timezone)
    document: dict[str, Any] = {
        "v": VERSION,
        "campaign": campaign.id,
        "configuration": version,
        "mode": receiver.mode,
        "name": {"ky": campaign.names.document()["ky"], "ru": campaign.names.document()["ru"]},
        "precinct": precinct.number,
        "opens": datetime.combine(campaign.voting_date, precinct.opens or campaign.opens, zone).isoformat(),
        "closes": datetime.combine(campaign.voting_date, precinct.closes or campaign.closes, zone).isoformat(),
        "device_keys": [{"device": key.name, "key_id": key.key_id} for key in keys],
        "receipt_key": str(receiver.verifier),
        "contests": [_contest(contest, precinct) for contest in contests],
    }
    body = json.dumps(document, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    document["checksum"] = hashlib.sha256(body.encode()).hexdigest()
    return (json.dumps(document, ensure_ascii=False, indent=1) + "\n").encode()


def _contest(contest: Contest, precinct: Precinct) -> dict[str, Any]:
    def bilingual(names: Any) -> dict[str, str]:
        every = names.document()
        return {"ky": every["ky"], "ru": every["ru"]}

    return {
        "contest": contest.code,
        "own": contest.code in precinct.contests,
        "name": bilingual(contest.names),
        "options": [
            {"position": option.position, "kind": option.kind.value, "name": bilingual(option.names)}
            for option in contest.options
        ],
    }


def _record(own: Sequence[Precinct], files: dict[str, bytes], keys: dict[str, list[DeviceKey]]) -> bytes:
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(RECORD)
    for precinct in own:
        name = f"asu-{precinct.number}.json"
        ids = " ".join(key.key_id for key in keys.get(precinct.number, ()))
        digest = hashlib.sha256(files[name]).hexdigest()
        writer.writerow((precinct.number, name, digest, precinct.chair, ids, "", "", ""))
    return text.getvalue().encode()


def _beneath(territories: Sequence[Territory], code: str) -> set[str]:
    found = {code}
    for territory in sorted(territories, key=lambda each: each.level):
        if territory.parent in found:
            found.add(territory.code)
    return found


def _zip(files: dict[str, bytes]) -> bytes:
    sums = "".join(f"{hashlib.sha256(data).hexdigest()}  {name}\n" for name, data in files.items())
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in {**files, "SHA256SUMS": sums.encode()}.items():
            archive.writestr(zipfile.ZipInfo(name, _STAMP), data, zipfile.ZIP_DEFLATED)
    return target.getvalue()
