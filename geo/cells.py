"""Schematic cells where there are no precinct borders: the ground that is nearest to each precinct's point."""

import math
from collections.abc import Mapping

import shapely
from shapely import affinity

STEP = 0.0002
"""Degrees by which precincts of one building are moved apart before cells are drawn: about twenty metres."""


def cells(points: Mapping[str, tuple[float, float]], area: shapely.Geometry) -> dict[str, shapely.Geometry]:
    """Splits an area among points (lon, lat) by nearness on the ground; a point outside counts where it is nearest.

    Every cell lies within the area and they cover it. A precinct whose cell is empty has none.
    """
    if not points:
        return {}
    if len(points) == 1:
        return dict.fromkeys(points, area)
    shrink = math.cos(math.radians(area.centroid.y))
    ground = affinity.scale(area, xfact=shrink, yfact=1, origin=(0, 0))
    shapely.prepare(ground)
    spots = _apart([_inside(shapely.Point(x * shrink, y), ground) for x, y in points.values()])
    pieces = shapely.voronoi_polygons(shapely.MultiPoint(spots), extend_to=ground, ordered=True).geoms
    cut = shapely.intersection(list(pieces), ground)
    back = (affinity.scale(piece, xfact=1 / shrink, yfact=1, origin=(0, 0)) for piece in cut)
    return {number: piece for number, piece in zip(points, back, strict=True) if piece.area > 0}


def _inside(point: shapely.Point, area: shapely.Geometry) -> shapely.Point:
    if area.contains(point):
        return point
    nearest = shapely.shortest_line(area, point).coords[0]
    centre = area.representative_point()
    return shapely.Point(nearest[0] + (centre.x - nearest[0]) / 50, nearest[1] + (centre.y - nearest[1]) / 50)


def _apart(points: list[shapely.Point]) -> list[tuple[float, float]]:
    """Coordinates of the points, no two of them the same."""
    taken: set[tuple[float, float]] = set()
    found = []
    for point in points:
        spot, turn = (point.x, point.y), 0
        while (round(spot[0], 6), round(spot[1], 6)) in taken:
            turn += 1
            angle, far = turn * 2.4, STEP * math.sqrt(turn)
            spot = (point.x + far * math.cos(angle), point.y + far * math.sin(angle))
        taken.add((round(spot[0], 6), round(spot[1], 6)))
        found.append(spot)
    return found
