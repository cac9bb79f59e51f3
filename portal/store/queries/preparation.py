"""Drafts, tests, promotions and incident notes as they stand in the store."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal.domain.names import Names
from portal.store.models import (
    DraftAdoptionRow,
    DraftChangeRow,
    IncidentApprovalRow,
    IncidentRow,
    PromotionConfirmationRow,
    PromotionRow,
    TestEventRow,
    TestStep,
)
from portal.store.queries.configuration import names_of


@dataclass(frozen=True, slots=True)
class DraftChange:
    """One change of a draft; `cells` None where the row was taken out."""

    seq: int
    sheet: str
    key: str
    place: int
    cells: dict[str, str] | None
    at: datetime
    person: str
    function: str


@dataclass(frozen=True, slots=True)
class Adoption:
    """A configuration version made of a draft up to its change `upto`."""

    version: int
    upto: int
    at: datetime
    person: str


@dataclass(frozen=True, slots=True)
class TestEvent:
    """One step of a test."""

    __test__ = False

    seq: int
    step: TestStep
    details: dict[str, Any]
    at: datetime
    person: str
    function: str


@dataclass(frozen=True, slots=True)
class Promotion:
    """A configuration brought from the test instance; `confirmed_by` is "" while it waits for the second person."""

    seq: int
    campaign: str
    sha256: str
    statement: str
    at: datetime
    person: str
    confirmed_at: datetime | None
    confirmed_by: str


@dataclass(frozen=True, slots=True)
class Incident:
    """A note for the public incident log; public once `approved_at` is set."""

    seq: int
    happened_at: datetime
    heading: Names
    words: Names
    at: datetime
    person: str
    approved_at: datetime | None
    approved_by: str


def draft_campaigns(session: Session) -> list[str]:
    """Ids of the campaigns that have a draft, in alphabetical order."""
    return sorted(session.scalars(select(DraftChangeRow.campaign).distinct()))


def draft_changes(session: Session, campaign: str) -> list[DraftChange]:
    """Every change of a campaign's draft in its order."""
    table = DraftChangeRow.__table__
    rows = session.execute(select(table).where(table.c.campaign == campaign).order_by(table.c.seq))
    return [
        DraftChange(row.seq, row.sheet, row.key, row.place, row.cells, row.at, row.person, row.function) for row in rows
    ]


def newest_draft_change(session: Session, campaign: str) -> int:
    """Number of the newest change of a campaign's draft, 0 when it has none."""
    return session.scalar(select(func.max(DraftChangeRow.seq)).where(DraftChangeRow.campaign == campaign)) or 0


def adoptions(session: Session, campaign: str) -> list[Adoption]:
    """Configuration versions that were made of the campaign's draft, oldest first."""
    rows = session.scalars(
        select(DraftAdoptionRow).where(DraftAdoptionRow.campaign == campaign).order_by(DraftAdoptionRow.version)
    )
    return [Adoption(row.version, row.upto, row.at, row.person) for row in rows]


def test_events(session: Session, campaign: str) -> list[TestEvent]:
    """Every step of the campaign's test in its order."""
    rows = session.scalars(select(TestEventRow).where(TestEventRow.campaign == campaign).order_by(TestEventRow.seq))
    return [TestEvent(row.seq, TestStep(row.step), row.details, row.at, row.person, row.function) for row in rows]


test_events.__test__ = False  # type: ignore[attr-defined]


def promotions(session: Session, campaign: str = "") -> list[Promotion]:
    """What was brought from the test instance, oldest first; of one campaign or of all."""
    statement = (
        select(PromotionRow, PromotionConfirmationRow)
        .outerjoin(PromotionConfirmationRow, PromotionConfirmationRow.promotion == PromotionRow.seq)
        .order_by(PromotionRow.seq)
    )
    if campaign:
        statement = statement.where(PromotionRow.campaign == campaign)
    return [
        Promotion(
            row.seq,
            row.campaign,
            row.sha256,
            row.statement,
            row.at,
            row.person,
            confirmation.at if confirmation else None,
            confirmation.person if confirmation else "",
        )
        for row, confirmation in session.execute(statement)
    ]


def incidents(session: Session, *, approved_only: bool = False) -> list[Incident]:
    """Notes for the public incident log, newest event first; those that may be published, or all."""
    approval, note = IncidentApprovalRow.__table__, IncidentRow.__table__
    statement = (
        select(note, approval.c.at.label("approved_at"), approval.c.person.label("approved_by"))
        .outerjoin(approval, approval.c.incident == note.c.seq)
        .order_by(note.c.happened_at.desc(), note.c.seq.desc())
    )
    if approved_only:
        statement = statement.where(approval.c.incident.is_not(None))
    return [
        Incident(
            seq=row.seq,
            happened_at=row.happened_at,
            heading=names_of(row),
            words=names_of(row, "text"),
            at=row.at,
            person=row.person,
            approved_at=row.approved_at,
            approved_by=row.approved_by or "",
        )
        for row in session.execute(statement)
    ]
