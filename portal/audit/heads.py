"""The head of the chain outside the database: a signed note, so that a cut or a recomputed chain shows.

Whoever keeps a copy of the head elsewhere (the auditor, another host) can hold the database to it at any later time.
"""

import fcntl
import os
import re
from dataclasses import dataclass
from pathlib import Path

from portal.errors import StorageError
from portal.publication.transparency.durable import make_folder, replace_file
from portal.publication.transparency.errors import NoteError
from portal.publication.transparency.signed_note import Note, Verifier
from portal.publication.transparency.signer import Signer

KEY_NAME = "natyija.audit"
FILE = "audit/head"
_TEXT = re.compile(r"natyija audit chain v1\n([1-9][0-9]{0,18})\n([0-9a-f]{64})\n")


@dataclass(frozen=True, slots=True)
class Head:
    """Number and hash of a link."""

    n: int
    link: str


def write_head(private: Path, head: Head, signer: Signer) -> None:
    """Sign the head and put it in place of an older one; a newer one stays. Raises StorageError."""
    path = private / FILE
    try:
        make_folder(path.parent)
        lock = os.open(path.parent / "lock", os.O_RDWR | os.O_CREAT, 0o600)
        try:
            fcntl.flock(lock, fcntl.LOCK_EX)
            known = read_head(private, signer.verifier)
            if known is None or known.n < head.n:
                text = f"natyija audit chain v1\n{head.n}\n{head.link}\n".encode()
                replace_file(path, Note(text, (signer.sign(text),)).encode())
        finally:
            os.close(lock)
    except OSError as error:
        raise StorageError(f"{path}: {error.strerror or error}") from error


def read_head(private: Path, verifier: Verifier) -> Head | None:
    """The head in the private folder, None when there is none. Raises NoteError for one that is not signed rightly."""
    try:
        data = (private / FILE).read_bytes()
    except FileNotFoundError:
        return None
    return parse_head(data, verifier)


def parse_head(data: bytes, verifier: Verifier) -> Head:
    """The head in a signed note. Raises NoteError."""
    note = Note.parse(data)
    found = _TEXT.fullmatch(note.text.decode())
    if found is None or not note.signed_by([verifier]):
        raise NoteError(f"not a head of the audit chain signed by {verifier.name}")
    return Head(int(found[1]), found[2])
