"""Levels of the interactive map: which file is shown from which zoom on."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Level:
    """One level; `key` is the property that names a unit, shown while min_zoom <= zoom < max_zoom."""

    name: str
    path: str
    key: str
    min_zoom: float
    max_zoom: float


REGIONS = Level("regions", "geo/regions.geojson", "code", 0, 8)
TERRITORIES = Level("territories", "geo/territories.geojson", "code", 8, 9.5)
PRECINCTS = Level("precincts", "geo/precincts.geojson", "precinct", 9.5, 99)


def levels(regions: int, territories: int, precincts: int) -> list[Level]:
    """The levels that have units, with zooms that leave no gap; numbers are those of the units."""
    present = [
        level for level, count in ((REGIONS, regions), (TERRITORIES, territories), (PRECINCTS, precincts)) if count
    ]
    found = []
    for index, level in enumerate(present):
        low = 0 if index == 0 else level.min_zoom
        high = present[index + 1].min_zoom if index + 1 < len(present) else 99
        found.append(Level(level.name, level.path, level.key, low, high))
    return found
