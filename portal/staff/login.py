"""The way in: password, then the second factor; and the way out."""

from collections.abc import Mapping
from datetime import datetime

from flask import Blueprint, g, redirect, request, session, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from portal.access import LOGIN, access
from portal.staff import lockout, sessions
from portal.staff.allow import EVERYBODY, Scope, allow
from portal.staff.confirming import FIELD, right
from portal.staff.desk import desk
from portal.staff.limits import KNOCKS, limiter
from portal.staff.pages import own_address, page
from portal.staff.second_factor import right_code
from portal.staff.security import matches
from portal.staff.state import state
from portal.store.queries.accounts import person_by_login
from portal.store.record import record_audit
from portal.store.record.logins import end_sessions

blueprint = Blueprint("login", __name__)

PENDING = "pending"
PENDING_SECONDS = 300
"""So long after the password may the second factor be typed."""


@blueprint.route("/login", methods=["GET", "POST"])
@limiter.limit(KNOCKS, methods=["POST"])
@access(LOGIN, query=("next",))
def start() -> Response:
    """Login and password."""
    back = own_address(request.args.get("next", ""))
    if request.method == "GET":
        return page("login.html", login="", back=back)
    login, password = request.form.get("login", ""), request.form.get("password", "")
    if lockout.locked(login):
        return _again("login.html", _locked(), login=login, back=back)
    with state().store.read() as read:
        person = person_by_login(read, login)
    known = matches(password, person.password if person else "") and person is not None and person.active
    if not known or person is None or not person.totp:
        lockout.failed(login)
        return _again("login.html", gettext("Login or password are not right."), login=login, back=back)
    session.clear()
    session[PENDING] = {"login": person.login, "at": state().system.now().isoformat()}
    return redirect(url_for("login.code", next=back or None))


@blueprint.route("/login/code", methods=["GET", "POST"])
@limiter.limit(KNOCKS, methods=["POST"])
@access(LOGIN, query=("next",))
def code() -> Response:
    """The code of the second factor."""
    login = _pending(session.get(PENDING), state().system.now())
    if not login:
        return redirect(url_for("login.start"))
    back = own_address(request.args.get("next", ""))
    if request.method == "GET":
        return page("code.html", back=back)
    if lockout.locked(login):
        session.clear()
        return _again("login.html", _locked(), login=login, back=back)
    if not right_code(login, request.form.get(FIELD, "")):
        lockout.failed(login)
        return _again("code.html", gettext("The code is not right, or was used already."), back=back)
    now = state().system.now()
    with state().store.read() as read:
        person = person_by_login(read, login)
    if person is None or not person.active:
        return redirect(url_for("login.start"))
    lockout.succeeded(login)
    number = sessions.start(person, now)
    with state().store.write() as write:
        record_audit(
            write, now, person.login, "login.succeeded", address=request.remote_addr or "", object=f"session:{number}"
        )
    return redirect(back or url_for("home.index"))


@blueprint.post("/logout")
@allow(*EVERYBODY, scope=Scope.ANY)
def logout() -> Response:
    """End this session."""
    here = desk()
    with here.act("login.ended", object=f"session:{here.session_id}") as write:
        end_sessions(write, here.system_now(), here.person, id=here.session_id)
    sessions.forget()
    return redirect(url_for("login.start"))


@blueprint.route("/confirm", methods=["GET", "POST"])
@limiter.limit(KNOCKS, methods=["POST"])
@allow(*EVERYBODY, scope=Scope.ANY, query=("next",))
def confirm() -> Response:
    """The second factor again, before a page that asks for a fresh one."""
    back = own_address(request.args.get("next", "")) or url_for("home.index")
    if request.method == "POST":
        if right(g.live, request.form.get(FIELD, "")):
            return redirect(back)
        text = gettext("The code is not right, or was used already. Wait for the next one and type it.")
        return _again("confirm.html", text, typed=[], files=False, target=request.full_path)
    return page("confirm.html", typed=[], files=False, target=request.full_path)


def _again(template: str, problem: str, **content: object) -> Response:
    return page(template, status=422, problems=[problem], **content)


def _locked() -> str:
    text: str = gettext("Too many failed attempts. Wait 15 minutes, or turn to the people who keep the accounts.")
    return text


def _pending(kept: Mapping[str, str] | None, now: datetime) -> str:
    """The login whose password was right less than five minutes ago, or ""."""
    if not kept:
        return ""
    age = (now - datetime.fromisoformat(kept["at"])).total_seconds()
    return kept["login"] if 0 <= age <= PENDING_SECONDS else ""
