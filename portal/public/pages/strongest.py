"""Where an option is strongest and weakest among the precincts of one territory (over territories/<code>.json)."""

from collections.abc import Sequence
from typing import Any

from portal.public.reading import ReleaseReading
from portal.published.shapes import ConfigurationDocument, Count, PrecinctDocument, ResultDocument, TerritoryEntry

SHOWN = 5
"""Precincts at each end."""
SIBLINGS = 60


def precinct_extremes(
    release: ReleaseReading,
    configuration: ConfigurationDocument,
    contest: str,
    index: int,
    count: str,
    places: Sequence[str],
    wanted: str,
) -> dict[str, Any] | None:
    """Strongest and weakest precincts of the wanted territory, else of the first of `places` that holds any.

    `places` are the contest's territories, the option's strongest first. None where nothing is in.
    """
    beneath = _with_precincts(configuration, places)
    chosen = next((entry for entry in beneath if entry["code"] == wanted), beneath[0] if beneath else None)
    if chosen is None:
        return None
    file = release.territory(chosen["code"])
    found = (_row(file.at(at), contest, index, count) for at in range(len(file.numbers)))
    rows = sorted((row for row in found if row), key=lambda row: -hundredths(row["share"]))
    if not rows:
        return None
    ends = rows if len(rows) <= 2 * SHOWN else rows[:SHOWN]
    return {
        "place": chosen,
        "strongest": ends,
        "weakest": [] if len(rows) <= 2 * SHOWN else rows[: -SHOWN - 1 : -1],
        "siblings": [entry for entry in beneath if entry["code"] != chosen["code"]][:SIBLINGS],
    }


def hundredths(share: str | None) -> int:
    """A share as text with two decimals, as a number to sort by."""
    return int(share.replace(".", "")) if share else 0


def _with_precincts(configuration: ConfigurationDocument, places: Sequence[str]) -> list[TerritoryEntry]:
    """Territories with precincts of their own, in the order of the places that they belong to."""
    entries = {entry["code"]: entry for entry in configuration["territories"]}
    order = {code: at for at, code in enumerate(places)}

    def place(code: str) -> int | None:
        while code in entries:
            if code in order:
                return order[code]
            code = entries[code]["parent"]
        return None

    found = [(place(code), entry) for code, entry in entries.items() if entry["precincts"]]
    return [entry for at, entry in sorted((row for row in found if row[0] is not None), key=lambda row: row[0] or 0)]


def _row(precinct: PrecinctDocument, contest: str, index: int, count: str) -> dict[str, Any] | None:
    result = next((r for r in precinct["results"] if r["contest"] == contest and not r["remote"]), None)
    counted = _counted(result, count) if result and result["counted"] else None
    if counted is None:
        return None
    figures = {"votes": counted["votes"][index], "base": counted["base"], "share": counted["shares"][index]}
    return {"number": precinct["number"], **figures}


def _counted(result: ResultDocument, count: str) -> Any:
    return result["protocol"] if count == Count.PROTOCOL else result["scanner"]
