"""Which statements wait for signatures and what was brought for them; who approved what."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.store.models import (
    ApprovalRow,
    ApprovalWithdrawalRow,
    FactRow,
    ReleaseRow,
    ScheduleRow,
    SignatureRow,
    StatementRow,
)


@dataclass(frozen=True, slots=True)
class StagedStatement:
    """A statement that approvers are asked to sign. `staged_at` is system time."""

    campaign: str
    number: int
    kind: str
    statement: bytes
    sha256: str
    staged_at: datetime


@dataclass(frozen=True, slots=True)
class Approval:
    """One person's approval of a schedule or order; `withdrawn` when it was taken back."""

    approver: str
    at: datetime
    withdrawn: bool


def waiting_statement(session: Session, campaign: str) -> StagedStatement | None:
    """The statement of the campaign that is asked for now; None when its release, or a later one, was published."""
    row = session.scalar(
        select(StatementRow).where(StatementRow.campaign == campaign).order_by(StatementRow.id.desc()).limit(1)
    )
    if row is None:
        return None
    later = select(ReleaseRow.number).where(ReleaseRow.campaign == campaign, ReleaseRow.number >= row.number).limit(1)
    if session.scalar(later) is not None:
        return None
    return StagedStatement(row.campaign, row.number, row.kind, row.statement.encode(), row.sha256, row.staged_at)


def signatures(session: Session, sha256: str) -> list[bytes]:
    """The signed notes that were brought for a statement, in order."""
    rows = session.scalars(select(SignatureRow.note).where(SignatureRow.sha256 == sha256).order_by(SignatureRow.id))
    return [note.encode() for note in rows]


def schedule_versions(session: Session, campaign: str) -> list[tuple[int, int]]:
    """Sequence number and number of every schedule version, drafts included, in order."""
    rows = session.execute(
        select(ScheduleRow.seq, ScheduleRow.version).where(ScheduleRow.campaign == campaign).order_by(ScheduleRow.seq)
    )
    return [(seq, version) for seq, version in rows]


def approvals(session: Session, campaign: str) -> Mapping[int, list[Approval]]:
    """Every approval in the campaign by the schedule or order that it is of, in order of time."""
    rows = session.execute(
        select(ApprovalRow.subject, ApprovalRow.approver, ApprovalRow.approved_at, ApprovalWithdrawalRow.at)
        .join(FactRow, FactRow.seq == ApprovalRow.seq)
        .outerjoin(ApprovalWithdrawalRow, ApprovalWithdrawalRow.approval == ApprovalRow.seq)
        .where(FactRow.campaign == campaign)
        .order_by(ApprovalRow.approved_at, ApprovalRow.seq)
    )
    found: dict[int, list[Approval]] = {}
    for subject, approver, at, withdrawn in rows:
        found.setdefault(subject, []).append(Approval(approver, at, withdrawn is not None))
    return found
