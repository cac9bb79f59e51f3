"""Sign the statement of a release that waits, on any machine, with a key that stays off the server.

`approve FILE --key KEY --out SIGNED` reads the statement, says in plain words what it is about and signs it.
`approve --new-key KEY --name NAME` makes a key. On the server, `approve --ask CAMPAIGN` writes the statement that is
asked for and `approve --bring SIGNED --by PERSON` hands a signed one over; the staff pages do the same.
"""

import argparse
import sys
from pathlib import Path

from portal.clocks import SystemClock
from portal.errors import InputError
from portal.publication.transparency.errors import TransparencyError
from portal.publication.transparency.leaf import Statement, read_statement, sign_statement
from portal.publication.transparency.signed_note import Note
from portal.publication.transparency.signer import Signer
from portal.settings import Settings
from portal.store.engine import open_store
from portal.store.queries.approvals import waiting_statement
from portal.store.record.approvals import record_signature


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What to sign, make, ask for or bring."""
    parser.add_argument("file", nargs="?", type=Path, help="the statement, or one that others signed already")
    parser.add_argument("--key", type=Path, help="file of the approver's private key")
    parser.add_argument("--out", type=Path, help="file to write; printed without it")
    parser.add_argument("--yes", action="store_true", help="sign without asking")
    parser.add_argument("--new-key", type=Path, metavar="FILE", help="make a private key in this new file")
    parser.add_argument("--name", default="", help="name of the new key, without spaces and plus signs")
    parser.add_argument("--ask", metavar="CAMPAIGN", help="write the statement that this campaign's release waits for")
    parser.add_argument("--bring", type=Path, metavar="SIGNED", help="hand over a signed statement on the server")
    parser.add_argument("--by", default="", help="who brings it")


def run(arguments: argparse.Namespace, settings: Settings) -> int:
    """0. Raises InputError for a file that is no statement, a key that cannot be used, or nothing to do."""
    try:
        if arguments.new_key:
            return _new_key(arguments.new_key, arguments.name)
        if arguments.ask:
            return _ask(arguments, settings)
        if arguments.bring:
            return _bring(arguments, settings)
        if not arguments.file or not arguments.key:
            raise InputError(["approve: give a statement and --key, or --new-key, --ask or --bring"])
        return _sign(arguments)
    except TransparencyError as error:
        raise InputError([str(error)]) from error
    except UnicodeDecodeError as error:
        raise InputError([f"approve: the file is not text: {error}"]) from error


def _new_key(path: Path, name: str) -> int:
    signer = Signer.generate(name)
    try:
        signer.save(path)
    except FileExistsError as error:
        raise InputError([f"{path}: exists; a key is never overwritten"]) from error
    print(f"private key: {path} (keep it and a copy off every server)")
    print(f"public key:  {signer.verifier}")
    return 0


def _sign(arguments: argparse.Namespace) -> int:
    content = arguments.file.read_bytes()
    text = Note.parse(content).text if b"\n\n" in content else content
    for line in words(read_statement(text)):
        print(line, file=sys.stderr)
    if not arguments.yes and input("Sign this? Type yes: ").strip() != "yes":
        raise InputError(["approve: nothing was signed"])
    _write(arguments.out, sign_statement(content, Signer.load(arguments.key)))
    return 0


def _ask(arguments: argparse.Namespace, settings: Settings) -> int:
    store = open_store(settings.store_url)
    try:
        with store.read() as session:
            waiting = waiting_statement(session, arguments.ask)
    finally:
        store.close()
    if waiting is None:
        raise InputError([f"{arguments.ask}: no release waits for signatures"])
    _write(arguments.out, waiting.statement)
    return 0


def _bring(arguments: argparse.Namespace, settings: Settings) -> int:
    if not arguments.by:
        raise InputError(["--by: say who brings the signature"])
    note = arguments.bring.read_bytes()
    Note.parse(note)
    store = open_store(settings.store_url)
    try:
        with store.write() as session:
            campaign = record_signature(session, note, SystemClock().now(), arguments.by)
    finally:
        store.close()
    print(f"{campaign}: the signature is with the publisher")
    return 0


def _write(path: Path | None, content: bytes) -> None:
    if path is None:
        sys.stdout.write(content.decode())
    else:
        path.write_bytes(content)
        print(f"{path}: {len(content)} bytes", file=sys.stderr)


def words(statement: Statement) -> list[str]:
    """The statement in plain words, one line each, for whoever signs it."""
    reason = statement.reason if isinstance(statement.reason, dict) else {"": statement.reason or "—"}
    return [
        f"campaign:   {statement.campaign}",
        f"release:    {statement.release}, {statement.kind}, after {statement.supersedes or 'none'}",
        f"published:  {statement.published}",
        *(f"reason{f' ({language})' if language else ''}: {text}" for language, text in reason.items()),
        *(f"redacted:   {sha256}" for sha256 in statement.redacted),
        f"its files:  SHA256SUMS has the hash {statement.sha256sums}",
    ]
