"""`…/contest/{c}/`: options by both counts, and votes by territory (template over contests/<contest>.json)."""

from collections.abc import Mapping
from typing import Any

from portal import urls
from portal.languages import Language
from portal.public.alphabet import alphabetical
from portal.public.lookups import Lookups
from portal.public.map_svg import contest_map
from portal.public.pages.determination import contest_section
from portal.public.pages.page import CampaignPage, Cell, Table, is_preliminary, window
from portal.public.reading import Reading
from portal.published.shapes import ContestCounts, ContestDocument, ContestRow, Count, CountDocument, OptionDocument

ROWS_PER_PAGE = 100
SORTS = ("name", "received", "votes")
SHOWS = ("missing", "complete")
COLUMNS = 5
"""Leading options that have a column of their own in the table of territories; the CSV twin has all."""


class ContestPage(CampaignPage):
    """One contest; `count` chooses which count the table of territories shows, `page` its page."""

    template = "contest.html"
    query = ("count", "order", "page", "show", "sort")
    tabular = True
    live = True

    def __init__(
        self, reading: Reading, language: Language, path: str, arguments: Mapping[str, str], campaign: str, contest: str
    ) -> None:
        super().__init__(reading, language, path, arguments, campaign)
        self.contest = self.release.contest(contest)

    def document(self) -> ContestDocument:
        return self.contest

    def context(self) -> dict[str, Any]:
        contest = self.contest
        count = self.arguments.get("count") or shown_count(contest["scanner"], contest["protocol"])
        order = by_votes(leading_count(contest))
        columns = order[:COLUMNS]
        shown = shown_rows(contest["territories"], count, self.arguments.get("show"))
        rows = sorted_rows(shown, count, self.arguments.get("sort", ""))
        ballot = range(len(contest["options"])) if self.arguments.get("order") else order
        return {
            "determination": contest_section(contest, self.release.campaign_document(), self.language),
            "leading": shown_count(contest["scanner"], contest["protocol"]),
            "ballot_order": bool(self.arguments.get("order")),
            "asked": self.arguments,
            "sorts": [(name, self._with(sort=name, page=None) + "#territories") for name in (None, *SORTS)],
            "shows": [(name, self._with(show=name, page=None) + "#territories") for name in (None, *SHOWS)],
            "order_links": [(None, self._with(order=None)), ("ballot", self._with(order="ballot"))],
            "contest": contest,
            "remote_count": self.configuration.get("remote_count", ""),
            "preliminary": is_preliminary(contest["status"]),
            "options": [option_row(contest["options"][index], index, contest) for index in ballot],
            "anything_in": is_in(contest["scanner"]) or is_in(contest["protocol"]),
            "lines": self._lines(),
            "count": count,
            "columns": [contest["options"][index] for index in columns],
            "across": 3 + len(columns),
            "territories": window([_row(row, count, columns) for row in rows], self.page_number, ROWS_PER_PAGE),
            "map": contest_map(self.release, contest, count, order),
            "count_links": [
                (name, self._with(count=name, page=None) + "#territories", name == count) for name in Count
            ],
        }

    def _with(self, **changed: object) -> str:
        """This page's address with some of its query changed."""
        return urls.with_query(self.path, **{**self.arguments, **changed})

    def _lines(self) -> list[tuple[str, int, bool]]:
        """Sums of protocol lines with their names, in the order of the form, and whether remote voting is not in it."""
        lookups = Lookups(self.configuration, self.language)
        names, protocol = lookups.lines_by_key(), self.contest["protocol"]
        sums = protocol["lines"]
        without = lookups.lines_of_whole_precincts() if protocol["remote_received"] else frozenset()
        known = [(name[self.language], sums[key], key in without) for key, name in names.items() if key in sums]
        return known + [(key, value, False) for key, value in sums.items() if key not in names]

    def table(self) -> Table:
        """One row per territory, count and option; the whole contest has an empty territory."""
        whole = (("", self.contest["name"], self.contest["scanner"], self.contest["protocol"]),)
        rows = ((row["code"], row["name"], row["scanner"], row["protocol"]) for row in self.contest["territories"])
        return Table(
            (
                "contest",
                "territory",
                "territory_name",
                "count",
                "expected",
                "received",
                "position",
                "option",
                "votes",
                "base",
            ),
            (
                cells
                for code, name, scanner, protocol in (*whole, *rows)
                for count, counted in (("scanner", scanner), ("protocol", protocol))
                for cells in self._cells(code, name[self.language], count, counted)
            ),
        )

    def _cells(self, code: str, name: str, count: str, counted: CountDocument) -> list[tuple[Cell, ...]]:
        return [
            (
                *(self.contest["code"], code, name, count, counted["expected"], counted["received"]),
                *(option["position"], option["name"][self.language], votes, counted["base"]),
            )
            for option, votes in zip(self.contest["options"], counted["votes"], strict=True)
        ]


def shown_rows(rows: list[ContestRow], count: str, show: str | None) -> list[ContestRow]:
    """The territories where reports of the count are still missing, or where all are in; all without a choice."""
    if show not in SHOWS:
        return rows
    counts = [(row, counted_by(row, count)) for row in rows]
    return [row for row, counted in counts if (counted["received"] < counted["expected"]) == (show == "missing")]


def sorted_rows(rows: list[ContestRow], count: str, sort: str) -> list[ContestRow]:
    """The territories by name (Kyrgyz alphabet), by precincts received or by votes; else as in the document. Those with
    precincts of the contest before those with nothing but remote votes.
    """
    if sort == "name":
        rows = sorted(rows, key=lambda row: alphabetical(row["name"]["ky"]))
    if sort in ("received", "votes"):
        field = "received" if sort == "received" else "base"
        rows = sorted(rows, key=lambda row: counted_by(row, count)[field], reverse=True)  # type: ignore[literal-required]
    return sorted(rows, key=remote_only)


def remote_only(row: ContestRow) -> bool:
    """Whether the contest has no precinct in the territory: what is counted there was cast for it from afar."""
    return not row["scanner"]["expected"] and not row["protocol"]["expected"]


def shown_count(scanner: CountDocument, protocol: CountDocument) -> str:
    """The count shown where there is room for one: protocols once they are all in or hold as many votes as ASU."""
    by_hand = protocol["received"] == protocol["expected"] or protocol["base"] >= scanner["base"]
    return Count.PROTOCOL if is_in(protocol) and by_hand else Count.SCANNER


def counted_by(counts: ContestDocument | ContestCounts | ContestRow, count: str) -> CountDocument:
    """One of the two counts."""
    return counts["protocol"] if count == Count.PROTOCOL else counts["scanner"]


def leading_count(counts: ContestDocument | ContestCounts) -> CountDocument:
    """The count that orders the options."""
    return counted_by(counts, shown_count(counts["scanner"], counts["protocol"]))


def option_row(option: OptionDocument, index: int, counts: ContestDocument | ContestCounts) -> dict[str, Any]:
    """An option with votes and share by both counts; `share` is that of the count which orders the options, `by`."""
    by = shown_count(counts["scanner"], counts["protocol"])
    row: dict[str, Any] = {"option": option, "by": by, "share": counted_by(counts, by)["shares"][index]}
    for count in Count:
        counted = counted_by(counts, count)
        row[count] = {"votes": counted["votes"][index], "share": counted["shares"][index], "in": is_in(counted)}
    return row


def by_votes(count: CountDocument) -> list[int]:
    """Indexes of the options by votes, ties in ballot order."""
    return sorted(range(len(count["votes"])), key=lambda index: (-count["votes"][index], index))


def is_in(count: CountDocument) -> bool:
    """Whether anything of the count is in."""
    return bool(count["received"] or count["remote_received"])


def _row(row: ContestRow, count: str, columns: list[int]) -> dict[str, Any]:
    counted = counted_by(row, count)
    return {
        "place": row,
        "count": counted,
        "cells": [(counted["votes"][index], counted["shares"][index]) for index in columns],
        "in": is_in(counted),
        "remote_only": remote_only(row),
    }
