"""Reading published files: nothing is used before its SHA-256 is the one that the release names."""

import hashlib
import os
from collections import OrderedDict
from collections.abc import Callable
from pathlib import Path
from threading import Lock
from typing import Any

import orjson

from portal.published.errors import DamagedFile

KILOBYTES = 1024
MEGABYTES = 1024 * KILOBYTES


def read_bytes(root: Path, path: str) -> bytes:
    """The bytes of a file under `root`. Raises DamagedFile when it cannot be read."""
    try:
        return (root / path).read_bytes()
    except OSError:
        raise DamagedFile(path, "missing") from None


def read_piece(root: Path, path: str, start: int, size: int) -> bytes:
    """So many bytes of a file from a place on, fewer where it ends before. Raises DamagedFile when it is not there."""
    try:
        with (root / path).open("rb", buffering=0) as file:
            return os.pread(file.fileno(), size, start)
    except OSError:
        raise DamagedFile(path, "missing") from None


def parse_json(content: bytes, path: str) -> Any:
    """The parsed JSON. Raises DamagedFile."""
    try:
        return orjson.loads(content)
    except orjson.JSONDecodeError:
        raise DamagedFile(path, "not_json") from None


def read_json(root: Path, path: str) -> Any:
    """A small JSON object that no release lists (a pointer, the index). Raises DamagedFile."""
    document = parse_json(read_bytes(root, path), path)
    if not isinstance(document, dict):
        raise DamagedFile(path, "not_an_object")
    return document


class VerifiedFiles:
    """Files under `root` that were verified once: one is hashed again only when its size, time or inode changed."""

    def __init__(self, root: Path, limit: int = 4096) -> None:
        self._root = root
        self._limit = limit
        self._seen: dict[str, tuple[str, int, int, int]] = {}

    def check(self, path: str, sha256: str) -> Path:
        """The absolute path of a file whose content is known to be right. Raises DamagedFile."""
        place = self._root / path
        try:
            state = _state(place.stat(), sha256)
            if self._seen.get(path) != state:
                with place.open("rb") as file:
                    self._judge(path, state, hashlib.file_digest(file, "sha256").hexdigest())
        except OSError:
            raise DamagedFile(path, "missing") from None
        return place

    def read(self, path: str, sha256: str) -> bytes:
        """The bytes of a file, known to be right. Raises DamagedFile."""
        try:
            with (self._root / path).open("rb") as file:
                # Of the opened file: another may take its place at any moment.
                state = _state(os.fstat(file.fileno()), sha256)
                content = file.read()
        except OSError:
            raise DamagedFile(path, "missing") from None
        if self._seen.get(path) != state:
            self._judge(path, state, hashlib.sha256(content).hexdigest())
        return content

    def _judge(self, path: str, state: tuple[str, int, int, int], found: str) -> None:
        if found != state[0]:
            raise DamagedFile(path, "wrong_hash")
        if len(self._seen) >= self._limit:
            self._seen.clear()
        self._seen[path] = state


def _state(stat: os.stat_result, sha256: str) -> tuple[str, int, int, int]:
    return sha256, stat.st_size, stat.st_mtime_ns, stat.st_ino


class ParsedDocuments:
    """The documents parsed last, by hash; `budget` bounds the sum of their sizes on disk in bytes.

    `verified` reads them, `parse` makes of bytes and path what is kept. Documents are shared between requests and must
    not be changed by those who read them.
    """

    def __init__(self, verified: VerifiedFiles, budget: int, parse: Callable[[bytes, str], Any] = parse_json) -> None:
        self._verified = verified
        self._budget = budget
        self._parse = parse
        self._held: OrderedDict[str, tuple[Any, int]] = OrderedDict()
        self._size = 0
        self._lock = Lock()

    def get(self, path: str, sha256: str) -> Any:
        """The parsed document, from memory or from its verified file. Raises DamagedFile."""
        with self._lock:
            held = self._held.get(sha256)
            if held is not None:
                self._held.move_to_end(sha256)
                return held[0]
        content = self._verified.read(path, sha256)
        document = self._parse(content, path)
        self._keep(sha256, document, len(content))
        return document

    def _keep(self, sha256: str, document: Any, size: int) -> None:
        with self._lock:
            if sha256 in self._held:
                return
            self._held[sha256] = (document, size)
            self._size += size
            while self._size > self._budget and len(self._held) > 1:
                _, (_, dropped) = self._held.popitem(last=False)
                self._size -= dropped
