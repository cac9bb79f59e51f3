"""The transparency log as readers need it: the root after each release, and bytes that a redaction took away.

Nothing is proved here (`python -m portal verify` does that); the log is read on when its checkpoint moved and somebody
asks.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from threading import Lock
from typing import Any

from portal.publication.transparency.merkle import CompactRange, leaf_hash
from portal.publication.transparency.tiles import ENTRIES, WIDTH, decode_entries, tile_path

SHOWN_DIGITS = 8
"""So many hexadecimal digits of a root stand at the foot of pages."""


@dataclass
class _Seen:
    """What was read of the log so far."""

    checkpoint: tuple[int, int, int] | None = None
    tree: CompactRange = field(default_factory=CompactRange)
    roots: dict[tuple[str, int], str] = field(default_factory=dict)
    redacted: dict[str, Mapping[str, str]] = field(default_factory=dict)


class PublishedLog:
    """The log beneath the public folder `root`; without one nothing is known."""

    def __init__(self, root: Path) -> None:
        self._log = root / "log"
        self._seen = _Seen()
        self._lock = Lock()

    def __contains__(self, sha256: str) -> bool:
        """True for the hash of bytes that were taken away openly."""
        return sha256 in self._read().redacted

    def reason(self, sha256: str) -> Mapping[str, str]:
        """Why these bytes were taken away, by language; empty when nothing is said."""
        return self._read().redacted.get(sha256, {})

    def root_after(self, campaign: str, release: int) -> str:
        """The first digits of the root over the leaves up to that of the release; "" when the log does not hold it."""
        known = self._seen.roots.get((campaign, release))
        return known if known is not None else self._read().roots.get((campaign, release), "")

    def _read(self) -> _Seen:
        with self._lock:
            try:
                stat = (self._log / "checkpoint").stat()
                size = int((self._log / "checkpoint").read_bytes().split(b"\n")[1])
            except (OSError, ValueError, IndexError):
                return self._seen
            signature = (stat.st_size, stat.st_mtime_ns, stat.st_ino)
            if signature != self._seen.checkpoint:
                for leaf in self._leaves(self._seen.tree.size, size):
                    self._take(leaf)
                self._seen.checkpoint = signature if self._seen.tree.size >= size else None
            return self._seen

    def _leaves(self, start: int, size: int) -> Iterator[bytes]:
        """Leaves from `start` up to the size; fewer where a bundle cannot be read."""
        for index in range(start // WIDTH, -(-size // WIDTH)):
            width = min(WIDTH, size - index * WIDTH)
            for name in (tile_path(ENTRIES, index, width), tile_path(ENTRIES, index)):
                if (self._log / name).is_file():
                    break
            try:
                entries = list(decode_entries((self._log / name).read_bytes()))
            except (OSError, ValueError):
                return
            yield from entries[max(0, start - index * WIDTH) : width]

    def _take(self, leaf: bytes) -> None:
        self._seen.tree.append(leaf_hash(leaf))
        said = _said(leaf)
        if isinstance(said.get("release"), int) and said.get("kind") not in ("data", "keys", None):
            root = self._seen.tree.root().hex()[:SHOWN_DIGITS]
            self._seen.roots[str(said.get("campaign")), said["release"]] = root
        reason = said.get("reason")
        for sha256 in said.get("redacted") or ():
            self._seen.redacted[str(sha256)] = reason if isinstance(reason, dict) else {}


def _said(leaf: bytes) -> dict[str, Any]:
    try:
        said = json.loads(leaf.split(b"\n", 1)[0])
    except ValueError:
        return {}
    return said if isinstance(said, dict) else {}
