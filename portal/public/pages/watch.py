"""`…/watch/`: the precincts and territories that a reader follows; the list lives in the address and nowhere else."""

from typing import Any

from portal import urls
from portal.public.pages.page import CampaignPage, Cell, Table
from portal.public.pages.territory import precinct_row
from portal.published.errors import NotPublished


class WatchPage(CampaignPage):
    """Units named in the address with their newest figures; a code that does not exist is left out."""

    template = "watch.html"
    query = ("precinct", "territory")
    tabular = True
    live = True

    def __init__(self, *arguments: Any, **names: Any) -> None:
        super().__init__(*arguments, **names)
        self.precincts = [row for row in map(self._precinct, self._codes("precinct")) if row]
        self.territories = [row for row in map(self._territory, self._codes("territory")) if row]

    def _codes(self, name: str) -> list[str]:
        return [code for code in self.arguments.get(name, "").split(",") if code]

    def _precinct(self, number: str) -> Any:
        try:
            return self.release.precinct(number)[1]
        except NotPublished:
            return None

    def _territory(self, code: str) -> Any:
        try:
            return self.release.territory(code).head
        except NotPublished:
            return None

    def document(self) -> dict[str, Any]:
        """The documents of the units on the list."""
        return {"territories": self.territories, "precincts": self.precincts}

    def context(self) -> dict[str, Any]:
        return {
            "territories": [(row, self._without("territory", row["code"])) for row in self.territories],
            "rows": [precinct_row(row) for row in self.precincts],
            "without": {row["number"]: self._without("precinct", row["number"]) for row in self.precincts},
            "asked": self.arguments,
        }

    def _without(self, name: str, code: str) -> str:
        """The address of this list without one of its units, and without those that do not exist."""
        known = {
            "precinct": [row["number"] for row in self.precincts],
            "territory": [row["code"] for row in self.territories],
        }
        known[name] = [left for left in known[name] if left != code]
        return urls.with_query(self.path, **{kind: ",".join(codes) or None for kind, codes in known.items()})

    def table(self) -> Table:
        header = ("precinct", "voters", "identified", "scanner", "protocol")
        return Table(header, (self._cells(precinct_row(row)) for row in self.precincts))

    def _cells(self, row: dict[str, Any]) -> tuple[Cell, ...]:
        precinct = row["precinct"]
        return (precinct["number"], precinct["voters"], row["identified"], row["scanner"], row["protocol"])
