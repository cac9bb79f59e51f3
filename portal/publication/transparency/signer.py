"""Private keys: made, kept in a file that only its owner may read, and used to sign notes."""

import base64
import os
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from portal.publication.transparency.durable import write_new
from portal.publication.transparency.errors import NoteError
from portal.publication.transparency.signed_note import (
    ED25519,
    Note,
    Signature,
    Verifier,
    check_name,
    strict_base64,
)

_PREFIX = "PRIVATE+KEY+"


class Signer:
    """A private Ed25519 key with its name."""

    def __init__(self, name: str, seed: bytes):
        self._seed = seed
        self._key = Ed25519PrivateKey.from_private_bytes(seed)
        self.verifier = Verifier(check_name(name), self._key.public_key().public_bytes_raw())

    def __repr__(self) -> str:
        return f"Signer({str(self.verifier)!r})"

    @property
    def name(self) -> str:
        return self.verifier.name

    def sign(self, text: bytes) -> Signature:
        """The signature of a note's text; the same text always gets the same bytes."""
        return Signature(self.name, self.verifier.key_id, self._key.sign(text))

    @classmethod
    def generate(cls, name: str) -> "Signer":
        """A new key from the system's source of randomness."""
        return cls(name, os.urandom(32))

    @classmethod
    def parse(cls, text: str) -> "Signer":
        """The key that a line `PRIVATE+KEY+name+id+base64` stands for."""
        parts = text.removeprefix(_PREFIX).split("+", 2)
        if not text.startswith(_PREFIX) or len(parts) != 3:
            raise NoteError("a private key is one line PRIVATE+KEY+name+id+base64")
        data = strict_base64(parts[2])
        if len(data) != 33 or data[:1] != ED25519:
            raise NoteError("not an Ed25519 private key")
        signer = cls(parts[0], data[1:])
        if signer.verifier.key_id.hex() != parts[1]:
            raise NoteError("the private key's id belongs to another key; restore the file from its backup")
        return signer

    @classmethod
    def load(cls, path: Path) -> "Signer":
        """The key in the file; NoteError when others may read it or it is not a key, OSError when it is not there."""
        if path.stat().st_mode & 0o077:
            raise NoteError(f"{path}: others may read this private key; run chmod 600 and consider a new key")
        try:
            return cls.parse(path.read_text(encoding="utf-8").removesuffix("\n"))
        except ValueError as error:
            raise NoteError(f"{path}: {error}") from error

    def save(self, path: Path) -> None:
        """Write the key into a new file with mode 0600; FileExistsError rather than replace a key."""
        encoded = base64.b64encode(ED25519 + self._seed).decode()
        line = f"{_PREFIX}{self.name}+{self.verifier.key_id.hex()}+{encoded}\n"
        write_new(path, line.encode(), mode=0o600)


def add_signatures(note_or_text: bytes, *signers: Signer) -> bytes:
    """The note with these signers' signatures added, lines in the order of names, so that the order of signing
    leaves no trace. Text without signatures (one line of a statement) becomes a note.
    """
    unsigned = b"\n\n" not in note_or_text
    note = Note(note_or_text, ()) if unsigned else Note.parse(note_or_text)
    if not note.text.endswith(b"\n"):
        raise NoteError("the text of a note ends in a newline")
    added = {(each.name, each.key_id): each for each in note.signatures}
    added |= {signer.verifier.identity: signer.sign(note.text) for signer in signers}
    signed = Note(note.text, tuple(sorted(added.values()))).encode()
    return Note.parse(signed).encode()
