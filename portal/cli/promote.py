"""Carry a tested campaign from the test to the main instance: its configuration, no facts, once (R53 ¶61)."""

import argparse
import getpass
import hashlib
import os
from pathlib import Path

from portal.clocks import SystemClock, election_clock
from portal.errors import InputError
from portal.ingest.enrolment import Actor
from portal.package.importing import Occasion
from portal.preparation.dropping import drop, keep_audit, others
from portal.preparation.promoting import confirm, hand_over, open_carried, take
from portal.settings import Settings
from portal.store.engine import Store, open_store
from portal.store.migrate import upgrade
from portal.store.record import record_audit


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The three actions: `out` in the test instance, `take` and `confirm` in the main one."""
    actions = parser.add_subparsers(dest="action", metavar="ACTION", required=True)
    out = actions.add_parser("out", help="test instance: write the file to carry over, then delete all test data")
    out.add_argument("campaign", help="campaign whose test is passed and whose data two people ordered to delete")
    out.add_argument("file", type=Path, help="file to write")
    out.add_argument("--also-delete", action="append", default=[], metavar="CAMPAIGN", help="each other campaign")
    out.set_defaults(do=_out)
    brought = actions.add_parser("take", help="main instance: the test officer brings the file")
    brought.add_argument("file", type=Path, help="file that `promote out` wrote")
    brought.set_defaults(do=_take)
    second = actions.add_parser("confirm", help="main instance: a second person confirms; from now on it is a main one")
    second.add_argument("number", type=int, help="number that `take` printed")
    second.set_defaults(do=_confirm)
    for one in (brought, second):
        one.add_argument("--sha256", required=True, help="sha256 of the file as the test instance printed it")
        one.add_argument("--by", default="", metavar="NAME", help="who acts; the user of this machine by default")


def run(arguments: argparse.Namespace, settings: Settings) -> int:
    """Do the action; 0. Raises InputError or NotPermitted with the reason."""
    if arguments.action != "out":
        upgrade(settings.store_url)
    store = open_store(settings.store_url)
    try:
        code: int = arguments.do(arguments, settings, store)
        return code
    finally:
        store.close()


def _out(arguments: argparse.Namespace, settings: Settings, store: Store) -> int:
    """The file has its name only once the data are deleted; an interrupted run is finished by the next one."""
    campaign, file = str(arguments.campaign), Path(arguments.file)
    waiting = file.with_name(f"{file.name}.before-deletion")
    if file.exists():
        raise InputError([f"{file}: exists already; choose another name"])
    if not waiting.exists():
        left = sorted(set(others(store, campaign)) - set(arguments.also_delete))
        if left:
            raise InputError([f"campaign {each} would be deleted too; say --also-delete {each}" for each in left])
        with store.read() as session:
            data = hand_over(session, campaign, settings.private, settings.home, SystemClock().now())
        _recorded(store, campaign, data)
        kept, digest = keep_audit(store, settings.home, campaign)
        print(f"audit trail of the test: {kept}, sha256 {digest}")
        _write(waiting, data)
    elif open_carried(waiting.read_bytes()).campaign != campaign:
        raise InputError([f"{waiting}: is about another campaign"])
    drop(store, settings.mode.value, settings.public, settings.private)
    waiting.replace(file)
    print(f"test data are deleted; {file}: sha256 {_groups(hashlib.sha256(file.read_bytes()).hexdigest())}")
    return 0


def _take(arguments: argparse.Namespace, settings: Settings, store: Store) -> int:
    now = election_clock(settings.home).now()
    data = arguments.file.read_bytes()
    number = take(store, data, arguments.sha256, settings.private, now, _actor(arguments), settings.mode.value)
    print(f"brought under number {number}; a second person now says: promote confirm {number} --sha256 …")
    return 0


def _confirm(arguments: argparse.Namespace, settings: Settings, store: Store) -> int:
    actor = _actor(arguments)
    occasion = Occasion(election_clock(settings.home).now(), actor.at, actor.name)
    version = confirm(store, arguments.number, arguments.sha256, settings.private, occasion, actor, settings.mode.value)
    print(f"carried over: configuration version {version}")
    return 0


def _recorded(store: Store, campaign: str, data: bytes) -> None:
    """The last event of the test's audit trail, which is kept beside the database."""
    actor = Actor(getpass.getuser(), SystemClock().now(), "command line")
    with store.write() as session:
        after = hashlib.sha256(data).hexdigest()
        record_audit(
            session, actor.at, actor.name, "promotion.handed_over", campaign, function=actor.function, after=after
        )


def _write(path: Path, data: bytes) -> None:
    with path.open("xb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())


def _actor(arguments: argparse.Namespace) -> Actor:
    return Actor(arguments.by or getpass.getuser(), SystemClock().now(), "command line")


def _groups(digest: str) -> str:
    return " ".join(digest[place : place + 4] for place in range(0, len(digest), 4))
