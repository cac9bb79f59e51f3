"""What is recorded when somebody is refused: an audit event, and an inquiry with its list of notices (R53 ¶62-65)."""

from collections.abc import Sequence
from datetime import timedelta

from flask import request
from sqlalchemy.orm import Session

from portal.staff.functions import Grant
from portal.staff.sessions import Live
from portal.staff.state import state
from portal.store.models import InquiryKind
from portal.store.queries.inquiries import recent_inquiry
from portal.store.record import record_audit
from portal.store.record.inquiries import open_inquiry

NOTIFY_WITHIN = timedelta(hours=24)
SAME_INQUIRY = timedelta(hours=1)
"""Further attempts of the same person from the same address belong to the inquiry that has begun."""


def outside_own_functions(live: Live, grants: Sequence[Grant]) -> None:
    """Somebody who is logged in called a page that none of the own functions reaches."""
    held = ",".join(sorted({grant.function for grant in grants}))
    place = request.view_args or {}
    with state().store.write() as session:
        record_audit(
            session,
            state().system.now(),
            live.login,
            "access.refused",
            place.get("campaign", ""),
            {"method": request.method, "endpoint": request.endpoint or ""},
            function=held,
            address=request.remote_addr or "",
            object=request.path,
        )
        begin_inquiry(session, InquiryKind.SCOPE, live.login, held, f"{request.method} {request.path}")


def begin_inquiry(session: Session, kind: InquiryKind, actor: str, function: str, refused: str) -> int:
    """The number of the inquiry, a new one unless the same person was refused at this address within the hour."""
    now, address = state().system.now(), request.remote_addr or ""
    going_on = recent_inquiry(session, actor, address, now - SAME_INQUIRY)
    if going_on is not None:
        return going_on
    until = now + NOTIFY_WITHIN
    number = open_inquiry(session, kind, now, until, actor=actor, address=address, function=function, refused=refused)
    record_audit(session, now, actor, "inquiry.opened", function=function, address=address, object=f"inquiry:{number}")
    return number
