"""One opened release of a campaign: typed access to its documents, all of the same moment."""

from collections import OrderedDict
from pathlib import Path
from typing import Any, cast

from portal.domain.documents import (
    CampaignDocument,
    ConfigurationDocument,
    ContestDocument,
    LatestDocument,
    PrecinctsIndexDocument,
    ReleaseDocument,
)
from portal.published.checksums import Listed
from portal.published.errors import DamagedFile, NotPublished
from portal.published.library import CHECKSUMS, DATA_FOLDER, Library, parts_of
from portal.published.search import Search
from portal.published.territories import Territory
from portal.published.territory_states import ChangedPrecinct, changed_precincts

POINTER = "latest.json"
PRECINCTS_INDEX = "precincts-index.json"
FIND = "find.json"
MAP_INDEX = "geo/values.json"
_FIGURES = ("campaign", "territories", "contests", "precincts")
"""Of what release.json says that it changed, all that holds figures."""
_WITHIN = "#"
"""A release has maps when it holds this file."""
LISTS_INDEX = "lists/index.json"
"""A release lists differences, scans and what is missing when it holds this one."""


FORMER_LISTS = 4
"""Lists of files of former releases that are kept: two are compared at a time, and they never change."""


def precinct_path(code: str, number: str) -> str:
    """Names one precinct within the document of the territory that it is attached to, for `Release.identity`."""
    return f"territories/{code}.json{_WITHIN}{number}"


class Release:
    """A release that was opened and checked; `number` and `campaign` say which, `files` what it consists of.

    Every document method raises NotPublished when the release names no such document and DamagedFile when its file is
    not what the release names.
    """

    def __init__(
        self,
        library: Library,
        campaign: str,
        latest: LatestDocument,
        files: dict[str, Listed],
        data_files: dict[str, Listed],
    ) -> None:
        self.campaign = campaign
        self.latest = latest
        self.number = latest["release"]
        self.files = files
        self.data_files = data_files
        self._library = library
        self._former_lists: OrderedDict[int, dict[str, Listed]] = OrderedDict()

    def listed(self, path: str) -> Listed:
        """Hash and owner of a file of this release or of its bulk part. Raises NotPublished."""
        listed = self.files.get(path) or self.data_files.get(path)
        if listed is None:
            raise NotPublished(f"{self.campaign}: {path}")
        return listed

    def identity(self, path: str) -> str:
        """What changes exactly when the document does; "" when there is none. The pointer changes with each release, a
        precinct (`precinct_path`) with its own part of its territory's document only.
        """
        if path == POINTER:
            return f"{self.number}/{self.latest['data']}"
        place, _, precinct = path.partition(_WITHIN)
        listed = self.files.get(place) or self.data_files.get(place)
        if listed and precinct:
            return self._precinct_identity(place, listed, precinct)
        return listed.identity if listed else ""

    def _precinct_identity(self, path: str, listed: Listed, number: str) -> str:
        try:
            return self._library.precinct_identity(self.campaign, path, listed, self.files.get(parts_of(path)), number)
        except DamagedFile:
            return ""  # The page is made anew, and that takes note of the damage.

    def document(self, path: str) -> Any:
        """A parsed document; shared, never to be changed."""
        return self._library.document(self.campaign, path, self.listed(path))

    def file(self, path: str) -> Path:
        """A verified file on disk, to be sent as it is."""
        return self._library.file(self.campaign, path, self.listed(path))

    def size(self, path: str) -> int | None:
        """Size of a file in bytes; None when it is not there."""
        place = self._library.root / self._library.place(self.campaign, self.listed(path).owner, path)
        try:
            return place.stat().st_size
        except OSError:
            return None

    def campaign_document(self) -> CampaignDocument:
        """Totals, progress, regions and contests of the campaign."""
        return cast(CampaignDocument, self.document("campaign.json"))

    def configuration(self) -> ConfigurationDocument:
        """Names, options, hierarchy and forms."""
        return cast(ConfigurationDocument, self.document("configuration.json"))

    def territory(self, code: str) -> Territory:
        """A territory with its children and attached precincts, each read when it is asked for."""
        path = f"territories/{code}.json"
        return self._library.territory(self.campaign, path, self.listed(path), self.files.get(parts_of(path)))

    def contest(self, code: str) -> ContestDocument:
        """A contest with its options and its votes by territory."""
        return cast(ContestDocument, self.document(f"contests/{code}.json"))

    def precincts_index(self) -> PrecinctsIndexDocument:
        """Precinct number → code of the territory whose document holds it."""
        return cast(PrecinctsIndexDocument, self.document(PRECINCTS_INDEX))

    def search(self) -> Search:
        """What finds its precincts and territories; made when it is asked for the first time."""
        find = self.listed(FIND).sha256
        return self._library.searches.get(find, lambda: self.document(FIND), self.configuration())

    def past(self, number: int) -> ReleaseDocument:
        """release.json of this release or a former one. Raises NotPublished for a later number, DamagedFile."""
        return cast(ReleaseDocument, self._library.document(self.campaign, "release.json", self.past_listed(number)))

    def figures_as_of(self, number: int) -> str:
        """Time of the figures that stand in a release (ISO 8601 with offset): that of the last up to it that changed
        any. Raises NotPublished, DamagedFile.
        """
        while number > 1 and not changes_figures(self.past(number)):
            number -= 1
        return self.past(number)["as_of"]

    def root_after(self, number: int) -> str:
        """The first eight digits of the root of the transparency log after a release; "" when the log has none."""
        return self._library.log.root_after(self.campaign, number)

    def past_listed(self, number: int, path: str = "release.json") -> Listed:
        """Hash and owner of a file of this release or of a former one. Raises NotPublished, DamagedFile."""
        if not 1 <= number <= self.number:
            raise NotPublished(f"{self.campaign}: release {number}")
        if number == self.number:
            return self.listed(path)
        if path == "release.json":
            return Listed(self._own_hash(number, path), number)
        folder = DATA_FOLDER if path.startswith(DATA_FOLDER) else ""
        listed = self._checksums_of(number, folder).get(path)
        if listed is None:
            raise NotPublished(f"{self.campaign}: release {number}: {path}")
        return listed

    def past_document(self, number: int, path: str) -> Any:
        """A parsed document as this or a former release has it. Raises NotPublished, DamagedFile."""
        return self._library.document(self.campaign, path, self.past_listed(number, path))

    def changed_precincts(self, code: str, older: int, newer: int) -> list[ChangedPrecinct]:
        """Precincts of a territory that are written otherwise in two releases; those that only the older one has are
        left out. Raises NotPublished when a release does not exist, DamagedFile.
        """
        before, after = self._past_territory(older, code), self._past_territory(newer, code)
        return changed_precincts(before, after) if after else []

    def _past_territory(self, number: int, code: str) -> Territory | None:
        """A territory as this or a former release has it; None where it has none."""
        path = f"territories/{code}.json"
        files = self._checksums_of(number, "")
        listed = files.get(path)
        return self._library.territory(self.campaign, path, listed, files.get(parts_of(path))) if listed else None

    def changed_between(self, older: int, newer: int) -> list[str]:
        """Paths of files, without `release.json`, whose bytes differ. Raises NotPublished, DamagedFile."""
        before, after = self._checksums_of(older, ""), self._checksums_of(newer, "")
        paths = sorted(before.keys() | after.keys())
        return [p for p in paths if p != "release.json" and _hash(before.get(p)) != _hash(after.get(p))]

    def past_file(self, number: int, path: str) -> Path:
        """A verified file of this release or of a former one. Raises NotPublished, DamagedFile."""
        return self._library.file(self.campaign, path, self.past_listed(number, path))

    def _checksums_of(self, number: int, folder: str) -> dict[str, Listed]:
        if number == self.number and not folder:
            return self.files
        # Another thread may take a list away between two looks.
        known = None if folder else self._former_lists.get(number)
        if known is not None:
            return known
        try:
            lists = self._library.checksums(self.campaign, number, folder)
        except DamagedFile as damage:
            if damage.reason != "missing":
                raise
            raise NotPublished(f"{self.campaign}: release {number}: {folder}") from None
        if not folder:
            self._former_lists[number] = lists
            while len(self._former_lists) > FORMER_LISTS:
                self._former_lists.popitem(last=False)
        return lists

    def _own_hash(self, number: int, path: str) -> str:
        try:
            return self._library.own_hash(self.campaign, number, path)
        except DamagedFile as damage:
            if damage.reason != "missing":
                raise
            raise NotPublished(f"{self.campaign}: release {number}") from None

    def checksums_file(self, number: int, folder: str = "") -> Path:
        """SHA256SUMS of a release or of its bulk part, which lists itself nowhere. Raises NotPublished."""
        if not 1 <= number <= self.number:
            raise NotPublished(f"{self.campaign}: release {number}")
        path = self._library.root / self._library.place(self.campaign, number, folder + CHECKSUMS)
        if not path.is_file():
            raise NotPublished(f"{self.campaign}: release {number}: {folder}{CHECKSUMS}")
        return path


def changes_figures(release: ReleaseDocument) -> bool:
    """Whether a release changed any figure; a pause or a notice changes words alone."""
    return any(release["changed"].get(what) for what in _FIGURES)


def _hash(listed: Listed | None) -> str:
    return listed.sha256 if listed else ""
