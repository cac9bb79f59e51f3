"""Accounts: people, their functions, their second factors. Giving takes two people, taking away takes one (R53 ¶62-65).

Services over a session, each with its audit event in the same transaction; pages and the verb `user` call them.
"""

import secrets
from datetime import timedelta

from sqlalchemy.orm import Session

from portal.ingest.enrolment import Actor
from portal.staff.functions import LEVELS, Function, Grant, conflicts
from portal.staff.said import N_, Said
from portal.staff.sessions import digest
from portal.store.models import PersonRow, RequestKind
from portal.store.queries.accounts import (
    Pending,
    functions_in_force,
    known_scope,
    pending_requests,
    person_by_login,
    requested_functions,
    standing_request,
)
from portal.store.record import record_audit
from portal.store.record.accounts import (
    add_activation,
    add_person,
    add_request,
    confirm_request,
    end_request,
    void_activations,
)
from portal.store.record.logins import end_sessions

ALPHABET = "ABCDEFGHJKMNPQRSTVWXYZ23456789"
"""Letters and digits that nobody confuses on paper."""
GROUPS, GROUP = 4, 4
CODE_LASTS = timedelta(days=7)
RECOVERY_LASTS = timedelta(hours=24)
FIRST_PEOPLE = 2
TERMINAL = "terminal"


def new_code() -> str:
    """A code to be printed, in groups of four: 78 bits."""
    return "-".join("".join(secrets.choice(ALPHABET) for _ in range(GROUP)) for _ in range(GROUPS))


def code_digest(code: str) -> str:
    """What the store keeps of a code, however it was typed."""
    return digest("".join(code.upper().replace("-", " ").split()))


def person(session: Session, login: str) -> PersonRow:
    """The account of a login. Raises Said when there is none."""
    found = person_by_login(session, login)
    if found is None:
        raise Said((N_("There is no account “%(login)s”."), {"login": login}))
    return found


def create(session: Session, login: str, name: str, actor: Actor) -> str:
    """A new account without functions; the activation code, which is shown this once. Said when it cannot be."""
    login, name = login.strip().lower(), name.strip()
    if not login or not all(sign.isalnum() or sign in ".-_" for sign in login):
        raise Said((N_("Login “%(login)s”: use letters, digits, point, hyphen."), {"login": login}))
    if not name:
        raise Said((N_("Login “%(login)s”: the name of the person is missing."), {"login": login}))
    if person_by_login(session, login) is not None:
        raise Said((N_("Login “%(login)s” is taken; choose another one."), {"login": login}))
    row = add_person(session, login, name, secrets.token_hex(32), actor.at, actor.name)
    _audit(session, actor, "account.created", login)
    return _issue(session, row, actor, CODE_LASTS)


def bootstrap(session: Session, login: str, name: str, actor: Actor) -> str:
    """One of the first two people, who keep the accounts, made at a terminal of the server; the activation code."""
    if len({given.person for given in functions_in_force(session) if given.function == Function.IT}) >= FIRST_PEOPLE:
        raise Said(N_("Two people keep the accounts already; one of them adds others."))
    code = create(session, login, name, actor)
    row = person(session, login)
    add_request(session, RequestKind.BOOTSTRAP, row.id, actor.at, actor.name, function=Function.IT.value)
    _audit(session, actor, "function.bootstrapped", row.login, function_given=Function.IT.value)
    return code


def ask_for_function(session: Session, login: str, grant: Grant, reason: str, actor: Actor) -> int:
    """Ask that a person gets a function; it counts once another confirms. The number of the request.

    Raises Said for an unknown place, a level the function does not have, the own account, or functions that exclude
    each other.
    """
    row = person(session, login)
    _not_oneself(row, actor)
    if grant.level not in LEVELS[grant.function]:
        raise Said(N_("This function is not given so widely or so narrowly; check campaign and commission."))
    if not known_scope(session, grant.campaign, grant.commission):
        raise Said(N_("There is no such campaign or commission; check the codes."))
    held = requested_functions(session, row.id)
    if any((given.function, given.campaign, given.commission) == _parts(grant) for given in held):
        raise Said(N_("The person has this function, or it waits for confirmation."))
    if against := conflicts(grant.function, (Function(given.function) for given in held)):
        values = {"functions": ", ".join(against)}
        raise Said((N_("Nobody holds this together with: %(functions)s."), values))
    number = add_request(
        session,
        RequestKind.GRANT,
        row.id,
        actor.at,
        actor.name,
        function=grant.function.value,
        campaign=grant.campaign,
        commission=grant.commission,
        reason=reason,
    )
    _audit(session, actor, "function.requested", row.login, request=number, function_given=grant.function.value)
    return number


def ask_for_recovery(session: Session, login: str, reason: str, actor: Actor) -> int:
    """Ask that a person sets password and second factor anew; the number of the request."""
    row = person(session, login)
    _not_oneself(row, actor)
    if not reason.strip():
        raise Said(N_("Say why the second factor has to be set anew."))
    number = add_request(session, RequestKind.RECOVERY, row.id, actor.at, actor.name, reason=reason.strip())
    _audit(session, actor, "recovery.requested", row.login, request=number)
    return number


def confirm(session: Session, request: int, actor: Actor) -> str:
    """The second person agrees. For a recovery the new activation code, which is shown this once, else "".

    Raises Said when nothing waits under this number, or the person asked it, or is the one it is for.
    """
    asked = _waiting(session, request)
    row = person(session, asked.login)
    _not_oneself(row, actor)
    if asked.requested_by == actor.name:
        raise Said(N_("You asked for this yourself; a different person has to confirm."))
    if asked.kind is RequestKind.GRANT:
        others = [Function(given.function) for given in functions_in_force(session, [row.id])]
        if conflicts(Function(asked.function), others):
            raise Said(N_("The person has got a function since that excludes this one."))
    confirm_request(session, request, asked.requested_by, actor.at, actor.name)
    _audit(session, actor, f"{_word(asked.kind)}.confirmed", row.login, request=request, asked_by=asked.requested_by)
    if asked.kind is not RequestKind.RECOVERY:
        return ""
    row.password, row.totp, row.fs_uniquifier = "", "", secrets.token_hex(32)
    end_sessions(session, actor.at, actor.name, person=row.id)
    return _issue(session, row, actor, RECOVERY_LASTS)


def end(session: Session, request: int, reason: str, actor: Actor) -> None:
    """Withdraw a request, or take away the function it gave; sessions of the person go on without it."""
    row = standing_request(session, request)
    if row is None:
        raise Said(N_("Nothing stands under this number any more."))
    if not reason.strip():
        raise Said(N_("Give a reason."))
    end_request(session, request, actor.at, actor.name, reason.strip())
    _audit(session, actor, f"{_word(RequestKind(row.kind))}.ended", "", request=request, reason=reason.strip())


def end_all_sessions(session: Session, login: str, actor: Actor) -> int:
    """End every session of a person; how many there were."""
    row = person(session, login)
    ended = end_sessions(session, actor.at, actor.name, person=row.id)
    _audit(session, actor, "sessions.ended", row.login, ended=ended)
    return ended


def _issue(session: Session, row: PersonRow, actor: Actor, lasts: timedelta) -> str:
    code = new_code()
    void_activations(session, row.id, actor.at)
    add_activation(session, row.id, code_digest(code), actor.at, actor.at + lasts, actor.name)
    return code


def _waiting(session: Session, request: int) -> Pending:
    found = next((one for one in pending_requests(session) if one.request == request), None)
    if found is None:
        raise Said(N_("Nothing waits for confirmation under this number."))
    return found


def _not_oneself(row: PersonRow, actor: Actor) -> None:
    if row.login == actor.name:
        raise Said(N_("Nobody decides about the own account."))


def _parts(grant: Grant) -> tuple[str, str, str]:
    return grant.function.value, grant.campaign, grant.commission


def _word(kind: RequestKind) -> str:
    return "recovery" if kind is RequestKind.RECOVERY else "function"


def _audit(session: Session, actor: Actor, action: str, login: str, **details: object) -> None:
    record_audit(
        session,
        actor.at,
        actor.name,
        action,
        details=details,
        function=actor.function,
        address=actor.address,
        object=f"account:{login}" if login else "",
    )
