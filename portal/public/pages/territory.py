"""`…/territory/{code}/`: sums, children and precincts of a territory (template over territories/<code>.json)."""

from collections.abc import Mapping
from typing import Any

import orjson

from portal.languages import Language
from portal.public.lookups import Lookups
from portal.public.pages.campaign import Age, age_of_place, hours_of_day
from portal.public.pages.contest import by_votes, is_in, leading_count, option_row
from portal.public.pages.differences import INDEX
from portal.public.pages.page import CampaignPage, Cell, Table, is_preliminary, window
from portal.public.reading import Reading
from portal.published.shapes import (
    ContestCounts,
    ListedPrecinct,
    ListsDocument,
    PrecinctDocument,
    ResultDocument,
    TerritoryListDocument,
    newest_turnout,
)

PRECINCTS_PER_PAGE = 20
MISSING_SHOWN = 30
OPTIONS_SHOWN = 10
"""So many leading options stand here of a contest that has votes; without votes all of its ballot does or none."""
CONTESTS_SHOWN = 3


class TerritoryPage(CampaignPage):
    """One territory; its precincts are paged."""

    template = "territory.html"
    query = ("page",)
    tabular = True
    live = True

    def __init__(
        self, reading: Reading, language: Language, path: str, arguments: Mapping[str, str], campaign: str, code: str
    ) -> None:
        super().__init__(reading, language, path, arguments, campaign)
        self.file = self.release.territory(code)
        self.territory = self.file.head
        self.lookups = Lookups(self.configuration, language)

    def document(self) -> orjson.Fragment:
        """The territory's document, byte for byte."""
        return orjson.Fragment(self.file.content)

    def context(self) -> dict[str, Any]:
        territory, fixed = self.territory, self.release.fixed()
        precincts = window(range(len(self.file.numbers)), self.page_number, PRECINCTS_PER_PAGE)
        contests = territory["totals"].get("contests", {})
        own = [
            code for code, counts in contests.items() if counts["scanner"]["expected"] or counts["protocol"]["expected"]
        ]
        # Without votes no contest is named before another: the ballots of all of them stand here, or of none.
        voted = any(_has_votes(contests[code]) for code in own)
        open_ = own[:CONTESTS_SHOWN] if voted or len(own) <= CONTESTS_SHOWN else []
        return {
            "territory": territory,
            "totals": territory["totals"],
            "turnout": newest_turnout(territory["totals"]),
            "hours": hours_of_day(territory["totals"]["turnout"], fixed["schedule"]),
            "preliminary": is_preliminary(territory["status"]),
            "age": age_of_place(territory["totals"], bool(fixed["archive"])),
            **self._listed(),
            "above": self.trail(*territory["ancestors"]),
            "contests": [self._contest(code, contests[code]) for code in open_],
            "more_contests": [self._heading(code, contests[code]) for code in own if code not in open_],
            "remote_contests": [self._heading(code, contests[code]) for code in contests if code not in own],
            "precincts": precincts,
            "rows": [precinct_row(self.file.at(index)) for index in precincts.rows],
        }

    def _listed(self) -> dict[str, Any]:
        """What is missing here by name and reason, and how long protocols took; from the list of the territory."""
        listed: TerritoryListDocument | None = self.release.optional(f"lists/{self.territory['code']}.json")
        missing = self.owing(listed["rows"]) if listed else []
        more = self._missing_beneath(MISSING_SHOWN - len(missing)) if self.territory["children"] else []
        return {
            "missing": [*missing, *more][:MISSING_SHOWN],
            "more_missing": len(missing) + len(more) > MISSING_SHOWN,
            "delay": listed["delay"] if listed else None,
        }

    def _missing_beneath(self, room: int) -> list[ListedPrecinct]:
        """Precincts of the territories beneath that owe a count, read until there is one more than has room."""
        index: ListsDocument | None = self.release.optional(INDEX) if room > 0 else None
        if index is None or age_of_place(self.territory["totals"]) is not Age.AFTER:
            return []
        found: list[ListedPrecinct] = []
        for entry in index["rows"]:
            numbers = entry["numbers"]
            owing = any(numbers[f"missing_{kind}"] for kind in self.counts)  # type: ignore[literal-required]
            if self.territory["code"] in entry["above"] and owing and len(found) <= room:
                listed: TerritoryListDocument = self.release.document(f"lists/{entry['code']}.json")
                found += self.owing(listed["rows"])
        return found

    def _heading(self, code: str, counts: ContestCounts) -> dict[str, Any]:
        return {"code": code, "name": self.lookups.contest_name(code), "counts": counts}

    def _contest(self, code: str, counts: ContestCounts) -> dict[str, Any]:
        entry = self.lookups.contest(code)
        options = entry["options"] if entry else []
        order = [index for index in by_votes(leading_count(counts)) if index < len(options)]
        rows = [option_row(options[index], index, counts) for index in order]
        shown = rows[:OPTIONS_SHOWN] if _has_votes(counts) else rows
        return {**self._heading(code, counts), "rows": shown, "more": len(rows) > len(shown)}

    def table(self) -> Table:
        """One row per precinct, contest, count and option."""
        return Table(
            ("precinct", "kind", "voters", "contest", "remote", "counted", "count", "position", "option", "votes"),
            (
                (precinct["number"], precinct["kind"], precinct["voters"], *cells)
                for precinct in map(self.file.at, range(len(self.file.numbers)))
                for result in precinct["results"]
                for cells in result_cells(result, self.lookups, self.language)
            ),
        )


def _has_votes(counts: ContestCounts) -> bool:
    return is_in(counts["scanner"]) or is_in(counts["protocol"])


def precinct_row(precinct: PrecinctDocument) -> dict[str, Any]:
    """What the list of precincts shows of one: turnout and votes of its first own contest.

    `remote_only` is True for one that has no contest of its own; then `remote` is its turnout.
    """
    own = next((result for result in precinct["results"] if not result["remote"]), None)
    scanner, protocol = (own["scanner"], own["protocol"]) if own else (None, None)
    turnout = precinct["final"] or (precinct["turnout"][-1] if precinct["turnout"] else None)
    return {
        "precinct": precinct,
        "identified": turnout["identified"] if turnout else None,
        "remote": turnout["remote"] if turnout else None,
        "remote_only": precinct["kind"] == "remote" and not precinct["contests"],
        "differs": any(result["differences"] for result in precinct["results"]),
        "scanner": scanner["base"] if scanner else None,
        "protocol": protocol["base"] if protocol else None,
    }


def result_cells(result: ResultDocument, lookups: Lookups, language: Language) -> list[tuple[Cell, ...]]:
    """contest, remote, counted, count, position, option and votes of every option of both counts that are in."""
    entry = lookups.contest(result["contest"])
    options = entry["options"] if entry else []
    head = (result["contest"], int(result["remote"]), int(result["counted"]))
    counts = (("scanner", result["scanner"]), ("protocol", result["protocol"]))
    return [
        (*head, count, option["position"], option["name"][language], votes)
        for count, counted in counts
        if counted is not None
        for option, votes in zip(options, counted["votes"], strict=False)
    ]
