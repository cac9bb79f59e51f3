"""What happens around the entry of papers and of turnout: steps, attempts, blind readings, the chain of persons.

None of it is a fact of its own and none of it is ever published; it says who did what before and while a fact came to
be (R53 ¶35, ¶42-48).
"""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from portal.domain.statuses import ProtocolKind
from portal.store.models.base import Base, not_negative, one_of
from portal.store.types import BIG


class PaperStepKind(StrEnum):
    """Steps of a paper besides its entry: handed over, checked by the commission (R53 ¶42), sent back to the УИК
    (¶44), control printout signed by all three (¶47).
    """

    RECEIVED = "received"
    CHECKED = "checked"
    RETURNED = "returned"
    PRINTOUT_SIGNED = "printout_signed"


class EntryBasis(StrEnum):
    """What an entry rests on: it is the first one, a decision permits it (R53 ¶45), or it retypes a slip at once."""

    FIRST = "first"
    DECISION = "decision"
    SLIP = "slip"


class EntryOutcome(StrEnum):
    """How an attempt to enter a paper ended; a refused one left no fact (R53 ¶44)."""

    STORED = "stored"
    REFUSED = "refused"


class OfPaper:
    """Which paper a row is about; `contest` is "" for a remote protocol, which holds a section per district."""

    campaign: Mapped[str] = mapped_column(ForeignKey("campaign.id"))
    precinct: Mapped[str]
    contest: Mapped[str]
    kind: Mapped[str]
    recorded_by: Mapped[str]
    at: Mapped[datetime]


class PaperStepRow(OfPaper, Base):
    """One step of a paper; `person` is the member of the commission who did it, `recorded_by` who typed that."""

    __tablename__ = "paper_step"
    __table_args__ = (
        one_of("kind", ProtocolKind),
        one_of("step", PaperStepKind),
        CheckConstraint("person <> '' AND recorded_by <> ''", name="persons_named"),
        Index("ix_paper_step_precinct", "campaign", "precinct"),
    )

    seq: Mapped[int] = mapped_column(BIG, primary_key=True)
    step: Mapped[str]
    person: Mapped[str]
    note: Mapped[str]


class EntryAttemptRow(OfPaper, Base):
    """One attempt to enter a paper, stored or refused, with the figures as they were typed.

    `number` counts the attempts of the paper, so two at the same moment cannot both be the next one. `broken` lists the
    refuse ratios that did not hold; `chair` and `member` are the two attendees of R53 ¶43,
    `notes` what stands on the paper besides figures: who was present, separate opinions.
    """

    __tablename__ = "entry_attempt"
    __table_args__ = (
        one_of("kind", ProtocolKind),
        one_of("basis", EntryBasis),
        one_of("outcome", EntryOutcome),
        UniqueConstraint("campaign", "precinct", "kind", "contest", "number"),
        CheckConstraint("number >= 1", name="number_positive"),
        CheckConstraint("chair <> '' AND member <> '' AND recorded_by <> ''", name="persons_named"),
        Index("ix_entry_attempt_outcome", "campaign", "outcome"),
    )

    seq: Mapped[int] = mapped_column(BIG, primary_key=True)
    number: Mapped[int]
    basis: Mapped[str]
    outcome: Mapped[str]
    decision: Mapped[str]
    chair: Mapped[str]
    member: Mapped[str]
    figures: Mapped[dict[str, Any]] = mapped_column(JSON)
    notes: Mapped[dict[str, Any]] = mapped_column(JSON)
    broken: Mapped[list[Any]] = mapped_column(JSON)


class EntryFactRow(Base):
    """Which attempt a stored protocol came from."""

    __tablename__ = "entry_fact"
    __table_args__ = (Index("ix_entry_fact_attempt", "attempt"),)

    fact: Mapped[int] = mapped_column(BIG, ForeignKey("protocol.seq"), primary_key=True, autoincrement=False)
    attempt: Mapped[int] = mapped_column(BIG, ForeignKey("entry_attempt.seq"))


class PrintingRow(Base):
    """One printing of a control printout of the version whose newest row is `fact`; the first one is number 1, and no
    number is given twice (R53 ¶46-48).
    """

    __tablename__ = "printing"
    __table_args__ = (
        CheckConstraint("number >= 1", name="number_positive"),
        CheckConstraint("recorded_by <> ''", name="person_named"),
    )

    fact: Mapped[int] = mapped_column(BIG, ForeignKey("protocol.seq"), primary_key=True, autoincrement=False)
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    recorded_by: Mapped[str]


class ConsolidatedSigningRow(Base):
    """Who signed a consolidated protocol (R139 ¶69): members of the ОИК/ТИК, signatures, separate opinions.

    `notes` is what stands on the paper besides figures, as with `EntryAttemptRow`.
    """

    __tablename__ = "consolidated_signing"
    __table_args__ = (
        *not_negative("members", "signed", "opinions"),
        CheckConstraint("signed <= members", name="signers_are_members"),
    )

    seq: Mapped[int] = mapped_column(BIG, ForeignKey("consolidated.seq"), primary_key=True, autoincrement=False)
    members: Mapped[int]
    signed: Mapped[int]
    opinions: Mapped[int]
    notes: Mapped[dict[str, Any]] = mapped_column(JSON)


class EntryReadingRow(OfPaper, Base):
    """Figures of a double entry as one of two people typed them; the last row of a reading is the one that counts.

    `number` is that of the attempt which the two readings will make.
    """

    __tablename__ = "entry_reading"
    __table_args__ = (
        one_of("kind", ProtocolKind),
        CheckConstraint("reading IN (1, 2)", name="reading_first_or_second"),
        CheckConstraint("recorded_by <> ''", name="person_named"),
        Index("ix_entry_reading_precinct", "campaign", "precinct"),
    )

    seq: Mapped[int] = mapped_column(BIG, primary_key=True)
    number: Mapped[int]
    reading: Mapped[int]
    figures: Mapped[dict[str, Any]] = mapped_column(JSON)


class TurnoutEntryRow(Base):
    """Persons behind a turnout report typed by hand (R53 ¶35): operator, responsible member; the administrator is the
    fact's `recorded_by`. `findings` are the codes shown before saving, `reason` why it was saved all the same.
    """

    __tablename__ = "turnout_entry"
    __table_args__ = (CheckConstraint("operator <> '' AND member <> ''", name="persons_named"),)

    fact: Mapped[int] = mapped_column(BIG, ForeignKey("turnout_report.seq"), primary_key=True, autoincrement=False)
    operator: Mapped[str]
    member: Mapped[str]
    findings: Mapped[list[Any]] = mapped_column(JSON)
    reason: Mapped[str]
