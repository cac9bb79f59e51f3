"""Decisions of commissions and courts, and their confirmation by a second person (domain.md §3.10)."""

from datetime import date

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from portal.domain.decisions import DecisionKind, DecisionScope
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
