"""First login and recovery: with a printed code a person sets password and second factor, once (no JavaScript)."""

import segno
from flask import Blueprint, redirect, request, session, url_for
from flask_babel import gettext
from markupsafe import Markup
from werkzeug.wrappers import Response

from portal.access import LOGIN, access
from portal.ingest.enrolment import Actor
from portal.staff import lockout
from portal.staff.account_state import fingerprint, record_act
from portal.staff.accounts import code_digest
from portal.staff.confirming import FIELD
from portal.staff.limits import KNOCKS, limiter
from portal.staff.pages import page
from portal.staff.security import hashed, time_step, totp
from portal.staff.state import state
from portal.store.models import PersonRow
from portal.store.queries.accounts import activation_of
from portal.store.record.accounts import use_activation

blueprint = Blueprint("activation", __name__)
KEPT = "activation"
SHORTEST = 12


@blueprint.route("/activate", methods=["GET", "POST"])
@limiter.limit(KNOCKS, methods=["POST"])
@access(LOGIN)
def enter_code() -> Response:
    """Login and the printed code."""
    if request.method == "GET":
        return page("activate.html", login="")
    login, code = request.form.get("login", ""), request.form.get("code", "")
    if lockout.locked(login):
        text = gettext("Too many failed attempts. Wait 15 minutes, or turn to the people who keep the accounts.")
        return page("activate.html", status=422, problems=[text], login=login)
    found = _usable(login, code_digest(code))
    if found is None:
        lockout.failed(login)
        text = gettext("Login and code do not belong together, or the code was used or has expired.")
        return page("activate.html", status=422, problems=[text], login=login)
    session.clear()
    session[KEPT] = {"login": found.login, "code": code_digest(code), "totp": totp().generate_totp_secret()}
    return redirect(url_for("activation.choose"))


@blueprint.route("/activate/secrets", methods=["GET", "POST"])
@limiter.limit(KNOCKS, methods=["POST"])
@access(LOGIN)
def choose() -> Response:
    """Password, and the first code of the authenticator app."""
    kept = session.get(KEPT)
    found = _usable(kept["login"], kept["code"]) if kept else None
    if kept is None or found is None:
        return redirect(url_for("activation.enter_code"))
    if request.method == "POST":
        password, code = request.form.get("password", ""), request.form.get(FIELD, "")
        step = time_step(code, kept["totp"], 0)
        problems = wrong_password(password, request.form.get("again", ""), found.login)
        if step is None:
            problems.append(gettext("The code is not right. Check the clock of your device and type the next code."))
        if not problems and _activated(kept, hashed(password), step or 0):
            session.clear()
            return redirect(url_for("login.start"))
        return _secrets(found, kept["totp"], problems, 422)
    return _secrets(found, kept["totp"], [], 200)


def wrong_password(password: str, again: str, login: str) -> list[str]:
    """What is wrong with a new password; nothing for a usable one."""
    if len(password) < SHORTEST:
        return [gettext("The password is too short: at least 12 characters, several words are best.")]
    if login in password.lower() or len(set(password)) < SHORTEST // 2:
        return [gettext("The password is too easy to guess; take several words.")]
    return [] if password == again else [gettext("The two passwords differ.")]


def _usable(login: str, code_hash: str) -> PersonRow | None:
    with state().store.read() as read:
        found = activation_of(read, code_hash)
    if found is None:
        return None
    activation, person = found
    fits = person.login == login.strip().lower() and person.active
    return person if fits and activation.used_at is None and activation.expires_at > state().system.now() else None


def _activated(kept: dict[str, str], password: str, step: int) -> bool:
    now = state().system.now()
    with state().store.write() as write:
        found = activation_of(write, kept["code"])
        if found is None or not use_activation(write, found[0].id, now):
            return False
        row = found[1]
        before = fingerprint(write, row)
        row.password, row.totp, row.totp_counter = password, kept["totp"], step
        record_act(write, Actor(row.login, now, "", request.remote_addr or ""), "account.activated", row, before)
    return True


def _secrets(person: PersonRow, secret: str, problems: list[str], status: int) -> Response:
    picture = segno.make(totp().get_totp_uri(person.login, secret)).svg_inline(scale=4, svgclass="qr-code")
    return page(
        "secrets.html",
        status=status,
        problems=problems,
        login=person.login,
        picture=Markup(picture),
        key=totp().get_totp_pretty_key(secret),
    )
