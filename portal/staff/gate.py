"""Before any staff view runs: who is it, may they, is the form ours, is the second factor fresh enough."""

from flask import current_app, g, redirect, request, url_for
from flask_wtf.csrf import CSRFProtect
from werkzeug.exceptions import Forbidden
from werkzeug.wrappers import Response

from portal.access import Access
from portal.staff import sessions
from portal.staff.allow import Allowed
from portal.staff.confirming import confirm_first
from portal.staff.desk import Desk
from portal.staff.functions import Function, Grant
from portal.staff.sessions import Live
from portal.staff.state import state
from portal.store.queries.accounts import functions_in_force

csrf = CSRFProtect()
_READS = ("GET", "HEAD", "OPTIONS")


def let_in() -> Response | None:
    """The answer instead of the view, or None to let the call through. Raises Forbidden and CSRFError."""
    view = current_app.view_functions.get(request.endpoint or "")
    declared = getattr(view, "access", None)
    if declared not in (Access.STAFF, Access.LOGIN):
        return None
    if declared is Access.LOGIN:
        _own_form()
        return None
    live = sessions.live()
    if live is None:
        return _to_login()
    g.live = live
    _own_form()
    allowed: Allowed = view.allowed  # type: ignore[union-attr]
    g.desk = seated(live, allowed)
    if allowed.fresh and not live.fresh(state().system.now()):
        return confirm_first(live)
    return None


def seated(live: Live, allowed: Allowed) -> Desk:
    """The desk of the person behind a session, under the function that lets the call in.

    Raises Forbidden when none does; whatever raises it, the answer records it (portal.staff.problems, R53 ¶64).
    """
    with state().store.read() as session:
        given = functions_in_force(session, [live.person])
    grants = tuple(Grant(Function(row.function), row.campaign, row.commission) for row in given)
    place = request.view_args or {}
    entered = allowed.under(grants, place.get("campaign", ""), place.get("commission", ""))
    if entered is None:
        g.desk = _desk(live, grants, grants[0].function) if grants else None
        raise Forbidden
    return _desk(live, grants, entered.function)


def _desk(live: Live, grants: tuple[Grant, ...], function: Function) -> Desk:
    shared = state()
    return Desk(
        person=live.login,
        name=live.name,
        function=function,
        grants=grants,
        address=request.remote_addr or "",
        session_id=live.id,
        store=shared.store,
        settings=shared.settings,
        clocks=(shared.election, shared.system),
    )


def _own_form() -> None:
    if request.method not in _READS and current_app.config["WTF_CSRF_ENABLED"]:
        csrf.protect()


def _to_login() -> Response:
    """To the login, and back to a page that was only to be read."""
    back = request.full_path.rstrip("?") if request.method == "GET" else ""
    sessions.forget()
    return redirect(url_for("login.start", next=back or None))
