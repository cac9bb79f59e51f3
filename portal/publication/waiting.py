"""A sealed release that waits for its approvers' signatures outside the public tree (R139 ¶77, ¶84; design, gate).

While one waits, its number is taken and the campaign's other releases wait with it, at most for `HOLD`. Then it
is set aside for as long, everyone else's results flow, and it is made anew with a new statement. Signatures travel
through the store; whoever signs needs nothing but the statement.
"""

import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import orjson

from portal.publication.archive import Archive, encode
from portal.publication.durable import replace_synced

HOLD = timedelta(minutes=15)
"""How long other releases of the campaign wait for the signatures, and how long they then flow before the next try."""


@dataclass(frozen=True)
class Waiting:
    """What waits, or was set aside: release `n` with its `note`, carrying out `orders`; `since` is system time.

    `folder` is the sealed staging; None once the release was set aside.
    """

    n: int
    kind: str
    orders: tuple[int, ...]
    since: datetime
    statement: bytes
    note: dict[str, Any]
    folder: Path | None

    def over(self, now: datetime) -> bool:
        """True once the time for signing, or the time set aside, has passed; a clock set back ends it too."""
        return not self.since <= now < self.since + HOLD


@dataclass(frozen=True)
class WaitingRoom:
    """The waiting release of each campaign, kept in `home/publisher/<campaign>/waiting.json`."""

    archive: Archive

    def of(self, campaign: str) -> Waiting | None:
        """What waits or was set aside; None for nothing, or when an interrupted run left no whole staging."""
        path = self._path(campaign)
        if not path.exists():
            return None
        found = orjson.loads(path.read_bytes())
        folder = self.archive.private / campaign / f"staging-{found['n']}"
        if not found["aside"] and not (folder / "SHA256SUMS").exists():
            return None
        return Waiting(
            n=found["n"],
            kind=found["kind"],
            orders=tuple(found["orders"]),
            since=datetime.fromisoformat(found["since"]),
            statement=found["statement"].encode(),
            note=found["note"],
            folder=None if found["aside"] else folder,
        )

    def enter(self, campaign: str, waiting: Waiting) -> None:
        """Let a sealed release wait, or, without its folder, remember that it was set aside."""
        document = {
            "n": waiting.n,
            "kind": waiting.kind,
            "orders": list(waiting.orders),
            "since": waiting.since.isoformat(),
            "statement": waiting.statement.decode(),
            "note": waiting.note,
            "aside": waiting.folder is None,
        }
        replace_synced(self._path(campaign), encode(document))

    def leave(self, campaign: str) -> None:
        """Forget what waited, its staging too where it is still there."""
        waiting = self.of(campaign)
        self._path(campaign).unlink(missing_ok=True)
        if waiting and waiting.folder:
            shutil.rmtree(waiting.folder, ignore_errors=True)

    def keep_signatures(self, campaign: str, n: int, notes: Sequence[bytes]) -> None:
        """Keep the signatures with which release `n` is published, so that an interrupted run has them again."""
        replace_synced(self._signatures(campaign, n), encode([note.decode() for note in notes]))

    def signatures(self, campaign: str, n: int) -> list[bytes]:
        """The signatures kept for a release; [] for one that needed none."""
        path = self._signatures(campaign, n)
        return [note.encode() for note in orjson.loads(path.read_bytes())] if path.exists() else []

    def _path(self, campaign: str) -> Path:
        return self.archive.private / campaign / "waiting.json"

    def _signatures(self, campaign: str, n: int) -> Path:
        return self.archive.private / campaign / f"signatures-{n}.json"
