"""The write-once archive of releases under `public/`, and the private notes of the publisher beside it.

A release is staged outside the public tree, sealed by its SHA256SUMS, and moved in by one rename; the pointer moves
last. What is in the archive is never overwritten: every write refuses an existing name.
"""

import hashlib
import os
import shutil
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, cast

import orjson

from portal.domain.documents import IndexDocument, LatestDocument, ReleaseDocument
from portal.errors import StorageError
from portal.publication.durable import move_new, replace_synced, sync_folder, sync_tree, write_ahead, write_synced
from portal.publication.manifest import NAME, Entry, format_manifest, parse_manifest, parse_scans


class ArchiveError(RuntimeError):
    """The archive is not as the publisher left it; the message names the file."""


def encode(document: object) -> bytes:
    """The bytes of a published document: compact JSON in the order of its keys, one line."""
    return orjson.dumps(document, option=orjson.OPT_APPEND_NEWLINE)


@dataclass(frozen=True)
class Archive:
    """The public tree `home/public` and the publisher's own folder `home/publisher`."""

    home: Path

    @property
    def public(self) -> Path:
        """The whole public world."""
        return self.home / "public"

    @property
    def private(self) -> Path:
        """Staging and the publisher's notes; never served."""
        return self.home / "publisher"

    def releases(self, campaign: str) -> Path:
        """Folder of a campaign's releases."""
        return self.public / "releases" / campaign

    def folder(self, campaign: str, n: int) -> Path:
        """Folder of one release."""
        return self.releases(campaign) / str(n)

    def latest(self, campaign: str) -> LatestDocument | None:
        """The pointer of a campaign, None before its first release."""
        path = self.releases(campaign) / "latest.json"
        return cast(LatestDocument, orjson.loads(path.read_bytes())) if path.exists() else None

    def numbers(self, campaign: str) -> list[int]:
        """Numbers of all releases that were moved in, ascending; the last may not be pointed to yet."""
        folder = self.releases(campaign)
        names = [path.name for path in folder.iterdir()] if folder.exists() else []
        return sorted(int(name) for name in names if name.isascii() and name.isdigit())

    def manifest(self, campaign: str, n: int) -> dict[str, Entry]:
        """The files of a release. Raises ArchiveError when its SHA256SUMS is missing."""
        path = self.folder(campaign, n) / NAME
        if not path.exists():
            raise ArchiveError(f"{campaign}: release {n} has no {NAME}")
        return parse_manifest(path.read_text(encoding="utf-8"), n)

    def read(self, campaign: str, entry: Entry, path: str) -> Any:
        """A parsed document by its entry in a manifest."""
        return orjson.loads((self.folder(campaign, entry.owner) / path).read_bytes())

    def release(self, campaign: str, n: int) -> ReleaseDocument:
        """release.json of a release."""
        return cast(ReleaseDocument, orjson.loads((self.folder(campaign, n) / "release.json").read_bytes()))

    def point(self, campaign: str, pointer: LatestDocument) -> None:
        """Move a campaign's pointer: from here on readers see the release."""
        replace_synced(self.releases(campaign) / "latest.json", encode(pointer))

    def show_scans(self, campaign: str, n: int) -> None:
        """Copy the scans that a release shows for the first time to where the public reads them.

        Raises StorageError when one is not among the private files; nothing of the release is pointed to then.
        """
        target = self.public / "scans"
        text = (self.folder(campaign, n) / NAME).read_text(encoding="utf-8")
        for name in parse_scans(text):
            if (target / name).exists():
                continue
            private = self.home / "private" / "scans" / name
            if not private.is_file():
                raise StorageError(f"{private}: the scan is missing; restore it from its backup")
            content = private.read_bytes()
            if hashlib.sha256(content).hexdigest() != name.partition(".")[0]:
                raise StorageError(f"{private}: is not the scan that it is named after; restore it from its backup")
            replace_synced(target / name, content)

    def remove_scans(self, hashes: Iterable[str]) -> None:
        """Take the bytes of redacted scans out of the public tree; their hashes stay in the log and the lists."""
        folder = self.public / "scans"
        found = [path for sha256 in hashes for path in folder.glob(f"{sha256}.*")]
        for path in found:
            path.unlink()
        if found:
            sync_folder(folder)

    def index(self) -> IndexDocument:
        """index.json as it stands."""
        path = self.public / "index.json"
        return cast(IndexDocument, orjson.loads(path.read_bytes())) if path.exists() else {"v": 1, "campaigns": []}

    def write_index(self, index: IndexDocument) -> None:
        """Replace index.json when it changes."""
        if index != self.index() or not (self.public / "index.json").exists():
            replace_synced(self.public / "index.json", encode(index))

    def note(self, campaign: str, n: int) -> dict[str, Any] | None:
        """The publisher's private note of a release (what it was made of), None when it is lost."""
        path = self.private / campaign / f"{n}.json"
        return cast(dict[str, Any], orjson.loads(path.read_bytes())) if path.exists() else None

    def write_note(self, campaign: str, n: int, note: dict[str, Any]) -> None:
        """Keep the private note of a release; written before the release is moved in."""
        replace_synced(self.private / campaign / f"{n}.json", encode(note))

    def stage(self, campaign: str, n: int, previous: dict[str, Entry]) -> "Staging":
        """An empty staging folder for release `n`; what an interrupted run left there is removed."""
        folder = self.private / campaign / f"staging-{n}"
        if folder.exists():
            shutil.rmtree(folder)
        folder.mkdir(parents=True)
        return Staging(folder, n, previous)

    def admit(self, campaign: str, sealed: Path, n: int) -> None:
        """Move a sealed release into the public tree. Raises FileExistsError when its number is taken."""
        self.releases(campaign).mkdir(parents=True, exist_ok=True)
        move_new(sealed, self.folder(campaign, n))

    def take_back(self, campaign: str, n: int) -> None:
        """Move a release that a check of its bulk files refused out of the public tree again; its number is free then.

        Raises ArchiveError when a pointer names it already: what readers were shown is never taken away.
        """
        latest = self.latest(campaign)
        if latest is not None and latest["release"] >= n:
            raise ArchiveError(f"{campaign}: release {n} is published and stays")
        refused = self.private / campaign / f"refused-{n}"
        if refused.exists():
            shutil.rmtree(refused)
        move_new(self.folder(campaign, n), refused)
        sync_folder(self.releases(campaign))


@dataclass
class Staging:
    """A release being written. A document whose bytes are already in the archive is named there, not written again."""

    folder: Path
    n: int
    previous: dict[str, Entry]
    entries: dict[str, Entry] = field(default_factory=dict)
    scans: set[str] = field(default_factory=set)

    def add(self, path: str, document: object, *, keep_unchanged: bool = True) -> bool:
        """Add a document; True when it was written, False when the same bytes stand in an earlier release."""
        return self.add_file(path, encode(document), keep_unchanged=keep_unchanged)

    def add_file(self, path: str, content: bytes, *, keep_unchanged: bool = True) -> bool:
        """Add a file that is no document of ours, a map for example; True when it was written."""
        digest = hashlib.sha256(content).hexdigest()
        known = self.previous.get(path)
        if keep_unchanged and known is not None and known.sha256 == digest:
            self.entries[path] = known
            return False
        write_ahead(self.folder / path, content)
        self.entries[path] = Entry(digest, self.n)
        return True

    def keep(self, paths: Iterable[str]) -> None:
        """Take files over from the previous release as they are."""
        for path in paths:
            self.entries.setdefault(path, self.previous[path])

    @property
    def written(self) -> list[str]:
        """Paths that this release writes itself."""
        return sorted(path for path, entry in self.entries.items() if entry.owner == self.n)

    def seal(self) -> None:
        """Write SHA256SUMS and make every file and name durable."""
        write_synced(self.folder / NAME, format_manifest(self.entries, self.n, self.scans).encode())
        for path in self.written:
            with (self.folder / path).open("rb") as file:
                os.fsync(file.fileno())
        sync_tree(self.folder)
