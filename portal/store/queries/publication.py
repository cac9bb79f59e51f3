"""What people decided and approved, and which releases exist."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session, aliased

from portal.domain.decisions import Decision, DecisionKind, DecisionScope
from portal.domain.facts import Order, OrderKind, RegisteredDecision, Schedule, ScheduleItem, ScheduleItemKind
from portal.domain.names import Names
from portal.domain.statuses import ReleaseKind
from portal.store.models import (
    ApprovalRow,
    ApprovalWithdrawalRow,
    ConfirmationRow,
    DecisionRow,
    FactRow,
    OrderRow,
    ReleaseRow,
    ScheduleItemRow,
    ScheduleRow,
)


@dataclass(frozen=True, slots=True)
class Release:
    """чыгарылыш as registered. `mark` is what `changes_since` gave it, `details` what release.json says."""

    campaign: str
    number: int
    kind: ReleaseKind
    as_of: datetime
    published_at: datetime
    mark: int
    digest: str
    supersedes: int | None = None
    details: dict[str, Any] | None = None


def decisions(session: Session, campaign: str) -> tuple[RegisteredDecision, ...]:
    """Every registered decision in order of entry; `Decision.sequence` is its sequence number."""
    confirming = aliased(FactRow)
    rows = session.execute(
        select(DecisionRow, FactRow.received_at, confirming.received_at)
        .join(FactRow, FactRow.seq == DecisionRow.seq)
        .outerjoin(ConfirmationRow, ConfirmationRow.decision == DecisionRow.seq)
        .outerjoin(confirming, confirming.seq == ConfirmationRow.seq)
        .where(FactRow.campaign == campaign)
        .order_by(DecisionRow.seq)
    )
    return tuple(
        RegisteredDecision(row.seq, received_at, confirmed_at, _decision(row))
        for row, received_at, confirmed_at in rows
    )


def orders(session: Session, campaign: str) -> tuple[Order, ...]:
    """Every publication order in order of entry, waiting ones included (`approved_at` None)."""
    approved = second_approvals(session, campaign)
    rows = session.scalars(
        select(OrderRow)
        .join(FactRow, FactRow.seq == OrderRow.seq)
        .where(FactRow.campaign == campaign)
        .order_by(OrderRow.seq)
    )
    return tuple(
        Order(
            seq=row.seq,
            kind=OrderKind(row.kind),
            target=row.target,
            reason=Names(row.reason_ky, row.reason_ru, row.reason_en),
            decision=row.decision,
            approved_at=approved.get(row.seq),
        )
        for row in rows
    )


def schedule(session: Session, campaign: str) -> Schedule | None:
    """The newest schedule version that two different people approved, None while there is none."""
    return max(schedules(session, campaign), key=lambda item: item.version, default=None)


def schedules(session: Session, campaign: str) -> tuple[Schedule, ...]:
    """Every schedule version that two different people approved, in order of its second approval."""
    approved = in_force(session, campaign)
    rows = session.scalars(select(ScheduleRow).where(ScheduleRow.campaign == campaign).order_by(ScheduleRow.seq))
    found = [
        Schedule(row.version, schedule_items(session, row.seq), approved[row.seq].at, approved[row.seq].approvers)
        for row in rows
        if row.seq in approved
    ]
    return tuple(sorted(found, key=lambda item: (item.approved_at, item.version)))


def schedule_items(session: Session, seq: int) -> tuple[ScheduleItem, ...]:
    """Items of one schedule version in file order, approved or not."""
    rows = session.scalars(
        select(ScheduleItemRow).where(ScheduleItemRow.schedule == seq).order_by(ScheduleItemRow.ordinal)
    )
    return tuple(ScheduleItem(ScheduleItemKind(row.what), row.at, row.decision) for row in rows)


def names_publication_date(session: Session, campaign: str) -> bool:
    """True when any schedule version, approved or not, names the publication date of the campaign's data."""
    named = (
        select(ScheduleItemRow.ordinal)
        .join(ScheduleRow, ScheduleRow.seq == ScheduleItemRow.schedule)
        .where(ScheduleRow.campaign == campaign, ScheduleItemRow.what == ScheduleItemKind.CAMPAIGN.value)
    )
    return session.scalar(named.limit(1)) is not None


def newest_schedule(session: Session, campaign: str) -> int | None:
    """Sequence number of the newest schedule version, approved or not; None when there is none."""
    newest = select(ScheduleRow.seq).where(ScheduleRow.campaign == campaign).order_by(ScheduleRow.version.desc())
    return session.scalar(newest.limit(1))


def newest_schedule_items(session: Session, campaign: str) -> tuple[ScheduleItem, ...]:
    """Items of the newest schedule version, approved or not; () when there is none."""
    seq = newest_schedule(session, campaign)
    return () if seq is None else schedule_items(session, seq)


@dataclass(frozen=True, slots=True)
class InForce:
    """When the second of two different people approved, and who the two are."""

    at: datetime
    approvers: tuple[str, ...]


def second_approvals(session: Session, campaign: str) -> dict[int, datetime]:
    """When the second of two different people approved, by sequence number of the schedule or order."""
    return {subject: found.at for subject, found in in_force(session, campaign).items()}


def in_force(session: Session, campaign: str) -> dict[int, InForce]:
    """What two different people approved, by sequence number of the schedule or order.

    An approval that was taken back does not count; once two counted, nothing can be taken back.
    """
    rows = session.execute(
        select(ApprovalRow.subject, ApprovalRow.approver, ApprovalRow.approved_at)
        .join(FactRow, FactRow.seq == ApprovalRow.seq)
        .outerjoin(ApprovalWithdrawalRow, ApprovalWithdrawalRow.approval == ApprovalRow.seq)
        .where(FactRow.campaign == campaign, ApprovalWithdrawalRow.approval.is_(None))
        .order_by(ApprovalRow.approved_at, ApprovalRow.seq)
    )
    given: dict[int, list[tuple[str, datetime]]] = {}
    for subject, approver, approved_at in rows:
        given.setdefault(subject, []).append((approver, approved_at))
    return {
        subject: InForce(found[1][1], (found[0][0], found[1][0])) for subject, found in given.items() if len(found) > 1
    }


def last_release(session: Session, campaign: str) -> Release | None:
    """The registered release with the highest number, None before the first."""
    row = session.scalar(
        select(ReleaseRow).where(ReleaseRow.campaign == campaign).order_by(ReleaseRow.number.desc()).limit(1)
    )
    return None if row is None else release_of(row)


def release_of(row: ReleaseRow) -> Release:
    """The value of one row of the register."""
    return Release(
        campaign=row.campaign,
        number=row.number,
        kind=ReleaseKind(row.kind),
        as_of=row.as_of,
        published_at=row.published_at,
        mark=row.mark,
        digest=row.digest,
        supersedes=row.supersedes,
        details=row.details,
    )


def _decision(row: DecisionRow) -> Decision:
    return Decision(
        number=row.number,
        date=row.date,
        body=row.body,
        kind=DecisionKind(row.kind),
        scope=DecisionScope(row.scope),
        target=row.target,
        reasons=Names(row.reason_ky, row.reason_ru, row.reason_en),
        sequence=row.seq,
    )
