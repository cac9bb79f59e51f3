"""Change the public keys: add or close keys in a new version of keys.json that two approvers sign.

`keys --add KEY ROLE HOLDER --close KEY --out STATEMENT` prepares a version; the approvers sign the statement with
`approve`; `keys --publish SIGNED [SIGNED …]` enters it into the log. Nothing may be published in between.
"""

import argparse
from pathlib import Path

from portal import __version__
from portal.clocks import election_clock
from portal.errors import InputError
from portal.publication.ledger import Ledger
from portal.publication.lock import publisher_lock
from portal.publication.rotation import prepare, publish_prepared
from portal.publication.transparency.errors import NoteError
from portal.publication.transparency.signed_note import Verifier
from portal.settings import Mode, Settings
from portal.store.engine import open_store


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What to change, or what to publish; without either the keys are listed."""
    parser.add_argument("--add", nargs=3, action="append", default=[], metavar=("KEY", "ROLE", "HOLDER"))
    parser.add_argument("--close", action="append", default=[], metavar="KEY", help="a key that ends")
    parser.add_argument("--out", type=Path, help="file for the statement to sign")
    parser.add_argument(
        "--publish", nargs="+", type=Path, metavar="SIGNED", help="the statement as approvers signed it"
    )


def run(arguments: argparse.Namespace, settings: Settings) -> int:
    """0. Raises InputError for keys that cannot be used, CheckFailed without enough signatures."""
    test = settings.mode is Mode.TEST
    if arguments.publish:
        store = open_store(settings.store_url)
        try:
            with publisher_lock(store, settings.home):
                signed = [path.read_bytes() for path in arguments.publish]
                index = publish_prepared(settings.home, test=test, signed=signed)
        finally:
            store.close()
        print(f"keys.json: the new version is leaf {index}")
        return 0
    if not arguments.add and not arguments.close:
        for key in Ledger(settings.home, test=test).keys.keys:
            until = "" if key.until_leaf is None else f", closed at leaf {key.until_leaf}"
            print(f"{', '.join(sorted(key.roles))}: {key.holder}: {key.verifier}{until}")
        return 0
    if not arguments.out:
        raise InputError(["--out: name the file for the statement that approvers sign"])
    added = [(_verifier(key), role, holder) for key, role, holder in arguments.add]
    now = election_clock(settings.home).now()
    statement = prepare(settings.home, test=test, at=now, code=__version__, add=added, close=arguments.close)
    arguments.out.write_bytes(statement)
    print(f"{arguments.out}: let two approvers sign it, then run `keys --publish`")
    return 0


def _verifier(line: str) -> Verifier:
    try:
        return Verifier.parse(line)
    except NoteError as error:
        raise InputError([f"--add: {error}"]) from error
