"""Facts: one row in `fact` gives the sequence number, one row in a table of its kind what was reported.

Facts name a campaign and a precinct NUMBER, never a row of a configuration version, so a new version leaves them alone.
"""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from portal.domain.statuses import ProtocolKind, TurnoutSource
from portal.store.models.base import Base, Reasoned, not_negative, one_of
from portal.store.types import BIG


class FactKind(StrEnum):
    """Kinds of fact; each has its own detail table."""

    CONFIGURATION = "configuration"
    TURNOUT = "turnout"
    SCANNER = "scanner"
    PROTOCOL = "protocol"
    NO_MACHINE = "no_machine"
    CONSOLIDATED = "consolidated"
    SCAN = "scan"
    DECISION = "decision"
    CONFIRMATION = "confirmation"
    SCHEDULE = "schedule"
    ORDER = "order"
    APPROVAL = "approval"
    SCAN_CHECK = "scan_check"


class FactRow(Base):
    """The spine of the store: `seq` grows with every fact; `received_at` is election time, `recorded_by` who or what
    entered it.

    `precinct` is the precinct that the fact touches; NULL means that it touches the whole campaign. `txid` is the
    number of the writing PostgreSQL transaction (NULL on SQLite, where writers stand in line): see `queries.changes`.
    """

    __tablename__ = "fact"
    __table_args__ = (
        one_of("kind", FactKind),
        Index("ix_fact_precinct", "campaign", "precinct", "kind"),
        Index("ix_fact_kind", "campaign", "kind", "seq"),
        Index("ix_fact_txid", "txid"),
    )

    seq: Mapped[int] = mapped_column(BIG, primary_key=True)
    campaign: Mapped[str] = mapped_column(ForeignKey("campaign.id"))
    kind: Mapped[str]
    precinct: Mapped[str | None]
    received_at: Mapped[datetime]
    recorded_by: Mapped[str]
    txid: Mapped[int | None] = mapped_column(BIG)


class OfFact:
    """The key column of every detail row."""

    seq: Mapped[int] = mapped_column(BIG, ForeignKey("fact.seq"), primary_key=True, autoincrement=False)


class TurnoutRow(OfFact, Base):
    """явка of a precinct at a moment (R139 ¶35)."""

    __tablename__ = "turnout_report"
    __table_args__ = (one_of("source", TurnoutSource), *not_negative("identified", "remote", "outside"))

    as_of: Mapped[datetime]
    identified: Mapped[int]
    source: Mapped[str]
    remote: Mapped[int | None]
    outside: Mapped[int | None]


class ScannerRow(OfFact, Base):
    """отчет АСУ of one device for one contest (R139 ¶50)."""

    __tablename__ = "scanner_report"
    __table_args__ = not_negative("ballots_processed", "remote_voters")

    contest: Mapped[str]
    device: Mapped[str]
    ballots_processed: Mapped[int | None]
    reported_at: Mapped[datetime]
    remote_voters: Mapped[int | None]
    zero: Mapped[bool]


class ScannerVoteRow(Base):
    """Votes of a scanner report for one ballot position."""

    __tablename__ = "scanner_vote"
    __table_args__ = (
        CheckConstraint("position >= 1", name="position_positive"),
        *not_negative("votes"),
        {"sqlite_with_rowid": False},
    )

    seq: Mapped[int] = mapped_column(BIG, ForeignKey("scanner_report.seq"), primary_key=True, autoincrement=False)
    position: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    votes: Mapped[int]


class ProtocolRow(OfFact, Base):
    """One version of a протокол об итогах голосования (R139 ¶61); campaign and precinct repeat the fact's for the
    unique key.
    """

    __tablename__ = "protocol"
    __table_args__ = (
        UniqueConstraint("campaign", "precinct", "contest", "kind", "version"),
        one_of("kind", ProtocolKind),
        CheckConstraint("version >= 1", name="version_positive"),
        *not_negative("members", "signed", "opinions"),
    )

    campaign: Mapped[str]
    precinct: Mapped[str]
    contest: Mapped[str]
    kind: Mapped[str]
    version: Mapped[int]
    signed_at: Mapped[datetime]
    members: Mapped[int | None]
    signed: Mapped[int | None]
    opinions: Mapped[int | None]
    reasons: Mapped[dict[str, Any]] = mapped_column(JSON)


class ProtocolLineRow(Base):
    """The value of one line of a protocol; `line` is the line's id in the form."""

    __tablename__ = "protocol_line"
    __table_args__ = (*not_negative("value"), {"sqlite_with_rowid": False})

    seq: Mapped[int] = mapped_column(BIG, ForeignKey("protocol.seq"), primary_key=True, autoincrement=False)
    line: Mapped[str] = mapped_column(primary_key=True)
    value: Mapped[int]


class ProtocolVoteRow(Base):
    """Votes of a protocol for one ballot position."""

    __tablename__ = "protocol_vote"
    __table_args__ = (
        CheckConstraint("position >= 1", name="position_positive"),
        *not_negative("votes"),
        {"sqlite_with_rowid": False},
    )

    seq: Mapped[int] = mapped_column(BIG, ForeignKey("protocol.seq"), primary_key=True, autoincrement=False)
    position: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    votes: Mapped[int]


class ProtocolPreferenceRow(Base):
    """Preference votes of a protocol for one person of a party's list."""

    __tablename__ = "protocol_preference"
    __table_args__ = (
        CheckConstraint("position >= 1", name="position_positive"),
        CheckConstraint("person >= 1", name="person_positive"),
        *not_negative("votes"),
        {"sqlite_with_rowid": False},
    )

    seq: Mapped[int] = mapped_column(BIG, ForeignKey("protocol.seq"), primary_key=True, autoincrement=False)
    position: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    person: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    votes: Mapped[int]


class NoMachineRow(OfFact, Reasoned, Base):
    """A precinct that will have no scanner report, and why (R53 ¶38)."""

    __tablename__ = "no_machine_result"


class ConsolidatedRow(OfFact, Base):
    """сводный протокол of an ОИК/ТИК as signed (R139 ¶67-70)."""

    __tablename__ = "consolidated"
    __table_args__ = (
        one_of("kind", ProtocolKind),
        *not_negative("uik_count", "ordinary_count", "remote_count"),
    )

    commission: Mapped[str]
    territory: Mapped[str]
    contest: Mapped[str]
    kind: Mapped[str]
    signed_at: Mapped[datetime]
    uik_count: Mapped[int | None]
    ordinary_count: Mapped[int | None]
    remote_count: Mapped[int | None]


class ConsolidatedLineRow(Base):
    """The value of one line of a consolidated protocol."""

    __tablename__ = "consolidated_line"
    __table_args__ = not_negative("value")

    seq: Mapped[int] = mapped_column(BIG, ForeignKey("consolidated.seq"), primary_key=True, autoincrement=False)
    line: Mapped[str] = mapped_column(primary_key=True)
    value: Mapped[int]


class ConsolidatedVoteRow(Base):
    """Votes of a consolidated protocol for one ballot position."""

    __tablename__ = "consolidated_vote"
    __table_args__ = (CheckConstraint("position >= 1", name="position_positive"), *not_negative("votes"))

    seq: Mapped[int] = mapped_column(BIG, ForeignKey("consolidated.seq"), primary_key=True, autoincrement=False)
    position: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    votes: Mapped[int]


class ScanRow(OfFact, Base):
    """скан-копия; the file lies in the home's private folder under its sha256. `released_at` marks one born checked
    (archive).
    """

    __tablename__ = "scan"
    __table_args__ = (CheckConstraint("length(sha256) = 64", name="sha256_whole"), Index("ix_scan_sha256", "sha256"))

    contest: Mapped[str]
    kind: Mapped[str]
    sha256: Mapped[str]
    extension: Mapped[str]
    released_at: Mapped[datetime | None]


class ScanCheckRow(OfFact, Base):
    """проверка скан-копии (R139 ¶62): accepted or refused with a reason; the person stands in `fact.recorded_by`.

    `published_sha256` and `published_extension` name the cleaned copy where that is published in place of the original.
    `number` counts a scan's checks from 1, and no two have the same: who judges at the same time as another judges
    again. NULL: from before there were numbers.
    """

    __tablename__ = "scan_check"
    __table_args__ = (
        CheckConstraint("published_sha256 = '' OR length(published_sha256) = 64", name="published_whole"),
        CheckConstraint("accepted OR reason <> ''", name="refusal_reasoned"),
        Index("ux_scan_check_number", "scan", "number", unique=True),
    )

    scan: Mapped[int] = mapped_column(BIG, ForeignKey("scan.seq"))
    number: Mapped[int | None]
    accepted: Mapped[bool]
    reason: Mapped[str]
    published_sha256: Mapped[str]
    published_extension: Mapped[str]


class ScanUploadRow(Base):
    """A scan that a person brought: the name of the file, and the scan whose place it takes (NULL: none) with why."""

    __tablename__ = "scan_upload"
    __table_args__ = (CheckConstraint("replaces IS NULL OR reason <> ''", name="replacement_reasoned"),)

    seq: Mapped[int] = mapped_column(BIG, ForeignKey("scan.seq"), primary_key=True, autoincrement=False)
    replaces: Mapped[int | None] = mapped_column(BIG, ForeignKey("scan.seq"))
    reason: Mapped[str]
    file_name: Mapped[str]
