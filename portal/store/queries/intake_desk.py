"""What staff see of the machines: quarantine, who has reported, who has not, failed scanners."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal.store.models import (
    CarriedRow,
    DeviceKeyRow,
    FailureRow,
    FailureStep,
    MessageRow,
    Outcome,
    QuarantineDecisionRow,
    VerdictRow,
)


@dataclass(frozen=True, slots=True)
class Quarantined:
    """A message in quarantine; `decided` is None while a person has still to decide."""

    message: int
    device: str
    precinct: str
    type: str
    number: int
    received_at: datetime
    reason: str
    details: dict[str, Any]
    raw: bytes
    decided: bool | None
    decided_by: str


@dataclass(frozen=True, slots=True)
class Conflict:
    """Other bytes under a number that was taken: an alarm."""

    message: int
    device: str
    precinct: str
    number: int
    received_at: datetime
    sha256: str


@dataclass(frozen=True, slots=True)
class Received:
    """What came under one key: messages by type, the highest number, and the newest receipt."""

    key: int
    by_type: dict[str, int]
    messages: int
    highest: int
    latest: datetime | None

    @property
    def missing(self) -> int:
        """How many numbers below the highest have not come."""
        return self.highest - self.messages


@dataclass(frozen=True, slots=True)
class Failure:
    """One step of a failed ASU."""

    seq: int
    precinct: str
    device: str
    step: FailureStep
    at: datetime
    act: str
    note: str
    recorded_by: str


@dataclass(frozen=True, slots=True)
class Carried:
    """A file that was brought on a medium (R139 ¶50), and how many new messages it held."""

    seq: int
    sha256: str
    act: str
    witnesses: tuple[str, ...]
    uploaded_by: str
    at: datetime
    messages: int


def quarantine(session: Session, campaign: str, *, open_only: bool = True) -> list[Quarantined]:
    """Messages in quarantine, oldest first."""
    decision = QuarantineDecisionRow.__table__
    statement = (
        select(MessageRow, DeviceKeyRow, VerdictRow, decision.c.accepted, decision.c.person)
        .join(VerdictRow, VerdictRow.message == MessageRow.seq)
        .join(DeviceKeyRow, DeviceKeyRow.seq == MessageRow.key)
        .outerjoin(decision, decision.c.message == MessageRow.seq)
        .where(DeviceKeyRow.campaign == campaign, VerdictRow.outcome == Outcome.QUARANTINED)
        .order_by(MessageRow.seq)
    )
    if open_only:
        statement = statement.where(decision.c.message.is_(None))
    return [
        Quarantined(
            message=message.seq,
            device=key.name,
            precinct=key.precinct,
            type=message.type,
            number=message.number,
            received_at=message.received_at,
            reason=verdict.reason,
            details=verdict.details,
            raw=message.raw,
            decided=accepted,
            decided_by=person or "",
        )
        for message, key, verdict, accepted, person in session.execute(statement)
    ]


def conflicts(session: Session, campaign: str) -> list[Conflict]:
    """Every message whose number was taken by other bytes, newest first."""
    statement = (
        select(MessageRow, DeviceKeyRow)
        .join(VerdictRow, VerdictRow.message == MessageRow.seq)
        .join(DeviceKeyRow, DeviceKeyRow.seq == MessageRow.key)
        .where(DeviceKeyRow.campaign == campaign, VerdictRow.outcome == Outcome.CONFLICT)
        .order_by(MessageRow.seq.desc())
    )
    return [
        Conflict(message.seq, key.name, key.precinct, message.number, message.received_at, message.sha256)
        for message, key in session.execute(statement)
    ]


def received(session: Session, campaign: str) -> dict[int, Received]:
    """What came under each key of the campaign; conflicts are not counted, a key without messages is left out."""
    statement = (
        select(
            MessageRow.key,
            MessageRow.type,
            func.count(),
            func.max(MessageRow.number),
            func.max(MessageRow.received_at),
        )
        .join(DeviceKeyRow, DeviceKeyRow.seq == MessageRow.key)
        .outerjoin(VerdictRow, VerdictRow.message == MessageRow.seq)
        .where(DeviceKeyRow.campaign == campaign)
        .where(VerdictRow.outcome.is_(None) | (VerdictRow.outcome != Outcome.CONFLICT))
        .group_by(MessageRow.key, MessageRow.type)
    )
    found: dict[int, Received] = {}
    for key, of_type, count, highest, latest in session.execute(statement):
        known = found.get(key, Received(key, {}, 0, 0, None))
        found[key] = Received(
            key,
            {**known.by_type, of_type: count},
            known.messages + count,
            max(known.highest, highest),
            max(filter(None, (known.latest, latest)), default=None),
        )
    return found


def raw_reports(session: Session, campaign: str, of_types: Collection[str]) -> Iterator[tuple[int, bytes]]:
    """Key and bytes of every message of these types that counts or may count (conflicts are left out)."""
    statement = (
        select(MessageRow.key, MessageRow.raw)
        .join(DeviceKeyRow, DeviceKeyRow.seq == MessageRow.key)
        .outerjoin(VerdictRow, VerdictRow.message == MessageRow.seq)
        .where(DeviceKeyRow.campaign == campaign, MessageRow.type.in_(sorted(of_types)))
        .where(VerdictRow.outcome.is_(None) | (VerdictRow.outcome != Outcome.CONFLICT))
    )
    for row in session.execute(statement.execution_options(yield_per=1000)):
        yield row.key, bytes(row.raw)


def failures(session: Session, campaign: str) -> list[Failure]:
    """The register of failed ASU, by precinct and time (R53 ¶37-38)."""
    rows = session.scalars(select(FailureRow).where(FailureRow.campaign == campaign))
    found = [
        Failure(row.seq, row.precinct, row.device, FailureStep(row.step), row.at, row.act, row.note, row.recorded_by)
        for row in rows
    ]
    return sorted(found, key=lambda each: (each.precinct, each.at, each.seq))


def carried_files(session: Session) -> list[Carried]:
    """Every file that was brought on a medium, newest first."""
    rows = session.execute(
        select(MessageRow.carried, func.count()).where(MessageRow.carried.is_not(None)).group_by(MessageRow.carried)
    )
    held: dict[int, int] = {row[0] or 0: row[1] for row in rows}
    return [
        Carried(row.seq, row.sha256, row.act, tuple(row.witnesses), row.uploaded_by, row.at, held.get(row.seq, 0))
        for row in session.scalars(select(CarriedRow).order_by(CarriedRow.seq.desc()))
    ]
