"""The second factor once more, before what asks for a fresh one. What was typed into the form comes along."""

from flask import g, redirect, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from portal.staff import lockout
from portal.staff.lockout import Door
from portal.staff.pages import page
from portal.staff.second_factor import right_code
from portal.staff.sessions import Live
from portal.staff.state import state
from portal.store.record.logins import freshen_session

FIELD = "second_factor"
_OWN_FIELDS = (FIELD, "csrf_token")


def confirm_first(live: Live) -> Response | None:
    """A page that asks for a code, or None when the form brought the right one. A file has to be chosen again."""
    if request.method in ("GET", "HEAD"):
        return redirect(url_for("login.confirm", next=request.full_path.rstrip("?")))
    code = request.form.get(FIELD, "")
    problems: list[str] = []
    if code:
        if right(live, code):
            return None
        problems = [gettext("The code is not right, or was used already. Wait for the next one and type it.")]
    typed = [(name, value) for name, value in request.form.items(multi=True) if name not in _OWN_FIELDS]
    g.pop("desk", None)
    return page(
        "confirm.html",
        status=422 if problems else 200,
        problems=problems,
        typed=typed,
        files=bool(request.files),
        target=request.full_path.rstrip("?"),
    )


def right(live: Live, code: str) -> bool:
    """True for the right code; the session is fresh again. Wrong ones count, and too many lock for a while."""
    if lockout.locked(live.login, Door.CONFIRMATION):
        return False
    if not right_code(live.login, code):
        lockout.failed(live.login, Door.CONFIRMATION)
        return False
    with state().store.write() as session:
        freshen_session(session, live.id, state().system.now())
    return True
