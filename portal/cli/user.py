"""Accounts of the staff at a terminal of the server: add people, give and take functions, lock and unlock.

The first two people, who keep the accounts, are added without anybody's leave; for everything else one of them logs in
here with password and second factor, and what is given still needs the other one's confirmation.
"""

import argparse
import getpass
from pathlib import Path

from sqlalchemy.orm import Session

from portal.clocks import SystemClock
from portal.errors import InputError, NotPermitted
from portal.ingest.enrolment import Actor
from portal.settings import Settings
from portal.staff.functions import Function, Grant
from portal.store.engine import Store

_ACTS = (
    ("recover", "login", True),
    ("confirm", "request", False),
    ("revoke", "request", True),
    ("unlock", "login", True),
    ("close", "login", True),
    ("end-sessions", "login", False),
)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What to do, and who does it."""
    parser.add_argument("--by", default="", help="login of the one who acts; not needed for the first two people")
    actions = parser.add_subparsers(dest="act", metavar="ACT", required=True)
    add = actions.add_parser("add", help="add a person; prints the activation code")
    add.add_argument("login")
    add.add_argument("name")
    bulk = actions.add_parser("bulk", help="add everybody of a CSV file: login,name,function,campaign,commission")
    bulk.add_argument("file", type=Path)
    grant = actions.add_parser("grant", help="ask that a person gets a function")
    grant.add_argument("login")
    grant.add_argument("function")
    grant.add_argument("--campaign", default="")
    grant.add_argument("--commission", default="")
    for name, what, reasoned in _ACTS:
        action = actions.add_parser(name)
        action.add_argument(what, type=int if what == "request" else str)
        if reasoned:
            action.add_argument("--reason", required=True)


def run(arguments: argparse.Namespace, settings: Settings) -> int:
    """Do it in one transaction, all or nothing, and print codes; 0. Raises InputError with every reason."""
    from portal.app import create_app  # Loads Flask-Security, which only this verb and the staff role need.
    from portal.staff.state import EXTENSION

    app = create_app(["staff"], settings)
    store: Store = app.extensions[EXTENSION].store
    with app.app_context():
        actor = _actor(store, arguments.by)
        with store.write() as session:
            lines = _act(session, arguments, actor, first=not arguments.by)
    store.close()
    for line in lines:
        print(line)
    return 0


def _actor(store: Store, by: str) -> Actor:
    """Who acts at this terminal. Raises NotPermitted when password, code or function are not right."""
    from portal.staff.accounts import TERMINAL
    from portal.staff.second_factor import right_code
    from portal.staff.security import matches
    from portal.store.queries.accounts import functions_in_force, person_by_login
    from portal.store.record import record_audit

    now = SystemClock().now()
    if not by:
        return Actor(TERMINAL, now, "", TERMINAL)
    with store.read() as session:
        row = person_by_login(session, by)
        held = functions_in_force(session, [row.id]) if row else []
    known = matches(getpass.getpass(f"password of {by}: "), row.password if row else "")
    entered = right_code(by, getpass.getpass("code of the authenticator app: "))
    keeps = any(given.function == Function.IT for given in held)
    if not (known and entered and keeps and row and row.active):
        with store.write() as session:
            record_audit(session, now, row.login if row else "", "login.failed", address=TERMINAL)
        raise NotPermitted([f"--by {by}: password, code or function are not right"])
    return Actor(row.login, now, Function.IT.value, TERMINAL)


def _act(session: Session, arguments: argparse.Namespace, actor: Actor, *, first: bool) -> list[str]:
    from portal.staff import account_locks, accounts

    act = arguments.act
    if first:
        if act != "add":
            raise NotPermitted([f"user {act}: say who acts, --by LOGIN"])
        return [slip(arguments.login, accounts.bootstrap(session, arguments.login, arguments.name, actor))]
    if act == "add":
        return [slip(arguments.login, accounts.create(session, arguments.login, arguments.name, actor))]
    if act == "bulk":
        return add_many(session, arguments.file, actor)
    if act == "grant":
        grant = Grant(_function(arguments.function), arguments.campaign, arguments.commission)
        number = accounts.ask_for_function(session, arguments.login, grant, "", actor)
        return [f"request {number} waits for confirmation"]
    if act == "recover":
        number = accounts.ask_for_recovery(session, arguments.login, arguments.reason, actor)
        return [f"request {number} waits for confirmation"]
    if act == "confirm":
        code = accounts.confirm(session, arguments.request, actor)
        return [f"confirmed; activation code: {code}" if code else "confirmed"]
    if act == "revoke":
        accounts.end(session, arguments.request, arguments.reason, actor)
        return ["ended"]
    if act == "unlock":
        account_locks.unlock(session, arguments.login, arguments.reason, actor)
        return ["unlocked"]
    if act == "close":
        return [f"closed; sessions ended: {account_locks.close(session, arguments.login, arguments.reason, actor)}"]
    return [f"sessions ended: {account_locks.end_all_sessions(session, arguments.login, actor)}"]


def add_many(session: Session, path: Path, actor: Actor) -> list[str]:
    """Everybody of a CSV file, with the functions asked for; one slip each. InputError names every wrong line."""
    from portal.staff.bulk_accounts import LinesRefused, add_people, read_lines, text_of

    try:
        lines = read_lines(text_of(path.read_bytes()))
    except InputError as error:
        raise InputError(f"{path}: {problem}" for problem in error.problems) from None
    try:
        return [slip(each.login, each.code) for each in add_people(session, lines, actor, path.name)]
    except LinesRefused as error:
        refused = error.by_line.items()
        raise InputError(f"{path}:{number}: {each}" for number, found in refused for each in found.problems) from None


def slip(login: str, code: str) -> str:
    """What is printed and handed to the person."""
    return f"{login}: activation code {code}, once, within 7 days, at /staff/ky/activate"


def _function(name: str) -> Function:
    try:
        return Function(name)
    except ValueError:
        raise InputError([f"function {name!r}: choose from {', '.join(Function)}"]) from None
