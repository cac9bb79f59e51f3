"""The consolidated protocol as signed on paper beside the one as computed, and their differences (X7, R139 ¶67-70).

All members of the ОИК/ТИК who are present sign it, and separate opinions are added to it (¶69); a majority is asked of
the precinct's protocol only (¶61), so fewer signatures are told and stop nothing.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from portal.domain.facts import Consolidated
from portal.domain.findings import Finding, signed_against_computed
from portal.entry.consolidated import ConsolidatedTable
from portal.entry.moments import read_moment
from portal.entry.numbers import read_count
from portal.entry.sheet import PEOPLE, SIGNED_DATE, SIGNED_TIME, Problem
from portal.entry.texts import flaw_of
from portal.store.queries.entry import Signing, signings
from portal.store.queries.facts import consolidated
from portal.store.record.entry import record_signing, stand_in_line
from portal.store.record.reports import record_consolidated

COUNTS = ("uik_count", "ordinary_count", "remote_count")
NOTES = ("present", "opinions_text")


@dataclass(frozen=True)
class Version:
    """One entry of a signed consolidated protocol; `signing` is None for one that was imported."""

    protocol: Consolidated
    recorded_by: str
    signing: Signing | None


@dataclass(frozen=True)
class Signed:
    """What was typed of a signed consolidated protocol: its figures, and what stands on it besides."""

    protocol: Consolidated
    notes: Mapping[str, str] = field(default_factory=dict)


def field_names(table: ConsolidatedTable) -> tuple[str, ...]:
    """Names of the number fields in the paper's order: counts, lines, options, people."""
    lines = (f"line.{line.id}" for line in table.lines)
    return (*COUNTS, *lines, *(f"option.{option.position}" for option in table.options), *PEOPLE)


def read_signed(table: ConsolidatedTable, raw: Mapping[str, str], now: datetime) -> tuple[Signed | None, list[Problem]]:
    """The signed figures as a fact not yet recorded, or None with every field that cannot be read.

    The time of signing is local time of the campaign; a line that the paper leaves empty stays out.
    """
    figures: dict[str, int] = {}
    problems: list[Problem] = []
    for name in field_names(table):
        typed = raw.get(name, "")
        value = read_count(typed)
        if value is not None:
            figures[name] = value
        elif typed.strip() or not name.startswith("line."):
            problems.append(Problem(name, "not_a_count" if typed.strip() else "empty", typed))
    if figures.get("signed", 0) > figures.get("members", figures.get("signed", 0)):
        problems.append(Problem("signed", "more_than_members", str(figures["signed"])))
    problems += [Problem(name, flaw) for name in NOTES if (flaw := flaw_of(raw.get(name, "")))]
    moment = read_moment(ZoneInfo(table.zone), raw.get(SIGNED_DATE, ""), raw.get(SIGNED_TIME, ""))
    if moment is None:
        problems.append(Problem(SIGNED_DATE, "not_a_time"))
    elif moment > now:
        problems.append(Problem(SIGNED_DATE, "in_the_future"))
    if problems or moment is None:
        return None, problems
    signed = Consolidated(
        seq=0,
        received_at=now,
        commission=table.commission.code,
        territory=table.commission.territory,
        contest=table.contest,
        kind=table.kind,
        signed_at=moment,
        uik_count=figures["uik_count"],
        ordinary_count=figures["ordinary_count"],
        remote_count=figures["remote_count"],
        lines={line.id: figures[f"line.{line.id}"] for line in table.lines if f"line.{line.id}" in figures},
        votes={option.position: figures[f"option.{option.position}"] for option in table.options},
        members=figures["members"],
        signed=figures["signed"],
        opinions=figures["opinions"],
    )
    notes = {name: text for name in NOTES if (text := raw.get(name, "").strip())}
    return Signed(signed, notes), []


def wait_for_others(session: Session, campaign: str, commission: str, contest: str, kind: str) -> None:
    """Until the transaction ends nobody else enters this consolidated protocol."""
    stand_in_line(session, campaign, f"consolidated:{commission}:{contest}:{kind}")


def store_signed(session: Session, table: ConsolidatedTable, signed: Signed, by: str) -> int:
    """Record the signed figures; the sequence number. Former ones stay, the newest counts."""
    protocol = signed.protocol
    (seq,) = record_consolidated(session, table.campaign, [protocol], by)
    people = (protocol.members or 0, protocol.signed or 0, protocol.opinions or 0)
    record_signing(session, seq, *people, signed.notes)
    return seq


def signed_versions(session: Session, table: ConsolidatedTable) -> Sequence[Version]:
    """What was entered as signed for this commission, contest and kind, the newest last."""
    found = [
        each
        for each in consolidated(session, table.campaign)
        if (each.commission, each.contest, each.kind) == (table.commission.code, table.contest, table.kind)
    ]
    about = signings(session, table.campaign, [each.seq for each in found])
    return [Version(each, *about[each.seq]) for each in found]


def lacks_majority(signed: Consolidated) -> bool:
    """True when not more than half of the commission's members signed."""
    return signed.members is not None and signed.signed is not None and 2 * signed.signed <= signed.members


def differences(table: ConsolidatedTable, signed: Consolidated) -> tuple[Finding, ...]:
    """X7: every signed figure that is not the computed one; counts and lines by key, votes by position."""
    keys = {line.id: line.key for line in table.lines}
    counts = {name: value for name in COUNTS if (value := getattr(signed, name)) is not None}
    computed = {name: getattr(table, name) for name in COUNTS}
    return signed_against_computed(
        {**counts, **{keys[id]: value for id, value in signed.lines.items() if id in keys}},
        {**computed, **{line.key: line.value for line in table.lines if line.value is not None}},
        signed.votes,
        {option.position: option.votes for option in table.options},
        table.contest,
    )
