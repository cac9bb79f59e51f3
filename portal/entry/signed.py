"""The consolidated protocol as signed on paper beside the one as computed, and their differences (X7, R139 ¶67-70)."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from portal.domain.facts import Consolidated
from portal.domain.findings import Finding, signed_against_computed
from portal.entry.consolidated import ConsolidatedTable
from portal.entry.moments import read_moment
from portal.entry.numbers import read_count
from portal.entry.sheet import SIGNED_DATE, SIGNED_TIME, Problem
from portal.store.queries.facts import consolidated
from portal.store.record.reports import record_consolidated

COUNTS = ("uik_count", "ordinary_count", "remote_count")


def field_names(table: ConsolidatedTable) -> tuple[str, ...]:
    """Names of the number fields in the paper's order: counts, lines, options."""
    lines = (f"line.{line.id}" for line in table.lines)
    return (*COUNTS, *lines, *(f"option.{option.position}" for option in table.options))


def read_signed(
    table: ConsolidatedTable, raw: Mapping[str, str], now: datetime
) -> tuple[Consolidated | None, list[Problem]]:
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
    )
    return signed, []


def store_signed(session: Session, table: ConsolidatedTable, signed: Consolidated, by: str) -> int:
    """Record the signed figures; the sequence number. Former ones stay, the newest counts."""
    return record_consolidated(session, table.campaign, [signed], by)[0]


def signed_versions(session: Session, table: ConsolidatedTable) -> Sequence[Consolidated]:
    """What was entered as signed for this commission, contest and kind, the newest last."""
    return [
        each
        for each in consolidated(session, table.campaign)
        if (each.commission, each.contest, each.kind) == (table.commission.code, table.contest, table.kind)
    ]


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
