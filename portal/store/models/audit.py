"""Who did what, and when by the system clock; chained later by one sequencer, never inside the write (design, store
rules).
"""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from portal.store.models.base import Base, one_of
from portal.store.types import BIG


class AuditRow(Base):
    """One audit event; `action` is a constant name, ids stand in `details`.

    `function` is the office in which the actor acted, `address` where the request came from, `object` what was acted
    on; `before` and `after` are sha256 of its state, "" where there is none.
    """

    __tablename__ = "audit_event"
    __table_args__ = (Index("ix_audit_event_campaign", "campaign", "seq"),)

    seq: Mapped[int] = mapped_column(BIG, primary_key=True)
    at: Mapped[datetime]
    actor: Mapped[str]
    action: Mapped[str]
    campaign: Mapped[str]
    details: Mapped[dict[str, Any]] = mapped_column(JSON)
    function: Mapped[str] = mapped_column(server_default="")
    address: Mapped[str] = mapped_column(server_default="")
    object: Mapped[str] = mapped_column(server_default="")
    before: Mapped[str] = mapped_column(server_default="")
    after: Mapped[str] = mapped_column(server_default="")


class LinkRow(Base):
    """One link of the hash chain over audit events and raw messages: `digest` is the sha256 of the row that `kind` and
    `ref` name, `link` the sha256 over the link before and this one.
    """

    __tablename__ = "chain_link"
    __table_args__ = (
        UniqueConstraint("kind", "ref"),
        one_of("kind", ("audit", "message")),
        CheckConstraint("n >= 1", name="n_positive"),
    )

    n: Mapped[int] = mapped_column(BIG, primary_key=True, autoincrement=False)
    kind: Mapped[str]
    ref: Mapped[int] = mapped_column(BIG)
    digest: Mapped[str]
    link: Mapped[str]
