"""Device keys with their confirmations and revocation."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, select, true
from sqlalchemy.orm import Session

from portal.store.chunks import among_bound
from portal.store.models import DeviceConfirmationRow, DeviceKeyRow, DeviceKind, DeviceRevocationRow

CONFIRMATIONS = 2
"""So many different people compare the fingerprint before a key counts."""


@dataclass(frozen=True, slots=True)
class DeviceKey:
    """A key of the register; `confirmed_by` compared its fingerprint, `revoked` says that it is void."""

    seq: int
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
    entered_by: str
    confirmed_by: tuple[str, ...]
    revoked: bool

    @property
    def in_force(self) -> bool:
        """Whether messages under it count, its dates apart."""
        return not self.revoked and len(self.confirmed_by) >= CONFIRMATIONS


def keys_named(session: Session, names: Collection[str]) -> dict[tuple[str, str], DeviceKey]:
    """Every key of the devices with these names, by name and id."""
    connection = session.connection()
    found = _device_keys(connection.execute(_named(connection.dialect.name), {"names": sorted(names)}))
    return {(key.name, key.key_id): key for key in found}


def kinds_of(session: Session, seqs: Collection[int]) -> dict[int, DeviceKind]:
    """The kind of device of each of these keys."""
    rows = session.execute(select(DeviceKeyRow.seq, DeviceKeyRow.kind).where(DeviceKeyRow.seq.in_(sorted(seqs))))
    return {row[0]: DeviceKind(row[1]) for row in rows}


def device_keys(session: Session, campaign: str, precinct: str = "") -> list[DeviceKey]:
    """Every key of a campaign, or of one of its precincts, by precinct and name."""
    of_precinct = DeviceKeyRow.precinct == precinct if precinct else true()
    found = _device_keys(session.execute(_keys(DeviceKeyRow.campaign == campaign, of_precinct)))
    return sorted(found, key=lambda key: (key.precinct, key.name, key.seq))


@cache
def _named(dialect: str) -> Select[Any]:
    return _keys(among_bound(dialect, DeviceKeyRow.__table__.c.name, "names"))


def _keys(*which: ColumnElement[bool]) -> Select[Any]:
    key = DeviceKeyRow.__table__
    confirmation = DeviceConfirmationRow.__table__
    revocation = DeviceRevocationRow.__table__
    return (
        select(key, confirmation.c.person, revocation.c.key.label("revoked"))
        .outerjoin(confirmation, confirmation.c.key == key.c.seq)
        .outerjoin(revocation, revocation.c.key == key.c.seq)
        .where(*which)
        .order_by(key.c.seq, confirmation.c.person)
    )


def _device_keys(rows: Iterable[Row[Any]]) -> list[DeviceKey]:
    """The keys that these rows describe, one row for each confirmation."""
    found: dict[int, Row[Any]] = {}
    people: dict[int, list[str]] = {}
    for row in rows:
        found[row.seq] = row
        people.setdefault(row.seq, []).extend([row.person] if row.person is not None else [])
    return [
        DeviceKey(
            seq=seq,
            name=row.name,
            key_id=row.key_id,
            verifier=row.verifier,
            fingerprint=row.fingerprint,
            kind=DeviceKind(row.kind),
            campaign=row.campaign,
            precinct=row.precinct,
            mode=row.mode,
            valid_from=row.valid_from,
            valid_until=row.valid_until,
            entered_by=row.entered_by,
            confirmed_by=tuple(people[seq]),
            revoked=row.revoked is not None,
        )
        for seq, row in found.items()
    ]
