"""Taking a file of borders into a campaign's package: read, match, check, and write boundaries/<layer>.geojson."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

import orjson
import shapely
from shapely.geometry import shape

from geo.checking import coverage_problems, parent_problems, point_problems, shape_problems
from geo.errors import BordersRefused
from geo.layers import collection, feature, tidy
from geo.matching import Unit, match
from geo.reading import read_features

LAYERS = ("regions", "territories", "contests", "precincts", "points")


@dataclass(frozen=True, slots=True)
class Choices:
    """How to read a file: the layer of a GeoPackage, a system of coordinates where the file names none, the property
    with the codes or names, how a code begins in the file and in the campaign, and what may be mended or left out.
    """

    layer_name: str = ""
    crs: str = ""
    column: str = ""
    prefix: tuple[str, str] = ("", "")
    repair: bool = False
    skip_unmatched: bool = False


@dataclass(frozen=True)
class Report:
    """What was found: rows of the file, units matched, rows that are no unit, units without a row, and remarks."""

    features: int
    matched: int
    orphans: tuple[str, ...]
    missing: tuple[str, ...]
    notes: tuple[str, ...]
    content: bytes = field(repr=False)


def read_borders(path: Path, layer: str, units: Mapping[str, Unit], boundaries: Path, choices: Choices) -> Report:
    """Check a file for a layer of LAYERS; `units` are the campaign's units of that layer by code.

    `boundaries` is the folder of the package with what was taken before. Raises BordersRefused with every problem.
    """
    features = read_features(path, layer=choices.layer_name, crs=choices.crs)
    matching = match(features, units, column=choices.column, prefix=choices.prefix)
    shapes = features.geometry.tolist()
    if choices.repair:
        shapes = [shapely.make_valid(each) if each is not None else None for each in shapes]
        shapes = [_areas_only(each) if layer != "points" else each for each in shapes]
    problems = shape_problems(matching, shapes, "points" if layer == "points" else "areas")
    if matching.orphans and not choices.skip_unmatched:
        problems += [
            f"{label}: is no unit of the campaign; mend the file, or leave it out with --skip-unmatched"
            for label in matching.orphans
        ]
    if not any(matching.codes):
        problems.append("no feature matches; name the property with the codes with --property")
    if problems:
        raise BordersRefused([f"{path.name}: {problem}" for problem in problems])
    areas = {code: each for code, each in zip(matching.codes, shapes, strict=True) if code}
    found, notes = _against_each_other(layer, areas, units, boundaries)
    if found:
        raise BordersRefused([f"{path.name}: {problem}" for problem in found])
    key = "precinct" if layer in ("precincts", "points") else "code"
    rows = [feature({key: code}, each if layer == "points" else tidy(each)) for code, each in sorted(areas.items())]
    return Report(len(features), len(areas), matching.orphans, matching.missing(units), tuple(notes), collection(rows))


def _against_each_other(
    layer: str, areas: Mapping[str, shapely.Geometry], units: Mapping[str, Unit], boundaries: Path
) -> tuple[list[str], list[str]]:
    taken = taken_areas(boundaries)
    if layer == "points":
        return point_problems(areas, taken, units), []
    problems, notes = coverage_problems(areas)
    return [*problems, *parent_problems(areas, units, taken)], notes


def taken_areas(boundaries: Path) -> dict[str, shapely.Geometry]:
    """Areas in the border files that the package already has, by code."""
    found = {}
    for path in sorted(boundaries.glob("*.geojson")):
        for row in orjson.loads(path.read_bytes())["features"]:
            if row["geometry"]["type"] != "Point":
                properties = row["properties"]
                found[str(properties.get("precinct") or properties.get("code"))] = shape(row["geometry"])
    return found


def _areas_only(geometry: shapely.Geometry) -> shapely.Geometry:
    """What make_valid leaves of an area, without the lines and points that may come with it."""
    parts = [each for each in shapely.get_parts(geometry).tolist() if each.geom_type in ("Polygon", "MultiPolygon")]
    return shapely.union_all(parts) if parts else geometry
