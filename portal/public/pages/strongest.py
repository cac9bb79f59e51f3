"""Where an option is strongest and weakest among precincts (over territories/<code>.json).

Of the whole contest where its precincts lie in a few territories, as those of an electoral district do; otherwise of
one territory at a time: a page may not read thousands of precincts.
"""

from collections.abc import Sequence
from typing import Any

from portal.public.reading import ReleaseReading
from portal.published.shapes import ConfigurationDocument, Count, ResultDocument, TerritoryEntry

SHOWN = 5
"""Precincts at each end."""
SIBLINGS = 60
AT_ONCE = 4
"""Territories whose precincts are looked through together."""


def precinct_extremes(
    release: ReleaseReading,
    configuration: ConfigurationDocument,
    contest: str,
    index: int,
    count: str,
    places: Sequence[str],
    wanted: str,
) -> dict[str, Any] | None:
    """Strongest and weakest precincts of the contest, or of the wanted territory, else of the first that holds any.

    `places` are the contest's territories, the option's strongest first; `place` is None for the whole contest.
    None where nothing is in.
    """
    beneath = _with_precincts(configuration, places)
    chosen = next((entry for entry in beneath if entry["code"] == wanted), None)
    if chosen is None and len(beneath) > AT_ONCE:
        chosen = beneath[0]
    read = [chosen] if chosen else beneath
    results = (found for entry in read for found in release.territory(entry["code"]).of_contest(contest))
    found = (_row(number, result, index, count) for number, result in results)
    rows = sorted((row for row in found if row), key=lambda row: -hundredths(row["share"]))
    if not rows:
        return None
    ends = rows if len(rows) <= 2 * SHOWN else rows[:SHOWN]
    siblings = [entry for entry in beneath if entry is not chosen] if len(beneath) > 1 else []
    return {
        "place": chosen,
        "strongest": ends,
        "weakest": [] if len(rows) <= 2 * SHOWN else rows[: -SHOWN - 1 : -1],
        "siblings": siblings[:SIBLINGS],
        "whole": chosen is not None and len(beneath) <= AT_ONCE,
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


def _row(number: str, result: ResultDocument, index: int, count: str) -> dict[str, Any] | None:
    counted = _counted(result, count) if result["counted"] else None
    if counted is None:
        return None
    return {
        "number": number,
        "votes": counted["votes"][index],
        "base": counted["base"],
        "share": counted["shares"][index],
    }


def _counted(result: ResultDocument, count: str) -> Any:
    return result["protocol"] if count == Count.PROTOCOL else result["scanner"]
