"""Finding a precinct by location, in whole numbers: which borders hold a point, and which precincts are nearest.

A point is longitude and latitude in units of the index (geo/locate.json). Only the index is kept, never a point, and
nothing is logged.
"""

import math
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from heapq import nsmallest
from typing import Any

CELLS_PER_DEGREE = 10
NEAREST = 3
METRES = 111_195
"""In a degree of latitude, on a sphere of 6,371 km."""
PARALLELS = tuple(round(math.cos(math.radians(degree)) * 1000) for degree in range(91))
"""Thousandths of a degree of latitude in a degree of longitude, by latitude."""


@dataclass(frozen=True, slots=True)
class Found:
    """A precinct near a point: `inside` its borders, or `metres` away from its room. `schematic` borders are cells."""

    number: str
    territory: str
    inside: bool
    schematic: bool
    metres: int | None


class Locator:
    """The index of one configuration, ready to be asked."""

    def __init__(self, document: Mapping[str, Any]) -> None:
        self.scale: int = document["scale"]
        self._rows: list[Mapping[str, Any]] = document["rows"]
        self._cells: dict[tuple[int, int], list[int]] = defaultdict(list)
        self._points = [(*row["point"], index) for index, row in enumerate(self._rows) if row["point"]]
        self._boxes: list[tuple[int, int, int, int] | None] = []
        for index, row in enumerate(self._rows):
            box = _box(row["rings"])
            self._boxes.append(box)
            if box:
                for cell in self._cells_of(box):
                    self._cells[cell].append(index)

    def find(self, lon: int, lat: int) -> list[Found]:
        """The precinct whose borders hold the point, alone; else the nearest ones with their distances."""
        for index in self._cells.get(self._cell(lon, lat), ()):
            box = self._boxes[index]
            if (
                box
                and box[0] <= lon <= box[2]
                and box[1] <= lat <= box[3]
                and _inside(lon, lat, self._rows[index]["rings"])
            ):
                return [self._found(index, lon, lat, inside=True)]
        return [self._found(index, lon, lat, inside=False) for index in self._nearest(lon, lat)]

    def _nearest(self, lon: int, lat: int) -> list[int]:
        shrink = self._shrink(lat)
        away = (((x - lon) * shrink // 1000) ** 2 + (y - lat) ** 2 for x, y, _ in self._points)
        return [index for _, (_, _, index) in nsmallest(NEAREST, zip(away, self._points, strict=True))]

    def _found(self, index: int, lon: int, lat: int, *, inside: bool) -> Found:
        row = self._rows[index]
        metres = None
        if row["point"]:
            x, y = row["point"]
            across = (x - lon) * self._shrink(lat) // 1000
            metres = math.isqrt(across * across + (y - lat) ** 2) * METRES // self.scale
        return Found(row["precinct"], row["territory"], inside, row["schematic"], metres)

    def _shrink(self, lat: int) -> int:
        return PARALLELS[min(90, abs(lat) // self.scale)]

    def _cell(self, lon: int, lat: int) -> tuple[int, int]:
        size = self.scale // CELLS_PER_DEGREE
        return lon // size, lat // size

    def _cells_of(self, box: tuple[int, int, int, int]) -> Iterable[tuple[int, int]]:
        (west, south), (east, north) = self._cell(*box[:2]), self._cell(*box[2:])
        return ((x, y) for x in range(west, east + 1) for y in range(south, north + 1))


def _box(rings: Sequence[Sequence[int]]) -> tuple[int, int, int, int] | None:
    if not rings:
        return None
    xs = [x for ring in rings for x in ring[::2]]
    ys = [y for ring in rings for y in ring[1::2]]
    return min(xs), min(ys), max(xs), max(ys)


def _inside(lon: int, lat: int, rings: Sequence[Sequence[int]]) -> bool:
    """Whether a line from the point to the east crosses the rings an odd number of times."""
    odd = False
    for ring in rings:
        x1, y1 = ring[-2], ring[-1]
        for x2, y2 in zip(ring[::2], ring[1::2], strict=True):
            if (y1 > lat) != (y2 > lat):
                side = (x2 - x1) * (lat - y1) - (lon - x1) * (y2 - y1)
                if (side > 0) == (y2 > y1):
                    odd = not odd
            x1, y1 = x2, y2
    return odd
