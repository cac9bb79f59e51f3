"""Raw messages and what became of them."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, func, select
from sqlalchemy.orm import Session

from portal.store.chunks import among, among_bound
from portal.store.models import (
    CommissionRow,
    ConfigurationRow,
    MessageRow,
    Outcome,
    PrecinctRow,
    QuarantineDecisionRow,
    ScanFileRow,
    VerdictRow,
)


@dataclass(frozen=True, slots=True)
class StoredMessage:
    """A raw message and its verdict; `outcome` is None until it is judged."""

    seq: int
    sha256: str
    raw: bytes
    key: int
    number: int
    prev: str
    type: str
    awaits: str
    received_at: datetime
    carried: int | None
    outcome: Outcome | None
    reason: str
    details: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Neighbour:
    """What a judgement needs of another message of the same device."""

    seq: int
    sha256: str
    key: int
    number: int
    prev: str
    outcome: Outcome | None
    reason: str

    @property
    def conflict(self) -> bool:
        """Whether its number was taken by other bytes."""
        return self.outcome is Outcome.CONFLICT


def messages_by_hash(session: Session, hashes: Collection[str]) -> dict[str, StoredMessage]:
    """The messages with these sha256."""
    found = _messages(session, among(session, MessageRow.sha256, sorted(set(hashes))))
    return {message.sha256: message for message in found}


def messages_by_number(session: Session, seqs: Collection[int]) -> list[StoredMessage]:
    """The messages with these sequence numbers, in their order."""
    return _messages(session, among(session, MessageRow.seq, sorted(set(seqs))))


def message_of(session: Session, seq: int) -> StoredMessage | None:
    """The message with this sequence number."""
    return next(iter(_messages(session, MessageRow.seq == seq)), None)


def pending(session: Session, limit: int) -> list[int]:
    """Sequence numbers of messages that can be judged and are not, oldest first."""
    statement = (
        select(MessageRow.seq)
        .outerjoin(VerdictRow, VerdictRow.message == MessageRow.seq)
        .outerjoin(ScanFileRow, ScanFileRow.sha256 == MessageRow.awaits)
        .where(VerdictRow.message.is_(None))
        .where((MessageRow.awaits == "") | ScanFileRow.sha256.is_not(None))
        .order_by(MessageRow.seq)
        .limit(limit)
    )
    return list(session.scalars(statement))


def neighbours(session: Session, numbers: Collection[tuple[int, int]]) -> list[Neighbour]:
    """Messages that share key and number with one of these pairs, or come right before or after, oldest first."""
    if not numbers:
        return []
    connection = session.connection()
    keys, wanted = {key for key, _ in numbers}, {number + step for _, number in numbers for step in (-1, 0, 1)}
    rows = connection.execute(_neighbours(connection.dialect.name), {"keys": sorted(keys), "numbers": sorted(wanted)})
    return [
        Neighbour(seq, sha256, key, number, prev, Outcome(outcome) if outcome is not None else None, reason or "")
        for seq, sha256, key, number, prev, outcome, reason in rows
    ]


@cache
def _neighbours(dialect: str) -> Select[Any]:
    table, verdict = MessageRow.__table__, VerdictRow.__table__
    message = (table.c.seq, table.c.sha256, table.c.key, table.c.number, table.c.prev)
    return (
        select(*message, verdict.c.outcome, verdict.c.reason)
        .outerjoin(verdict, verdict.c.message == table.c.seq)
        .where(among_bound(dialect, table.c.key, "keys"), among_bound(dialect, table.c.number, "numbers"))
        .order_by(table.c.seq)
    )


def announcing(session: Session, sha256: str) -> list[StoredMessage]:
    """The messages that announced the file with this sha256."""
    return _messages(session, MessageRow.awaits == sha256)


def accepted_of_type(session: Session, keys: Collection[int], of_type: str) -> list[StoredMessage]:
    """The accepted messages of one type under these keys, those included that a person took out of quarantine."""
    if not keys:
        return []
    taken = select(QuarantineDecisionRow.message).where(QuarantineDecisionRow.accepted)
    which = (VerdictRow.outcome == Outcome.ACCEPTED) | MessageRow.seq.in_(taken)
    return _messages(session, (MessageRow.type == of_type) & among(session, MessageRow.key, sorted(keys)) & which)


def files_present(session: Session, hashes: Collection[str]) -> set[str]:
    """Those of the sha256 whose scan file is stored."""
    if not hashes:
        return set()
    return set(session.scalars(select(ScanFileRow.sha256).where(among(session, ScanFileRow.sha256, sorted(hashes)))))


def newest_versions(session: Session, campaigns: Collection[str]) -> dict[str, int]:
    """Number of the newest configuration version of each of these campaigns."""
    rows = session.execute(
        select(ConfigurationRow.campaign, func.max(ConfigurationRow.version))
        .where(ConfigurationRow.campaign.in_(sorted(campaigns)))
        .group_by(ConfigurationRow.campaign)
    )
    return {row[0]: row[1] for row in rows}


def precinct_numbers(session: Session, campaign: str, version: int) -> frozenset[str]:
    """Numbers of all precincts of a configuration version."""
    statement = (
        select(PrecinctRow.number)
        .join(ConfigurationRow, ConfigurationRow.seq == PrecinctRow.configuration)
        .where(ConfigurationRow.campaign == campaign, ConfigurationRow.version == version)
    )
    return frozenset(session.scalars(statement))


def commission_of(session: Session, campaign: str, version: int, code: str) -> str | None:
    """The territory of a commission (ОИК, ТИК); None when the configuration version does not have it."""
    statement = (
        select(CommissionRow.territory)
        .join(ConfigurationRow, ConfigurationRow.seq == CommissionRow.configuration)
        .where(ConfigurationRow.campaign == campaign, ConfigurationRow.version == version, CommissionRow.code == code)
    )
    return session.scalar(statement)


def _messages(session: Session, which: ColumnElement[bool]) -> list[StoredMessage]:
    table, verdict = MessageRow.__table__, VerdictRow.__table__
    rows = session.execute(
        select(table, verdict.c.outcome, verdict.c.reason, verdict.c.details)
        .outerjoin(verdict, verdict.c.message == table.c.seq)
        .where(which)
        .order_by(table.c.seq)
    )
    return [_message(row) for row in rows]


def _message(row: Row[Any]) -> StoredMessage:
    return StoredMessage(
        seq=row.seq,
        sha256=row.sha256,
        raw=bytes(row.raw),
        key=row.key,
        number=row.number,
        prev=row.prev,
        type=row.type,
        awaits=row.awaits,
        received_at=row.received_at,
        carried=row.carried,
        outcome=Outcome(row.outcome) if row.outcome is not None else None,
        reason=row.reason or "",
        details=row.details or {},
    )
