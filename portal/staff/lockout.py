"""Failed attempts lock: an account after 5, an address after 30, for 15 minutes; kept in the store, so a restart of the
server unlocks nobody. Unknown logins lock like known ones.
"""

from datetime import timedelta
from enum import StrEnum

from flask import request

from portal.staff.refusals import begin_inquiry
from portal.staff.sessions import digest
from portal.staff.state import state
from portal.store.models import AttemptOutcome, InquiryKind
from portal.store.queries.accounts import person_by_login
from portal.store.queries.logins import failures_of_account, failures_of_address
from portal.store.record import record_audit
from portal.store.record.logins import record_attempt

ACCOUNT_LIMIT = 5
ADDRESS_LIMIT = 30
LOCKED = timedelta(minutes=15)
"""Failures count for so long."""


class Door(StrEnum):
    """What was attempted. Whoever locks the login from outside does not lock the second factor of a person at work."""

    LOGIN = "login"
    CONFIRMATION = "confirmation"


def account_key(login: str, door: Door = Door.LOGIN) -> str:
    """What attempts keep instead of the login that was typed."""
    return digest(f"{door} {login.strip().lower()}")


def locked(login: str, door: Door = Door.LOGIN) -> bool:
    """True while this login, or the address of the request, failed too often."""
    since = state().system.now() - LOCKED
    with state().store.read() as session:
        account = failures_of_account(session, account_key(login, door), since)
        address = failures_of_address(session, request.remote_addr or "", since)
    return account.count >= ACCOUNT_LIMIT or address.count >= ADDRESS_LIMIT


def failed(login: str, door: Door = Door.LOGIN) -> None:
    """Keep a failure, and say it in the audit trail; the login itself only where there is such an account.

    The failure that locks begins an inquiry.
    """
    now, address = state().system.now(), request.remote_addr or ""
    with state().store.write() as session:
        record_attempt(session, now, account_key(login, door), address, AttemptOutcome.FAILED)
        known = person_by_login(session, login)
        who = known.login if known else ""
        record_audit(session, now, who, f"{door}.failed", address=address, object=f"account:{who}" if who else "")
        account = failures_of_account(session, account_key(login, door), now - LOCKED)
        place = failures_of_address(session, address, now - LOCKED)
        if account.count >= ACCOUNT_LIMIT or place.count >= ADDRESS_LIMIT:
            record_audit(session, now, who, f"{door}.locked", address=address, object=f"account:{who}" if who else "")
            begin_inquiry(session, InquiryKind.LOCKOUT, who, "", request.path)


def succeeded(login: str) -> None:
    """Keep a success; the account's failures count no longer."""
    now, address = state().system.now(), request.remote_addr or ""
    with state().store.write() as session:
        record_attempt(session, now, account_key(login), address, AttemptOutcome.SUCCEEDED)
