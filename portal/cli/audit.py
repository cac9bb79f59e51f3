"""Verify the audit trail and the raw messages against their chain, or link what is new."""

import argparse
from pathlib import Path

from portal.audit.heads import KEY_NAME, parse_head, read_head
from portal.audit.keys import load_or_make
from portal.audit.sequencer import sequence
from portal.audit.verify import verify
from portal.errors import CheckFailed, InputError
from portal.publication.transparency.errors import NoteError
from portal.publication.transparency.signed_note import Verifier
from portal.settings import Settings
from portal.store.engine import open_store


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """`audit verify [--head FILE --key KEY]` and `audit sequence`."""
    parser.add_argument("action", choices=("verify", "sequence"), help="verify the chain, or link what is new")
    parser.add_argument("--head", type=Path, help="a signed head that was kept elsewhere; the home's own by default")
    parser.add_argument("--key", default="", help="public key of that head, the line name+id+base64")


def run(arguments: argparse.Namespace, settings: Settings) -> int:
    """0 when everything fits, CheckFailed with the first bad row otherwise."""
    store = open_store(settings.store_url)
    try:
        if arguments.action == "sequence":
            print(f"{sequence(store, settings.home, settings.private)} links added")
            return 0
        try:
            own = load_or_make(settings.home, KEY_NAME).verifier
            key = Verifier.parse(arguments.key) if arguments.key else own
            head = parse_head(arguments.head.read_bytes(), key) if arguments.head else read_head(settings.private, key)
        except NoteError as error:
            raise InputError([f"the head of the chain: {error}"]) from None
        with store.read() as session:
            found = verify(session, head)
    finally:
        store.close()
    if found.bad:
        raise CheckFailed([f"{found.bad} ({found.links} links before it fit)"])
    signed = f"link {head.n} was signed" if head else "no head was signed yet"
    print(f"{found.links} links fit, {found.waiting} rows wait to be linked, {signed}; the key is {key}")
    return 0
