"""Checking a code of the second factor against the store: each counts once, and failures count towards the lock."""

from portal.staff.security import time_step
from portal.staff.state import state
from portal.store.queries.accounts import person_by_login
from portal.store.record.logins import use_time_step


def right_code(login: str, code: str) -> bool:
    """True when the code is the right one now and was not used before; it is used up by this."""
    with state().store.write() as session:
        person = person_by_login(session, login)
        if person is None or not person.totp:
            return False
        step = time_step(code, person.totp, person.totp_counter)
        return step is not None and use_time_step(session, person.id, step)
