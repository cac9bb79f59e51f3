"""What finished pages were made of, one line each in one file, so that a release can be held against them.

Every worker of a host adds lines; the one that leads reads them and says which pages are still true. Of two lines about
one page the later one counts.
"""

import errno
import fcntl
import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

import orjson

from portal.public.reading import Dependency
from portal.published.site import Snapshot

NOTES = "made-of"
_LOCK = "made-of.lock"
_SLACK = 1_000_000
"""Bytes of lines that count no longer, up to which the file is left alone."""


class Notes:
    """The notes of one folder. `add` is for all workers, the rest for the one that leads."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._read, self._file = 0, -1
        self._lines: dict[str, bytes] = {}

    def add(self, place: str, dependencies: Sequence[Dependency]) -> None:
        """Note of what the page at a place below the folder was made. Raises OSError."""
        # Of a line that a full disk cuts off, the next one keeps away.
        line = b"\n" + orjson.dumps([place, dependencies]) + b"\n"
        with self._alone():
            file = os.open(self._folder / NOTES, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o640)
            try:
                if os.write(file, line) < len(line):
                    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
            finally:
                os.close(file)

    def read(self) -> list[str]:
        """Places of which something was noted since the last reading. Raises OSError."""
        try:
            status = (self._folder / NOTES).stat()
        except FileNotFoundError:
            self._begin(-1)
            return []
        if status.st_ino != self._file:  # Somebody emptied the folder.
            self._begin(status.st_ino)
        if status.st_size == self._read:
            return []
        with (self._folder / NOTES).open("rb") as file:
            file.seek(self._read)
            found = file.read()
        whole = found[: found.rfind(b"\n") + 1]
        self._read += len(whole)
        lines = {noted[0]: line for line in whole.splitlines() if (noted := _noted(line))}
        self._lines.update(lines)
        return list(lines)

    def places(self) -> list[str]:
        """All places of which something is noted."""
        return list(self._lines)

    def true(self, place: str, snapshot: Snapshot) -> bool:
        """Whether the page at a place is what a reader would get of that snapshot; False where nothing is noted."""
        noted = _noted(self._lines.get(place, b""))
        return noted is not None and snapshot.has_all(noted[1])

    def forget(self, place: str) -> None:
        """The page at this place has gone."""
        self._lines.pop(place, None)

    def tidy(self) -> None:
        """Write a file anew that is mostly about former pages, if there is room for it."""
        if self._read < _SLACK:
            return
        if self._read > 2 * sum(map(len, self._lines.values())) + _SLACK:
            with suppress(OSError), self._alone():
                self.read()
                new = self._folder / f"{NOTES}.new"
                new.write_bytes(b"".join(b"\n%b\n" % line for line in self._lines.values()))
                status = new.stat()
                new.replace(self._folder / NOTES)
                self._read, self._file = status.st_size, status.st_ino

    def _begin(self, file: int) -> None:
        self._read, self._file = 0, file
        self._lines.clear()

    @contextmanager
    def _alone(self) -> Iterator[None]:
        """Nobody else writes meanwhile: what goes into a file that is being replaced would be lost."""
        lock = os.open(self._folder / _LOCK, os.O_RDWR | os.O_CREAT, 0o640)
        try:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield
        finally:
            os.close(lock)


def _noted(line: bytes) -> tuple[str, Sequence[Dependency]] | None:
    """Place and dependencies of a line; None for one that was cut off."""
    try:
        place, dependencies = orjson.loads(line)
    except (orjson.JSONDecodeError, ValueError):
        return None
    return place, dependencies
