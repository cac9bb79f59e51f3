"""Releases that wait for signatures, the signatures of approvers with keys off the server, and approvals taken back."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from portal.store.models.base import Base
from portal.store.types import BIG


class StatementRow(Base):
    """The statement of a staged release that approvers shall sign; the newest of a campaign is the one asked for.

    `staged_at` is system time. Whether it was published stands in the register of releases.
    """

    __tablename__ = "staged_statement"
    __table_args__ = (
        Index("ix_staged_statement_campaign", "campaign", "id"),
        CheckConstraint("length(sha256) = 64", name="sha256_whole"),
    )

    id: Mapped[int] = mapped_column(BIG, primary_key=True)
    campaign: Mapped[str]
    number: Mapped[int]
    kind: Mapped[str]
    statement: Mapped[str]
    sha256: Mapped[str]
    staged_at: Mapped[datetime]


class SignatureRow(Base):
    """A signed note that a person brought for a statement; who signed it is read from the note, never from here."""

    __tablename__ = "statement_signature"
    __table_args__ = (
        Index("ix_statement_signature_sha256", "sha256", "id"),
        CheckConstraint("person <> ''", name="person_named"),
    )

    id: Mapped[int] = mapped_column(BIG, primary_key=True)
    sha256: Mapped[str]
    note: Mapped[str]
    at: Mapped[datetime]
    person: Mapped[str]


class ApprovalWithdrawalRow(Base):
    """A person took back the own approval before a second one gave it force; `at` is election time."""

    __tablename__ = "approval_withdrawal"

    approval: Mapped[int] = mapped_column(BIG, ForeignKey("approval.seq"), primary_key=True, autoincrement=False)
    at: Mapped[datetime]
