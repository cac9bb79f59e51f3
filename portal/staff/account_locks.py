"""Letting a person in again before the time, and keeping one out: one person does either, at once, with a reason.

Taking away takes one person. A closed account is opened again by a new second factor, which two people give
(portal.staff.accounts).
"""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from portal.ingest.enrolment import Actor
from portal.staff.account_state import fingerprint, record_act
from portal.staff.accounts import not_oneself, person
from portal.staff.lockout import ACCOUNT_LIMIT, LOCKED, Door, account_key
from portal.staff.said import N_, Said
from portal.store.models import AttemptOutcome, PersonRow
from portal.store.queries.logins import failing_accounts, failures_of_account
from portal.store.record.accounts import void_activations
from portal.store.record.logins import end_sessions, record_attempt


def locked_people(session: Session, people: Sequence[PersonRow], now: datetime) -> set[str]:
    """Logins of those whom failed attempts keep out at the moment, at the login or at the second factor."""
    failing = failing_accounts(session, now - LOCKED, ACCOUNT_LIMIT)
    if not failing:
        return set()
    return {row.login for row in people for door in Door if _locked(session, row.login, door, now, failing)}


def unlock(session: Session, login: str, reason: str, actor: Actor) -> None:
    """End the lock after failed attempts. Raises Said for the own account, no reason, or one that is not locked."""
    row = person(session, login)
    not_oneself(row, actor)
    why = _reason(reason)
    doors = [door for door in Door if _locked(session, row.login, door, actor.at)]
    if not doors:
        raise Said(N_("This account is not locked at the moment."))
    before = fingerprint(session, row)
    for door in doors:
        record_attempt(session, actor.at, account_key(row.login, door), "", AttemptOutcome.UNLOCKED)
    record_act(session, actor, "account.unlocked", row, before, reason=why, doors=[door.value for door in doors])


def close(session: Session, login: str, reason: str, actor: Actor) -> int:
    """Close an account: its sessions end, codes that were not used count no longer. How many sessions there were.

    Functions stay as they were given, without effect. Raises Said for the own account, no reason, a closed account.
    """
    row = person(session, login)
    not_oneself(row, actor)
    why = _reason(reason)
    if not row.active:
        raise Said(N_("This account is closed already."))
    before = fingerprint(session, row)
    row.active = False
    void_activations(session, row.id, actor.at)
    ended = end_sessions(session, actor.at, actor.name, person=row.id)
    record_act(session, actor, "account.closed", row, before, reason=why, sessions=ended)
    return ended


def end_all_sessions(session: Session, login: str, actor: Actor) -> int:
    """End every session of a person; how many there were."""
    row = person(session, login)
    before = fingerprint(session, row)
    ended = end_sessions(session, actor.at, actor.name, person=row.id)
    record_act(session, actor, "sessions.ended", row, before, ended=ended)
    return ended


def _locked(session: Session, login: str, door: Door, now: datetime, among: set[str] | None = None) -> bool:
    key = account_key(login, door)
    if among is not None and key not in among:
        return False
    return failures_of_account(session, key, now - LOCKED).count >= ACCOUNT_LIMIT


def _reason(text: str) -> str:
    if not text.strip():
        raise Said(N_("Give a reason."))
    return text.strip()
