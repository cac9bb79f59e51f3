"""Create the home, its keys and its database, or bring the database to the newest schema; again changes nothing.

Version 1 of keys.json is the first leaf of the transparency log: give the approvers' public keys here, so that official
results, corrections, withdrawals and redactions can be approved (`approve --new-key` makes such a key elsewhere).
"""

import argparse
from urllib.parse import urlsplit

from portal import __version__
from portal.clocks import election_clock
from portal.errors import InputError
from portal.publication.ledger import make_keys
from portal.publication.transparency.errors import NoteError
from portal.publication.transparency.keys import APPROVER
from portal.publication.transparency.signed_note import Verifier
from portal.settings import Mode, Settings
from portal.staff.secrets import make_secrets
from portal.store.migrate import upgrade

LEAST = 2
"""People who have to approve what is not automatic."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Whose keys approve releases."""
    parser.add_argument(
        "--approver",
        nargs=2,
        action="append",
        default=[],
        metavar=("KEY", "HOLDER"),
        help="public key of an approver, the line name+id+base64, and who holds it; give at least two",
    )


def run(arguments: argparse.Namespace, settings: Settings) -> int:
    """Create what is missing; 0."""
    for folder in (settings.home, settings.public, settings.private):
        folder.mkdir(parents=True, exist_ok=True)
    settings.private.chmod(0o700)
    make_secrets(settings.home)
    upgrade(settings.store_url)
    keys = make_keys(
        settings.home,
        test=settings.mode is Mode.TEST,
        at=election_clock(settings.home).now(),
        code=__version__,
        host=urlsplit(settings.site_url).netloc,
        approvers=[(_verifier(key), holder) for key, holder in arguments.approver],
    )
    people = {key.holder for key in keys.keys if APPROVER in key.roles}
    print(f"home {settings.home}, its keys and its database are ready")
    if len(people) < LEAST:
        print(f"note: {len(people)} approvers are in keys.json; corrections and official results need {LEAST}")
    return 0


def _verifier(line: str) -> Verifier:
    try:
        return Verifier.parse(line)
    except NoteError as error:
        raise InputError([f"--approver: {error}"]) from error
