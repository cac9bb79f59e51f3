"""What is recorded when somebody is refused: an audit event, and an inquiry with its list of notices (R53 ¶62-65).

Foreign forms and too many requests are events only: anybody can cause them without having come in (portal.staff.tally).
"""

from datetime import timedelta

from flask import g, request
from sqlalchemy.orm import Session

from portal.errors import StorageError
from portal.logs import get_logger
from portal.staff.desk import Desk
from portal.staff.sessions import Live
from portal.staff.state import state
from portal.store.models import InquiryKind
from portal.store.queries.inquiries import recent_inquiry
from portal.store.record import record_audit
from portal.store.record.inquiries import open_inquiry

log = get_logger("staff")

NOTIFY_WITHIN = timedelta(hours=24)
LONGEST_PATH = 200
SAME_INQUIRY = timedelta(hours=1)
"""Further attempts of the same person from the same address belong to the inquiry that has begun."""


def outside_own_functions() -> None:
    """Somebody who is logged in called what none of the own functions reaches."""
    live: Live = g.live
    desk: Desk | None = g.get("desk")
    held = ",".join(sorted({grant.function for grant in desk.grants})) if desk else ""
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


def without_inquiry(reason: str) -> None:
    """A request was refused before anybody came in by it: a foreign form, too many at once. Counted, seldom written.

    Where the store does not take the event the refusal stands all the same, and the log tells of it.
    """
    now = state().system.now()
    address, count = state().refused.due(reason, request.remote_addr or "", now)
    if not count:
        return
    live: Live | None = g.get("live")
    path = request.path[:LONGEST_PATH]
    details = {"method": request.method, "endpoint": request.endpoint or "", "this_hour": count}
    try:
        with state().store.write() as session:
            who = live.login if live else ""
            record_audit(session, now, who, reason, details=details, address=address, object=path)
    except StorageError as error:
        log.error("staff.refusal_not_recorded", reason=reason, error=str(error).partition("\n")[0])


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
