"""Inquiries with what is still to be acknowledged, and the list of those who have to hear of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.store.models import InquiryNoticeRow, InquiryRow, InquiryStepKind, InquiryStepRow, NoticeRecipientRow


@dataclass(frozen=True, slots=True)
class Inquiry:
    """One inquiry with its notices (each with the step that acknowledged it, or None) and other steps."""

    row: InquiryRow
    notices: tuple[tuple[InquiryNoticeRow, InquiryStepRow | None], ...]
    steps: tuple[InquiryStepRow, ...]

    @property
    def closed(self) -> bool:
        """Whether somebody closed it."""
        return any(step.kind == InquiryStepKind.CLOSED for step in self.steps)

    def overdue(self, now: datetime) -> bool:
        """True when somebody was not notified within the 24 hours (R53 ¶65)."""
        return now > self.row.notify_until and any(step is None for _, step in self.notices)


def inquiries(session: Session, newest: int = 200) -> list[Inquiry]:
    """The newest inquiries, newest first."""
    rows = session.scalars(select(InquiryRow).order_by(InquiryRow.seq.desc()).limit(newest)).all()
    numbers = [row.seq for row in rows]
    notices = session.scalars(
        select(InquiryNoticeRow).where(InquiryNoticeRow.inquiry.in_(numbers)).order_by(InquiryNoticeRow.seq)
    ).all()
    steps = session.scalars(
        select(InquiryStepRow).where(InquiryStepRow.inquiry.in_(numbers)).order_by(InquiryStepRow.seq)
    ).all()
    heard = {step.notice: step for step in steps if step.notice is not None}
    return [
        Inquiry(
            row,
            tuple((notice, heard.get(notice.seq)) for notice in notices if notice.inquiry == row.seq),
            tuple(step for step in steps if step.inquiry == row.seq and step.notice is None),
        )
        for row in rows
    ]


def recipients(session: Session) -> Sequence[NoticeRecipientRow]:
    """Who is on the list now: the newest row of every name, where it is listed."""
    rows = session.scalars(select(NoticeRecipientRow).order_by(NoticeRecipientRow.seq))
    newest = {row.name: row for row in rows}
    return [row for row in newest.values() if row.listed]


def recent_inquiry(session: Session, actor: str, address: str, since: datetime) -> int | None:
    """The inquiry about the same person and address that began after `since`."""
    statement = select(InquiryRow.seq).where(
        InquiryRow.actor == actor, InquiryRow.address == address, InquiryRow.opened_at > since
    )
    return session.scalar(statement.order_by(InquiryRow.seq.desc()).limit(1))
