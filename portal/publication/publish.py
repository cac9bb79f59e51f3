"""One publication from build to pointer, in steps that a crash may interrupt anywhere: the next run finishes it.

Order: sealed staging → signatures where its kind needs them → private note → admitted to the archive → bulk part where
the release waits for it → leaf of the transparency log → pointer → index → register. Before the pointer moves, readers
see the former release; afterwards the new one, whole.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from pathlib import Path
from typing import Any

from portal.clocks import Clock, SystemClock
from portal.domain.documents import ReleaseDocument
from portal.domain.names import Names
from portal.domain.statuses import ReleaseKind
from portal.errors import CheckFailed
from portal.logs import get_logger
from portal.publication.archive import Archive
from portal.publication.builder import Builder, Bulk
from portal.publication.bulk import BulkParts, DataPart
from portal.publication.durable import disk_errors
from portal.publication.index import with_campaign
from portal.publication.ledger import Ledger, open_ledger
from portal.publication.manifest import NAME, sha256_of
from portal.publication.signing import Signing
from portal.publication.site import SitePublication
from portal.publication.steps import Step
from portal.publication.waiting import Waiting, WaitingRoom
from portal.store.engine import Store
from portal.store.queries.publication import Release, last_release
from portal.store.record import record_release

logger = get_logger(__name__)


@dataclass(frozen=True)
class Publication:
    """Publishes campaigns of one instance; `reached` is told of every step (tests kill the process there)."""

    store: Store
    archive: Archive
    builder: Builder
    election_clock: Clock
    data_part: DataPart
    reached: Callable[[Step], None] = lambda step: None
    system_clock: Clock = field(default_factory=SystemClock)

    @cached_property
    def ledger(self) -> Ledger:
        """The transparency log of this home. Raises CheckFailed when it does not fit the home."""
        home, builder = self.archive.home, self.builder
        return open_ledger(home, test=builder.test, at=self.election_clock.now(), code=builder.code_version)

    @property
    def waiting(self) -> WaitingRoom:
        """Releases that wait for signatures."""
        return WaitingRoom(self.archive)

    @property
    def signing(self) -> Signing:
        """What asks for signatures and judges them."""
        return Signing(self.store, self.archive, self.ledger, self.waiting, self.election_clock, self.system_clock)

    @property
    def bulk(self) -> BulkParts:
        """What writes and admits the bulk parts of releases."""
        return BulkParts(self.archive, self.ledger, self.election_clock, self.data_part, self.reached)

    def publish(self, campaign: str, reason: Names | None = None) -> int | None:
        """Publish what changed; the number of the new release, None when there is nothing to publish.

        A release whose kind needs approvers' signatures is staged and waits for them: None until they are there.
        Finishes an interrupted publication first. Raises CheckFailed or StorageError; the former release then stays.
        """
        with disk_errors():
            self.settle(campaign)
            aside = self.signing.aside(campaign)
            waiting = self.waiting.of(campaign)
            if waiting and waiting.folder:
                return self._conclude(campaign, waiting, waiting.folder)
            now = self.election_clock.now()
            built = self.builder.build(campaign, now, now, reason, aside)
            if built is None:
                return None
            self.reached(Step.BUILT)
            note = {**built.note.document(), "bulk": built.bulk}
            if self.ledger.needed(campaign, built.release["kind"]):
                self.signing.ask(built, note)
                return None
            self._admit(campaign, built.staging.n, built.staging.folder, note)
            return self._published(campaign, built.staging.n, built.release["kind"])

    def publish_site(self) -> int | None:
        """Publish approved notices and due commitments; the number of the site's release, None when nothing is new."""
        builder = self.builder
        site = SitePublication(self.store, self.archive, self.ledger, builder.test, builder.code_version)
        return site.publish(self.election_clock.now())

    def settle(self, campaign: str) -> None:
        """Finish what an interrupted run left: an admitted release without pointer, leaves, index or register behind
        it.
        """
        numbers = self.archive.numbers(campaign)
        if not numbers:
            return
        latest = self.archive.latest(campaign)
        if latest is None or latest["release"] < numbers[-1]:
            logger.warning("publication_resumed", campaign=campaign, release=numbers[-1])
            self._finish(campaign, numbers[-1])
            return
        for n in range(self.ledger.last(campaign) + 1, latest["release"] + 1):
            self._enter(campaign, n)
        self.bulk.settle(campaign)
        self._announce(campaign, latest["release"])

    def write_due_bulk(self, campaign: str) -> None:
        """Build the data part of the newest release now when it is due at once, for a pass without a publisher."""
        self.bulk.write_due(campaign)

    def _conclude(self, campaign: str, waiting: Waiting, folder: Path) -> int | None:
        """Publish the waiting release, staged in `folder`, once enough different people signed it; None until then."""
        if not self.signing.given(campaign, waiting):
            return None
        self._admit(campaign, waiting.n, folder, waiting.note)
        self.waiting.leave(campaign)
        return self._published(campaign, waiting.n, waiting.kind)

    def _published(self, campaign: str, n: int, kind: str) -> int:
        self._finish(campaign, n)
        self.waiting.leave(campaign)
        logger.info("release_published", campaign=campaign, release=n, kind=kind)
        return n

    def _admit(self, campaign: str, n: int, folder: Path, note: dict[str, Any]) -> None:
        self.archive.write_note(campaign, n, note)
        self.reached(Step.NOTED)
        self.archive.admit(campaign, folder, n)
        self.reached(Step.ADMITTED)

    def _finish(self, campaign: str, n: int) -> None:
        release = self.archive.release(campaign, n)
        latest = self.archive.latest(campaign)
        data = latest["data"] if latest else None
        if self.bulk.due(campaign, n) is Bulk.FIRST:
            try:
                self.bulk.write(campaign, n)
            except CheckFailed:
                self.archive.take_back(campaign, n)
                raise
            data = n
        self._enter(campaign, n)
        if data == n:
            self.ledger.enter_data(campaign, n, datetime.fromisoformat(release["published_at"]))
        self.reached(Step.LOGGED)
        self.archive.point(campaign, {"release": n, "data": data, "as_of": release["as_of"]})
        self.reached(Step.POINTED)
        self._announce(campaign, n)

    def _enter(self, campaign: str, n: int) -> None:
        """Bring the release's scans where the public reads them, and enter it into the log."""
        self.archive.show_scans(campaign, n)
        self.ledger.enter_release(campaign, n, self.waiting.signatures(campaign, n))

    def _announce(self, campaign: str, n: int) -> None:
        """Bring index.json and the register up to the release that the pointer names."""
        release = self.archive.release(campaign, n)
        self.archive.remove_scans(release.get("redacted", ()))
        index = self.archive.index()
        if not any(c["id"] == campaign and c["release"] == n for c in index["campaigns"]):
            listed = self.archive.manifest(campaign, n)
            document, configuration = (
                self.archive.read(campaign, listed[path], path) for path in ("campaign.json", "configuration.json")
            )
            self.archive.write_index(with_campaign(index, document, release, configuration))
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
                    details={**release, "orders": note.get("orders")},
                ),
            )
