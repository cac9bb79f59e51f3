"""Writing inquiries, notices and what is done about them."""

from datetime import datetime

from sqlalchemy.orm import Session

from portal.store.models import (
    InquiryKind,
    InquiryNoticeRow,
    InquiryRow,
    InquiryStepKind,
    InquiryStepRow,
    NoticeRecipientRow,
)
from portal.store.queries.inquiries import recipients


def open_inquiry(
    session: Session,
    kind: InquiryKind,
    at: datetime,
    notify_until: datetime,
    *,
    actor: str,
    address: str,
    function: str,
    refused: str,
) -> int:
    """A new inquiry with a notice for everybody on the list; its number."""
    row = InquiryRow(
        opened_at=at,
        notify_until=notify_until,
        kind=kind.value,
        actor=actor,
        address=address,
        function=function,
        refused=refused,
    )
    session.add(row)
    session.flush()
    for one in recipients(session):
        session.add(InquiryNoticeRow(inquiry=row.seq, name=one.name, office=one.office, contact=one.contact))
    session.flush()
    return row.seq


def add_step(
    session: Session, inquiry: int, kind: InquiryStepKind, at: datetime, by: str, text: str, notice: int | None = None
) -> None:
    """A notice acknowledged, a note, or the end of an inquiry."""
    row = InquiryStepRow(inquiry=inquiry, notice=notice, at=at, recorded_by=by, kind=kind.value, text=text)
    session.add(row)
    session.flush()


def record_recipient(
    session: Session, at: datetime, by: str, name: str, office: str, contact: str, *, listed: bool
) -> None:
    """Put somebody on the list of notices, or take the name off it."""
    row = NoticeRecipientRow(at=at, recorded_by=by, name=name, office=office, contact=contact, listed=listed)
    session.add(row)
    session.flush()
