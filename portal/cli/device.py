"""Machines: make a key, enrol and confirm it, queue and send messages, bring in a medium, write ASU files."""

import argparse
import getpass
import json
import time
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

from portal.audit.keys import load_or_make
from portal.clocks import SystemClock, election_clock
from portal.errors import InputError
from portal.ingest.asu import Receiver, configuration_zip
from portal.ingest.bodies import MAX_FILE
from portal.ingest.carried import submit_carried
from portal.ingest.device import Device
from portal.ingest.enrolment import Actor, Binding, confirm, enrol, fingerprint, revoke
from portal.ingest.intake import Answer, Intake
from portal.ingest.receipts import KEY_NAME
from portal.ingest.wire import HttpPortal
from portal.settings import Settings
from portal.store.engine import Store, open_store
from portal.store.models import DeviceKind
from portal.store.queries.intake_devices import device_keys

RETRY = (1.0, 2.0, 5.0, 10.0, 30.0)
"""Seconds between attempts of `send --wait`; the last one goes on for ever."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The actions; each has its own help."""
    actions = parser.add_subparsers(dest="action", metavar="ACTION", required=True)
    for name, (add, act, text) in _ACTIONS.items():
        one = actions.add_parser(name, help=text, description=text)
        add(one)
        one.set_defaults(do=act)


def run(arguments: argparse.Namespace, settings: Settings) -> int:
    """Do the action; 0, or 3 when messages still wait."""
    do: Callable[[argparse.Namespace, Settings], int] = arguments.do
    return do(arguments, settings)


def _key(arguments: argparse.Namespace, settings: Settings) -> int:
    device = Device.create(arguments.folder, arguments.name)
    print(device.signer.verifier)
    print(f"fingerprint {_groups(fingerprint(device.signer.verifier))}")
    return 0


def _enrol(arguments: argparse.Namespace, settings: Settings) -> int:
    binding = Binding(
        kind=DeviceKind(arguments.kind),
        campaign=arguments.campaign,
        precinct=arguments.precinct,
        mode=settings.mode.value,
        valid_from=_moment("--from", arguments.valid_from),
        valid_until=_moment("--until", arguments.valid_until),
    )
    with _open(settings) as store, store.store.write() as session:
        seq = enrol(session, arguments.public_key, binding, _actor(arguments))
    print(f"key {seq} entered; two different people now confirm its fingerprint with `device confirm {seq} …`")
    return 0


def _confirm(arguments: argparse.Namespace, settings: Settings) -> int:
    with _open(settings) as store, store.store.write() as session:
        confirm(session, arguments.key, "".join(arguments.fingerprint), _actor(arguments))
    print(f"key {arguments.key}: confirmed by {_actor(arguments).name}")
    return 0


def _revoke(arguments: argparse.Namespace, settings: Settings) -> int:
    with _open(settings) as store, store.store.write() as session:
        revoke(session, arguments.key, arguments.reason, _actor(arguments))
    print(f"key {arguments.key}: revoked")
    return 0


def _list(arguments: argparse.Namespace, settings: Settings) -> int:
    with _open(settings) as store, store.store.read() as session:
        for key in device_keys(session, arguments.campaign):
            state = "revoked" if key.revoked else "in force" if key.in_force else "waits for confirmations"
            print(f"{key.seq}\t{key.precinct}\t{key.kind}\t{key.name}\t{_groups(key.fingerprint)}\t{state}")
    return 0


def _queue(arguments: argparse.Namespace, settings: Settings) -> int:
    try:
        fields = json.loads(arguments.file.read_text(encoding="utf-8"))
        fields = {"created": SystemClock().now().isoformat(), "mode": settings.mode.value, **fields}
    except (ValueError, TypeError) as error:
        raise InputError([f"{arguments.file}: not a JSON object ({error})"]) from None
    if arguments.scan and arguments.scan.stat().st_size > MAX_FILE:
        raise InputError([f"{arguments.scan}: larger than {MAX_FILE} bytes"])
    print(Device(arguments.folder).queue(fields, arguments.scan))
    return 0


def _send(arguments: argparse.Namespace, settings: Settings) -> int:
    device, portal = Device(arguments.folder), HttpPortal(arguments.url)
    for attempt in range(1_000_000):
        sent = device.send(portal)
        print(f"{sent.receipts} receipts, {sent.refused} refused, {sent.waiting} waiting {sent.trouble}".rstrip())
        if not sent.trouble or not arguments.wait:
            break
        time.sleep(RETRY[min(attempt, len(RETRY) - 1)])
    return 3 if sent.trouble else 0


def _carry(arguments: argparse.Namespace, settings: Settings) -> int:
    with _open(settings) as opened:
        signer = load_or_make(settings.home, KEY_NAME)
        clock = election_clock(settings.home)
        intake = Intake(opened.store, settings.private, signer, settings.mode.value, clock)
        data = arguments.file.read_bytes()
        results = submit_carried(intake, data, arguments.act, arguments.witness, _actor(arguments))
    for each in results:
        told = each.result
        print(each.place, (told.outcome or "waiting") if isinstance(told, Answer) else f"{told.reason}: {told.detail}")
    return 0


def _asu_files(arguments: argparse.Namespace, settings: Settings) -> int:
    with _open(settings) as opened, opened.store.read() as session:
        receiver = Receiver(load_or_make(settings.home, KEY_NAME).verifier, settings.mode.value)
        data = configuration_zip(session, arguments.campaign, arguments.commission, receiver)
    arguments.out.write_bytes(data)
    print(f"{arguments.out}: {len(data)} bytes")
    return 0


class _open:  # noqa: N801 (reads as a function)
    """The store of this home, closed at the end of the block."""

    def __init__(self, settings: Settings) -> None:
        self.store: Store = open_store(settings.store_url)

    def __enter__(self) -> "_open":
        return self

    def __exit__(self, *_: object) -> None:
        self.store.close()


def _actor(arguments: argparse.Namespace) -> Actor:
    return Actor(arguments.by or getpass.getuser(), SystemClock().now(), "command line")


def _moment(option: str, text: str) -> datetime:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        moment = None
    if moment is None or moment.utcoffset() is None:
        raise InputError([f"{option} {text}: write an instant with its offset, like 2025-11-30T07:00:00+06:00"])
    return moment


def _groups(digest: str) -> str:
    return " ".join(digest[place : place + 4] for place in range(0, len(digest), 4))


def _add_folder(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("folder", type=Path, metavar="FOLDER", help="folder of the device")


def _add_by(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--by", default="", metavar="NAME", help="who acts; the user of this machine by default")


def _add_key(parser: argparse.ArgumentParser) -> None:
    _add_folder(parser)
    parser.add_argument("--name", required=True, help="name of the device, without spaces")


def _add_enrol(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("public_key", help="the line name+id+base64 that `device key` printed")
    parser.add_argument("--kind", required=True, choices=[kind.value for kind in DeviceKind])
    for name, text in (("campaign", "campaign"), ("precinct", "precinct that the key is bound to")):
        parser.add_argument(f"--{name}", required=True, help=text)
    parser.add_argument("--from", dest="valid_from", required=True, help="first instant of the key's validity")
    parser.add_argument("--until", dest="valid_until", required=True, help="last instant of the key's validity")
    _add_by(parser)


def _add_confirm(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("key", type=int, help="number of the key")
    parser.add_argument("fingerprint", nargs="+", help="fingerprint as the device shows it")
    _add_by(parser)


def _add_revoke(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("key", type=int, help="number of the key")
    parser.add_argument("--reason", required=True)
    _add_by(parser)


def _add_list(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--campaign", required=True)


def _add_queue(parser: argparse.ArgumentParser) -> None:
    _add_folder(parser)
    parser.add_argument("file", type=Path, help="JSON object with the message's fields (docs/ingest.md)")
    parser.add_argument("--scan", type=Path, help="the file of a scan")


def _add_send(parser: argparse.ArgumentParser) -> None:
    _add_folder(parser)
    parser.add_argument("--url", required=True, help="address of the portal's intake")
    parser.add_argument("--wait", action="store_true", help="try again until every receipt is held")


def _add_carry(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", type=Path, help="file with signed messages from a medium")
    parser.add_argument("--act", required=True, help="number of the act (R139 ¶50)")
    parser.add_argument("--witness", action="append", default=[], help="name of a witness; at least two")
    _add_by(parser)


def _add_asu_files(parser: argparse.ArgumentParser) -> None:
    for name, text in (("campaign", "campaign"), ("commission", "code of the ТИК or ОИК")):
        parser.add_argument(name, help=text)
    parser.add_argument("out", type=Path, help="zip file to write")


_ACTIONS: dict[str, tuple[Callable[[argparse.ArgumentParser], None], Any, str]] = {
    "key": (_add_key, _key, "make a device's key and print its public part and fingerprint"),
    "enrol": (_add_enrol, _enrol, "enter a device's key into the register"),
    "confirm": (_add_confirm, _confirm, "confirm the fingerprint of a key; two different people do"),
    "revoke": (_add_revoke, _revoke, "revoke a key"),
    "list": (_add_list, _list, "list the keys of a campaign"),
    "queue": (_add_queue, _queue, "sign a message and put it into the device's outbox"),
    "send": (_add_send, _send, "send what waits in the outbox, until the receipts are held"),
    "carry": (_add_carry, _carry, "take in messages from a medium, with act and witnesses"),
    "asu-files": (_add_asu_files, _asu_files, "write the ASU configuration files of one commission as a zip"),
}
