"""Small static maps: areas as paths of whole pixels, drawn once per configuration and coloured when a page is made."""

import math
from collections import defaultdict
from collections.abc import Mapping
from itertools import pairwise
from typing import Any

import geopandas
import shapely

from geo.geography import Geography
from geo.layers import Layers, Shape

WIDTH, TALLEST = 640, 520
"""Pixels of a frame: its width, and the height at which it becomes narrower instead."""
DETAIL = 0.9
"""Pixels that a border may be off."""


def shapes_document(geography: Geography, layers: Layers) -> dict[str, Any]:
    """geo/shapes.json: frames of regions, of all districts and of each contest; an area is the `d` of a path.

    A contest within one territory is a frame of its precincts, under `precincts`.
    """
    top = [t.code for t in geography.territories if not t.parent]
    regions = {code: layers.territories[code] for code in top if code in layers.territories}
    leaves = _leaves(geography)
    districts = {code: layers.territories[code] for code in leaves if code in layers.territories}
    frames, single = {}, {}
    for contest in geography.contests:
        if contest.territory:
            found = _contest_shapes(contest.code, geography, layers)
            if len(found) > 1:
                frames[contest.code] = frame(found)
            elif len(cells := _contest_cells(contest.code, geography, layers)) > 1:
                single[contest.code] = frame(cells)
    return {
        "v": 1,
        "regions": frame(regions) if regions else None,
        "districts": frame(districts) if districts else None,
        "contests": frames,
        "precincts": single,
    }


def frame(shapes: Mapping[str, Shape]) -> dict[str, Any]:
    """Width, height and, by code, the path of every area, largest first, so that a city lies upon its surroundings."""
    ground = geopandas.GeoSeries({code: each.geometry for code, each in shapes.items()}, crs="EPSG:4326")
    west, south, east, north = ground.total_bounds
    shrink = math.cos(math.radians((south + north) / 2))
    scale = min(WIDTH / ((east - west) * shrink), TALLEST / (north - south))
    matrix = [scale * shrink, 0, 0, -scale, -west * scale * shrink, north * scale]
    pixels = ground.affine_transform(matrix)
    simple = geopandas.GeoSeries(shapely.coverage_simplify(pixels.to_numpy(), DETAIL), index=pixels.index)
    simple = simple.where(simple.area >= 1, pixels)
    order = sorted(simple.index, key=lambda code: (-simple[code].area, code))
    return {
        "width": round((east - west) * shrink * scale),
        "height": round((north - south) * scale),
        "shapes": {code: path_of(simple[code]) for code in order},
        "schematic": sorted(code for code, each in shapes.items() if each.schematic),
    }


def path_of(geometry: shapely.Geometry) -> str:
    """The `d` of an SVG path with relative steps of whole pixels: "M12 5l3-1 0 7z"."""
    rings = []
    for part in shapely.get_parts(geometry).tolist():
        for ring in (part.exterior, *part.interiors):
            points = [(round(x), round(y)) for x, y in shapely.get_coordinates(ring).tolist()]
            steps = [(b[0] - a[0], b[1] - a[1]) for a, b in pairwise(points)]
            moved = [step for step in steps[:-1] if step != (0, 0)]
            if len(moved) >= 2:
                rings.append(f"M{points[0][0]} {points[0][1]}l{' '.join(f'{x} {y}' for x, y in moved)}z")
    return "".join(rings).replace(" -", "-") or _dot(geometry)


def _dot(geometry: shapely.Geometry) -> str:
    """An area smaller than a pixel is a square of two: it must not vanish."""
    centre = geometry.centroid
    return f"M{round(centre.x) - 1} {round(centre.y) - 1}l2 0 0 2-2 0z"


def _leaves(geography: Geography) -> list[str]:
    parents = {territory.parent for territory in geography.territories}
    return [territory.code for territory in geography.territories if territory.code not in parents]


def _contest_cells(contest: str, geography: Geography, layers: Layers) -> dict[str, Shape]:
    """The precincts that have a contest as their own, as far as they have an area."""
    own = (site.number for site in geography.sites if contest in site.contests)
    return {number: layers.precincts[number] for number in own if number in layers.precincts}


def _contest_shapes(contest: str, geography: Geography, layers: Layers) -> dict[str, Shape]:
    """The parts of territories that vote in a contest; a territory that votes in it as a whole is taken as it is."""
    members: dict[str, list[Shape]] = defaultdict(list)
    whole: dict[str, bool] = defaultdict(lambda: True)
    for site in geography.sites:
        if site.number not in layers.precincts:
            continue
        if contest in site.contests:
            members[site.territory].append(layers.precincts[site.number])
        elif site.contests:
            whole[site.territory] = False
    found = {}
    for code, parts in members.items():
        if whole[code] and code in layers.territories:
            found[code] = layers.territories[code]
        else:
            joined = shapely.union_all([part.geometry for part in parts])
            found[code] = Shape(joined, any(part.schematic for part in parts))
    return found
