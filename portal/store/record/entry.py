"""Recording what happens around the entry of papers and turnout; all in the caller's transaction."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal.domain.statuses import ProtocolKind
from portal.errors import InputError
from portal.store.models import (
    ConsolidatedSigningRow,
    EntryAttemptRow,
    EntryBasis,
    EntryFactRow,
    EntryOutcome,
    EntryReadingRow,
    PaperStepKind,
    PaperStepRow,
    PrintingRow,
    TurnoutEntryRow,
)
from portal.store.record.spine import insert_rows


@dataclass(frozen=True, slots=True)
class PaperKey:
    """Which paper: `contest` is "" for a remote protocol, which holds a section per district."""

    campaign: str
    precinct: str
    kind: ProtocolKind
    contest: str = ""

    def columns(self) -> dict[str, str]:
        """The columns that every row about the paper begins with."""
        return {
            "campaign": self.campaign,
            "precinct": self.precinct,
            "kind": self.kind.value,
            "contest": self.contest,
        }


def stand_in_line(session: Session, campaign: str, object: str) -> None:  # noqa: A002 (a precinct, a paper)
    """Wait until nobody else writes about the same thing; what is read afterwards holds until the transaction ends.

    SQLite's writers stand in line anyway.
    """
    if session.get_bind().dialect.name == "postgresql":
        key = f"{campaign}\x1f{object}"
        session.execute(select(func.pg_advisory_xact_lock(func.hashtextextended(key, 0))))


def record_step(
    session: Session, paper: PaperKey, step: PaperStepKind, person: str, at: datetime, by: str, note: str = ""
) -> int:
    """Record a step of a paper, done by `person`, typed by `by`; its number. InputError without a person."""
    if not person or not by:
        raise InputError(["paper step: name the person who did it and the one who records it"])
    row = PaperStepRow(**paper.columns(), step=step.value, person=person, at=at, recorded_by=by, note=note)
    session.add(row)
    session.flush()
    return row.seq


def record_attempt(
    session: Session,
    paper: PaperKey,
    *,
    number: int,
    basis: EntryBasis,
    outcome: EntryOutcome,
    attendees: tuple[str, str],
    figures: Mapping[str, Any],
    at: datetime,
    by: str,
    decision: str = "",
    broken: Sequence[Any] = (),
    notes: Mapping[str, str] | None = None,
    facts: Sequence[int] = (),
) -> int:
    """Record an attempt to enter a paper with the figures as typed and, if stored, its facts; its number.

    `attendees` are the chair of the УИК and the responsible member (R53 ¶43).
    """
    chair, member = attendees
    row = EntryAttemptRow(
        **paper.columns(),
        number=number,
        basis=basis.value,
        outcome=outcome.value,
        decision=decision,
        chair=chair,
        member=member,
        figures=dict(figures),
        notes=dict(notes or {}),
        broken=list(broken),
        at=at,
        recorded_by=by,
    )
    session.add(row)
    session.flush()
    insert_rows(session, EntryFactRow, ({"fact": fact, "attempt": row.seq} for fact in facts))
    return row.seq


def record_reading(
    session: Session, paper: PaperKey, *, number: int, reading: int, figures: Mapping[str, Any], at: datetime, by: str
) -> int:
    """Record what one of the two people of a double entry typed; its number."""
    row = EntryReadingRow(
        **paper.columns(), number=number, reading=reading, figures=dict(figures), at=at, recorded_by=by
    )
    session.add(row)
    session.flush()
    return row.seq


def record_printing(session: Session, campaign: str, fact: int, by: str) -> int:
    """Record the next printing of the version whose newest row is `fact`; its number, 1 for the first one."""
    stand_in_line(session, campaign, f"printing:{fact}")
    number = (session.scalar(select(func.max(PrintingRow.number)).where(PrintingRow.fact == fact)) or 0) + 1
    insert_rows(session, PrintingRow, [{"fact": fact, "number": number, "recorded_by": by}])
    return number


def record_signing(
    session: Session, fact: int, members: int, signed: int, opinions: int, notes: Mapping[str, str]
) -> None:
    """Record who signed the consolidated protocol that the fact is (R139 ¶69)."""
    row = {"seq": fact, "members": members, "signed": signed, "opinions": opinions, "notes": dict(notes)}
    insert_rows(session, ConsolidatedSigningRow, [row])


def record_turnout_persons(
    session: Session, fact: int, operator: str, member: str, findings: Sequence[str], reason: str
) -> None:
    """Record who read and who answered for a turnout report typed by hand (R53 ¶35)."""
    row = {"fact": fact, "operator": operator, "member": member, "findings": list(findings), "reason": reason}
    insert_rows(session, TurnoutEntryRow, [row])
