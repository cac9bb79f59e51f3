"""The audit trail for the auditor's page and its export."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from portal.store.models import AuditRow


@dataclass(frozen=True, slots=True)
class RecordedEvent:
    """One audit event as it is stored; `at` is system time."""

    seq: int
    at: datetime
    actor: str
    function: str
    address: str
    action: str
    campaign: str
    object: str
    before: str
    after: str
    details: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which events: empty fields ask for all; `action` may be the beginning of a name, `device.` for all of devices."""

    actor: str = ""
    action: str = ""
    campaign: str = ""
    object: str = ""
    since: datetime | None = None
    until: datetime | None = None


def audit_events(
    session: Session, wanted: Wanted, *, before: int | None = None, limit: int = 100
) -> list[RecordedEvent]:
    """The newest events that are wanted, newest first; `before` is the last number of the page before."""
    which = _which(wanted)
    if before is not None:
        which.append(AuditRow.seq < before)
    rows = session.scalars(select(AuditRow).where(*which).order_by(AuditRow.seq.desc()).limit(limit))
    return [_event(row) for row in rows]


def every_audit_event(session: Session, wanted: Wanted) -> Iterator[RecordedEvent]:
    """All events that are wanted, oldest first, streamed for an export."""
    statement = select(AuditRow).where(*_which(wanted)).order_by(AuditRow.seq)
    for row in session.scalars(statement.execution_options(yield_per=1000)):
        yield _event(row)


def _which(wanted: Wanted) -> list[ColumnElement[bool]]:
    which: list[ColumnElement[bool]] = []
    for column, value in (
        (AuditRow.actor, wanted.actor),
        (AuditRow.campaign, wanted.campaign),
        (AuditRow.object, wanted.object),
    ):
        if value:
            which.append(column == value)
    if wanted.action:
        which.append(AuditRow.action.startswith(wanted.action, autoescape=True))
    if wanted.since is not None:
        which.append(AuditRow.at >= wanted.since)
    if wanted.until is not None:
        which.append(AuditRow.at < wanted.until)
    return which


def _event(row: AuditRow) -> RecordedEvent:
    return RecordedEvent(
        seq=row.seq,
        at=row.at,
        actor=row.actor,
        function=row.function,
        address=row.address,
        action=row.action,
        campaign=row.campaign,
        object=row.object,
        before=row.before,
        after=row.after,
        details=row.details,
    )
