"""`…/scans/`: which documents of which precincts are published, and where they are (template over lists/*.json)."""

from collections.abc import Iterator
from typing import Any

from flask_babel import gettext

from portal.public.pages.differences import ROWS_PER_PAGE, ListPage
from portal.public.pages.page import Cell, Table, window
from portal.published.shapes import ListedPrecinct, ListEntry, TerritoryListDocument

SHOWS = ("with_scans", "without_scans")


class ScansPage(ListPage):
    """The coverage by territory, or the scans of one territory precinct by precinct."""

    template = "scans.html"

    def title(self) -> str:
        return str(gettext("Scans"))

    def context(self) -> dict[str, Any]:
        rows: list[Any] = self._precincts(self.listed) if self.listed else self._places()
        return {
            "title": self.title(),
            "above": self.above(),
            "chosen": self.chosen_name(),
            "numbers": self.numbers,
            "nothing_here": not self.index["numbers"]["files"],
            "kinds": list(self.numbers["scans"]) if self.numbers else [],
            "links": self.links(SHOWS),
            "show": self.show,
            "listed": self.listed,
            "region": self.region,
            "shown": window(rows, self.page_number, ROWS_PER_PAGE),
            "with_address": self._with,
            "asked": self.arguments,
        }

    def _places(self) -> list[ListEntry]:
        rows = self.entries()
        if self.show not in SHOWS:
            return rows
        return [row for row in rows if bool(row["numbers"]["with_scans"]) == (self.show == "with_scans")]

    def _precincts(self, listed: TerritoryListDocument) -> list[ListedPrecinct]:
        if self.show not in SHOWS:
            return listed["rows"]
        return [row for row in listed["rows"] if bool(row["scans"]) == (self.show == "with_scans")]

    def table(self) -> Table:
        """One row per scan of the territory: a list of files to download; one per territory for the whole country."""
        if self.listed:
            return Table(("precinct", "kind", "url"), self._files(self.listed))
        header = ("territory", "name", "precincts", "with_scans", "files")
        return Table(header, (self._cells(row) for row in self._places()))

    def _files(self, listed: TerritoryListDocument) -> Iterator[tuple[Cell, ...]]:
        for row in self._precincts(listed):
            for scan in row["scans"]:
                yield row["number"], scan["kind"], f"/{scan['url']}"

    def _cells(self, row: ListEntry) -> tuple[Cell, ...]:
        numbers = row["numbers"]
        counts = (numbers["precincts"], numbers["with_scans"], numbers["files"])
        return (row["code"], row["name"][self.language], *counts)
