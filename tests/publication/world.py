"""A small world for tests of the publication: a store, a home, a clock set by hand, and the golden campaign."""

import argparse
import shutil
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

import orjson
from sqlalchemy.orm import Session

from portal.cli import data_part
from portal.domain.facts import OrderKind
from portal.domain.names import Names
from portal.package.importing import Occasion, import_package
from portal.package.package import Package, read_package
from portal.publication.archive import Archive
from portal.publication.builder import Builder
from portal.publication.bulk import DataPart
from portal.publication.ledger import make_keys
from portal.publication.manifest import NAME, Entry, sha256_of
from portal.publication.publish import Publication
from portal.publication.steps import Step
from portal.publication.transparency.leaf import sign_statement
from portal.publication.transparency.signer import Signer
from portal.settings import load_settings
from portal.store.engine import Store
from portal.store.queries.publication import schedule
from portal.store.record import approve, record_order, record_schedule
from portal.store.record.approvals import record_signature

GOLDEN = Path(__file__).parents[1] / "golden" / "package"
CAMPAIGN = "golden"
EVE = datetime(2025, 11, 29, 6, 0, tzinfo=UTC)
"""When the package is imported and its schedule approved: noon in Bishkek, the day before."""
MIDNIGHT = datetime(2025, 11, 29, 18, 0, tzinfo=UTC)
"""The beginning of voting day in Bishkek."""


PUBLISHER_KEYS = {test: Signer(f"natyija/{'test-' if test else ''}log", bytes(32)) for test in (False, True)}
APPROVERS = (Signer("asel", bytes([1]) * 32), Signer("bakyt", bytes([2]) * 32))


def clock_time(hour: int, minute: int = 0, day: int = 0) -> datetime:
    """That time in Bishkek on voting day, or so many days later."""
    return MIDNIGHT + timedelta(days=day, hours=hour, minutes=minute)


@dataclass
class HandClock:
    """A clock that a test sets."""

    instant: datetime = EVE

    def now(self) -> datetime:
        return self.instant


def small_data_part(public: Path, campaign: str, n: int, folder: Path, *, office: bool) -> None:
    """Stands in for the bulk files where a test is not about them."""
    folder.mkdir()
    (folder / "results.csv").write_text("campaign\r\n")
    (folder / NAME).write_text(f"{sha256_of(folder / 'results.csv')}  results.csv\n")


def whole_data_part(public: Path, campaign: str, n: int, folder: Path, *, office: bool) -> None:
    """The real bulk files without office formats, made in this process."""
    arguments = argparse.Namespace(
        public=public, campaign=campaign, release=n, folder=folder, office=False, leash=None, behind=False
    )
    assert data_part.run(arguments, load_settings()) == 0


@cache
def golden_package() -> Package:
    return read_package(GOLDEN, EVE)


def import_golden(session: Session, home: Path) -> None:
    """The golden campaign in the store, its schedule approved by two people."""
    import_package(session, golden_package(), home / "private", Occasion(EVE, EVE, "tests"))
    approve_newest_schedule(session)


def approve_newest_schedule(session: Session, at: datetime = EVE) -> None:
    """Record the package's schedule anew and let two people approve it."""
    seq = record_schedule(session, CAMPAIGN, golden_package().schedule, at, "tests")
    for person in ("Asel", "Bakyt"):
        approve(session, seq, person, at)
    assert schedule(session, CAMPAIGN) is not None


def order_correction(session: Session, at: datetime) -> None:
    """A correction in force: its release waits for its bulk files."""
    seq = record_order(session, CAMPAIGN, OrderKind.CORRECTION, at, "Asel", reason=Names(en="A slip"))
    for person in ("Asel", "Bakyt"):
        approve(session, seq, person, at)


@dataclass
class World:
    """One instance: its store, its home and a publication over both."""

    store: Store
    home: Path
    data_part: DataPart = small_data_part
    test: bool = False
    clock: HandClock = field(default_factory=HandClock)
    reached: Callable[[Step], None] = lambda step: None

    def __post_init__(self) -> None:
        """Keys are the same in every world of the tests, so trees of two worlds can be compared."""
        if not (self.home / "keys").exists():
            PUBLISHER_KEYS[self.test].save(self.home / "keys" / "publisher.key")
            approvers = [(signer.verifier, signer.name) for signer in APPROVERS]
            make_keys(self.home, test=self.test, at=EVE, code="0", approvers=approvers)

    @property
    def archive(self) -> Archive:
        return Archive(self.home)

    @property
    def publication(self) -> Publication:
        builder = Builder(self.store, self.archive, self.test, "0")
        return Publication(self.store, self.archive, builder, self.clock, self.data_part, self.reached)

    def with_golden(self) -> "World":
        """This world with the golden campaign imported."""
        with self.store.write() as session:
            import_golden(session, self.home)
        return self

    def record(self, record: Callable[..., Any], *arguments: Any, **values: Any) -> Any:
        """Record one thing of the golden campaign in a transaction of its own."""
        with self.store.write() as session:
            return record(session, CAMPAIGN, *arguments, **values)

    def publish(self, at: datetime | None = None) -> int | None:
        """One pass at that time; the number of the new release, None when there is none."""
        if at is not None:
            self.clock.instant = at
        n = self.publication.publish(CAMPAIGN)
        if n is None and self.sign():
            n = self.publication.publish(CAMPAIGN)
        self.publication.write_due_bulk(CAMPAIGN)
        return n

    def sign(self, *signers: Signer) -> bool:
        """Both approvers, or these, sign the release that waits; False when none does."""
        waiting = self.publication.waiting.of(CAMPAIGN)
        if waiting is None or waiting.folder is None:
            return False
        with self.store.write() as session:
            for signer in signers or APPROVERS:
                record_signature(session, sign_statement(waiting.statement, signer), self.clock.instant, signer.name)
        return True

    @property
    def latest(self) -> int:
        pointer = self.archive.latest(CAMPAIGN)
        assert pointer is not None
        return pointer["release"]

    def manifest(self, n: int | None = None) -> dict[str, Entry]:
        return self.archive.manifest(CAMPAIGN, n or self.latest)

    def document(self, path: str, n: int | None = None) -> Any:
        """A parsed document of a release, the newest by default."""
        number = n or self.latest
        return self.archive.read(CAMPAIGN, self.manifest(number)[path], path)

    def documents(self, n: int | None = None) -> dict[str, bytes]:
        """The bytes of every document of a release by path, release.json left out."""
        found = self.manifest(n)
        folder = self.archive.releases(CAMPAIGN)
        return {
            path: (folder / str(entry.owner) / path).read_bytes()
            for path, entry in found.items()
            if path != "release.json"
        }

    def written(self, n: int) -> set[str]:
        """Names of the files that stand in a release's own folder, its bulk part left out."""
        folder = self.archive.folder(CAMPAIGN, n)
        names = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}
        return {name for name in names if not name.startswith("data/")}

    def assert_whole(self) -> int:
        """Every file of the release that the pointer names is there with its hash; the release's number."""
        n = self.latest
        folder = self.archive.folder(CAMPAIGN, n)
        for path, entry in self.manifest(n).items():
            assert sha256_of(folder.parent / str(entry.owner) / path) == entry.sha256
        assert self.archive.release(CAMPAIGN, n)["n"] == n
        assert orjson.loads((folder / "release.json").read_bytes())["campaign"] == CAMPAIGN
        return n

    def public_tree(self) -> dict[str, bytes]:
        """Every byte that the public can reach, by path."""
        public = self.archive.public
        return {p.relative_to(public).as_posix(): p.read_bytes() for p in sorted(public.rglob("*")) if p.is_file()}

    def fresh(self, home: Path) -> "World":
        """Another home over the same store, at the same time."""
        shutil.rmtree(home, ignore_errors=True)
        return World(self.store, home, self.data_part, self.test, HandClock(self.clock.instant))
