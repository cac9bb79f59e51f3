"""A person's own sessions: seen, and ended."""

from flask import Blueprint, redirect, url_for
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response

from portal.staff.allow import EVERYBODY, Scope, allow
from portal.staff.desk import desk
from portal.staff.pages import page
from portal.staff.sessions import IDLE, LONGEST
from portal.store.queries.accounts import person_by_login
from portal.store.queries.logins import open_sessions
from portal.store.record.logins import end_sessions

blueprint = Blueprint("own", __name__)


@blueprint.get("/sessions")
@allow(*EVERYBODY, scope=Scope.ANY)
def sessions() -> Response:
    """Where the person is logged in."""
    here = desk()
    now = here.system_now()
    with here.read() as session:
        person = person_by_login(session, here.person)
        found = open_sessions(session, now - LONGEST, now - IDLE, person.id if person else 0)
    return page("sessions.html", sessions=[row for row, _ in found])


@blueprint.post("/sessions/<int:number>")
@allow(*EVERYBODY, scope=Scope.ANY)
def end(number: int) -> Response:
    """End one of the own sessions."""
    here = desk()
    now = here.system_now()
    with here.act("session.ended", object=f"session:{number}") as session:
        person = person_by_login(session, here.person)
        own = open_sessions(session, now - LONGEST, now - IDLE, person.id if person else 0)
        if number not in [row.id for row, _ in own]:
            raise NotFound
        end_sessions(session, now, here.person, id=number)
    return redirect(url_for("own.sessions"))
