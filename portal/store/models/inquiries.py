"""Inquiries into access outside R53 ¶62, and the list of those who must hear of it within 24 hours (¶64-65)."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from portal.store.models.base import Base, one_of
from portal.store.types import BIG


class InquiryKind(StrEnum):
    """What began it: a function or scope somebody does not have, or a lock after failed logins."""

    SCOPE = "scope"
    LOCKOUT = "lockout"


class InquiryStepKind(StrEnum):
    """What is done in an inquiry."""

    ACKNOWLEDGED = "acknowledged"
    NOTE = "note"
    CLOSED = "closed"


class NoticeRecipientRow(Base):
    """Somebody of the leadership or a member to be notified; the newest row of a name says whether it is listed."""

    __tablename__ = "notice_recipient"
    __table_args__ = (CheckConstraint("name <> '' AND recorded_by <> ''", name="names_given"),)

    seq: Mapped[int] = mapped_column(BIG, primary_key=True)
    at: Mapped[datetime]
    recorded_by: Mapped[str]
    name: Mapped[str]
    office: Mapped[str]
    contact: Mapped[str]
    listed: Mapped[bool]


class InquiryRow(Base):
    """One inquiry: who was refused what, and until when everybody on the list has to know."""

    __tablename__ = "inquiry"
    __table_args__ = (one_of("kind", InquiryKind), Index("ix_inquiry_actor", "actor", "address", "seq"))

    seq: Mapped[int] = mapped_column(BIG, primary_key=True)
    opened_at: Mapped[datetime]
    notify_until: Mapped[datetime]
    kind: Mapped[str]
    actor: Mapped[str]
    address: Mapped[str]
    function: Mapped[str]
    refused: Mapped[str]


class InquiryNoticeRow(Base):
    """One person of the list as it was when the inquiry began."""

    __tablename__ = "inquiry_notice"
    __table_args__ = (Index("ix_inquiry_notice_inquiry", "inquiry"),)

    seq: Mapped[int] = mapped_column(BIG, primary_key=True)
    inquiry: Mapped[int] = mapped_column(BIG, ForeignKey("inquiry.seq"))
    name: Mapped[str]
    office: Mapped[str]
    contact: Mapped[str]


class InquiryStepRow(Base):
    """A notice acknowledged, a note, or the end of the inquiry."""

    __tablename__ = "inquiry_step"
    __table_args__ = (
        one_of("kind", InquiryStepKind),
        Index("ix_inquiry_step_inquiry", "inquiry"),
        CheckConstraint("(kind = 'acknowledged') = (notice IS NOT NULL)", name="acknowledges_a_notice"),
    )

    seq: Mapped[int] = mapped_column(BIG, primary_key=True)
    inquiry: Mapped[int] = mapped_column(BIG, ForeignKey("inquiry.seq"))
    notice: Mapped[int | None] = mapped_column(BIG, ForeignKey("inquiry_notice.seq"))
    at: Mapped[datetime]
    recorded_by: Mapped[str]
    kind: Mapped[str]
    text: Mapped[str]
