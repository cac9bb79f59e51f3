"""Drafts of campaigns, tests and the step from the test to the main instance, notes for the public incident log.

A draft is the fold of its row changes; a configuration version is made of it by the package reader alone.
"""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from portal.store.models.base import Base, Named, one_of
from portal.store.types import BIG


class TestStep(StrEnum):
    """Steps of a test (R53 ¶57-61), in the order in which a test without objections takes them."""

    __test__ = False

    PLANNED = "planned"
    APPROVED = "approved"
    ROUND_BEGUN = "round_begun"
    FOUND = "found"
    MENDED = "mended"
    ROUND_ENDED = "round_ended"
    REPORTED = "reported"
    DROP_ORDERED = "drop_ordered"
    DROP_CONFIRMED = "drop_confirmed"


class DraftChangeRow(Base):
    """One row of a campaign's draft as a person left it; `cells` is NULL where the row was taken out.

    `place` orders the rows of a sheet. The campaign need not be registered: a draft comes first (R53 ¶26).
    """

    __tablename__ = "draft_change"
    __table_args__ = (
        Index("ix_draft_change_campaign", "campaign", "seq"),
        CheckConstraint("person <> ''", name="person_named"),
    )

    seq: Mapped[int] = mapped_column(BIG, primary_key=True)
    campaign: Mapped[str]
    sheet: Mapped[str]
    key: Mapped[str]
    place: Mapped[int]
    cells: Mapped[dict[str, str] | None] = mapped_column(JSON(none_as_null=True))
    at: Mapped[datetime]
    person: Mapped[str]
    function: Mapped[str]


class DraftAdoptionRow(Base):
    """Which configuration version holds a draft up to its change number `upto`."""

    __tablename__ = "draft_adoption"

    campaign: Mapped[str] = mapped_column(ForeignKey("campaign.id"), primary_key=True)
    version: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    upto: Mapped[int] = mapped_column(BIG)
    at: Mapped[datetime]
    person: Mapped[str]


class TestEventRow(Base):
    """One step of the test of a campaign in a test instance; `details` as portal.preparation.testing reads them."""

    __test__ = False
    __tablename__ = "test_event"
    __table_args__ = (
        Index("ix_test_event_campaign", "campaign", "seq"),
        one_of("step", TestStep),
        CheckConstraint("person <> ''", name="person_named"),
    )

    seq: Mapped[int] = mapped_column(BIG, primary_key=True)
    campaign: Mapped[str]
    step: Mapped[str]
    details: Mapped[dict[str, Any]] = mapped_column(JSON)
    at: Mapped[datetime]
    person: Mapped[str]
    function: Mapped[str]


class PromotionRow(Base):
    """A configuration that the test officer brought from the test instance, with what that instance signed."""

    __tablename__ = "promotion"
    __table_args__ = (
        UniqueConstraint("sha256"),
        CheckConstraint("length(sha256) = 64", name="sha256_whole"),
        CheckConstraint("person <> ''", name="person_named"),
    )

    seq: Mapped[int] = mapped_column(BIG, primary_key=True)
    campaign: Mapped[str]
    sha256: Mapped[str]
    statement: Mapped[str]
    at: Mapped[datetime]
    person: Mapped[str]


class PromotionConfirmationRow(Base):
    """The second person's confirmation: the campaign is a main one from now on, once and for ever (R53 ¶61)."""

    __tablename__ = "promotion_confirmation"
    __table_args__ = (CheckConstraint("person <> ''", name="person_named"),)

    campaign: Mapped[str] = mapped_column(primary_key=True)
    promotion: Mapped[int] = mapped_column(BIG, ForeignKey("promotion.seq"))
    at: Mapped[datetime]
    person: Mapped[str]


class IncidentRow(Named, Base):
    """A note for the public incident log: `name_*` is its heading; a later note stands beside it."""

    __tablename__ = "incident"
    __table_args__ = (CheckConstraint("person <> ''", name="person_named"),)

    seq: Mapped[int] = mapped_column(BIG, primary_key=True)
    happened_at: Mapped[datetime]
    text_ky: Mapped[str]
    text_ru: Mapped[str]
    text_en: Mapped[str]
    at: Mapped[datetime]
    person: Mapped[str]


class IncidentApprovalRow(Base):
    """A second person's approval: the note may be published."""

    __tablename__ = "incident_approval"
    __table_args__ = (CheckConstraint("person <> ''", name="person_named"),)

    incident: Mapped[int] = mapped_column(BIG, ForeignKey("incident.seq"), primary_key=True, autoincrement=False)
    at: Mapped[datetime]
    person: Mapped[str]
