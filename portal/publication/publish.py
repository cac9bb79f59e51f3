"""One publication from build to pointer, in steps that a crash may interrupt anywhere: the next run finishes it.

Order: sealed staging → private note → admitted to the archive → bulk part where the release waits for it → pointer →
index → register. Before the pointer moves, readers see the former release; afterwards the new one, whole.
"""

import shutil
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import Protocol, cast

from portal.clocks import Clock
from portal.domain.documents import CampaignDocument, ReleaseDocument
from portal.domain.names import Names
from portal.domain.statuses import ReleaseKind
from portal.errors import CheckFailed
from portal.logs import get_logger
from portal.publication.archive import Archive
from portal.publication.builder import Builder, Built, Bulk
from portal.publication.durable import disk_errors, move_new, sync_tree
from portal.publication.index import with_campaign
from portal.publication.manifest import NAME, sha256_of
from portal.store.engine import Store
from portal.store.queries.publication import Release, last_release
from portal.store.record import record_release

logger = get_logger(__name__)


class Step(StrEnum):
    """Points of a publication between which a crash may fall, in order."""

    BUILT = "built"
    NOTED = "noted"
    ADMITTED = "admitted"
    BULK_STAGED = "bulk_staged"
    BULK_ADMITTED = "bulk_admitted"
    POINTED = "pointed"
    INDEXED = "indexed"
    REGISTERED = "registered"


class DataPart(Protocol):
    """Writes the bulk files of a release into a new folder, in another process; `office` adds the office formats.

    Raises CheckFailed or StorageError; the folder does not exist then.
    """

    def __call__(self, public: Path, campaign: str, n: int, folder: Path, *, office: bool) -> None: ...


@dataclass(frozen=True)
class Publication:
    """Publishes campaigns of one instance; `reached` is told of every step (tests kill the process there)."""

    store: Store
    archive: Archive
    builder: Builder
    election_clock: Clock
    data_part: DataPart
    reached: Callable[[Step], None] = lambda step: None

    def publish(self, campaign: str, reason: Names | None = None) -> int | None:
        """Publish what changed; the number of the new release, None when there is nothing to publish.

        Finishes an interrupted publication first. Raises CheckFailed or StorageError; the former release then stays.
        """
        with disk_errors():
            self.settle(campaign)
            built = self.builder.build(campaign, self.election_clock.now(), self.election_clock.now(), reason)
            if built is None:
                return None
            self.reached(Step.BUILT)
            self._admit(built)
            self._finish(campaign, built.staging.n)
        logger.info("release_published", campaign=campaign, release=built.staging.n, kind=built.release["kind"])
        return built.staging.n

    def settle(self, campaign: str) -> None:
        """Finish what an interrupted run left: an admitted release without pointer, an index or register behind it."""
        numbers = self.archive.numbers(campaign)
        if not numbers:
            return
        latest = self.archive.latest(campaign)
        if latest is None or latest["release"] < numbers[-1]:
            logger.warning("publication_resumed", campaign=campaign, release=numbers[-1])
            self._finish(campaign, numbers[-1])
            return
        self._announce(campaign, latest["release"])

    def bulk_of(self, campaign: str, n: int) -> Bulk:
        """When the bulk files of a release are due; a lost note makes its pointer wait for them."""
        note = self.archive.note(campaign, n) or {}
        return Bulk(note.get("bulk", Bulk.FIRST))

    def write_data_part(self, campaign: str, n: int) -> None:
        """Build the data part of a release with every format and wait for it; nothing to do where there is one."""
        if (self.archive.folder(campaign, n) / "data").exists():
            return
        folder = self.data_folder(campaign, n)
        self.data_part(self.archive.public, campaign, n, folder, office=True)
        self.admit_data_part(campaign, n, folder)

    def write_due_bulk(self, campaign: str) -> None:
        """Build the data part of the newest release now when it is due at once; for a single pass
        without a publisher.
        """
        latest = self.archive.latest(campaign)
        if latest and self.bulk_of(campaign, latest["release"]) is Bulk.AT_ONCE:
            self.write_data_part(campaign, latest["release"])

    def data_folder(self, campaign: str, n: int) -> Path:
        """Where a data part is written before it is admitted; what an interrupted run left there is removed."""
        folder = self.archive.private / campaign / f"data-{n}"
        if folder.exists():
            shutil.rmtree(folder)
        folder.parent.mkdir(parents=True, exist_ok=True)
        return folder

    def admit_data_part(self, campaign: str, n: int, folder: Path) -> None:
        """Move a finished data part into its release and name it in the pointer of a later one."""
        sync_tree(folder)
        self.reached(Step.BULK_STAGED)
        move_new(folder, self.archive.folder(campaign, n) / "data")
        self.reached(Step.BULK_ADMITTED)
        latest = self.archive.latest(campaign)
        if latest is not None and latest["release"] >= n > (latest["data"] or 0):
            self.archive.point(campaign, {**latest, "data": n})

    def _admit(self, built: Built) -> None:
        note = {**built.note.document(), "bulk": built.bulk}
        self.archive.write_note(built.campaign, built.staging.n, note)
        self.reached(Step.NOTED)
        self.archive.admit(built.campaign, built.staging)
        self.reached(Step.ADMITTED)

    def _finish(self, campaign: str, n: int) -> None:
        release = self.archive.release(campaign, n)
        latest = self.archive.latest(campaign)
        data = latest["data"] if latest else None
        if self.bulk_of(campaign, n) is Bulk.FIRST:
            try:
                self.write_data_part(campaign, n)
            except CheckFailed:
                self.archive.take_back(campaign, n)
                raise
            data = n
        self.archive.point(campaign, {"release": n, "data": data, "as_of": release["as_of"]})
        self.reached(Step.POINTED)
        self._announce(campaign, n)

    def _announce(self, campaign: str, n: int) -> None:
        """Bring index.json and the register up to the release that the pointer names."""
        release = self.archive.release(campaign, n)
        index = self.archive.index()
        if not any(c["id"] == campaign and c["release"] == n for c in index["campaigns"]):
            entry = self.archive.manifest(campaign, n)["campaign.json"]
            document = cast(CampaignDocument, self.archive.read(campaign, entry, "campaign.json"))
            self.archive.write_index(with_campaign(index, document, release))
        self.reached(Step.INDEXED)
        with self.store.read() as session:
            registered = last_release(session, campaign)
        if registered is None or registered.number < n:
            self._register(campaign, n, release)
        self.reached(Step.REGISTERED)

    def _register(self, campaign: str, n: int, release: ReleaseDocument) -> None:
        note = self.archive.note(campaign, n) or {}
        with self.store.write() as session:
            record_release(
                session,
                Release(
                    campaign=campaign,
                    number=n,
                    kind=ReleaseKind(release["kind"]),
                    as_of=datetime.fromisoformat(release["as_of"]),
                    published_at=datetime.fromisoformat(release["published_at"]),
                    mark=note.get("mark", 0),
                    digest=sha256_of(self.archive.folder(campaign, n) / NAME),
                    supersedes=release["supersedes"],
                    details=dict(release),
                ),
            )
