"""Decisions of commissions and courts, and their confirmation by a second person (domain.md §3.10)."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from portal.domain.decisions import DecisionKind, DecisionScope
from portal.domain.grounds import InvalidationGround
from portal.store.models.base import Base, Reasoned, one_of
from portal.store.models.facts import OfFact
from portal.store.types import BIG


class DecisionRow(OfFact, Reasoned, Base):
    """решение: one row of one dated act as it was entered; who entered it stands in `fact.recorded_by`."""

    __tablename__ = "decision"
    __table_args__ = (
        one_of("kind", DecisionKind),
        one_of("scope", DecisionScope),
        CheckConstraint("number <> '' AND body <> ''", name="act_named"),
    )

    number: Mapped[str]
    date: Mapped[date]
    body: Mapped[str]
    kind: Mapped[str]
    scope: Mapped[str]
    target: Mapped[str]


class ConfirmationRow(OfFact, Base):
    """A second person confirmed the entry of a decision; the person stands in `fact.recorded_by`, the time in
    `received_at`.
    """

    __tablename__ = "decision_confirmation"

    decision: Mapped[int] = mapped_column(BIG, ForeignKey("decision.seq"), unique=True)


class DecisionGroundRow(Base):
    """The ground of ¶75 on which a precinct's totals were declared invalid."""

    __tablename__ = "decision_ground"
    __table_args__ = (one_of("ground", InvalidationGround),)

    decision: Mapped[int] = mapped_column(BIG, ForeignKey("decision.seq"), primary_key=True, autoincrement=False)
    ground: Mapped[str]


class DecisionDocumentRow(Base):
    """A scan of the act, in the private folder under its sha256; a later one stands beside the former."""

    __tablename__ = "decision_document"
    __table_args__ = (
        CheckConstraint("length(sha256) = 64", name="sha256_whole"),
        CheckConstraint("person <> ''", name="person_named"),
        Index("ix_decision_document_decision", "decision"),
    )

    seq: Mapped[int] = mapped_column(BIG, primary_key=True)
    decision: Mapped[int] = mapped_column(BIG, ForeignKey("decision.seq"))
    sha256: Mapped[str]
    extension: Mapped[str]
    file_name: Mapped[str]
    at: Mapped[datetime]
    person: Mapped[str]
