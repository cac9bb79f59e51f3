"""What an account is at one moment, as the sha256 that audit events carry before and after an act on it."""

import hashlib

from sqlalchemy.orm import Session

from portal.ingest.enrolment import Actor
from portal.publication.transparency.canonical import canonical_line
from portal.store.models import PersonRow, RequestKind
from portal.store.queries.accounts import functions_in_force, pending_requests, requested_functions
from portal.store.record import record_audit


def fingerprint(session: Session, row: PersonRow) -> str:
    """The sha256 of everything about an account that is no secret: name, state, functions, what waits for a second
    person.
    """
    in_force = {given.request for given in functions_in_force(session, [row.id])}
    asked = [one for one in pending_requests(session) if one.login == row.login and one.kind is RequestKind.RECOVERY]
    state = {
        "login": row.login,
        "name": row.name,
        "active": row.active,
        "activated": bool(row.totp),
        "functions": [
            [given.request, given.function, given.campaign, given.commission, given.request in in_force]
            for given in requested_functions(session, row.id)
        ],
        "recoveries": [one.request for one in asked],
    }
    return hashlib.sha256(canonical_line(state)).hexdigest()


def record_act(session: Session, actor: Actor, action: str, row: PersonRow, before: str, **details: object) -> None:
    """The audit event of an act on an account, at the end of the act; `before` is "" for a new account."""
    record_audit(
        session,
        actor.at,
        actor.name,
        action,
        details=details,
        function=actor.function,
        address=actor.address,
        object=f"account:{row.login}",
        before=before,
        after=fingerprint(session, row),
    )
