"""The audit trail."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from portal.store.models import AuditRow


def record_audit(
    session: Session,
    at: datetime,
    actor: str,
    action: str,
    campaign: str = "",
    details: Mapping[str, Any] | None = None,
) -> int:
    """Record who did what at `at` (system clock), in the transaction of the act itself; the event's number."""
    row = AuditRow(at=at, actor=actor, action=action, campaign=campaign, details=dict(details or {}))
    session.add(row)
    session.flush()
    return row.seq
