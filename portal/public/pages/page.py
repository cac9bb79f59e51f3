"""What every page is: a template over one published document, with a JSON twin and, where tabular, a CSV twin."""

from abc import ABC, abstractmethod
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, ClassVar

from portal import urls
from portal.languages import Language
from portal.public.formats import BISHKEK, Formats, formats
from portal.public.reading import Reading, ReleaseReading
from portal.published.errors import NotPublished
from portal.published.held import empty_pages, held_counts
from portal.published.newest import SiteRelease, newest_release
from portal.published.shapes import (
    Count,
    ListedPrecinct,
    NamesDocument,
    PlaceDocument,
    Progress,
    StatusDocument,
    WithdrawalDocument,
)
from portal.published.site import INDEX

Cell = str | int | None


@dataclass(frozen=True, slots=True)
class Table:
    """A CSV twin: header in snake_case, one row per fact, None for what is missing."""

    header: tuple[str, ...]
    rows: Iterable[Sequence[Cell]]


@dataclass(frozen=True, slots=True)
class Window:
    """One page of a long list: the rows shown and the numbers of the pages around it (None at the ends)."""

    rows: Sequence[Any]
    page: int
    pages: int
    before: int | None
    after: int | None


def window(rows: Sequence[Any], page: int, size: int) -> Window:
    """The rows of one page, counted from 1. Raises NotPublished for a page that does not exist."""
    pages = max(1, -(-len(rows) // size))
    if page > pages:
        raise NotPublished(f"page {page} of {pages}")
    first = (page - 1) * size
    before = page - 1 if page > 1 else None
    after = page + 1 if page < pages else None
    return Window(rows[first : first + size], page, pages, before, after)


class Page(ABC):
    """Base of all pages. `path` is the address in the page's language, `arguments` the allowed query parameters."""

    template: ClassVar[str]
    query: ClassVar[tuple[str, ...]] = ()
    tabular: ClassVar[bool] = False
    of_every_release: ClassVar[bool] = False
    """Whether every release of any campaign changes the page: it is made of index.json."""
    live: ClassVar[bool] = False
    """Whether the figures of the page move while it is open."""
    twin: ClassVar[bool] = True
    """Whether the page has a JSON twin; pages of explanations have none."""

    def __init__(self, reading: Reading, language: Language, path: str, arguments: Mapping[str, str]) -> None:
        self.reading = reading
        self.language = language
        self.path = path
        self.arguments = arguments

    @property
    def page_number(self) -> int:
        """Which page of a long list was asked for, from 1. The cache lets only numbers through."""
        return int(self.arguments.get("page", "1"))

    @property
    def twins(self) -> tuple[str, ...]:
        """Endings of the page's machine-readable twins."""
        return ("json", "csv") if self.tabular else ("json",) if self.twin else ()

    def document(self) -> Any:
        """What the JSON twin holds beside the release's number."""
        raise NotImplementedError

    @abstractmethod
    def context(self) -> dict[str, Any]:
        """What the template shows."""

    def table(self) -> Table:
        """The CSV twin; only for tabular pages."""
        raise NotImplementedError

    def release_number(self) -> int | None:
        """Number of the release that last changed the page; None for pages beside the campaigns."""
        return None

    def foot(self) -> SiteRelease | None:
        """The release at the foot of a page beside the campaigns: the newest of the site; None while there is none."""
        self.reading.note("", INDEX)
        return newest_release(self.reading.snapshot)

    @property
    def formats(self) -> Formats:
        """How the page writes numbers and times."""
        return formats(self.language, BISHKEK)


@dataclass(frozen=True, slots=True)
class CampaignHead:
    """What every page of a campaign shows above and below its content."""

    id: str
    name: NamesDocument
    notice: NamesDocument | None
    pause: NamesDocument | None
    paused_at: str
    test: bool
    release: int
    as_of: str
    """Time of the figures: that of the release which last changed one of them."""
    published_at: str
    archive: bool
    whole: bool
    """Known by the totals alone that its source states for the whole campaign."""
    voting_date: str
    newest: int
    root: str
    withdrawals: tuple[WithdrawalDocument, ...]
    empty: frozenset[str]
    """Pages that an archive has nothing for: turnout, differences, scans."""


class CampaignPage(Page):
    """A page of one campaign. Raises NotPublished or NothingPublished when it is opened without any release."""

    def __init__(
        self, reading: Reading, language: Language, path: str, arguments: Mapping[str, str], campaign: str
    ) -> None:
        super().__init__(reading, language, path, arguments)
        self.release: ReleaseReading = reading.release(campaign)
        self.campaign = campaign
        self.configuration = self.release.configuration()

    of_newest: ClassVar[bool] = False
    """Whether it tells what is newest: then every release changes it."""
    precinct_number: str = ""
    """Number of the precinct that the page is about; "" for pages about more than one."""

    def release_number(self) -> int | None:
        return self.release.changed_by

    @property
    def formats(self) -> Formats:
        return formats(self.language, self.configuration["timezone"])

    def head(self) -> CampaignHead:
        """Name, notice and the release that last changed the page; to be asked for once all documents were read."""
        configuration, fixed = self.configuration, self.release.fixed()
        number = self.release.number if self.of_newest else self.release.changed_by
        changed = self.release.past_or_none(number)
        return CampaignHead(
            id=self.campaign,
            name=configuration["name"],
            notice=configuration["notice"],
            pause=configuration.get("pause"),
            paused_at=configuration.get("paused_at", ""),
            test=configuration["test"],
            release=number,
            as_of=self.release.figures_as_of(number if self.of_newest else self.release.figures_by),
            published_at=changed["published_at"] if changed else "",
            archive=fixed["archive"],
            whole=fixed["stated"] is not None,
            voting_date=fixed["voting_date"],
            newest=self.release.number,
            withdrawals=tuple(
                mark for mark in configuration.get("withdrawals", ()) if mark["precinct"] in ("", self.precinct_number)
            ),
            root=self.release.root_after(number),
            empty=empty_pages(fixed, self.release.fixed_scans() if fixed["archive"] else 0),
        )

    @cached_property
    def counts(self) -> tuple[str, ...]:
        """The counts that the campaign has or may still get; of an archive only those that it holds, if any."""
        fixed = self.release.fixed()
        held = held_counts(fixed)
        return held if held and fixed["archive"] else tuple(Count)

    def owing(self, rows: Iterable[ListedPrecinct]) -> list[ListedPrecinct]:
        """Those of the precincts in which one of these counts is missing."""
        return [row for row in rows if any(item["count"] in self.counts for item in row["missing"])]

    def trail(self, *places: PlaceDocument) -> list[tuple[str, str]]:
        """Address and name of the pages above this one, from the list of campaigns down."""
        language, name = self.language, self.formats.name
        above = [(urls.campaign(language, self.campaign), name(self.configuration["name"]))]
        above += [(urls.territory(language, self.campaign, place["code"]), name(place["name"])) for place in places]
        return above


def is_preliminary(status: StatusDocument) -> bool:
    """Whether the unit's figures, both counts, have no legal force: before official publication (R139 ¶82)."""
    return status["progress"] != Progress.OFFICIAL
