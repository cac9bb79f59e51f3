"""`…/releases/{n}/since/{older}/`: what changed between two releases, of country, regions and single precincts.

A page shows the precincts of one territory, a few at a time; the twins hold those of so many territories a page.
"""

from collections.abc import Iterator, Mapping
from itertools import groupby
from typing import Any, TypeAlias

from portal import urls
from portal.languages import Language
from portal.public.figure_words import FigureWords
from portal.public.lookups import Lookups
from portal.public.pages.page import CampaignPage, Cell, Table, Window, window
from portal.public.reading import CONFIGURATION, Reading
from portal.published.changed_figures import ChangedFigure, changed_figures, in_line, in_pages
from portal.published.errors import NotPublished
from portal.published.shapes import CampaignDocument, NamesDocument, TotalsDocument, newest_turnout
from portal.published.territory_states import ChangedPrecinct

NUMBERS = ("invalidated", "corrected", "recounted", "held", "findings", "differences", "no_machine_result")
SHOWN = 200
TERRITORIES_PER_PAGE = 20
_FOLDER = "territories/"
WITH_FIGURES = ("campaign.json", "contests/", _FOLDER)
"""Beginnings of the paths of documents that hold figures."""
Written: TypeAlias = tuple[str, str, str, bool]
"""Name of a figure, its former and its present value, and whether these are words."""


class ComparePage(CampaignPage):
    """Two releases side by side: the older value, the newer value, and which files differ; nothing is subtracted."""

    template = "compare.html"
    query = ("page", "territory")
    tabular = True

    def __init__(
        self,
        reading: Reading,
        language: Language,
        path: str,
        arguments: Mapping[str, str],
        campaign: str,
        number: int,
        older: int,
    ) -> None:
        super().__init__(reading, language, path, arguments, campaign)
        if not older < number:
            raise NotPublished(f"{campaign}: release {number} since {older}")
        self.releases = self.release.past(older), self.release.past(number)
        self.documents: tuple[CampaignDocument, CampaignDocument] = (
            self.release.past_document(older, "campaign.json"),
            self.release.past_document(number, "campaign.json"),
        )
        self.changed = self.release.changed_between(older, number)
        self.asked = self.arguments.get("territory", "")
        if self.asked and self._path(self.asked) not in self.changed:
            raise NotPublished(f"{campaign}: territory {self.asked} in release {number} since {older}")

    def release_number(self) -> int:
        return self.releases[1]["n"]

    def document(self) -> dict[str, Any]:
        """The fields that differ with both values, those of precincts for one page of territories, and the files."""
        shown = self._shown()
        return {
            "older": self.releases[0]["n"],
            "newer": self.releases[1]["n"],
            "fields": [{"place": p, "field": f, "older": a, "newer": b} for p, _, f, a, b in self._fields()],
            "page": shown.page,
            "pages": shown.pages,
            "precincts": list(self._precincts(shown)),
            "files": self.changed,
        }

    def context(self) -> dict[str, Any]:
        older, newer = self.releases
        chosen = self.asked or self._first_with_precincts()
        lookups = Lookups(self.configuration, self.language)
        numbers, figures = self._figures_of(chosen, FigureWords(self.formats, lookups))
        return {
            "asked_territory": self.asked or None,
            "chosen_name": self._names().get(chosen),
            "shown": numbers,
            "precincts": figures,
            "contest_name": lookups.contest_name,
            "older": older,
            "newer": newer,
            "times": [self.release.figures_as_of(release["n"]) for release in self.releases],
            "fields": self._fields(),
            "territories": self._units(_FOLDER, lambda *unit: urls.with_query(self.path, territory=unit[-1])),
            "contests": self._units("contests/", urls.contest),
            "more": len(self.changed) > SHOWN,
            "silent": not any(path.startswith(WITH_FIGURES) for path in self.changed),
            "configured": CONFIGURATION in self.changed,
        }

    def table(self) -> Table:
        """Figures of country and regions on the first page, those of precincts on every page."""
        shown = self._shown()
        above = self._fields() if shown.page == 1 else []
        names = {row["code"]: row["name"][self.language] for row in self.configuration["territories"]}
        return Table(
            ("territory", "name", "precinct", "contest", "field", "older", "newer", "decision"),
            [
                *((code, name, None, None, field, old, new, None) for code, name, field, old, new in above),
                *(_row(names.get(row.territory, ""), row) for row in self._precincts(shown)),
            ],
        )

    def _shown(self) -> Window:
        paths = [self._path(self.asked)] if self.asked else [path for path in self.changed if path.startswith(_FOLDER)]
        return window(paths, self.page_number, TERRITORIES_PER_PAGE)

    def _path(self, code: str) -> str:
        return f"{_FOLDER}{code}.json"

    def _names(self) -> dict[str, NamesDocument]:
        return {row["code"]: row["name"] for row in self.configuration["territories"]}

    def _first_with_precincts(self) -> str:
        """The first changed territory with precincts of its own, districts before cities as large as a region; "" where
        none is.
        """
        changed = frozenset(self.changed)
        rows = sorted(self.configuration["territories"], key=lambda row: not row["parent"])
        return next((row["code"] for row in rows if row["precincts"] and self._path(row["code"]) in changed), "")

    def _figures_of(
        self, code: str, said: FigureWords
    ) -> tuple[Window, list[tuple[tuple[str, str, str], list[Written]]]]:
        """Which precincts of a territory changed; of those of one page number, contest and decision, with the names and
        both values of what changed there, "" for a value that is not there.
        """
        shown = window(in_pages(self._changed(code)) if code else [], self.page_number, 1)
        figures = (row for page in shown.rows for row in changed_figures(code, page))
        groups = groupby(figures, key=lambda row: (row.precinct, row.contest, row.decision))
        return shown, [(of, [_written(said, row) for row in rows]) for of, rows in groups]

    def _changed(self, code: str) -> list[ChangedPrecinct]:
        older, newer = self.releases
        return self.release.changed_precincts(code, older["n"], newer["n"])

    def _precincts(self, shown: Window) -> Iterator[ChangedFigure]:
        for path in shown.rows:
            code = path.removeprefix(_FOLDER).removesuffix(".json")
            yield from changed_figures(code, self._changed(code))

    def _units(self, folder: str, address: Any) -> list[tuple[str, str]]:
        codes = [path.removeprefix(folder).removesuffix(".json") for path in self.changed if path.startswith(folder)]
        names = {row["code"]: row["name"] for row in self.configuration["territories"]}
        names |= {row["code"]: row["name"] for row in self.configuration["contests"]}
        return [
            (address(self.language, self.campaign, code), names[code][self.language])
            for code in sorted(codes, key=in_line)[:SHOWN]
            if code in names
        ]

    def _fields(self) -> list[tuple[str, str, str, Cell, Cell]]:
        """Territory, its name, field, older and newer value of everything in both campaign documents that differs."""
        older, newer = self.documents
        rows = [("", newer["name"][self.language], *pair) for pair in _differing(older["totals"], newer["totals"])]
        before = {region["code"]: region["totals"] for region in older["regions"]}
        for region in newer["regions"]:
            if region["code"] in before:
                pairs = _differing(before[region["code"]], region["totals"])
                rows += [(region["code"], region["name"][self.language], *pair) for pair in pairs]
        return rows


def _written(said: FigureWords, row: ChangedFigure) -> Written:
    field = row.field
    return said.name(field, row.contest), said.value(field, row.older), said.value(field, row.newer), field == "status"


def _row(name: str, row: ChangedFigure) -> tuple[Cell, ...]:
    return (
        *(row.territory, name, row.precinct, row.contest or None),
        *(row.field, row.older, row.newer, row.decision or None),
    )


def _differing(older: TotalsDocument, newer: TotalsDocument) -> list[tuple[str, Cell, Cell]]:
    before, after = _values(older), _values(newer)
    return [(name, before[name], after[name]) for name in after if before[name] != after[name]]


def _values(totals: TotalsDocument) -> dict[str, Cell]:
    newest = newest_turnout(totals)
    numbers: Mapping[str, Any] = totals["numbers"]
    return {
        "voters": totals["voters"],
        "identified": newest["total"] if newest else None,
        "scanner": totals["scanner"]["received"],
        "protocol": totals["protocol"]["received"],
        **{name: numbers[name] for name in NUMBERS},
    }
