"""Signed notes with Ed25519 keys, as c2sp.org/signed-note describes them.

A note is text that ends in a newline, an empty line, and signature lines `— name base64(key id || signature)`.
Base64 is read only in its one canonical spelling, so that no byte of a note can change unnoticed.
"""

import base64
import binascii
import hashlib
import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from portal.publication.transparency.errors import NoteError

ED25519 = b"\x01"
MOST_SIGNATURES = 100
_CONTROL = re.compile(rb"[\x00-\x09\x0b-\x1f]")


def strict_base64(text: str) -> bytes:
    """The bytes that a canonical base64 text stands for; NoteError for any other spelling of them."""
    try:
        data = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError) as error:
        raise NoteError(f"not base64: {text[:20]!r}") from error
    if base64.b64encode(data).decode() != text:
        raise NoteError(f"not canonical base64: {text[:20]!r}")
    return data


def check_name(name: str) -> str:
    """The name of a key; NoteError when it is empty or holds a space or a plus sign."""
    if not name or "+" in name or any(letter.isspace() or ord(letter) < 32 for letter in name):
        raise NoteError(f"a key's name is not empty and holds no space and no plus sign: {name!r}")
    return name


def key_id(name: str, public_key: bytes) -> bytes:
    """The four bytes that, with its name, tell a key from others."""
    return hashlib.sha256(name.encode() + b"\n" + ED25519 + public_key).digest()[:4]


@dataclass(frozen=True, order=True)
class Signature:
    """One signature line of a note."""

    name: str
    key_id: bytes
    signature: bytes

    def line(self) -> bytes:
        return f"— {self.name} {base64.b64encode(self.key_id + self.signature).decode()}\n".encode()


@dataclass(frozen=True)
class Verifier:
    """A public key with its name; `str()` gives the line `name+id+base64` that keys.json and Go's tools hold."""

    name: str
    public_key: bytes

    @cached_property
    def key_id(self) -> bytes:
        return key_id(self.name, self.public_key)

    @cached_property
    def _key(self) -> Ed25519PublicKey:
        return Ed25519PublicKey.from_public_bytes(self.public_key)

    @cached_property
    def identity(self) -> tuple[str, bytes]:
        return self.name, self.key_id

    def __str__(self) -> str:
        return f"{self.name}+{self.key_id.hex()}+{base64.b64encode(ED25519 + self.public_key).decode()}"

    @classmethod
    def parse(cls, text: str) -> "Verifier":
        """The key that a line `name+id+base64` stands for; NoteError when the parts do not belong together."""
        parts = text.split("+", 2)
        if len(parts) != 3:
            raise NoteError(f"a public key is written name+id+base64, not {text[:40]!r}")
        data = strict_base64(parts[2])
        if len(data) != 33 or data[:1] != ED25519:
            raise NoteError(f"not an Ed25519 key: {text[:40]!r}")
        verifier = cls(check_name(parts[0]), data[1:])
        if verifier.key_id.hex() != parts[1]:
            raise NoteError(f"the id in {text[:40]!r} belongs to another key; copy the whole line again")
        return verifier

    def verifies(self, text: bytes, signature: Signature) -> bool:
        """True when this very key made the signature over the text."""
        if (signature.name, signature.key_id) != self.identity:
            return False
        try:
            self._key.verify(signature.signature, text)
        except InvalidSignature:
            return False
        return True


@dataclass(frozen=True)
class Note:
    """Text and the signatures beneath it; nothing is verified yet."""

    text: bytes
    signatures: tuple[Signature, ...]

    def encode(self) -> bytes:
        return self.text + b"\n" + b"".join(signature.line() for signature in self.signatures)

    def signed_by(self, verifiers: Iterable[Verifier]) -> list[Verifier]:
        """Those of the given keys that signed; NoteError when a signature of one of them is wrong.

        Signatures of keys that are not given are passed over, as the specification demands.
        """
        known = {verifier.identity: verifier for verifier in verifiers}
        found = []
        for signature in self.signatures:
            verifier = known.get((signature.name, signature.key_id))
            if verifier is None:
                continue
            if not verifier.verifies(self.text, signature):
                raise NoteError(f"the signature of {signature.name} ({signature.key_id.hex()}) is wrong")
            found.append(verifier)
        return found

    @classmethod
    def parse(cls, data: bytes) -> "Note":
        """The parts of a note; NoteError when it is not formed as the specification says."""
        text, lines = split_note(data)
        signatures = tuple(_read_signature(line) for line in lines)
        if len({(each.name, each.key_id) for each in signatures}) != len(signatures):
            raise NoteError("a key signed the same note twice")
        return cls(text, signatures)


def split_note(data: bytes) -> tuple[bytes, list[str]]:
    """The text of a note and its signature lines; NoteError when they cannot be told apart."""
    try:
        data.decode("utf-8")
    except UnicodeDecodeError as error:
        raise NoteError("a note is UTF-8 text") from error
    end = data.rfind(b"\n\n")
    if _CONTROL.search(data) or end < 0 or not data.endswith(b"\n") or len(data) == end + 2:
        raise NoteError("a note is text, an empty line and signature lines, each ended by a newline")
    lines = data[end + 2 : -1].decode().split("\n")
    if len(lines) > MOST_SIGNATURES:
        raise NoteError(f"a note with more than {MOST_SIGNATURES} signatures")
    return data[: end + 1], lines


def _read_signature(line: str) -> Signature:
    parts = line.split(" ")
    if len(parts) != 3 or parts[0] != "—":
        raise NoteError(f"not a signature line: {line[:60]!r}")
    data = strict_base64(parts[2])
    if len(data) < 5:
        raise NoteError(f"a signature too short to be one: {line[:60]!r}")
    return Signature(check_name(parts[1]), data[:4], data[4:])
