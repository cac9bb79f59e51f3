"""The public folder on disk: where files lie, and the caches that all releases share."""

from collections import OrderedDict
from collections.abc import Mapping
from pathlib import Path
from threading import Lock
from typing import Any, cast

from portal.domain.documents import PartsDocument
from portal.published.checksums import Listed, own_hash, parse_checksums
from portal.published.errors import DamagedFile, NotPublished, Redacted
from portal.published.files import MEGABYTES, ParsedDocuments, VerifiedFiles, read_bytes
from portal.published.log import PublishedLog
from portal.published.search import Searches
from portal.published.territories import Territory, TerritoryFile, TerritoryInParts

CHECKSUMS = "SHA256SUMS"
DATA_FOLDER = "data/"
_IDENTITIES = 16_000
"""So many precincts have their identities kept, some 150 bytes each."""
_TERRITORIES, _PARTS = "territories/", "parts/"
DESCRIPTION = DATA_FOLDER + "datapackage.json"
"""What the bulk files of a release are."""
_LARGE_AND_LASTING = frozenset({"configuration.json", "precincts-index.json", DESCRIPTION})


class Library:
    """Reads files of `root` (`NATYIJA_HOME/public`); every path given to it comes from a parsed `SHA256SUMS`."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self._verified = VerifiedFiles(root)
        self._documents = ParsedDocuments(self._verified, 2 * MEGABYTES)
        self._territories = ParsedDocuments(self._verified, 8 * MEGABYTES, TerritoryFile)
        self._parts = ParsedDocuments(self._verified, 2 * MEGABYTES)
        self._lasting = ParsedDocuments(self._verified, 4 * MEGABYTES)
        self._identities: OrderedDict[str, Mapping[str, str]] = OrderedDict()
        self._identities_lock = Lock()
        self._own_hashes: dict[tuple[str, int, str], str] = {}
        self.searches = Searches()
        self.log = PublishedLog(root)

    def own_hash(self, campaign: str, release: int, path: str) -> str:
        """Hash of a file that a former release wrote itself; it never changes and is looked for once."""
        known = self._own_hashes.get((campaign, release, path))
        if known is None:
            where = self.place(campaign, release, CHECKSUMS)
            known = own_hash(self._text(where), path)
            if known is None:
                raise DamagedFile(where, "unreadable_line")
            self._own_hashes[campaign, release, path] = known
        return known

    def place(self, campaign: str, owner: int, path: str) -> str:
        """Path of a release's file relative to the public folder."""
        return f"releases/{campaign}/{owner}/{path}"

    def document(self, campaign: str, path: str, listed: Listed) -> Any:
        """The parsed document behind a line of `SHA256SUMS`. Raises DamagedFile."""
        cache = self._lasting if path in _LARGE_AND_LASTING else self._documents
        return cache.get(self.place(campaign, listed.owner, path), listed.sha256)

    def territory(self, campaign: str, path: str, listed: Listed, parts: Listed | None) -> Territory:
        """A territory's document, of which only what is asked for is parsed, and with its `parts` only that is read.

        Raises DamagedFile.
        """
        place = self.place(campaign, listed.owner, path)

        def whole() -> TerritoryFile:
            return cast(TerritoryFile, self._territories.get(place, listed.sha256))

        if parts is None:
            return whole()
        document: PartsDocument = self._parts.get(self.place(campaign, parts.owner, parts_of(path)), parts.sha256)
        # A list of parts that stayed behind says nothing of this document.
        return TerritoryInParts(self.root, place, document, whole) if document["sha256"] == listed.sha256 else whole()

    def precinct_identity(self, campaign: str, path: str, listed: Listed, parts: Listed | None, number: str) -> str:
        """What changes exactly when a precinct's part of a territory's document does; "" when it holds none such.

        Raises DamagedFile.
        """
        known = self._identities.get(listed.sha256)
        if known is None:
            known = self.territory(campaign, path, listed, parts).identities()
            with self._identities_lock:
                self._identities[listed.sha256] = known
                while sum(map(len, self._identities.values())) > _IDENTITIES and len(self._identities) > 1:
                    self._identities.popitem(last=False)
        return known.get(number, "")

    def file(self, campaign: str, path: str, listed: Listed) -> Path:
        """A verified file, to be sent as it is. Raises DamagedFile, Redacted."""
        return self._checked(self.place(campaign, listed.owner, path), listed.sha256)

    def scan(self, path: str, sha256: str) -> Path:
        """A verified published scan. Raises DamagedFile, NotPublished, Redacted."""
        try:
            return self._checked(path, sha256)
        except DamagedFile as damage:
            if damage.reason == "missing":
                raise NotPublished(path) from None
            raise

    def _checked(self, path: str, sha256: str) -> Path:
        try:
            return self._verified.check(path, sha256)
        except DamagedFile as damage:
            if damage.reason == "missing" and sha256 in self.log:
                raise Redacted(sha256) from None
            raise

    def checksums(self, campaign: str, release: int, folder: str = "") -> dict[str, Listed]:
        """What a release (or its bulk part, `folder` "data/") consists of. Raises DamagedFile."""
        where = self.place(campaign, release, folder + CHECKSUMS)
        return parse_checksums(self._text(where), release, where, folder)

    def _text(self, where: str) -> str:
        try:
            return read_bytes(self.root, where).decode("utf-8")
        except UnicodeDecodeError:
            raise DamagedFile(where, "not_utf8") from None

    def verify_own_files(self, campaign: str, release: int, files: dict[str, Listed], known: dict[str, Listed]) -> None:
        """Checks the hashes of the files that a release wrote itself, and that all others are there.

        `known` are files of a release opened before; what it names alike is not looked at again. Raises DamagedFile.
        """
        for path, listed in files.items():
            if known.get(path) == listed:
                continue
            place = self.place(campaign, listed.owner, path)
            if listed.sha256 in self.log and not (self.root / place).exists():
                continue
            if listed.owner == release:
                self._verified.check(place, listed.sha256)
            elif not (self.root / place).is_file():
                raise DamagedFile(place, "missing")

    def signature(self, path: str) -> tuple[int, int, int] | None:
        """Size, time and inode of a file, None when it is missing: differs once somebody has repaired it."""
        try:
            stat = (self.root / path).stat()
        except OSError:
            return None
        return stat.st_size, stat.st_mtime_ns, stat.st_ino

    def release_numbers(self, campaign: str) -> list[int]:
        """Numbers of the release folders on disk, newest first; folders being staged have other names."""
        try:
            names = [path.name for path in (self.root / "releases" / campaign).iterdir()]
        except OSError:
            return []
        return sorted(
            (int(name) for name in names if name.isascii() and name.isdigit() and name[0] != "0"), reverse=True
        )


def parts_of(path: str) -> str:
    """Path of the document that says how a territory's document is made up."""
    return _PARTS + path.removeprefix(_TERRITORIES)
