"""The page of accounts: IT adds people, asks for functions and recoveries, and confirms what another asked for."""

from collections.abc import Sequence

from flask import flash, redirect, request, url_for
from flask_babel import gettext
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from portal.errors import InputError
from portal.staff import account_locks, accounts, address_locks
from portal.staff.allow import allow
from portal.staff.desk import Desk, desk, query
from portal.staff.functions import Function, Grant
from portal.staff.pages import FUNCTION_NAMES, function_name, page
from portal.staff.people.base import blueprint
from portal.staff.said import N_, Said, sentences
from portal.store.models import PersonRow, RequestKind
from portal.store.queries.accounts import Pending, all_people, functions_in_force, pending_requests

SHOWN = 100
"""People on one page; the search finds the others."""


@blueprint.get("/accounts")
@allow(Function.IT, Function.AUDITOR, query=("find",))
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
        account_locks.end_all_sessions(session, login, actor)
    elif what == "unlock":
        account_locks.unlock(session, login, reason, actor)
    elif what == "ask_address":
        address_locks.ask(session, form.get("address", ""), reason, actor)
    elif what == "confirm_address":
        address_locks.confirm(session, form.get("address", ""), actor)
    elif what == "close":
        account_locks.close(session, login, reason, actor)
    elif what == "confirm_all":
        accounts.confirm_all(session, form.get("requested_by", ""), reason, _number("count"), actor)
    elif what == "confirm":
        return accounts.confirm(session, _number("request"), actor)
    elif what == "end":
        accounts.end(session, _number("request"), reason, actor)
    else:
        raise Said(N_("The form is not complete."))
    return ""


def _number(name: str) -> int:
    text = request.form.get(name, "")
    if not (text.isascii() and text.isdigit() and len(text) < len(str(2**63))):
        raise Said(N_("The form is not complete."))
    return int(text)


def _page(status: int, problems: list[str], code: str = "") -> Response:
    here, wanted = desk(), query().get("find", "").strip()
    with here.read() as session:
        everybody, given, pending = all_people(session), functions_in_force(session), pending_requests(session)
        found = [row for row in everybody if _fits(row, wanted)]
        people = found[:SHOWN]
        locked = account_locks.locked_people(session, people, here.system_now())
        addresses = address_locks.locked_addresses(session, here.system_now())
    return page(
        "accounts.html",
        status=status,
        problems=problems,
        code=code,
        people=people,
        more=len(found) - len(people),
        find=wanted,
        locked=locked,
        addresses=addresses,
        given={row.id: [one for one in given if one.person == row.id] for row in people},
        pending=pending,
        together=_together(pending, here.person),
        form=request.form,
        functions=[(function.value, function_name(function)) for function in FUNCTION_NAMES],
        may_act=here.function is Function.IT,
    )


def _fits(row: PersonRow, wanted: str) -> bool:
    return wanted.casefold() in row.login or wanted.casefold() in row.name.casefold()


def _together(pending: Sequence[Pending], person: str) -> list[tuple[str, str, int]]:
    """Who asked for many functions at once, why, and how many they are; what the person asked for is left out."""
    counts: dict[tuple[str, str], int] = {}
    for one in pending:
        if one.kind is RequestKind.GRANT and one.reason and one.requested_by != person:
            counts[one.requested_by, one.reason] = counts.get((one.requested_by, one.reason), 0) + 1
    return [(who, reason, count) for (who, reason), count in counts.items() if count > 1]
