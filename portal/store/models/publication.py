"""What two people approve: schedules and publication orders; and the register of releases."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from portal.domain.facts import OrderKind, ScheduleItemKind
from portal.domain.statuses import ReleaseKind
from portal.store.models.base import Base, Reasoned, one_of
from portal.store.models.facts import OfFact
from portal.store.types import BIG


class ScheduleRow(OfFact, Base):
    """жарыялоо графиги: one version of a campaign's publication schedule, in force once two people approved it."""

    __tablename__ = "schedule_version"
    __table_args__ = (
        UniqueConstraint("campaign", "version"),
        CheckConstraint("version >= 1", name="version_positive"),
    )

    campaign: Mapped[str]
    version: Mapped[int]


class ScheduleItemRow(Base):
    """One line of a schedule: `what` becomes visible at `at` by the decision of that number (R53 ¶34-36)."""

    __tablename__ = "schedule_item"
    __table_args__ = (one_of("what", ScheduleItemKind),)

    schedule: Mapped[int] = mapped_column(
        BIG, ForeignKey("schedule_version.seq"), primary_key=True, autoincrement=False
    )
    ordinal: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    what: Mapped[str]
    at: Mapped[datetime]
    decision: Mapped[str]


class OrderRow(OfFact, Reasoned, Base):
    """A publication order: correction, official release, withdrawal, pause, redaction, hold."""

    __tablename__ = "publication_order"
    __table_args__ = (one_of("kind", OrderKind),)

    kind: Mapped[str]
    target: Mapped[str]
    decision: Mapped[str]


class ApprovalRow(OfFact, Base):
    """бекитүү: one person approved one schedule version or order; nobody approves the same thing twice."""

    __tablename__ = "approval"
    __table_args__ = (
        UniqueConstraint("subject", "approver"),
        one_of("subject_kind", ("schedule", "order")),
        CheckConstraint("approver <> ''", name="approver_named"),
    )

    subject_kind: Mapped[str]
    subject: Mapped[int] = mapped_column(BIG, ForeignKey("fact.seq"))
    approver: Mapped[str]
    approved_at: Mapped[datetime]


class ReleaseRow(Base):
    """чыгарылыш: a published release; `digest` is the sha256 of its SHA256SUMS, `mark` the facts it had seen."""

    __tablename__ = "release"
    __table_args__ = (one_of("kind", ReleaseKind), CheckConstraint("number >= 1", name="number_positive"))

    campaign: Mapped[str] = mapped_column(ForeignKey("campaign.id"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    kind: Mapped[str]
    as_of: Mapped[datetime]
    published_at: Mapped[datetime]
    supersedes: Mapped[int | None]
    mark: Mapped[int] = mapped_column(BIG)
    digest: Mapped[str]
    details: Mapped[dict[str, Any]] = mapped_column(JSON)
