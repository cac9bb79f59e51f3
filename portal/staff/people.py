"""The page of accounts: IT adds people, asks for functions and recoveries, and confirms what another asked for."""

from flask import Blueprint, flash, redirect, request, url_for
from flask_babel import gettext
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from portal.errors import InputError
from portal.staff import accounts
from portal.staff.allow import allow
from portal.staff.desk import Desk, desk
from portal.staff.functions import Function, Grant
from portal.staff.pages import FUNCTION_NAMES, function_name, page
from portal.staff.said import N_, Said, sentences
from portal.store.queries.accounts import all_people, functions_in_force, pending_requests

blueprint = Blueprint("people", __name__)


@blueprint.get("/accounts")
@allow(Function.IT, Function.AUDITOR)
def index() -> Response:
    """Everybody with functions, and what waits for a second person."""
    return _page(200, [])


@blueprint.post("/accounts")
@allow(Function.IT, fresh=True)
def act() -> Response:
    """One act on accounts; a code is shown on the answer and nowhere else."""
    here = desk()
    try:
        with here.write() as session:
            code = _done(session, here)
    except InputError as error:
        return _page(422, sentences(error))
    if code:
        return _page(200, [], code=code)
    flash(gettext("Done and recorded."))
    return redirect(url_for("people.index"))


def _done(session: Session, here: Desk) -> str:
    form, actor = request.form, here.actor
    what, login, reason = form.get("what", ""), form.get("login", ""), form.get("reason", "")
    if what == "add":
        return accounts.create(session, login, form.get("name", ""), actor)
    if what == "recover":
        accounts.ask_for_recovery(session, login, reason, actor)
    elif what == "grant" and form.get("function") in list(Function):
        grant = Grant(Function(form["function"]), form.get("campaign", "").strip(), form.get("commission", "").strip())
        accounts.ask_for_function(session, login, grant, reason, actor)
    elif what == "sessions":
        accounts.end_all_sessions(session, login, actor)
    elif what in ("confirm", "end") and form.get("request", "").isascii() and form.get("request", "").isdigit():
        if what == "confirm":
            return accounts.confirm(session, int(form["request"]), actor)
        accounts.end(session, int(form["request"]), reason, actor)
    else:
        raise Said(N_("The form is not complete."))
    return ""


def _page(status: int, problems: list[str], code: str = "") -> Response:
    here = desk()
    with here.read() as session:
        people, given, pending = all_people(session), functions_in_force(session), pending_requests(session)
    return page(
        "accounts.html",
        status=status,
        problems=problems,
        code=code,
        people=people,
        given={row.id: [one for one in given if one.person == row.id] for row in people},
        pending=pending,
        form=request.form,
        functions=[(function.value, function_name(function)) for function in FUNCTION_NAMES],
        may_act=here.function is Function.IT,
    )
