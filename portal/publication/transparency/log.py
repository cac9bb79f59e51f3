"""The log itself: leaves are appended to static files, and the signed checkpoint, replaced last, is the truth.

Whatever lies beyond the checkpoint was left by an interrupted run; it is removed before the next leaf is written.
Processes take turns by a lock on the folder, and each re-reads the checkpoint when another one has moved it.
"""

import fcntl
import os
import shutil
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from portal.publication.transparency.checkpoint import Checkpoint
from portal.publication.transparency.durable import make_folder, replace_file, sync_folder
from portal.publication.transparency.errors import LogError
from portal.publication.transparency.merkle import leaf_hash
from portal.publication.transparency.signed_note import Note, Verifier
from portal.publication.transparency.signer import Signer
from portal.publication.transparency.tiles import (
    ENTRIES,
    HASH_SIZE,
    WIDTH,
    TileEdge,
    count_at,
    decode_entries,
    encode_entry,
    levels,
    tile_path,
)

CHECKPOINT = "checkpoint"


class TransparencyLog:
    """An append-only log in a folder, written by whoever holds the origin's key.

    `retired` are the log's former keys: a checkpoint signed by one of them is accepted when the log is opened.
    Raises LogError when the files contradict the checkpoint, NoteError when the checkpoint is not signed by the log.
    """

    def __init__(self, folder: Path, origin: str, signer: Signer, retired: Iterable[Verifier] = ()):
        if signer.name != origin:
            raise LogError(f"the key {signer.name!r} cannot sign the log {origin!r}: their names must be equal")
        self._folder, self._origin, self._signer = folder, origin, signer
        self._trusted = [signer.verifier, *retired]
        self._note = b""
        self._edge = TileEdge()
        self._bundle = b""
        self._indexes: dict[bytes, int] = {}
        make_folder(folder)
        with self._turn():
            pass

    @property
    def size(self) -> int:
        """How many leaves the checkpoint covers."""
        return self._edge.size

    def root(self) -> bytes:
        """The root of the checkpoint, 32 bytes."""
        return self._edge.root()

    def append(self, leaf: bytes) -> int:
        """Add a leaf and move the checkpoint; returns its index, the former one when the very same leaf is there.

        Raises OSError when the disk refuses; the log is then as it was, also after a crash.
        """
        entry, digest = encode_entry(leaf), leaf_hash(leaf)
        with self._turn():
            if digest in self._indexes:
                return self._indexes[digest]
            edge = self._edge.copy()
            bundle = self._bundle + entry
            at, width = edge.size // WIDTH, edge.size % WIDTH + 1
            self._write(tile_path(ENTRIES, at, width), bundle)
            for level, index, row in edge.append(digest):
                self._write(tile_path(level, index, len(row) // HASH_SIZE), row)
            note = self._sign(edge)
            replace_file(self._folder / CHECKPOINT, note)
            self._note, self._edge = note, edge
            self._bundle = b"" if width == WIDTH else bundle
            self._indexes[digest] = edge.size - 1
            self._sweep()
            return edge.size - 1

    def leaves(self, start: int = 0) -> Iterator[bytes]:
        """The leaves from an index on, read bundle by bundle."""
        size = self.size
        for at in range(start // WIDTH, -(-size // WIDTH)):
            width = min(WIDTH, size - at * WIDTH)
            path = self._folder / tile_path(ENTRIES, at, width)
            if not path.exists():
                path = self._folder / tile_path(ENTRIES, at)
            for offset, entry in enumerate(decode_entries(path.read_bytes())):
                if start <= at * WIDTH + offset < size:
                    yield entry

    def _sign(self, edge: TileEdge) -> bytes:
        text = Checkpoint(self._origin, edge.size, edge.root()).text()
        return Note(text, (self._signer.sign(text),)).encode()

    def _write(self, path: str, content: bytes) -> None:
        target = self._folder / path
        if target.exists():
            raise LogError(f"{target} exists already; a file of the log is never overwritten")
        replace_file(target, content)

    @contextmanager
    def _turn(self) -> Iterator[None]:
        """Hold the folder's lock, with the state of the newest checkpoint in memory."""
        descriptor = os.open(self._folder, os.O_RDONLY | os.O_DIRECTORY)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX)
            path = self._folder / CHECKPOINT
            if not path.exists():
                self._begin()
            self._load(path.read_bytes())
            yield
        except BaseException:
            self._note = b""
            raise
        finally:
            os.close(descriptor)

    def _begin(self) -> None:
        if (self._folder / "tile").exists():
            raise LogError(f"{self._folder} holds leaves and no checkpoint; restore the checkpoint from a mirror")
        replace_file(self._folder / CHECKPOINT, self._sign(TileEdge()))

    def _load(self, note: bytes) -> None:
        if note == self._note:
            return
        parsed = Note.parse(note)
        checkpoint = Checkpoint.parse(parsed.text)
        if checkpoint.origin != self._origin or not parsed.signed_by(self._trusted):
            raise LogError(f"{self._folder / CHECKPOINT} is not signed by the key of {self._origin}")
        edge = TileEdge()
        edge.size = checkpoint.size
        edge.rows = [self._read_row(level, checkpoint.size) for level in range(levels(checkpoint.size))]
        if edge.root() != checkpoint.root:
            raise LogError(f"the tiles of {self._folder} do not give the root of their checkpoint; restore a copy")
        self._bundle = self._read_bundle(checkpoint.size, edge.rows[0])
        self._indexes = dict(self._leaf_indexes(checkpoint.size, edge.rows[0]))
        self._edge, self._note = edge, note
        self._sweep()

    def _read_row(self, level: int, size: int) -> list[bytes]:
        index, width = divmod(count_at(level, size), WIDTH)
        return self._read_tile(tile_path(level, index, width), width) if width else []

    def _read_tile(self, path: str, width: int) -> list[bytes]:
        try:
            tile = (self._folder / path).read_bytes()
        except FileNotFoundError as error:
            raise LogError(f"{self._folder / path} is missing; restore it from a mirror") from error
        if len(tile) != width * HASH_SIZE:
            raise LogError(f"{self._folder / path} has {len(tile)} bytes instead of {width * HASH_SIZE}")
        return [tile[at : at + HASH_SIZE] for at in range(0, len(tile), HASH_SIZE)]

    def _read_bundle(self, size: int, hashes: list[bytes]) -> bytes:
        index, width = divmod(size, WIDTH)
        path = self._folder / tile_path(ENTRIES, index, width)
        bundle = path.read_bytes() if width else b""
        if [leaf_hash(entry) for entry in decode_entries(bundle)] != hashes:
            raise LogError(f"{path} does not hold the leaves that the tiles name; restore it from a mirror")
        return bundle

    def _leaf_indexes(self, size: int, last: list[bytes]) -> Iterator[tuple[bytes, int]]:
        for index in range(size // WIDTH):
            for offset, digest in enumerate(self._read_tile(tile_path(0, index), WIDTH)):
                yield digest, index * WIDTH + offset
        for offset, digest in enumerate(last):
            yield digest, size // WIDTH * WIDTH + offset

    def _sweep(self) -> None:
        """Remove what an interrupted run left beyond the checkpoint, and partial tiles whose full one exists."""
        size = self.size
        for level in [ENTRIES, *range(levels(size + 1))]:
            depth = 0 if isinstance(level, str) else level
            here, ahead = count_at(depth, size), count_at(depth, size + 1)
            if ahead > here:
                self._remove(tile_path(level, here // WIDTH, here % WIDTH + 1))
            if here and here % WIDTH == 0:
                self._remove(tile_path(level, here // WIDTH - 1) + ".p")
        for path in self._folder.glob(".*.new"):
            path.unlink()

    def _remove(self, name: str) -> None:
        path = self._folder / name
        for left in (path, path.parent / f".{path.name}.new"):
            if left.is_dir():
                shutil.rmtree(left)
            elif left.exists():
                left.unlink()
            else:
                continue
            sync_folder(path.parent)
