"""geo/locate.json: the borders and points of precincts in whole units of a degree, for finding a precinct by location.

A web worker reads it without any library of geometry. Coordinates are integers, longitude before latitude, `scale` of
them in a degree; rings are flat lists, holes included (a place is inside when it is inside an odd number of rings).
"""

from typing import Any

import shapely

from geo.geography import Geography
from geo.layers import Layers

SCALE = 100_000


def locate_document(geography: Geography, layers: Layers) -> dict[str, Any]:
    """One row per precinct that can be found: number, territory, kind, point and rings."""
    rows = []
    for site in geography.sites:
        shape = layers.precincts.get(site.number)
        point = layers.points.get(site.number)
        if shape is None and point is None:
            continue
        rows.append(
            {
                "precinct": site.number,
                "territory": site.territory,
                "kind": site.kind,
                "schematic": bool(shape and shape.schematic),
                "point": _units(point) if point else None,
                "rings": [_flat(ring) for ring in _rings(shape.geometry)] if shape else [],
            }
        )
    return {"v": 1, "scale": SCALE, "rows": rows}


def _rings(geometry: shapely.Geometry) -> list[shapely.Geometry]:
    return [ring for part in shapely.get_parts(geometry).tolist() for ring in (part.exterior, *part.interiors)]


def _flat(ring: shapely.Geometry) -> list[int]:
    return [round(value * SCALE) for pair in shapely.get_coordinates(ring)[:-1].tolist() for value in pair]


def _units(point: tuple[float, float]) -> list[int]:
    return [round(point[0] * SCALE), round(point[1] * SCALE)]
