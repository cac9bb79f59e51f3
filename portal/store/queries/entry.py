"""What the entry of papers needs to know: commissions, steps, attempts, readings, the chain of persons."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.domain.statuses import ProtocolKind
from portal.store.chunks import among, chunks
from portal.store.models import (
    CommissionRow,
    ConfigurationRow,
    ConsolidatedSigningRow,
    EntryAttemptRow,
    EntryBasis,
    EntryFactRow,
    EntryOutcome,
    EntryReadingRow,
    FactRow,
    MemberRow,
    PaperStepKind,
    PaperStepRow,
    ProtocolRow,
    ScannerRow,
    TurnoutEntryRow,
)
from portal.store.queries.configuration import names_of
from portal.store.values import Commission, Member


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a paper: `person` did it, `recorded_by` typed that."""

    precinct: str
    kind: ProtocolKind
    contest: str
    step: PaperStepKind
    at: datetime
    person: str
    note: str
    recorded_by: str


@dataclass(frozen=True, slots=True)
class Attempt:
    """One attempt to enter a paper, stored or refused (R53 ¶44-45); times by the system clock."""

    seq: int
    precinct: str
    kind: ProtocolKind
    contest: str
    number: int
    basis: EntryBasis
    outcome: EntryOutcome
    at: datetime
    recorded_by: str
    decision: str
    chair: str
    member: str
    figures: dict[str, Any]
    notes: dict[str, Any]
    broken: list[Any]
    facts: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Reading:
    """The figures of one of the two people of a double entry, as they stand now."""

    number: int
    reading: int
    figures: dict[str, Any]
    recorded_by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Signing:
    """What stands on a signed consolidated protocol besides its figures (R139 ¶69)."""

    members: int
    signed: int
    opinions: int
    notes: dict[str, Any]


@dataclass(frozen=True, slots=True)
class TurnoutPersons:
    """Who stands behind a turnout report typed by hand (R53 ¶35), and why a finding did not stop it."""

    operator: str
    member: str
    administrator: str
    findings: tuple[str, ...]
    reason: str


def commissions(session: Session, campaign: str) -> tuple[Commission, ...]:
    """The ОИК and ТИК of the newest configuration, in file order."""
    table = CommissionRow.__table__
    rows = session.execute(
        select(table).where(table.c.configuration == _newest(session, campaign)).order_by(table.c.ordinal)
    )
    return tuple(
        Commission(
            code=row.code,
            kind=row.kind,
            parent=row.parent,
            territory=row.territory,
            contest=row.contest,
            names=names_of(row),
            addresses=names_of(row, "address"),
            phone=row.phone,
            email=row.email,
        )
        for row in rows
    )


def members_of(session: Session, campaign: str, *, commission: str = "", precinct: str = "") -> tuple[Member, ...]:
    """Members of one commission or of one precinct's commission, in file order."""
    table = MemberRow.__table__
    rows = session.execute(
        select(table)
        .where(
            table.c.configuration == _newest(session, campaign),
            table.c.commission == commission,
            table.c.precinct == precinct,
        )
        .order_by(table.c.ordinal)
    )
    return tuple(Member(row.commission, row.precinct, row.name, row.role) for row in rows)


def steps(session: Session, campaign: str, precincts: Collection[str]) -> dict[str, list[Step]]:
    """Steps of the papers of these precincts in order, by precinct."""
    found: dict[str, list[Step]] = {}
    for piece in chunks(sorted(precincts)):
        rows = session.scalars(
            select(PaperStepRow)
            .where(PaperStepRow.campaign == campaign, among(session, PaperStepRow.precinct, piece))
            .order_by(PaperStepRow.seq)
        )
        for row in rows:
            step = Step(
                precinct=row.precinct,
                kind=ProtocolKind(row.kind),
                contest=row.contest,
                step=PaperStepKind(row.step),
                at=row.at,
                person=row.person,
                note=row.note,
                recorded_by=row.recorded_by,
            )
            found.setdefault(row.precinct, []).append(step)
    return found


def attempts(session: Session, campaign: str, precincts: Collection[str]) -> dict[str, list[Attempt]]:
    """Attempts to enter the papers of these precincts in order, by precinct, each with the facts it left."""
    rows: list[EntryAttemptRow] = []
    facts: dict[int, list[int]] = {}
    for piece in chunks(sorted(precincts)):
        mine = (EntryAttemptRow.campaign == campaign, among(session, EntryAttemptRow.precinct, piece))
        rows.extend(session.scalars(select(EntryAttemptRow).where(*mine).order_by(EntryAttemptRow.seq)))
        left = select(EntryFactRow.attempt, EntryFactRow.fact).join(
            EntryAttemptRow, EntryAttemptRow.seq == EntryFactRow.attempt
        )
        for attempt, fact in session.execute(left.where(*mine).order_by(EntryFactRow.fact)):
            facts.setdefault(attempt, []).append(fact)
    found: dict[str, list[Attempt]] = {}
    for row in rows:
        found.setdefault(row.precinct, []).append(_attempt(row, tuple(facts.get(row.seq, ()))))
    return found


def attempt_of(session: Session, campaign: str, fact: int) -> Attempt | None:
    """The attempt that a stored protocol came from; None for one that was imported."""
    row = session.scalar(
        select(EntryAttemptRow)
        .join(EntryFactRow, EntryFactRow.attempt == EntryAttemptRow.seq)
        .where(EntryFactRow.fact == fact, EntryAttemptRow.campaign == campaign)
    )
    if row is None:
        return None
    facts = session.scalars(
        select(EntryFactRow.fact).where(EntryFactRow.attempt == row.seq).order_by(EntryFactRow.fact)
    )
    return _attempt(row, tuple(facts))


def imported_signed(
    session: Session, campaign: str, precinct: str, kind: ProtocolKind, contest: str
) -> list[tuple[str, datetime]]:
    """Contest and time of signing of every stored version of a paper that came without an attempt, by import.

    A remote paper (contest "") has a row per district and one for the precinct.
    """
    own = [ProtocolRow.contest == contest] if contest else []
    statement = (
        select(ProtocolRow.contest, ProtocolRow.signed_at)
        .outerjoin(EntryFactRow, EntryFactRow.fact == ProtocolRow.seq)
        .where(
            ProtocolRow.campaign == campaign,
            ProtocolRow.precinct == precinct,
            ProtocolRow.kind == kind.value,
            EntryFactRow.fact.is_(None),
            *own,
        )
        .order_by(ProtocolRow.seq)
    )
    return [(row.contest, row.signed_at) for row in session.execute(statement)]


def readings(session: Session, campaign: str, precinct: str, kind: ProtocolKind, contest: str) -> list[Reading]:
    """The readings of a paper's double entries; of each number and reading the last row."""
    rows = session.scalars(
        select(EntryReadingRow)
        .where(
            EntryReadingRow.campaign == campaign,
            EntryReadingRow.precinct == precinct,
            EntryReadingRow.kind == kind.value,
            EntryReadingRow.contest == contest,
        )
        .order_by(EntryReadingRow.seq)
    )
    last = {
        (row.number, row.reading): Reading(row.number, row.reading, row.figures, row.recorded_by, row.at)
        for row in rows
    }
    return [last[key] for key in sorted(last)]


def turnout_persons(session: Session, campaign: str, facts: Collection[int]) -> dict[int, TurnoutPersons]:
    """The chain of persons behind these turnout reports, by sequence number; those of machines have none."""
    found: dict[int, TurnoutPersons] = {}
    for piece in chunks(sorted(facts)):
        rows = session.execute(
            select(TurnoutEntryRow, FactRow.recorded_by)
            .join(FactRow, FactRow.seq == TurnoutEntryRow.fact)
            .where(FactRow.campaign == campaign, among(session, TurnoutEntryRow.fact, piece))
        )
        for row, administrator in rows:
            found[row.fact] = TurnoutPersons(row.operator, row.member, administrator, tuple(row.findings), row.reason)
    return found


def signings(session: Session, campaign: str, facts: Collection[int]) -> dict[int, tuple[str, Signing | None]]:
    """Who entered each of these consolidated protocols, and who signed it; an imported one has no signatures."""
    found: dict[int, tuple[str, Signing | None]] = {}
    for piece in chunks(sorted(facts)):
        rows = session.execute(
            select(FactRow.seq, FactRow.recorded_by, ConsolidatedSigningRow)
            .outerjoin(ConsolidatedSigningRow, ConsolidatedSigningRow.seq == FactRow.seq)
            .where(FactRow.campaign == campaign, among(session, FactRow.seq, piece))
        )
        for seq, by, row in rows:
            found[seq] = (by, Signing(row.members, row.signed, row.opinions, dict(row.notes)) if row else None)
    return found


def precincts_with_remote(session: Session, campaign: str, contest: str) -> set[str]:
    """Numbers of precincts, wherever they lie, with a protocol or a scanner report for this contest (R139 ¶67)."""
    entered = select(ProtocolRow.precinct).where(ProtocolRow.campaign == campaign, ProtocolRow.contest == contest)
    reported = (
        select(FactRow.precinct)
        .join(ScannerRow, ScannerRow.seq == FactRow.seq)
        .where(FactRow.campaign == campaign, ScannerRow.contest == contest)
    )
    found = {*session.scalars(entered.distinct()), *session.scalars(reported.distinct())}
    return {number for number in found if number}


def _attempt(row: EntryAttemptRow, facts: tuple[int, ...]) -> Attempt:
    return Attempt(
        seq=row.seq,
        precinct=row.precinct,
        kind=ProtocolKind(row.kind),
        contest=row.contest,
        number=row.number,
        basis=EntryBasis(row.basis),
        outcome=EntryOutcome(row.outcome),
        at=row.at,
        recorded_by=row.recorded_by,
        decision=row.decision,
        chair=row.chair,
        member=row.member,
        figures=row.figures,
        notes=row.notes,
        broken=row.broken,
        facts=facts,
    )


def _newest(session: Session, campaign: str) -> int:
    statement = (
        select(ConfigurationRow.seq)
        .where(ConfigurationRow.campaign == campaign)
        .order_by(ConfigurationRow.version.desc())
        .limit(1)
    )
    return session.scalar(statement) or 0
