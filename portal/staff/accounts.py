"""Accounts: people, their functions, their second factors. Giving takes two people, taking away takes one (R53 ¶62-65).

Services over a session, each with its audit event in the same transaction; pages and the verb `user` call them.
"""

import secrets
from datetime import timedelta

from sqlalchemy.orm import Session

from portal.ingest.enrolment import Actor
from portal.staff.account_state import fingerprint, record_act
from portal.staff.functions import LEVELS, Function, Grant, conflicts
from portal.staff.said import N_, Said
from portal.staff.sessions import digest
from portal.store.models import PersonRow, RequestKind
from portal.store.queries.accounts import (
    Pending,
    all_people,
    functions_in_force,
    known_scope,
    pending_requests,
    person_by_login,
    person_of,
    requested_functions,
    standing_request,
)
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
    record_act(session, actor, "account.created", row, "")
    return _issue(session, row, actor, CODE_LASTS)


def bootstrap(session: Session, login: str, name: str, actor: Actor) -> str:
    """One of the first two people, who keep the accounts, made at a terminal of the server; the activation code."""
    if len(keepers(session)) >= FIRST_PEOPLE:
        raise Said(N_("Two people keep the accounts already; one of them adds others."))
    code = create(session, login, name, actor)
    row = person(session, login)
    before = fingerprint(session, row)
    add_request(session, RequestKind.BOOTSTRAP, row.id, actor.at, actor.name, function=Function.IT.value)
    record_act(session, actor, "function.bootstrapped", row, before, function_given=Function.IT.value)
    return code


def ask_for_function(session: Session, login: str, grant: Grant, reason: str, actor: Actor) -> int:
    """Ask that a person gets a function; it counts once another confirms. The number of the request.

    Raises Said for an unknown place, a level the function does not have, the own account, or functions that exclude
    each other.
    """
    row = person(session, login)
    not_oneself(row, actor)
    if not row.active:
        raise Said(N_("This account is closed; a new second factor, given by two people, opens it again."))
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
    before = fingerprint(session, row)
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
    record_act(session, actor, "function.requested", row, before, request=number, function_given=grant.function.value)
    return number


def ask_for_recovery(session: Session, login: str, reason: str, actor: Actor) -> int:
    """Ask that a person sets password and second factor anew; the number of the request."""
    row = person(session, login)
    not_oneself(row, actor)
    if not reason.strip():
        raise Said(N_("Say why the second factor has to be set anew."))
    before = fingerprint(session, row)
    number = add_request(session, RequestKind.RECOVERY, row.id, actor.at, actor.name, reason=reason.strip())
    record_act(session, actor, "recovery.requested", row, before, request=number)
    return number


def confirm(session: Session, request: int, actor: Actor) -> str:
    """The second person agrees. For a recovery the new activation code, which is shown this once, else ""; a closed
    account is open again by it.

    Raises Said when nothing waits under this number, or the person asked it, or is the one it is for.
    """
    asked = _waiting(session, request)
    row = person(session, asked.login)
    not_oneself(row, actor)
    if asked.requested_by == actor.name:
        raise Said(N_("You asked for this yourself; a different person has to confirm."))
    if asked.kind is RequestKind.GRANT:
        others = [Function(given.function) for given in functions_in_force(session, [row.id])]
        if conflicts(Function(asked.function), others):
            raise Said(N_("The person has got a function since that excludes this one."))
    before, code = fingerprint(session, row), ""
    confirm_request(session, request, asked.requested_by, actor.at, actor.name)
    if asked.kind is RequestKind.RECOVERY:
        row.password, row.totp, row.fs_uniquifier, row.active = "", "", secrets.token_hex(32), True
        end_sessions(session, actor.at, actor.name, person=row.id)
        code = _issue(session, row, actor, RECOVERY_LASTS)
    action = f"{_word(asked.kind)}.confirmed"
    record_act(session, actor, action, row, before, request=request, asked_by=asked.requested_by)
    return code


def confirm_all(session: Session, requested_by: str, reason: str, count: int, actor: Actor) -> None:
    """The second person agrees to everything that another asked for under one reason, as a file of people has it.

    Raises Said when these are not the `count` requests that the person saw.
    """
    asked = [one for one in pending_requests(session) if (one.requested_by, one.reason) == (requested_by, reason)]
    grants = [one for one in asked if one.kind is RequestKind.GRANT]
    if not grants or len(grants) != count:
        raise Said(N_("Something was added or withdrawn meanwhile; look at the list again."))
    for one in grants:
        confirm(session, one.request, actor)


def end(session: Session, request: int, reason: str, actor: Actor) -> None:
    """Withdraw a request, or take away the function it gave; sessions of the person go on without it."""
    row = standing_request(session, request)
    if row is None:
        raise Said(N_("Nothing stands under this number any more."))
    if not reason.strip():
        raise Said(N_("Give a reason."))
    whose = person_of(session, row.person)
    before = fingerprint(session, whose)
    end_request(session, request, actor.at, actor.name, reason.strip())
    action = f"{_word(RequestKind(row.kind))}.ended"
    record_act(session, actor, action, whose, before, request=request, reason=reason.strip())


def keepers(session: Session) -> set[int]:
    """Ids of the people who keep the accounts and whose account is not closed."""
    held = {given.person for given in functions_in_force(session) if given.function == Function.IT}
    return {row.id for row in all_people(session) if row.active and row.id in held}


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


def not_oneself(row: PersonRow, actor: Actor) -> None:
    """Raises Said where somebody would decide about the own account."""
    if row.login == actor.name:
        raise Said(N_("Nobody decides about the own account."))


def _parts(grant: Grant) -> tuple[str, str, str]:
    return grant.function.value, grant.campaign, grant.commission


def _word(kind: RequestKind) -> str:
    return "recovery" if kind is RequestKind.RECOVERY else "function"
