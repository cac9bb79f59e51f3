"""The audit trail."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from portal.store.models import AuditRow
from portal.store.record.spine import insert_rows


@dataclass(frozen=True, slots=True)
class AuditEvent:
    """One event before it has a number; `before` and `after` are sha256 of the object's state, "" for none."""

    at: datetime
    actor: str
    action: str
    campaign: str = ""
    details: Mapping[str, Any] = field(default_factory=dict)
    function: str = ""
    address: str = ""
    object: str = ""
    before: str = ""
    after: str = ""


def record_audit(
    session: Session,
    at: datetime,
    actor: str,
    action: str,
    campaign: str = "",
    details: Mapping[str, Any] | None = None,
    *,
    function: str = "",
    address: str = "",
    object: str = "",  # noqa: A002 (the word of the audit trail)
    before: str = "",
    after: str = "",
) -> int:
    """Record who did what at `at` (system clock), in the transaction of the act itself; the event's number."""
    row = AuditRow(
        at=at,
        actor=actor,
        action=action,
        campaign=campaign,
        details=dict(details or {}),
        function=function,
        address=address,
        object=object,
        before=before,
        after=after,
    )
    session.add(row)
    session.flush()
    return row.seq


def record_audits(session: Session, events: Sequence[AuditEvent]) -> None:
    """Record many events in one statement, numbered in their order."""
    rows = (
        {
            "at": event.at,
            "actor": event.actor,
            "action": event.action,
            "campaign": event.campaign,
            "details": dict(event.details),
            "function": event.function,
            "address": event.address,
            "object": event.object,
            "before": event.before,
            "after": event.after,
        }
        for event in events
    )
    insert_rows(session, AuditRow, rows)
