"""Which codes of a configuration have facts, so that a new version does not remove them (design, contract 1)."""

from collections.abc import Collection
from typing import Any

from sqlalchemy import Table, func, select
from sqlalchemy.orm import Session

from portal.store.chunks import among, chunks
from portal.store.models import (
    AuditRow,
    ConsolidatedLineRow,
    ConsolidatedRow,
    ConsolidatedVoteRow,
    DeviceKeyRow,
    FactKind,
    FactRow,
    MessageRow,
    ProtocolLineRow,
    ProtocolPreferenceRow,
    ProtocolRow,
    ProtocolVoteRow,
    ScannerRow,
    ScannerVoteRow,
    VerdictRow,
)

_REPORTS: tuple[tuple[Any, Any], ...] = (
    (ScannerRow, ScannerVoteRow),
    (ProtocolRow, ProtocolVoteRow),
    (ConsolidatedRow, ConsolidatedVoteRow),
)


def count_recorded_by(session: Session, campaign: str, by: str) -> int:
    """Number of facts of the campaign that `by` recorded."""
    statement = select(func.count()).where(FactRow.campaign == campaign, FactRow.recorded_by == by)
    return session.scalar(statement) or 0


def precincts_with_facts(session: Session, campaign: str, numbers: Collection[str]) -> set[str]:
    """Those of the precincts that have a fact."""
    found: set[str] = set()
    for piece in chunks(sorted(numbers)):
        statement = (
            select(FactRow.precinct)
            .where(FactRow.campaign == campaign, among(session, FactRow.precinct, piece))
            .distinct()
        )
        found.update(number for number in session.scalars(statement) if number is not None)
    return found


def contests_with_facts(session: Session, campaign: str, contests: Collection[str]) -> set[str]:
    """Those of the contests that have a scanner report or a protocol."""
    found: set[str] = set()
    for report, _ in _REPORTS if contests else ():
        table = _table(report)
        statement = (
            select(table.c.contest)
            .join(FactRow, FactRow.seq == table.c.seq)
            .where(FactRow.campaign == campaign, table.c.contest.in_(sorted(contests)))
            .distinct()
        )
        found.update(session.scalars(statement))
    return found


def positions_with_facts(session: Session, campaign: str, contest: str, positions: Collection[int]) -> set[int]:
    """Those of the contest's ballot positions that have votes reported, 0 included."""
    found: set[int] = set()
    for report, votes in _REPORTS if positions else ():
        table, of_table = _table(report), _table(votes)
        statement = (
            select(of_table.c.position)
            .join(table, table.c.seq == of_table.c.seq)
            .join(FactRow, FactRow.seq == table.c.seq)
            .where(FactRow.campaign == campaign, table.c.contest == contest, of_table.c.position.in_(sorted(positions)))
            .distinct()
        )
        found.update(session.scalars(statement))
    return found


def persons_with_facts(
    session: Session, campaign: str, contest: str, persons: Collection[tuple[int, int]]
) -> set[tuple[int, int]]:
    """Those persons (ballot position, number on the list) that have preference votes reported, 0 included."""
    if not persons:
        return set()
    table, of_table = _table(ProtocolRow), _table(ProtocolPreferenceRow)
    statement = (
        select(of_table.c.position, of_table.c.person)
        .join(table, table.c.seq == of_table.c.seq)
        .where(table.c.campaign == campaign, table.c.contest == contest)
        .distinct()
    )
    return {(position, person) for position, person in session.execute(statement)} & set(persons)


def lines_with_facts(session: Session, campaign: str, lines: Collection[str]) -> set[str]:
    """Those of the protocol lines that have a value."""
    found: set[str] = set()
    for model in (ProtocolLineRow, ConsolidatedLineRow) if lines else ():
        table = _table(model)
        statement = (
            select(table.c.line)
            .join(FactRow, FactRow.seq == table.c.seq)
            .where(FactRow.campaign == campaign, table.c.line.in_(sorted(lines)))
            .distinct()
        )
        found.update(session.scalars(statement))
    return found


def commissions_with_facts(session: Session, campaign: str) -> tuple[set[str], set[str]]:
    """Codes of the commissions that have a consolidated protocol, and of their territories."""
    rows = session.execute(
        select(ConsolidatedRow.commission, ConsolidatedRow.territory)
        .join(FactRow, FactRow.seq == ConsolidatedRow.seq)
        .where(FactRow.campaign == campaign)
        .distinct()
    ).all()
    return {row.commission for row in rows}, {row.territory for row in rows if row.territory}


def _table(model: Any) -> Table:
    table: Table = model.__table__
    return table


def figures(session: Session, campaign: str) -> dict[str, int]:
    """How many facts of each kind a campaign has, messages by outcome, and refused ones, by name of the figure."""
    facts = select(FactRow.kind, func.count()).where(FactRow.campaign == campaign).group_by(FactRow.kind)
    outcomes = (
        select(VerdictRow.outcome, func.count())
        .join(MessageRow, MessageRow.seq == VerdictRow.message)
        .join(DeviceKeyRow, DeviceKeyRow.seq == MessageRow.key)
        .where(DeviceKeyRow.campaign == campaign)
        .group_by(VerdictRow.outcome)
    )
    refused = select(func.count()).select_from(AuditRow).where(AuditRow.action == "message.refused")
    return {
        **{f"facts.{kind}": count for kind, count in session.execute(facts)},
        **{f"messages.{outcome}": count for outcome, count in session.execute(outcomes)},
        "messages.refused": session.scalar(refused) or 0,
    }


def precincts_reported(session: Session, campaign: str, kind: FactKind) -> set[str]:
    """Numbers of the precincts that have a fact of this kind."""
    statement = select(FactRow.precinct).where(FactRow.campaign == campaign, FactRow.kind == kind.value).distinct()
    return {number for number in session.scalars(statement) if number is not None}
