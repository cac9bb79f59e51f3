"""Bytes that a redaction took away: the transparency log names their hashes, so their addresses answer "gone"."""

import re
from pathlib import Path
from threading import Lock

_REDACTED = re.compile(rb'"redacted":\[((?:"[0-9a-f]{64}",?)+)\]')
_HASH = re.compile(rb"[0-9a-f]{64}")


class Redactions:
    """Hashes of redacted files; the log is read again only when its checkpoint has moved and somebody asks."""

    def __init__(self, root: Path) -> None:
        self._log = root / "log"
        self._seen: tuple[int, int, int] | None = None
        self._hashes: frozenset[str] = frozenset()
        self._lock = Lock()

    def __contains__(self, sha256: str) -> bool:
        with self._lock:
            self._refresh()
            return sha256 in self._hashes

    def _refresh(self) -> None:
        try:
            stat = (self._log / "checkpoint").stat()
        except OSError:
            return
        signature = (stat.st_size, stat.st_mtime_ns, stat.st_ino)
        if signature == self._seen:
            return
        found: set[str] = set()
        for path in (self._log / "tile" / "entries").rglob("*"):
            if path.is_file():
                found.update(_redacted_hashes(path))
        self._hashes, self._seen = frozenset(found), signature


def _redacted_hashes(tile: Path) -> set[str]:
    """Hashes in the `redacted` lists of a tile's statements; partial tiles repeat what the full one says."""
    try:
        content = tile.read_bytes()
    except OSError:
        return set()
    return {sha256.decode() for listed in _REDACTED.findall(content) for sha256 in _HASH.findall(listed)}
