"""The bulk part of a release: written by another process, admitted once and whole, named by leaf and pointer."""

import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from portal.clocks import Clock
from portal.publication.archive import Archive
from portal.publication.builder import Bulk
from portal.publication.durable import disk_errors, move_new, sync_tree
from portal.publication.ledger import Ledger
from portal.publication.manifest import NAME
from portal.publication.steps import Step
from portal.publication.transparency.leaf import DATA


class DataPart(Protocol):
    """Writes the bulk files of a release into a new folder, in another process; `office` adds the office formats.

    Raises CheckFailed or StorageError; the folder does not exist then.
    """

    def __call__(self, public: Path, campaign: str, n: int, folder: Path, *, office: bool) -> None: ...


@dataclass(frozen=True)
class BulkParts:
    """The bulk parts of one instance's releases. Its methods raise CheckFailed or StorageError."""

    archive: Archive
    ledger: Ledger
    election_clock: Clock
    data_part: DataPart
    reached: Callable[[Step], None]

    def due(self, campaign: str, n: int) -> Bulk:
        """When the bulk files of a release are due; a lost note makes its pointer wait for them."""
        note = self.archive.note(campaign, n) or {}
        return Bulk(note.get("bulk", Bulk.FIRST))

    def write(self, campaign: str, n: int) -> None:
        """Build the data part of a release with every format and wait for it; nothing to do where there is one."""
        if (self.archive.folder(campaign, n) / "data").exists():
            return
        with disk_errors():
            folder = self.folder(campaign, n)
            self.data_part(self.archive.public, campaign, n, folder, office=True)
        self.admit(campaign, n, folder)

    def write_due(self, campaign: str) -> None:
        """Build the data part of the newest release now when it is due at once; for a single pass
        without a publisher.
        """
        latest = self.archive.latest(campaign)
        if latest and self.due(campaign, latest["release"]) is Bulk.AT_ONCE:
            self.write(campaign, latest["release"])

    def folder(self, campaign: str, n: int) -> Path:
        """Where a data part is written before it is admitted; what an interrupted run left there is removed."""
        folder = self.archive.private / campaign / f"data-{n}"
        if folder.exists():
            shutil.rmtree(folder)
        folder.parent.mkdir(parents=True, exist_ok=True)
        return folder

    def admit(self, campaign: str, n: int, folder: Path) -> None:
        """Move a finished data part into its release, enter it into the log and name it in the pointer.

        A part that was overtaken by that of a later release is thrown away: parts are published in order.
        """
        latest = self.archive.latest(campaign)
        with disk_errors():
            if latest is not None and n <= (latest["data"] or 0):
                shutil.rmtree(folder)
                return
            sync_tree(folder)
            self.reached(Step.BULK_STAGED)
            move_new(folder, self.archive.folder(campaign, n) / "data")
            self.reached(Step.BULK_ADMITTED)
            if latest is not None and latest["release"] >= n:
                self.name(campaign, n)

    def name(self, campaign: str, n: int) -> None:
        """Enter a data part that lies in a published release, and let the pointer name it."""
        self.ledger.enter_data(campaign, n, self.election_clock.now())
        latest = self.archive.latest(campaign)
        if latest is not None and latest["release"] >= n > (latest["data"] or 0):
            self.archive.point(campaign, {**latest, "data": n})

    def settle(self, campaign: str) -> None:
        """Enter and name the newest parts that lie in a release; an interrupted run may have left one that is not."""
        latest = self.archive.latest(campaign)
        done = min(latest["data"] or 0, self.ledger.last(campaign, DATA)) if latest else 0
        for n in self.archive.numbers(campaign):
            if n > done and (self.archive.folder(campaign, n) / "data" / NAME).exists():
                self.name(campaign, n)
