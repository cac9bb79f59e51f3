"""The published site as one consistent moment after another: a pointer is looked at ten times a second, by one thread.

A `Snapshot` never changes; a page is made of exactly one of them, so it never mixes two releases.
"""

import hashlib
import re
import time
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from threading import Lock
from typing import cast

from portal.domain.documents import IndexDocument, LatestDocument
from portal.published.errors import DamagedFile, NothingPublished, NotPublished
from portal.published.files import parse_json, read_bytes
from portal.published.library import Library
from portal.published.opening import Opener
from portal.published.release import Release

LOOK_EVERY = 0.1  # seconds
INDEX = "index.json"
CAMPAIGN_ID = re.compile(r"[0-9A-Za-z][0-9A-Za-z_-]{0,63}")


@dataclass(frozen=True, slots=True)
class SiteFile:
    """A small file beside the releases (`index.json`) with its identity."""

    document: object = None
    identity: str = ""


@dataclass(frozen=True)
class Snapshot:
    """Everything published at one moment. `announced` are campaigns of the index that have no release yet."""

    generation: int
    index: SiteFile = SiteFile()
    releases: Mapping[str, Release] = field(default_factory=dict)
    announced: frozenset[str] = frozenset()

    def release(self, campaign: str) -> Release:
        """The campaign's served release. Raises NothingPublished or NotPublished."""
        release = self.releases.get(campaign)
        if release is not None:
            return release
        if campaign in self.announced:
            raise NothingPublished(campaign)
        raise NotPublished(campaign)

    def index_document(self) -> IndexDocument:
        """The list of campaigns. Raises NotPublished when nothing at all is published."""
        if self.index.document is None:
            raise NotPublished(INDEX)
        return cast(IndexDocument, self.index.document)

    def has_all(self, documents: Iterable[tuple[str, str, str]]) -> bool:
        """Whether it has just these documents, each given by campaign, path and identity."""
        return all(self.identity(campaign, path) == identity for campaign, path, identity in documents)

    def identity(self, campaign: str, path: str) -> str:
        """What changes exactly when that document changes; campaign "" for files beside the releases."""
        if campaign:
            release = self.releases.get(campaign)
            return release.identity(path) if release else ""
        return self.index.identity if path == INDEX else ""


class Site:
    """The public folder, followed as it changes; `current()` is cheap enough for every request."""

    def __init__(self, root: Path) -> None:
        self.library = Library(root)
        self._opener = Opener(self.library)
        self._lock = Lock()
        self._seen: object = None
        self._next_look = 0.0
        self._snapshot = Snapshot(0)
        self._look()

    def current(self) -> Snapshot:
        """The newest snapshot; at most ten times a second one caller looks at the pointers while the others go on."""
        if time.monotonic() >= self._next_look and self._lock.acquire(blocking=False):
            try:
                self._look()
            finally:
                self._lock.release()
        return self._snapshot

    def damaged(self, campaign: str, damage: DamagedFile, snapshot: Snapshot) -> Snapshot:
        """Takes note of a file found damaged while a page was made; returns the snapshot to use from now on."""
        with self._lock:
            if snapshot is self._snapshot:
                release = snapshot.releases.get(campaign)
                self._opener.report(campaign, release.number if release else 0, damage)
                self._seen = None
                self._look()
            return self._snapshot

    def _look(self) -> None:
        index = self._read_index()
        campaigns = self._campaign_ids(index)
        repaired = self._opener.forget_repaired()
        seen = (index.identity, *(self._pointer_signature(name) for name in campaigns))
        if seen != self._seen or repaired:
            self._snapshot = self._read(index, campaigns)
            self._seen = seen
        self._next_look = time.monotonic() + LOOK_EVERY

    def _read(self, index: SiteFile, campaigns: list[str]) -> Snapshot:
        listed = {row["id"]: row for row in cast(IndexDocument, index.document)["campaigns"]} if index.document else {}
        releases = {}
        for name in campaigns:
            former = self._snapshot.releases.get(name)
            stated = listed[name].get("release") if name in listed else None
            release = self._release(name, former, stated)
            if release is not None:
                releases[name] = release
        return Snapshot(
            generation=self._snapshot.generation + 1,
            index=index,
            releases=releases,
            announced=frozenset(listed) - frozenset(releases),
        )

    def _release(self, name: str, former: Release | None, stated: int | None) -> Release | None:
        try:
            latest = self._opener.pointer(name)
        except DamagedFile as damage:
            self._opener.report(name, 0, damage)
            latest = None
        if latest is None:
            if former is not None or not stated:
                return former
            latest = LatestDocument(release=stated, data=None, as_of="")
        return self._opener.newest_good(name, latest, former) or former

    def _campaign_ids(self, index: SiteFile) -> list[str]:
        names = {row["id"] for row in cast(IndexDocument, index.document)["campaigns"]} if index.document else set()
        with suppress(OSError):
            names |= {path.name for path in (self.library.root / "releases").iterdir()}
        return sorted(name for name in names if CAMPAIGN_ID.fullmatch(name))

    def _pointer_signature(self, campaign: str) -> object:
        return campaign, self.library.signature(f"releases/{campaign}/latest.json")

    def _read_index(self) -> SiteFile:
        """index.json as it is now, as it was before when it became unreadable, or nothing."""
        held = self._snapshot.index
        try:
            content = read_bytes(self.library.root, INDEX)
            identity = hashlib.sha256(content).hexdigest()
            if identity == held.identity:
                return held
            document = parse_json(content, INDEX)
            rows = document.get("campaigns") if isinstance(document, dict) else None
            if not isinstance(rows, list) or not all(isinstance(row, dict) and "id" in row for row in rows):
                raise DamagedFile(INDEX, "wrong_shape")
        except DamagedFile as damage:
            if damage.reason != "missing":
                self._opener.report("", 0, damage)
            return held
        return SiteFile(document, identity)
