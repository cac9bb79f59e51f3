"""What readers report to the commission: an append-only spool between the public pages and the staff console.

The public role has no database and gets none: it may only add small files to a folder of the home, and the staff
console reads them. The folder is bounded, so nobody can fill a disk with it (docs/decisions/0010).
"""

import json
import os
import secrets
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path

FOLDER = "reader-reports"
SEEN = "seen"
ENDING = ".json"
MOST = 2000
"""Reports that may wait; more are refused until somebody reads."""
LONGEST = 2000
"""Characters of a report."""


class SpoolFull(RuntimeError):
    """No report can be taken: too many wait, or the folder cannot be written."""


@dataclass(frozen=True, slots=True)
class ReaderReport:
    """A remark on one precinct's page: the release that was read, the page's language, the reader's words.

    `contact` is what the reader chose to leave for an answer, mostly nothing; no address of the sender is kept.
    """

    campaign: str
    precinct: str
    release: int
    language: str
    text: str
    contact: str
    at: str


@dataclass(frozen=True)
class Spool:
    """The spool in a home."""

    home: Path

    @property
    def folder(self) -> Path:
        """Where reports wait."""
        return self.home / FOLDER

    def put(self, report: ReaderReport) -> None:
        """Add a report. Raises SpoolFull when too many wait or the disk refuses."""
        name = f"{datetime.now(UTC):%Y%m%dT%H%M%S}-{secrets.token_hex(8)}{ENDING}"
        try:
            self.folder.mkdir(mode=0o770, exist_ok=True)
            if sum(1 for _ in os.scandir(self.folder)) >= MOST:
                raise SpoolFull(f"{MOST} reports wait")
            handle = os.open(self.folder / f".{name}", os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o660)
            with os.fdopen(handle, "w", encoding="utf-8") as file:
                json.dump(asdict(report), file, ensure_ascii=False)
            (self.folder / f".{name}").rename(self.folder / name)
        except OSError as error:
            raise SpoolFull(str(error)) from error

    def waiting(self) -> Iterator[tuple[str, ReaderReport]]:
        """Name and content of every report that waits, oldest first; a file that is none of ours is passed over."""
        for name in sorted(_names(self.folder)):
            try:
                yield name, ReaderReport(**json.loads((self.folder / name).read_text(encoding="utf-8")))
            except (OSError, ValueError, TypeError):
                continue

    def put_aside(self, name: str) -> bool:
        """Move a report to those that were dealt with; False when it does not wait."""
        if name not in _names(self.folder):
            return False
        (self.folder / SEEN).mkdir(mode=0o770, exist_ok=True)
        (self.folder / name).rename(self.folder / SEEN / name)
        return True


def _names(folder: Path) -> set[str]:
    try:
        found = list(os.scandir(folder))
    except OSError:
        return set()
    return {entry.name for entry in found if entry.name.endswith(ENDING) and not entry.name.startswith(".")}
