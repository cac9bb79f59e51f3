"""One publication from build to pointer, in steps that a crash may interrupt anywhere: the next run finishes it.

Order: sealed staging → signatures where its kind needs them → private note → admitted to the archive → bulk part where
the release waits for it → leaf of the transparency log → pointer → index → register. Before the pointer moves, readers
see the former release; afterwards the new one, whole.
"""

import hashlib
import shutil
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum
from functools import cached_property
from pathlib import Path
from typing import Any, Protocol, cast

from portal.clocks import Clock, SystemClock
from portal.domain.documents import CampaignDocument, ReleaseDocument
from portal.domain.names import Names
from portal.domain.statuses import ReleaseKind
from portal.errors import CheckFailed
from portal.logs import get_logger
from portal.publication.archive import Archive
from portal.publication.builder import Builder, Built, Bulk
from portal.publication.durable import disk_errors, move_new, sync_tree
from portal.publication.effects import needs_signatures
from portal.publication.index import with_campaign
from portal.publication.ledger import Ledger, open_ledger
from portal.publication.manifest import NAME, sha256_of
from portal.publication.scope import Note, in_force_after
from portal.publication.site import SitePublication
from portal.publication.waiting import Waiting, WaitingRoom
from portal.store.engine import Store
from portal.store.queries.approvals import signatures
from portal.store.queries.publication import Release, last_release
from portal.store.queries.publication import orders as orders_of
from portal.store.record import record_release
from portal.store.record.approvals import record_statement

logger = get_logger(__name__)


class Step(StrEnum):
    """Points of a publication between which a crash may fall, in order."""

    BUILT = "built"
    NOTED = "noted"
    ADMITTED = "admitted"
    BULK_STAGED = "bulk_staged"
    BULK_ADMITTED = "bulk_admitted"
    LOGGED = "logged"
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

    def publish(self, campaign: str, reason: Names | None = None) -> int | None:
        """Publish what changed; the number of the new release, None when there is nothing to publish.

        A release whose kind needs approvers' signatures is staged and waits for them: None until they are there.
        Finishes an interrupted publication first. Raises CheckFailed or StorageError; the former release then stays.
        """
        with disk_errors():
            self.settle(campaign)
            aside = self._aside(campaign)
            waiting = self.waiting.of(campaign)
            if waiting and waiting.folder:
                return self._conclude(campaign, waiting)
            now = self.election_clock.now()
            built = self.builder.build(campaign, now, now, reason, aside)
            if built is None:
                return None
            self.reached(Step.BUILT)
            note = {**built.note.document(), "bulk": built.bulk}
            if self.ledger.needed(campaign, built.release["kind"]):
                self._wait(built, note)
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
        parts = [n for n in numbers if (self.archive.folder(campaign, n) / "data" / NAME).exists()]
        for n in parts:
            self._name_data(campaign, n)
        self._announce(campaign, latest["release"])

    def _aside(self, campaign: str) -> frozenset[int]:
        """Orders that do not count in the next build: set aside for now, or overtaken by a pause, resume or hold.

        A release that waits gives way to them, and when the time for its signatures is over.
        """
        waiting, now = self.waiting.of(campaign), self.system_clock.now()
        if at_once := self._at_once(campaign):
            self.waiting.leave(campaign)
            return at_once
        if waiting is None or not waiting.over(now):
            return frozenset(waiting.orders) if waiting and waiting.folder is None else frozenset()
        if waiting.folder is None:
            self.waiting.leave(campaign)
            return frozenset()
        logger.error("signatures_missing", campaign=campaign, release=waiting.n, kind=waiting.kind)
        shutil.rmtree(waiting.folder)
        if not waiting.orders:
            self.waiting.leave(campaign)
            return frozenset()
        self.waiting.enter(campaign, replace(waiting, folder=None, since=now))
        return frozenset(waiting.orders)

    def _at_once(self, campaign: str) -> frozenset[int]:
        """The pending orders that need signatures, when one that does not is pending beside them; else none."""
        latest = self.archive.latest(campaign)
        note = self.archive.note(campaign, latest["release"]) if latest else None
        if note is None:
            return frozenset()
        with self.store.read() as session:
            known = Note.parse(note)
            orders = in_force_after(orders_of(session, campaign), known, self.election_clock.now())
        if all(needs_signatures(order) for order in orders):
            return frozenset()
        return frozenset(order.seq for order in orders if needs_signatures(order))

    def _wait(self, built: Built, note: dict[str, Any]) -> None:
        """Ask for the signatures of a staged release."""
        campaign, n, kind = built.campaign, built.staging.n, built.release["kind"]
        statement = self.ledger.statement(campaign, built.staging.folder)
        now = self.system_clock.now()
        self.waiting.enter(campaign, Waiting(n, kind, built.orders, now, statement, note, built.staging.folder))
        with self.store.write() as session:
            record_statement(session, campaign, n, kind, statement, now)
        logger.info("release_waits", campaign=campaign, release=n, kind=kind)

    def _conclude(self, campaign: str, waiting: Waiting) -> int | None:
        """Publish the waiting release once enough different people signed it; None until then."""
        notes, people = self.signed(campaign, waiting)
        if len(people) < self.ledger.needed(campaign, waiting.kind) or waiting.folder is None:
            return None
        self.waiting.keep_signatures(campaign, waiting.n, notes)
        self._admit(campaign, waiting.n, waiting.folder, waiting.note)
        self.waiting.leave(campaign)
        return self._published(campaign, waiting.n, waiting.kind)

    def signed(self, campaign: str, waiting: Waiting) -> tuple[list[bytes], set[str]]:
        """The good signatures that were brought for a waiting release, and the people whose keys made them.

        What does not verify is logged and passed over: whoever brings rubbish stops nobody.
        """
        with self.store.read() as session:
            brought = signatures(session, hashlib.sha256(waiting.statement).hexdigest())
        good, people = [], set[str]()
        for note in brought:
            try:
                people |= (signers := self.ledger.approvers(waiting.statement, note))
                good += [note] if signers else []
            except CheckFailed as error:
                logger.error("signature_refused", campaign=campaign, release=waiting.n, problem=str(error))
        return good, people

    def _published(self, campaign: str, n: int, kind: str) -> int:
        self._finish(campaign, n)
        self.waiting.leave(campaign)
        logger.info("release_published", campaign=campaign, release=n, kind=kind)
        return n

    def bulk_of(self, campaign: str, n: int) -> Bulk:
        """When the bulk files of a release are due; a lost note makes its pointer wait for them."""
        note = self.archive.note(campaign, n) or {}
        return Bulk(note.get("bulk", Bulk.FIRST))

    def write_data_part(self, campaign: str, n: int) -> None:
        """Build the data part of a release with every format and wait for it; nothing to do where there is one."""
        if (self.archive.folder(campaign, n) / "data").exists():
            return
        with disk_errors():
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
                self._name_data(campaign, n)

    def _name_data(self, campaign: str, n: int) -> None:
        """Enter a data part that lies in a published release, and let the pointer name it."""
        self.ledger.enter_data(campaign, n, self.election_clock.now())
        latest = self.archive.latest(campaign)
        if latest is not None and latest["release"] >= n > (latest["data"] or 0):
            self.archive.point(campaign, {**latest, "data": n})

    def _admit(self, campaign: str, n: int, folder: Path, note: dict[str, Any]) -> None:
        self.archive.write_note(campaign, n, note)
        self.reached(Step.NOTED)
        self.archive.admit(campaign, folder, n)
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
                    details={**release, "orders": note.get("orders")},
                ),
            )
