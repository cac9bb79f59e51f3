"""The side store of refused messages: evidence that somebody tried, capped so that nobody can fill the disk with it.

The first messages are kept, later ones only counted in the log: a flood must not push out what came before it. Staff
empty the folder after they have looked.
"""

import hashlib
from pathlib import Path

from portal.errors import StorageError
from portal.publication.transparency.durable import write_new

FOLDER = "refused"
MAX_FILES = 2_000
MAX_TOTAL = 64 * 1024 * 1024


class RefusedStore:
    """Files `<sha256>.note` in a private folder."""

    def __init__(self, private: Path, max_files: int = MAX_FILES, max_total: int = MAX_TOTAL) -> None:
        self._folder = private / FOLDER
        self._max_files = max_files
        self._max_total = max_total

    def keep(self, raw: bytes) -> bool:
        """Keep the bytes; False when they are here already or the store is full. Raises StorageError."""
        try:
            self._folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            sizes = [path.stat().st_size for path in self._folder.glob("*.note")]
            if len(sizes) >= self._max_files or sum(sizes) + len(raw) > self._max_total:
                return False
            write_new(self._folder / f"{hashlib.sha256(raw).hexdigest()}.note", raw, mode=0o600)
        except FileExistsError:
            return False
        except OSError as error:
            raise StorageError(f"{self._folder}: {error.strerror or error}") from error
        return True
