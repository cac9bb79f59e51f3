"""Reads all leaves of the log, rebuilds the tree from them and compares every tile with what it must be."""

import hashlib
from collections.abc import Callable

from portal.publication.transparency.checkpoint import Checkpoint
from portal.publication.transparency.errors import NoteError, TransparencyError
from portal.publication.transparency.keys import LOG, Keys
from portal.publication.transparency.merkle import leaf_hash
from portal.publication.transparency.signed_note import Note
from portal.publication.transparency.tiles import (
    ENTRIES,
    HASH_SIZE,
    WIDTH,
    TileEdge,
    count_at,
    decode_entries,
    encode_entry,
    tile_path,
)
from portal.verify.report import Check
from portal.verify.source import Source, SourceError

CHECKPOINT = "log/checkpoint"


def read_checkpoint(note: bytes, keys: Keys) -> Checkpoint:
    """The checkpoint in a note; NoteError unless a key of the log that was valid at its last leaf signed it."""
    parsed = Note.parse(note)
    checkpoint = Checkpoint.parse(parsed.text)
    if checkpoint.origin != keys.origin:
        raise NoteError(f"it is of {checkpoint.origin!r}, not of {keys.origin!r}")
    if not parsed.signed_by(keys.valid(LOG, max(0, checkpoint.size - 1))):
        raise NoteError("no valid key of the log signed it")
    return checkpoint


class LogReader:
    """Follows the log leaf by leaf. `roots` keeps the root at the sizes asked for; `names` the files seen as right."""

    def __init__(self, source: Source, check: Check, sizes: set[int]):
        self._source, self._check = source, check
        self._edge, self._bundle = TileEdge(), b""
        self.roots = {0: self._edge.root()} if 0 in sizes else {}
        self._sizes = sizes
        self.names = {CHECKPOINT}

    @property
    def size(self) -> int:
        return self._edge.size

    def root(self) -> bytes:
        return self._edge.root()

    def follow(self, size: int, see: Callable[[int, bytes], None]) -> None:
        """Read on to a size, showing each leaf with its index. Raises TransparencyError when that is impossible."""
        while self.size < size:
            index, known = divmod(self.size, WIDTH)
            width = min(WIDTH, size - index * WIDTH)
            bundle = self._read_bundle(index, width)
            for entry in bundle[known:]:
                see(self.size, entry)
                self._take(entry)

    def _take(self, entry: bytes) -> None:
        for level, index, row in self._edge.append(leaf_hash(entry)):
            if len(row) == WIDTH * HASH_SIZE:
                self._compare(tile_path(level, index), row)
        self._bundle += encode_entry(entry)
        if self.size % WIDTH == 0:
            self._compare(tile_path(ENTRIES, self.size // WIDTH - 1), self._bundle)
            self._bundle = b""
        if self.size in self._sizes:
            self.roots[self.size] = self.root()

    def _read_bundle(self, index: int, width: int) -> list[bytes]:
        path = f"log/{tile_path(ENTRIES, index, width)}"
        try:
            data = self._source.read(path)
        except FileNotFoundError:
            if not self._source.live or width == WIDTH:
                raise TransparencyError(f"{path} is missing") from None
            data = self._source.read(f"log/{tile_path(ENTRIES, index)}")
        except SourceError as error:
            raise TransparencyError(str(error)) from error
        entries = list(decode_entries(data))
        if len(entries) < width or (len(entries) > width and not self._source.live):
            raise TransparencyError(f"{path} holds {len(entries)} leaves instead of {width}")
        return entries[:width]

    def finish(self) -> None:
        """Compare the incomplete tiles. In a folder those of all former sizes must be there and be right, too."""
        for level, row in enumerate(self._edge.rows):
            index = count_at(level, self.size) // WIDTH
            self._compare_partial(level, index, b"".join(row), [HASH_SIZE] * len(row))
        lengths = [len(encode_entry(entry)) for entry in decode_entries(self._bundle)]
        self._compare_partial(ENTRIES, self.size // WIDTH, self._bundle, lengths)

    def _compare_partial(self, level: int | str, index: int, content: bytes, lengths: list[int]) -> None:
        end = 0
        for width, length in enumerate(lengths, start=1):
            end += length
            if width == len(lengths) or not self._source.live:
                self._compare(tile_path(level, index, width), content[:end])

    def _compare(self, tile: str, content: bytes) -> None:
        path = f"log/{tile}"
        self.names.add(path)
        try:
            right = self._source.sha256(path) == hashlib.sha256(content).hexdigest()
        except FileNotFoundError:
            if not (self._source.live and ".p/" in path):
                self._check.fail(f"{path} is missing")
            return
        except SourceError as error:
            self._check.fail(str(error))
            return
        if not right:
            self._check.fail(f"{path} is not what the leaves give")
