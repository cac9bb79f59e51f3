"""Checkpoints: the signed size and root of the log (c2sp.org/tlog-checkpoint)."""

import base64
import re
from dataclasses import dataclass

from portal.publication.transparency.errors import NoteError
from portal.publication.transparency.signed_note import strict_base64

_SIZE = re.compile(r"0|[1-9][0-9]{0,18}")


@dataclass(frozen=True)
class Checkpoint:
    """Which log, how many leaves, and the root over them."""

    origin: str
    size: int
    root: bytes

    def text(self) -> bytes:
        """The note's text: three lines."""
        return f"{self.origin}\n{self.size}\n{base64.b64encode(self.root).decode()}\n".encode()

    @classmethod
    def parse(cls, text: bytes) -> "Checkpoint":
        """What the text of a checkpoint says; extension lines may follow and are not read. NoteError when malformed."""
        lines = text.decode().removesuffix("\n").split("\n")
        if len(lines) < 3 or not all(lines) or not _SIZE.fullmatch(lines[1]):
            raise NoteError("a checkpoint is three lines: origin, size, root")
        root = strict_base64(lines[2])
        if len(root) != 32:
            raise NoteError("the root of a checkpoint has 32 bytes")
        return cls(lines[0], int(lines[1]), root)
