"""New versions of keys.json: keys are added and closed, never taken out, and two approvers sign the change.

A prepared version lies in `home/keys` until it is published; its statement is signed like that of a release. A new
publisher's key bears the name of the log and signs once it lies in `home/keys/publisher.key` in place of the closed
one. The first approvers of a home that began without any sign their own entry: whoever compares keys.json with the
announced keys sees them there.
"""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from portal.errors import CheckFailed, InputError
from portal.publication.ledger import FOLDER, SITE, Ledger, merged
from portal.publication.transparency.canonical import canonical_line
from portal.publication.transparency.durable import replace_file
from portal.publication.transparency.errors import TransparencyError
from portal.publication.transparency.keys import APPROVER, LOG, PUBLISHER, Keys, PublicKey, keys_document
from portal.publication.transparency.leaf import KEYS, release_statement
from portal.publication.transparency.signed_note import Note, Verifier

PREPARED = "keys-next.json"
ADDED = (APPROVER, PUBLISHER)
"""What a new key may be for; the publisher's key signs the log's checkpoints too."""


def prepare(
    home: Path,
    *,
    test: bool,
    at: datetime,
    code: str,
    add: Sequence[tuple[Verifier, str, str]] = (),
    close: Sequence[str] = (),
) -> bytes:
    """The statement of the next version of keys.json, to be signed by approvers; `add` are (key, role, holder), `close`
    the lines of keys that end.

    Preparing again replaces what was prepared. Raises InputError for keys that are unknown, known already or closed.
    """
    ledger = Ledger(home, test=test)
    now, leaf = ledger.keys, ledger.size
    problems = [f"{line}: is no open key of keys.json" for line in close if line not in _open(now)]
    problems += [
        f"{key}: is in keys.json already" for key, _, _ in add if str(key) in {str(k.verifier) for k in now.keys}
    ]
    problems += [f"{role}: is no role; choose from {', '.join(ADDED)}" for _, role, _ in add if role not in ADDED]
    if problems:
        raise InputError(problems)
    kept = [replace(key, until_leaf=leaf + 1) if str(key.verifier) in close else key for key in now.keys]
    approvers = any(APPROVER in key.roles and key.valid_at(leaf) for key in now.keys)
    new = [
        PublicKey(
            verifier=key,
            roles=frozenset({APPROVER}) if role == APPROVER else frozenset({LOG, PUBLISHER}),
            holder=holder,
            since=at.isoformat(),
            from_leaf=leaf + 1 if approvers or role != APPROVER else leaf,
        )
        for key, role, holder in add
    ]
    try:
        document = keys_document(now.origin, [*kept, *new], now.policy)
        version = ledger.last(SITE, KEYS) + 1
        statement = release_statement(
            campaign=SITE,
            release=version,
            kind=KEYS,
            supersedes=version - 1,
            published=at.isoformat(),
            sha256sums=hashlib.sha256(document).hexdigest(),
            code=code,
        )
    except TransparencyError as error:
        raise InputError([str(error)]) from error
    prepared = {"document": document.decode(), "statement": statement.decode(), "leaf": leaf}
    replace_file(home / FOLDER / PREPARED, canonical_line(prepared))
    return statement


def publish_prepared(home: Path, *, test: bool, signed: Sequence[bytes]) -> int:
    """Enter the prepared version into the log and put it in place; the leaf's index.

    Raises CheckFailed when too few approvers signed it, or the log grew since: then prepare it again, because validity
    is counted in leaves. Calling it again after an interruption completes it.
    """
    path = home / FOLDER / PREPARED
    if not path.exists():
        raise InputError(["keys: no new version is prepared"])
    prepared = json.loads(path.read_bytes())
    statement, document = prepared["statement"].encode(), prepared["document"].encode()
    ledger = Ledger(home, test=test)
    note = merged(statement, signed)
    after = Keys.parse(document)
    valid = after.valid(APPROVER, prepared["leaf"])
    try:
        parsed = Note.parse(note) if signed else Note(statement, ())
        if parsed.text != statement:
            raise CheckFailed(["keys: the signatures are of another version; prepare and sign again"])
        people = {valid[key] for key in parsed.signed_by(valid)}
    except TransparencyError as error:
        raise CheckFailed([f"keys: {error}"]) from error
    needed = after.approvals_needed(SITE, KEYS, max(1, prepared["leaf"]))
    if len(people) < needed:
        raise CheckFailed([f"keys: {len(people)} people signed the new version, {needed} are needed"])
    return ledger.enter_keys(note, document, prepared["leaf"])


def _open(keys: Keys) -> set[str]:
    return {str(key.verifier) for key in keys.keys if key.until_leaf is None}
