"""`…/option/{contest}/{position}/`: a candidate, party or answer, wherever it has votes (template over its contest)."""

from collections.abc import Mapping
from typing import Any

from portal import urls
from portal.languages import Language
from portal.public.pages.contest import (
    by_votes,
    counted_by,
    is_in,
    leading_count,
    option_row,
    remote_only,
    shown_count,
)
from portal.public.pages.determination import elected_section
from portal.public.pages.page import CampaignPage, Cell, Table, is_preliminary, window
from portal.public.pages.strongest import hundredths, precinct_extremes
from portal.public.reading import Reading
from portal.published.errors import NotPublished
from portal.published.shapes import ContestRow, Count

ROWS_PER_PAGE = 100


class OptionPage(CampaignPage):
    """One option of one contest. Raises NotPublished for a position that the ballot does not have."""

    template = "option.html"
    query = ("count", "page", "sort", "territory")
    tabular = True
    live = True

    def __init__(
        self,
        reading: Reading,
        language: Language,
        path: str,
        arguments: Mapping[str, str],
        campaign: str,
        contest: str,
        position: int,
    ) -> None:
        super().__init__(reading, language, path, arguments, campaign)
        self.contest = self.release.contest(contest)
        positions = [option["position"] for option in self.contest["options"]]
        if position not in positions:
            raise NotPublished(f"option {position} of contest {contest}")
        self.index = positions.index(position)

    def document(self) -> dict[str, Any]:
        """The option with its votes and shares by count, and the same for every territory of the contest."""
        return {
            "contest": self.contest["code"],
            "option": self.contest["options"][self.index],
            **{count.value: self._figures(counted_by(self.contest, count)) for count in Count},
            "territories": [
                {
                    "code": row["code"],
                    "direct": row["direct"],
                    **{count.value: self._figures(counted_by(row, count)) for count in Count},
                }
                for row in self.contest["territories"]
            ],
        }

    def context(self) -> dict[str, Any]:
        contest, index = self.contest, self.index
        option = contest["options"][index]
        count = self.arguments.get("count") or shown_count(contest["scanner"], contest["protocol"])
        order = by_votes(leading_count(contest))
        rows = self._rows(count)
        return {
            "contest": contest,
            "option": option,
            "row": option_row(option, index, contest),
            "status": contest["status"],
            "official": elected_section(contest, index, self.language),
            "preliminary": is_preliminary(contest["status"]),
            "neighbours": [contest["options"][at] for at in order if at != index],
            "count": count,
            "territories": window(rows, self.page_number, ROWS_PER_PAGE),
            "asked": self.arguments,
            "count_links": [
                (name, urls.with_query(self.path, count=name) + "#territories", name == count) for name in Count
            ],
            "precincts": self._precincts(count, [row["place"]["code"] for row in rows if not row["remote_only"]]),
            "elsewhere": self._elsewhere(option["id"] or option["party"]),
        }

    def _precincts(self, count: str, places: list[str]) -> dict[str, Any] | None:
        """The precincts at both ends, of the territory that was asked for or of the strongest one."""
        wanted = self.arguments.get("territory", "")
        found = precinct_extremes(
            self.release, self.configuration, self.contest["code"], self.index, count, places, wanted
        )
        if found is None:
            return None
        links = [
            (entry["name"], urls.with_query(self.path, count=self.arguments.get("count"), territory=entry["code"]))
            for entry in found["siblings"]
        ]
        whole = urls.with_query(self.path, count=self.arguments.get("count")) if found["whole"] else ""
        return {**found, "links": links, "whole": whole}

    def _elsewhere(self, name: str) -> list[dict[str, Any]]:
        """Other contests of the campaign in which the same person or party stands, by the identifier of the package."""
        if not name:
            return []
        return [
            {"contest": entry, "option": option}
            for entry in self.configuration["contests"]
            if entry["code"] != self.contest["code"]
            for option in entry["options"]
            if name in (option["id"], option["party"])
        ][:ROWS_PER_PAGE]

    def _rows(self, count: str) -> list[dict[str, Any]]:
        """Territories, the strongest share first; those without a report follow, last those with remote votes only."""
        rows = [
            {
                "place": row,
                "in": is_in(counted_by(row, count)),
                "remote_only": remote_only(row),
                **self._figures(counted_by(row, count)),
            }
            for row in self.contest["territories"]
        ]
        return sorted(rows, key=lambda row: (row["remote_only"], not row["in"], -hundredths(row["share"])))

    def _figures(self, counted: Any) -> dict[str, Any]:
        index = self.index
        return {
            "votes": counted["votes"][index],
            "home": counted["home"][index],
            "remote": counted["remote"][index],
            "base": counted["base"],
            "share": counted["shares"][index],
        }

    def table(self) -> Table:
        """One row per territory and count."""
        header = ("contest", "position", "territory", "territory_name", "count", "votes", "base", "share")
        return Table(header, (self._cells(row, count) for row in self.contest["territories"] for count in Count))

    def _cells(self, row: ContestRow, count: Count) -> tuple[Cell, ...]:
        figures = self._figures(counted_by(row, count))
        position = self.contest["options"][self.index]["position"]
        head = (self.contest["code"], position, row["code"], row["name"][self.language], count.value)
        return (*head, figures["votes"], figures["base"], figures["share"])
