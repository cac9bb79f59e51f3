"""Logins that count: the cookie holds a random token, the store decides (idle 15 minutes, at most 12 hours)."""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from flask import request, session
from flask_login import current_user
from flask_security.utils import login_user, logout_user

from portal.staff.security import Account
from portal.staff.state import state
from portal.store.models import PersonRow
from portal.store.queries.logins import session_of
from portal.store.record.logins import begin_session, see_session

IDLE = timedelta(minutes=15)
LONGEST = timedelta(hours=12)
FRESH = timedelta(minutes=5)
"""How long a second factor counts for what asks for a fresh one."""
SEEN_EVERY = timedelta(seconds=30)
"""So often is it written down that somebody is still there."""
TOKEN = "sid"
AGENT_LENGTH = 200


@dataclass(frozen=True, slots=True)
class Live:
    """The session of this request."""

    id: int
    person: int
    login: str
    name: str
    started_at: datetime
    second_factor_at: datetime

    def fresh(self, now: datetime) -> bool:
        """True when the second factor was given in the last five minutes."""
        return now - self.second_factor_at <= FRESH


def digest(token: str) -> str:
    """What the store keeps instead of a token or a code."""
    return hashlib.sha256(token.encode()).hexdigest()


def start(person: PersonRow, now: datetime) -> int:
    """Log the person in, under a new token; the number of the session. What the cookie held before is forgotten."""
    token = secrets.token_urlsafe(32)
    agent = request.user_agent.string[:AGENT_LENGTH]
    with state().store.write() as write:
        number = begin_session(write, person.id, digest(token), now, address=request.remote_addr or "", agent=agent)
    session.clear()
    login_user(Account.of(person), remember=False)
    session[TOKEN] = token
    return number


def live() -> Live | None:
    """The session of this request; None when nobody is logged in, or the session was ended, idle or too long."""
    token = session.get(TOKEN)
    if not token or not current_user.is_authenticated:
        return None
    now = state().system.now()
    with state().store.read() as read:
        found = session_of(read, digest(token))
    if found is None:
        return None
    row, person = found
    over = row.ended_at is not None or now - row.seen_at > IDLE or now - row.started_at > LONGEST
    if over or not person.active or person.fs_uniquifier != current_user.fs_uniquifier:
        return None
    if now - row.seen_at > SEEN_EVERY:
        with state().store.write() as write:
            see_session(write, row.id, now)
    return Live(row.id, person.id, person.login, person.name, row.started_at, row.second_factor_at)


def forget() -> None:
    """Take everything out of the cookie."""
    logout_user()
    session.clear()
