"""The register of device keys: entered, confirmed by two people, revoked."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.errors import InputError, NotPermitted
from portal.store.chunks import among, chunks
from portal.store.models import DeviceConfirmationRow, DeviceKeyRow, DeviceKind, DeviceRevocationRow
from portal.store.record.spine import insert_rows


@dataclass(frozen=True, slots=True)
class NewKey:
    """A device's public key and what it is bound to; `verifier` is the line name+id+base64, times are election time."""

    name: str
    key_id: str
    verifier: str
    fingerprint: str
    kind: DeviceKind
    campaign: str
    precinct: str
    mode: str
    valid_from: datetime
    valid_until: datetime


def enter_key(session: Session, key: NewKey, at: datetime, by: str) -> int:
    """Enter a key; it waits for two confirmations. Its number. InputError when the same key was entered before."""
    if session.scalar(select(DeviceKeyRow.seq).where(DeviceKeyRow.verifier == key.verifier)) is not None:
        raise InputError([f"device {key.name}: this key is in the register already"])
    row = DeviceKeyRow(
        name=key.name,
        key_id=key.key_id,
        verifier=key.verifier,
        fingerprint=key.fingerprint,
        kind=key.kind.value,
        campaign=key.campaign,
        precinct=key.precinct,
        mode=key.mode,
        valid_from=key.valid_from,
        valid_until=key.valid_until,
        entered_by=by,
        entered_at=at,
    )
    session.add(row)
    session.flush()
    return row.seq


def confirm_key(session: Session, key: int, fingerprint: str, at: datetime, by: str) -> DeviceKeyRow:
    """One person confirms that the device shows this fingerprint; the key's row.

    Raises InputError for an unknown or revoked key or another fingerprint, NotPermitted for a second confirmation by
    the same person.
    """
    row = _key(session, key)
    if session.get(DeviceRevocationRow, key) is not None:
        raise InputError([f"device {row.name}: its key is revoked; enrol a new one"])
    if "".join(fingerprint.split()).lower() != row.fingerprint:
        raise InputError([f"device {row.name}: another fingerprint than in the register; do not use the device"])
    if not by:
        raise InputError([f"device {row.name}: a confirmation needs the name of a person"])
    if session.get(DeviceConfirmationRow, (key, by)) is not None:
        raise NotPermitted([f"device {row.name}: {by} confirmed it already; a different person has to"])
    insert_rows(session, DeviceConfirmationRow, [{"key": key, "person": by, "at": at}])
    return row


def revoke_key(session: Session, key: int, reason: str, at: datetime, by: str) -> DeviceKeyRow:
    """A key counts no longer from this transaction on; its row. InputError without reason or when it is revoked."""
    row = _key(session, key)
    if not reason:
        raise InputError([f"device {row.name}: say why its key is revoked"])
    if session.get(DeviceRevocationRow, key) is not None:
        raise InputError([f"device {row.name}: its key is revoked already"])
    insert_rows(session, DeviceRevocationRow, [{"key": key, "person": by, "at": at, "reason": reason}])
    return row


def _key(session: Session, key: int) -> DeviceKeyRow:
    row = session.get(DeviceKeyRow, key)
    if row is None:
        raise InputError([f"there is no device key with number {key}"])
    return row


def enter_confirmed_keys(
    session: Session, keys: Sequence[NewKey], at: datetime, by: str, people: Sequence[str]
) -> None:
    """Enter many keys whose fingerprints these people compared already, all at once (the demonstration's devices).

    Raises NotPermitted for fewer than two different people.
    """
    if len(set(people)) < 2:
        raise NotPermitted(["two different people compare the fingerprint of a device"])
    rows = [{**asdict(key), "kind": key.kind.value, "entered_by": by, "entered_at": at} for key in keys]
    insert_rows(session, DeviceKeyRow, rows)
    numbers: list[int] = []
    for piece in chunks(key.verifier for key in keys):
        numbers += session.scalars(select(DeviceKeyRow.seq).where(among(session, DeviceKeyRow.verifier, piece)))
    confirmations = ({"key": number, "person": person, "at": at} for number in numbers for person in people)
    insert_rows(session, DeviceConfirmationRow, confirmations)
