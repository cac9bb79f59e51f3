"""The register of decisions as staff see it: who entered and confirmed each row, its ground, scans of the act."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session, aliased

from portal.domain.facts import RegisteredDecision
from portal.domain.grounds import InvalidationGround
from portal.store.models import ConfirmationRow, DecisionDocumentRow, DecisionGroundRow, DecisionRow, FactRow
from portal.store.queries.publication import decisions


@dataclass(frozen=True, slots=True)
class ActDocument:
    """A scan of an act."""

    seq: int
    sha256: str
    extension: str
    file_name: str
    at: datetime
    person: str


@dataclass(frozen=True, slots=True)
class RegisterEntry:
    """One row of an act with its story; `confirmed_by` is "" while it waits for the second person."""

    registered: RegisteredDecision
    entered_by: str
    confirmed_by: str
    ground: InvalidationGround | None
    documents: tuple[ActDocument, ...]

    @property
    def seq(self) -> int:
        """Sequence number of the decision."""
        return self.registered.seq

    @property
    def waits(self) -> bool:
        """True until a second person confirmed the entry."""
        return self.registered.confirmed_at is None


def register(session: Session, campaign: str) -> list[RegisterEntry]:
    """Every row of the register in order of entry."""
    people = _people(session, campaign)
    grounds = {
        seq: InvalidationGround(ground)
        for seq, ground in session.execute(
            select(DecisionGroundRow.decision, DecisionGroundRow.ground)
            .join(FactRow, FactRow.seq == DecisionGroundRow.decision)
            .where(FactRow.campaign == campaign)
        )
    }
    documents = _documents(session, campaign)
    return [
        RegisterEntry(
            registered=each,
            entered_by=people[each.seq][0],
            confirmed_by=people[each.seq][1],
            ground=grounds.get(each.seq),
            documents=tuple(documents.get(each.seq, ())),
        )
        for each in decisions(session, campaign)
    ]


def _people(session: Session, campaign: str) -> dict[int, tuple[str, str]]:
    """Who entered and who confirmed, by decision."""
    confirming = aliased(FactRow)
    rows = session.execute(
        select(DecisionRow.seq, FactRow.recorded_by, confirming.recorded_by)
        .join(FactRow, FactRow.seq == DecisionRow.seq)
        .outerjoin(ConfirmationRow, ConfirmationRow.decision == DecisionRow.seq)
        .outerjoin(confirming, confirming.seq == ConfirmationRow.seq)
        .where(FactRow.campaign == campaign)
    )
    return {seq: (entered, confirmed or "") for seq, entered, confirmed in rows}


def _documents(session: Session, campaign: str) -> dict[int, list[ActDocument]]:
    found: dict[int, list[ActDocument]] = {}
    rows = session.scalars(
        select(DecisionDocumentRow)
        .join(FactRow, FactRow.seq == DecisionDocumentRow.decision)
        .where(FactRow.campaign == campaign)
        .order_by(DecisionDocumentRow.seq)
    )
    for row in rows:
        document = ActDocument(row.seq, row.sha256, row.extension, row.file_name, row.at, row.person)
        found.setdefault(row.decision, []).append(document)
    return found
