"""The envelope of every machine: a signed note whose text is one canonical JSON line (docs/ingest.md).

Canonical JSON and a note's canonical base64 leave one spelling for one message, so equal messages are equal bytes.
"""

import hashlib
import re
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from portal.ingest.refusals import Reason, Refusal
from portal.publication.transparency.canonical import canonical_line, read_canonical
from portal.publication.transparency.errors import NoteError
from portal.publication.transparency.signed_note import Note
from portal.publication.transparency.signer import Signer

VERSION = 1
MAX_BYTES = 64 * 1024
LARGEST_NUMBER = 2**53 - 1
HEADER = ("v", "type", "campaign", "precinct", "device", "mode", "seq", "prev", "created")
_WORDS = {
    "type": re.compile(r"[a-z_]{1,40}"),
    "campaign": re.compile(r"[0-9A-Za-z_-]{1,100}"),
    "precinct": re.compile(r"[0-9A-Za-z-]{1,40}"),
    "device": re.compile(r"[0-9A-Za-z._-]{1,100}"),
    "mode": re.compile(r"main|test"),
    "prev": re.compile(r"|[0-9a-f]{64}"),
}


@dataclass(frozen=True, slots=True)
class Envelope:
    """A message that is well formed; nobody has verified its signature yet.

    `body` holds the fields beyond the header, `sha256` is that of `raw`, by which devices chain their messages.
    """

    raw: bytes
    sha256: str
    note: Note
    type: str
    campaign: str
    precinct: str
    device: str
    mode: str
    number: int
    prev: str
    created: datetime
    body: dict[str, Any]


def read_envelope(raw: bytes) -> Envelope:
    """The message in these bytes. Raises Refusal when they are too many or not a message."""
    if len(raw) > MAX_BYTES:
        raise Refusal(Reason.TOO_LARGE, f"a message has at most {MAX_BYTES} bytes")
    try:
        note = Note.parse(raw)
        fields = read_canonical(note.text)
    except (NoteError, ValueError, RecursionError) as error:
        raise _malformed(str(error)) from None
    if not isinstance(fields, dict) or not all(isinstance(name, str) for name in fields):
        raise _malformed("the text of the note is one JSON object")
    _check_header(fields)
    return Envelope(
        raw=raw,
        sha256=hashlib.sha256(raw).hexdigest(),
        note=note,
        type=fields["type"],
        campaign=fields["campaign"],
        precinct=fields["precinct"],
        device=fields["device"],
        mode=fields["mode"],
        number=fields["seq"],
        prev=fields["prev"],
        created=instant(fields["created"]),
        body={name: value for name, value in fields.items() if name not in HEADER},
    )


def write_envelope(fields: dict[str, Any], signer: Signer) -> bytes:
    """The signed bytes of a message."""
    text = canonical_line(fields)
    return Note(text, (signer.sign(text),)).encode()


def instant(value: object) -> datetime:
    """An ISO 8601 instant with its offset. Raises Refusal for anything else."""
    if isinstance(value, str):
        try:
            moment = datetime.fromisoformat(value)
        except ValueError:
            moment = None
        if moment is not None and moment.utcoffset() is not None:
            return moment
    raise _malformed(f"{value!r:.60} is not an instant with its offset, like 2025-11-30T20:05:00+06:00")


def _check_header(fields: dict[str, Any]) -> None:
    missing = [name for name in HEADER if name not in fields]
    if missing:
        raise _malformed(f"missing: {', '.join(missing)}")
    if type(fields["v"]) is not int or fields["v"] != VERSION:
        raise _malformed(f"v is {VERSION}")
    for name, pattern in _WORDS.items():
        if not isinstance(fields[name], str) or not pattern.fullmatch(fields[name]):
            raise _malformed(f"{name} is text of the form {pattern.pattern}")
    if type(fields["seq"]) is not int or not 1 <= fields["seq"] <= LARGEST_NUMBER:
        raise _malformed(f"seq is a number from 1 to {LARGEST_NUMBER}")


def _malformed(detail: str) -> Refusal:
    return Refusal(Reason.MALFORMED, detail)
