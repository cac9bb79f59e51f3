"""`…/differences/`: every precinct that differs, was corrected or has findings (template over lists/*.json)."""

from abc import abstractmethod
from collections.abc import Iterable, Iterator
from functools import cached_property
from typing import Any

from flask_babel import gettext

from portal import urls
from portal.public.alphabet import alphabetical
from portal.public.lookups import Lookups
from portal.public.pages.campaign import Age, age_of
from portal.public.pages.page import CampaignPage, Cell, Table, window
from portal.published.errors import NotPublished
from portal.published.shapes import ListedPrecinct, ListEntry, ListNumbers, ListsDocument, TerritoryListDocument

INDEX = "lists/index.json"
ROWS_PER_PAGE = 50
KINDS = (
    *("differences", "findings", "corrected", "recounted", "held", "invalidated", "no_machine_result"),
    *("missing_scanner", "missing_protocol"),
)
"""The last two are no news before the first result is in: nothing is missing that was not due."""


class ListPage(CampaignPage):
    """A list across the country: the index of territories, or the precincts of the one that `territory` names."""

    query = ("page", "show", "territory")
    tabular = True
    live = True

    def __init__(self, *arguments: Any, **names: Any) -> None:
        super().__init__(*arguments, **names)
        self.index: ListsDocument = self.release.document(INDEX)
        self.code = self.arguments.get("territory", "")
        self.listed: TerritoryListDocument | None = None
        if self.code in self._own:
            self.listed = self.release.document(f"lists/{self.code}.json")
        elif self.code and self.code not in self._holding:
            raise NotPublished(f"list of territory {self.code}")
        self.lookups = Lookups(self.configuration, self.language)
        self.names = {row["code"]: row["name"] for row in self.configuration["territories"]}

    def document(self) -> ListsDocument | TerritoryListDocument:
        return self.listed or self.index

    @property
    def show(self) -> str:
        """Which kind of precinct is listed; "" for all that have something to say."""
        return self.arguments.get("show", "")

    def entries(self) -> list[Any]:
        """The territories of the index below the chosen one, by name: those that stand alone, then each region's, and
        those abroad at the end as in other lists.
        """
        rows = [row for row in self.index["rows"] if not self.code or self.code in (row["code"], *row["above"])]
        return sorted(rows, key=self._place)

    def _place(self, row: ListEntry) -> tuple[bool, bool, list[str], str]:
        abroad = (row["above"] or [row["code"]])[0] in self._abroad
        return abroad, self.region(row) is not None, [alphabetical(name) for name in self._path(row)], row["code"]

    def _path(self, row: ListEntry) -> list[str]:
        """Names from the region down to the territory itself."""
        known = [self.names[code][self.language] for code in row["above"] if code in self.names]
        return [*known, row["name"][self.language]]

    def region(self, row: ListEntry) -> tuple[str, str] | None:
        """Name of the region that a row stands in, and its code where it has no row of its own.

        None for a region with nothing beneath it, and below a chosen territory.
        """
        code = row["above"][0] if row["above"] else row["code"]
        if self.code or code not in self._holding or code not in self.names:
            return None
        return "" if code in self._own else code, self.names[code][self.language]

    @cached_property
    def _own(self) -> frozenset[str]:
        """Codes of the territories with precincts of their own."""
        return frozenset(row["code"] for row in self.index["rows"])

    @cached_property
    def _holding(self) -> frozenset[str]:
        """Codes of the territories that hold others of the index."""
        return frozenset(code for row in self.index["rows"] for code in row["above"])

    @cached_property
    def _abroad(self) -> frozenset[str]:
        """Codes of the territories that hold the precincts abroad."""
        return frozenset(row["code"] for row in self.configuration["territories"] if row["kind"] == "abroad")

    @property
    def numbers(self) -> ListNumbers | None:
        """The numbers of the chosen territory, or of the whole country; None for one that only holds others."""
        if not self.code:
            return self.index["numbers"]
        return next((row["numbers"] for row in self.index["rows"] if row["code"] == self.code), None)

    def links(self, kinds: Iterable[str]) -> list[tuple[str, str, bool]]:
        """Each choice with its address and whether it is the one shown."""
        return [(kind, self._with(show=kind or None, page=None), kind == self.show) for kind in ("", *kinds)]

    def _with(self, **changed: object) -> str:
        return urls.with_query(self.path, **{**self.arguments, **changed})

    def above(self) -> list[tuple[str, str]]:
        """The pages above: the campaign, and the whole list where one territory is shown."""
        trail = self.trail()
        return [*trail, (urls.with_query(self.path, show=self.show or None), self.title())] if self.code else trail

    @abstractmethod
    def title(self) -> str:
        """The name of the list."""

    def chosen_name(self) -> str:
        """Name of the chosen territory; "" for the whole country."""
        return self.names[self.code][self.language] if self.code in self.names else ""


class DifferencesPage(ListPage):
    """Where machine and hand count differ, where findings stand, what was corrected, held, recounted or invalidated."""

    template = "differences.html"

    def title(self) -> str:
        return str(gettext("Differences and findings"))

    def context(self) -> dict[str, Any]:
        rows = [row for row in self.listed["rows"] if has(row, self.show)] if self.listed else []
        voted = age_of(self.release.campaign_document()) is Age.AFTER
        due = (*KINDS[:-2], *(f"missing_{kind}" for kind in self.counts if voted))
        kinds = [kind for kind in due if self.index["numbers"][kind]]  # type: ignore[literal-required]
        columns = [kind for kind in kinds if kind == self.show or (not self.show and kind in KINDS[:-2])]
        return {
            "title": self.title(),
            "above": self.above(),
            "chosen": self.chosen_name(),
            "numbers": self.numbers,
            "of_all": self.index["numbers"],
            "kinds": kinds,
            "columns": columns,
            "across": len(columns) + 2,
            "links": self.links(due),
            "show": self.show,
            "voted": voted,
            "listed": self.listed,
            "region": self.region,
            "shown": window(rows if self.listed else self._places(), self.page_number, ROWS_PER_PAGE),
            "contest_name": self.lookups.contest_name,
            "with_address": self._with,
            "asked": self.arguments,
        }

    def _places(self) -> list[Any]:
        """Territories that have at least one precinct of the wanted kind."""
        wanted = (self.show,) if self.show in KINDS else KINDS[:-2]
        return [row for row in self.entries() if any(row["numbers"][kind] for kind in wanted)]

    def table(self) -> Table:
        """One row per precinct and what there is to say of it, of the territory or of the whole country."""
        header = ("territory", "precinct", "what", "contest", "detail", "scanner", "protocol")
        return Table(header, self._cells())

    def _cells(self) -> Iterator[tuple[Cell, ...]]:
        codes = [self.code] if self.listed else [row["code"] for row in self._places()]
        for code in codes:
            listed: TerritoryListDocument = self.release.document(f"lists/{code}.json")
            for row in listed["rows"]:
                if has(row, self.show):
                    yield from _remarks(code, row)


def has(row: ListedPrecinct, kind: str) -> bool:
    """Whether a precinct belongs to a kind of list; "" is everything but what is merely still to come."""
    if kind in ("differences", "findings"):
        return bool(row[kind])  # type: ignore[literal-required]
    if kind.startswith("missing_"):
        due = (item for item in row["missing"] if item["why"] != "no_machine_result")
        return any(item["count"] == kind.removeprefix("missing_") for item in due)
    if kind == "no_machine_result":
        return any(item["why"] == kind for item in row["missing"])
    if kind:
        return kind in row["status"]["flags"]
    return bool(row["differences"] or row["findings"] or row["status"]["flags"])


def _remarks(code: str, row: ListedPrecinct) -> Iterator[tuple[Cell, ...]]:
    head = (code, row["number"])
    for found in row["findings"]:
        yield (*head, "finding", found["contest"], found["code"], None, None)
    for differs in row["differences"]:
        yield (*head, "difference", differs["contest"], differs["options"], differs["scanner"], differs["protocol"])
    for flag in row["status"]["flags"]:
        yield (*head, "flag", "", flag, None, None)
    for act in row.get("decisions", ()):
        yield (*head, f"decision_{act['kind']}", act["target"].partition(":")[2], act["number"], None, None)
    for item in row["missing"]:
        yield (*head, f"missing_{item['count']}", item["contest"], item["why"], None, None)
