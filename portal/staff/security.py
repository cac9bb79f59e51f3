"""Flask-Security as the staff pages use it: Argon2, the second factor, who is logged in.

None of its own routes is registered: registration, recovery by mail, SMS, passwordless and unified sign-in do not exist
here, and every page of the way in is ours, in three languages (portal.staff.login).
"""

from dataclasses import dataclass, field
from typing import Any, cast

from flask import Flask, current_app, g
from flask_security import RoleMixin, Security, UserDatastore, UserMixin, hash_password
from flask_security.totp import Totp
from flask_security.utils import verify_password
from passlib.exc import TokenError

from portal.errors import StorageError
from portal.staff.secrets import StaffSecrets
from portal.staff.state import state
from portal.store.models import PersonRow
from portal.store.queries.accounts import person_by_uniquifier

ISSUER = "Natyija"
TOTP = "natyija.totp"
WINDOW = 30
"""Seconds by which a phone's clock may differ: one time step."""
SETTINGS = {
    "PASSWORD_HASH": "argon2",
    "PASSWORD_SCHEMES": ["argon2"],
    "DEPRECATED_PASSWORD_SCHEMES": [],
    "REGISTERABLE": False,
    "RECOVERABLE": False,
    "CHANGEABLE": False,
    "CHANGE_EMAIL": False,
    "CONFIRMABLE": False,
    "TRACKABLE": False,
    "PASSWORDLESS": False,
    "UNIFIED_SIGNIN": False,
    "WEBAUTHN": False,
    "OAUTH_ENABLE": False,
    "MULTI_FACTOR_RECOVERY_CODES": False,
    "TWO_FACTOR": False,
    "TOKEN_AUTHENTICATION_HEADER": "",
    "TOKEN_AUTHENTICATION_KEY": "",
    "CLI_USERS_NAME": None,
    "CLI_ROLES_NAME": None,
    "SEND_REGISTER_EMAIL": False,
}


@dataclass(slots=True)
class Account(UserMixin):
    """A person as Flask-Security knows one."""

    id: int
    login: str
    name: str
    fs_uniquifier: str
    active: bool
    roles: list[RoleMixin] = field(default_factory=list)

    @classmethod
    def of(cls, row: PersonRow) -> "Account":
        """The account of a row."""
        return cls(row.id, row.login, row.name, row.fs_uniquifier, row.active)


class People(UserDatastore):
    """Finds people in the store; everything that changes them is done by portal.staff.accounts."""

    def __init__(self) -> None:
        super().__init__(Account, RoleMixin)

    def find_user(self, case_insensitive: bool = False, **wanted: Any) -> Account | None:
        """The person with this `fs_uniquifier`, the only thing that a session knows.

        Raises StorageError, once in a request: the page that says so asks again who is there, and finds nobody.
        """
        if g.get("store_away"):
            return None
        try:
            with state().store.read() as session:
                row = person_by_uniquifier(session, str(wanted["fs_uniquifier"]))
        except StorageError:
            g.store_away = True
            raise
        return None if row is None else Account.of(row)


def secure(app: Flask, secrets: StaffSecrets) -> None:
    """Put Flask-Security into the application, without a single route."""
    app.config.update({f"SECURITY_{name}": value for name, value in SETTINGS.items()})
    app.config["SECURITY_PASSWORD_SALT"] = secrets.pepper
    Security(app, People(), register_blueprint=False)
    app.extensions[TOTP] = Totp({"1": secrets.totp}, ISSUER)


def totp() -> Totp:
    """The maker and checker of second factors."""
    maker: Totp = current_app.extensions[TOTP]
    return maker


def hashed(password: str) -> str:
    """The Argon2 hash of a password."""
    return hash_password(password)


def matches(password: str, stored: str) -> bool:
    """True for the right password; an account without one costs the same time."""
    return bool(verify_password(password, stored or _nobody())) and bool(stored)


def _nobody() -> str:
    """A hash that no password has, made once per process, so that unknown accounts answer as slowly as known ones."""
    kept: str | None = current_app.extensions.get("natyija.nobody")
    if kept is None:
        kept = current_app.extensions["natyija.nobody"] = hashed("\0")
    return kept


def time_step(code: str, secret: str, last: int) -> int | None:
    """The time step of a right code that was not used before, None for every other code."""
    digits = "".join(code.split())
    try:
        return cast(int, totp()._totp.verify(digits, secret, window=WINDOW, last_counter=last).counter)
    except (TokenError, ValueError):
        return None
