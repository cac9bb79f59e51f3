"""Small static maps for pages: shapes of the release, coloured by the figures of its documents; no script is needed."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any, Literal

from flask_babel import gettext

from portal.languages import LANGUAGES
from portal.public import map_assets
from portal.public.map_measures import NO_DATA, class_of, legend, measures
from portal.public.reading import ReleaseReading
from portal.published.errors import NotPublished
from portal.published.shapes import ChildDocument, ContestDocument, PrecinctDocument, TotalsDocument, newest_turnout

SHAPES = "geo/shapes.json"
COLOURED_OPTIONS = 3
"""Options with a colour and a pattern of their own; the others share the fourth: more are not told apart."""
OTHERS = "others"

Unit = dict[str, Any]


def shapes_of(release: ReleaseReading) -> Mapping[str, Any] | None:
    """The shapes of a release; None where it has no geometry."""
    try:
        found: Mapping[str, Any] = release.document(SHAPES)
    except NotPublished:
        return None
    return found


def turnout_map(release: ReleaseReading, regions: list[ChildDocument]) -> dict[str, Any] | None:
    """Regions by turnout; None where nothing can be drawn or no region has reported."""
    shapes = shapes_of(release)
    if not shapes or not shapes["regions"]:
        return None
    rows = {row["code"]: row for row in regions}
    percents = {code: _percent(row["totals"]) for code, row in rows.items()}
    measure = measures(percents.values())[0]

    def unit(code: str) -> Unit | None:
        row = rows.get(code)
        if row is None:
            return None
        percent = percents[code]
        return {"name": row["name"], "percent": percent, "class": class_of(percent, measure.breaks), "label": None}

    drawn = _drawn(shapes["regions"], unit)
    return {**drawn, "legend": legend(measure)} if drawn["has_data"] else None


def _percent(totals: TotalsDocument) -> str | None:
    point = newest_turnout(totals)
    return point["percent"] if point else None


def contest_map(
    release: ReleaseReading, contest: ContestDocument, count: str, order: list[int]
) -> dict[str, Any] | None:
    """Territories of a contest by their leading option, precincts where it lies within one territory.

    `order` are the options from the first to the last. None where there are fewer than two areas to draw or none has
    reported.
    """
    shapes = shapes_of(release)
    if not shapes:
        return None
    code = contest["code"]
    if contest["territory"] and code in shapes.get("precincts", {}):
        frame = shapes["precincts"][code]
        rows = _precinct_counts(release, contest, count, frame["shapes"])
    else:
        frame = shapes["contests"].get(code) if contest["territory"] else shapes["districts"]
        rows = {row["code"]: (row["name"], row[_key(count)]) for row in contest["territories"]}
    if not frame:
        return None
    colours = option_classes(order)

    def unit(area: str) -> Unit | None:
        if area not in rows:
            return None
        name, counted = rows[area]
        votes, shares = (counted["votes"], counted["shares"]) if counted else ([], [])
        leaders = [index for index, number in enumerate(votes) if number and number == max(votes)]
        if not leaders:
            return {"name": name, "percent": None, "class": NO_DATA, "label": None}
        first = leaders[0]
        chosen = colours[first] if len(leaders) == 1 else "tie"
        label = contest["options"][first] if len(leaders) == 1 else None
        return {"name": name, "percent": shares[first], "class": chosen, "label": label}

    drawn = _drawn(frame, unit)
    if not drawn["has_data"]:
        return None
    used = {each["class"] for each in drawn["units"]}
    keys = [(colours[index], contest["options"][index]) for index in order if colours[index] in used]
    drawn["keys"] = [key for key in keys if key[0] != OTHERS]
    drawn["others"] = OTHERS in used
    drawn["tie"] = "tie" in used
    drawn["by_precinct"] = code in shapes.get("precincts", {})
    return drawn


def _key(count: str) -> Literal["protocol", "scanner"]:
    return "protocol" if count == "protocol" else "scanner"


def _precinct_counts(
    release: ReleaseReading, contest: ContestDocument, count: str, numbers: Iterable[str]
) -> dict[str, tuple[Any, Any]]:
    """Name and count of each of the precincts; None for one that has not reported."""
    found = {}
    for place in contest["territories"]:
        territory = release.territory(place["code"])
        for number in numbers:
            precinct = territory.precinct(number)
            if precinct is not None:
                title = gettext("Precinct No. %(number)s", number=number)
                found[number] = (dict.fromkeys(LANGUAGES, title), _counted(precinct, contest["code"], count))
    return found


def _counted(precinct: PrecinctDocument, contest: str, count: str) -> Any:
    """Votes and shares of a contest in a precinct by one count; None where there are none that count."""
    counted = [result for result in precinct["results"] if result["contest"] == contest and result["counted"]]
    return counted[0][_key(count)] if counted else None


def option_classes(order: list[int]) -> dict[int, str]:
    """Index of an option → its class: the leading ones have colours of their own, in the order of their votes."""
    return {index: f"o{place}" if place < COLOURED_OPTIONS else OTHERS for place, index in enumerate(order)}


def _drawn(frame: Mapping[str, Any], unit: Callable[[str], Unit | None]) -> dict[str, Any]:
    units = []
    for code, path in frame["shapes"].items():
        found = unit(code)
        if found is not None:
            units.append({"code": code, "path": path, **found})
    return {
        "width": frame["width"],
        "height": frame["height"],
        "units": units,
        "schematic": bool(frame["schematic"]),
        "style_url": map_assets.own_urls()["css/map.css"],
        "no_data": any(each["class"] == NO_DATA for each in units),
        "has_data": any(each["class"] != NO_DATA for each in units),
    }
