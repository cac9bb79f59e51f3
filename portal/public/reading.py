"""What one request reads: every document used is noted, so the cache knows when the page is out of date."""

from pathlib import Path
from typing import Any

from portal.public.encodings import STORED, Encoding
from portal.published.errors import DamagedFile, NotPublished
from portal.published.release import LISTS_INDEX, POINTER, Release, precinct_path
from portal.published.shapes import (
    CampaignDocument,
    ConfigurationDocument,
    ContestDocument,
    IndexDocument,
    ListsDocument,
    PrecinctDocument,
    PrecinctsIndexDocument,
    RegisterDocument,
    ReleaseDocument,
    TerritoryDocument,
)
from portal.published.site import INDEX, Snapshot
from portal.published.territories import Territory
from portal.published.territory_states import ChangedPrecinct

CONFIGURATION = "configuration.json"
REGISTER = "decisions.json"
Dependency = tuple[str, str, str]
"""Campaign ("" beside the releases), path and identity of a document that a page was made of."""


class Reading:
    """One request's view of one snapshot."""

    def __init__(self, snapshot: Snapshot) -> None:
        self.snapshot = snapshot
        self._used: dict[tuple[str, str], str] = {}

    @property
    def dependencies(self) -> tuple[Dependency, ...]:
        """Every document used so far, with its identity."""
        return tuple((campaign, path, identity) for (campaign, path), identity in self._used.items())

    def note(self, campaign: str, path: str) -> None:
        """Notes that the page depends on a document."""
        self._used[campaign, path] = self.snapshot.identity(campaign, path)

    def index(self) -> IndexDocument:
        """The list of campaigns. Raises NotPublished."""
        self.note("", INDEX)
        return self.snapshot.index_document()

    def release(self, campaign: str) -> "ReleaseReading":
        """The served release of a campaign. Raises NotPublished, NothingPublished."""
        return ReleaseReading(self, self.snapshot.release(campaign))


class ReleaseReading:
    """One request's view of one release; raises NotPublished for unknown documents and DamagedFile for damaged ones."""

    def __init__(self, reading: Reading, release: Release) -> None:
        self.campaign = release.campaign
        self.number = release.number
        self._reading = reading
        self._release = release
        self._changed_by = 0
        self._figures_by = 0

    def document(self, path: str) -> Any:
        """A parsed document; shared, never to be changed."""
        self.note(path)
        return self._release.document(path)

    def campaign_document(self) -> CampaignDocument:
        """Totals, progress, regions and contests of the campaign."""
        document: CampaignDocument = self.document("campaign.json")
        return document

    def fixed(self) -> CampaignDocument:
        """The campaign document for what only the configuration changes: no page grows old with its figures."""
        return self._release.campaign_document()

    def fixed_scans(self) -> int:
        """Scans of an archive, for what it has to offer; 0 where it has no lists."""
        if not self.has(LISTS_INDEX):
            return 0
        lists: ListsDocument = self._release.document(LISTS_INDEX)
        return lists["numbers"]["files"]

    def has(self, path: str) -> bool:
        """Whether the release holds a file of this kind; only the configuration changes that."""
        return path in self._release.files

    def optional(self, path: str) -> Any | None:
        """A parsed document; None where this release has none, which the page then depends on."""
        self.note(path)
        return self._release.document(path) if path in self._release.files else None

    def configuration(self) -> ConfigurationDocument:
        """Names, options, hierarchy and forms."""
        document: ConfigurationDocument = self.document(CONFIGURATION)
        return document

    def territory(self, code: str) -> Territory:
        """A territory with its children and attached precincts, each parsed when it is asked for."""
        self.note(f"territories/{code}.json")
        return self._release.territory(code)

    def register(self) -> RegisterDocument:
        """Every decision of the campaign; of a release without a register those of its own document."""
        found: RegisterDocument | None = self.optional(REGISTER)
        if found is not None:
            return found
        return {"decisions": [{**act, "in_force": True} for act in self.campaign_document()["decisions"]]}

    def contest(self, code: str) -> ContestDocument:
        """A contest with its options and votes by territory."""
        document: ContestDocument = self.document(f"contests/{code}.json")
        return document

    def precinct(self, number: str) -> tuple[TerritoryDocument, PrecinctDocument]:
        """A precinct and the territory that it is attached to, without its precincts. Raises NotPublished.

        The page depends on the precinct alone: of the territory it may show what only the configuration changes.
        """
        index: PrecinctsIndexDocument = self.document("precincts-index.json")
        code = index["precincts"].get(number)
        if code is None:
            raise NotPublished(f"{self.campaign}: precinct {number}")
        territory = self._release.territory(code)
        precinct = territory.precinct(number)
        if precinct is None:
            raise NotPublished(f"{self.campaign}: precinct {number}")
        self.note(precinct_path(code, number), f"territories/{code}.json")
        return territory.head, precinct

    def precincts_of(self, code: str) -> list[str]:
        """Numbers of a territory's precincts in their order, which only the configuration changes."""
        return self._release.territory(code).numbers

    @property
    def changed_by(self) -> int:
        """Number of the release that last changed one of the documents used so far."""
        return self._changed_by or self.number

    @property
    def figures_by(self) -> int:
        """The same without the configuration: a pause or a notice gives no figure another time."""
        return self._figures_by or self.changed_by

    def past(self, number: int) -> ReleaseDocument:
        """release.json of this or a former release; former ones never change, so only this one is noted."""
        if number == self.number:
            self.note("release.json")
        return self._release.past(number)

    def past_or_none(self, number: int) -> ReleaseDocument | None:
        """The same, None where the file is damaged: a list goes on without it."""
        try:
            return self._release.past(number)
        except (DamagedFile, NotPublished):
            return None

    def figures_as_of(self, number: int) -> str:
        """Time of the figures that stand in a release (ISO 8601 with offset); "" where a file is damaged."""
        try:
            return self._release.figures_as_of(number)
        except (DamagedFile, NotPublished):
            return ""

    def root_after(self, number: int) -> str:
        """The first digits of the log's root right after a release was entered; "" without a log."""
        return self._release.root_after(number)

    def past_document(self, number: int, path: str) -> Any:
        """A parsed document as a release had it, which never changes. Raises NotPublished."""
        return self._release.past_document(number, path)

    def changed_precincts(self, code: str, older: int, newer: int) -> list[ChangedPrecinct]:
        """Precincts of a territory that differ between two releases, which never change. Raises NotPublished."""
        return self._release.changed_precincts(code, older, newer)

    def changed_between(self, older: int, newer: int) -> list[str]:
        """Paths of the files that differ between two releases."""
        return self._release.changed_between(older, newer)

    @property
    def dependencies(self) -> tuple[Dependency, ...]:
        """Every document used so far in this request."""
        return self._reading.dependencies

    def follow_pointer(self) -> None:
        """Makes the page depend on the pointer: it is made anew with every release."""
        self._reading.note(self.campaign, POINTER)

    @property
    def release(self) -> Release:
        """The release itself, for files that are sent as they are."""
        return self._release

    def past_file(self, number: int, path: str) -> Path:
        """A verified file of this or a former release."""
        return self._release.past_file(number, path)

    def stored_form(self, number: int, path: str, encoding: Encoding) -> Path | None:
        """The verified compressed form of a file of this or a former release, None where it has none to be sent."""
        ending = STORED.get(encoding)
        try:
            return self._release.past_file(number, path + ending) if ending else None
        except (DamagedFile, NotPublished):
            return None

    def note(self, path: str, within: str = "") -> None:
        """Notes that the page depends on a document, or on what stands within it."""
        self._reading.note(self.campaign, path)
        listed = self._release.files.get(within or path)
        if listed is not None and listed.owner > self._changed_by:
            self._changed_by = listed.owner
        if listed is not None and path != CONFIGURATION:
            self._figures_by = max(self._figures_by, listed.owner)
