"""Recording what machines send: raw messages first, then verdicts in the transaction of their facts."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.errors import InputError
from portal.store.models import (
    CarriedRow,
    FailureRow,
    FailureStep,
    MessageFactRow,
    MessageRow,
    Outcome,
    QuarantineDecisionRow,
    ScanFileRow,
    VerdictRow,
)
from portal.store.record.spine import insert_new_rows, insert_rows

_JUDGING = 6_207_413
"""Key of the advisory lock under which one process at a time judges on PostgreSQL; on SQLite the write lock does."""
_LOCK_JUDGING = (
    "SELECT set_config('synchronous_commit', 'on', true), set_config('enable_seqscan', 'off', true), "
    f"set_config('jit', 'off', true), pg_advisory_xact_lock({_JUDGING})"
)


@dataclass(frozen=True, slots=True)
class NewMessage:
    """A message whose signature was verified, as it goes into the store."""

    sha256: str
    raw: bytes
    key: int
    number: int
    prev: str
    type: str
    awaits: str
    received_at: datetime
    address: str
    carried: int | None


@dataclass(frozen=True, slots=True)
class NewVerdict:
    """What became of a message, and the facts that were recorded of it; `reason` is a code, values stand in details."""

    message: int
    outcome: Outcome
    reason: str = ""
    details: dict[str, Any] = field(default_factory=dict)
    facts: tuple[int, ...] = ()


def insert_messages(session: Session, messages: Sequence[NewMessage]) -> dict[str, int]:
    """Insert those raw messages that are not stored yet; their sequence numbers by sha256. Nothing is judged."""
    rows = [
        {
            "sha256": message.sha256,
            "raw": message.raw,
            "key": message.key,
            "number": message.number,
            "prev": message.prev,
            "type": message.type,
            "awaits": message.awaits,
            "received_at": message.received_at,
            "address": message.address,
            "carried": message.carried,
        }
        for message in messages
    ]
    return dict(insert_new_rows(session, MessageRow, rows, ("sha256", "seq")))


def lock_judging(session: Session) -> None:
    """Wait until no other process takes in or judges; held until the transaction ends.

    On PostgreSQL the transaction is durable when it is committed, even on a server that was set up to be quick instead.
    It looks rows up by index even while the planner takes the tables for small: the plan of a foreign key's check is
    kept as it was first made, and would read a growing table from end to end for every row.
    """
    if session.get_bind().dialect.name == "postgresql":
        session.connection().exec_driver_sql(_LOCK_JUDGING)


def insert_verdicts(session: Session, verdicts: Sequence[NewVerdict], at: datetime) -> None:
    """Insert verdicts with the facts of each. A message is judged once: its second verdict breaks the primary key."""
    insert_rows(
        session,
        VerdictRow,
        (
            {
                "message": verdict.message,
                "outcome": verdict.outcome.value,
                "reason": verdict.reason,
                "details": verdict.details,
                "at": at,
            }
            for verdict in verdicts
        ),
    )
    facts = ({"fact": fact, "message": verdict.message} for verdict in verdicts for fact in verdict.facts)
    insert_rows(session, MessageFactRow, facts)


def insert_message_facts(session: Session, message: int, facts: Sequence[int]) -> None:
    """Say that these facts came from a message that a person took out of quarantine."""
    insert_rows(session, MessageFactRow, ({"fact": fact, "message": message} for fact in facts))


def insert_quarantine_decision(
    session: Session, message: int, *, accepted: bool, reason: str, at: datetime, by: str
) -> None:
    """A person's decision about a quarantined message. InputError when it is not in quarantine, or without reason."""
    verdict = session.get(VerdictRow, message)
    if verdict is None or verdict.outcome != Outcome.QUARANTINED:
        raise InputError([f"message {message} is not in quarantine"])
    if session.get(QuarantineDecisionRow, message) is not None:
        raise InputError([f"message {message}: is decided already"])
    if not reason:
        raise InputError([f"message {message}: say why it is {'accepted' if accepted else 'rejected'}"])
    row = {"message": message, "accepted": accepted, "person": by, "reason": reason, "at": at}
    insert_rows(session, QuarantineDecisionRow, [row])


def insert_carried(session: Session, sha256: str, act: str, witnesses: Sequence[str], *, at: datetime, by: str) -> int:
    """A file that came on a medium (R139 ¶50); its number. InputError without an act or two witnesses."""
    named = [name.strip() for name in witnesses if name.strip()]
    if not act.strip() or len(set(named)) < 2:
        raise InputError(["a file on a medium comes with the number of its act and at least two witnesses (R139 ¶50)"])
    row = CarriedRow(sha256=sha256, act=act.strip(), witnesses=named, uploaded_by=by, at=at)
    session.add(row)
    session.flush()
    return row.seq


def insert_scan_file(session: Session, sha256: str, size: int, extension: str, at: datetime) -> bool:
    """Say that a scan's file is in the private folder; False when that was known."""
    if session.scalar(select(ScanFileRow.sha256).where(ScanFileRow.sha256 == sha256)) is not None:
        return False
    insert_rows(session, ScanFileRow, [{"sha256": sha256, "size": size, "extension": extension, "stored_at": at}])
    return True


def record_failure(
    session: Session,
    campaign: str,
    precinct: str,
    step: FailureStep,
    *,
    device: str,
    at: datetime,
    act: str,
    note: str,
    by: str,
) -> int:
    """A step of a failed ASU (R53 ¶37-38); its number. InputError when a reserve is named without its act."""
    if step is FailureStep.RESERVE and not act:
        raise InputError([f"precinct {precinct}: a reserve ASU takes over with an act; give its number (R53 ¶37)"])
    row = FailureRow(
        campaign=campaign,
        precinct=precinct,
        device=device,
        step=step.value,
        at=at,
        act=act,
        note=note,
        recorded_by=by,
    )
    session.add(row)
    session.flush()
    return row.seq
