"""Who did what, and when by the system clock; chained later by one sequencer, never inside the write (design, store
rules).
"""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, Index
from sqlalchemy.orm import Mapped, mapped_column

from portal.store.models.base import Base
from portal.store.types import BIG


class AuditRow(Base):
    """One audit event; `action` is a constant name, ids stand in `details`."""

    __tablename__ = "audit_event"
    __table_args__ = (Index("ix_audit_event_campaign", "campaign", "seq"),)

    seq: Mapped[int] = mapped_column(BIG, primary_key=True)
    at: Mapped[datetime]
    actor: Mapped[str]
    action: Mapped[str]
    campaign: Mapped[str]
    details: Mapped[dict[str, Any]] = mapped_column(JSON)
