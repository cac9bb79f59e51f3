"""Simplifying borders so that neighbours keep theirs in common, until a layer is small enough for a phone."""

import zlib
from collections.abc import Mapping

import shapely

from geo.layers import Shape, collection, feature, tidy

REGIONS, DISTRICTS, PRECINCTS = 30_000, 70_000, 230_000
"""Bytes of a layer of regions, of districts, and of precincts, compressed with gzip."""
FIRST, LAST = 0.0002, 0.05
"""Degrees of tolerance tried first and at the most: about twenty metres and five kilometres."""


def simplified(shapes: Mapping[str, Shape], budget: int) -> dict[str, Shape]:
    """The shapes with shared borders kept, as fine as the budget of a layer allows; unchanged when they fit."""
    if not shapes or compressed_size(shapes) <= budget:
        return dict(shapes)
    given = [each.geometry for each in shapes.values()]
    tolerance = FIRST
    while True:
        found = shapely.coverage_simplify(given, tolerance).tolist()
        drawn = {
            code: Shape(simple if simple.area > 0 else each.geometry, each.schematic)
            for (code, each), simple in zip(shapes.items(), found, strict=True)
        }
        if compressed_size(drawn) <= budget or tolerance > LAST:
            return drawn
        tolerance *= 2


def compressed_size(shapes: Mapping[str, Shape]) -> int:
    """Bytes that a layer takes on its way to a reader."""
    features = (feature({"code": code}, tidy(each.geometry)) for code, each in shapes.items())
    return len(zlib.compress(collection(features), 6))
