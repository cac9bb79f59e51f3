"""The layers of a campaign's geometry, and how they are written: GeoJSON with five decimals, right-hand rule."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

import orjson
import shapely

PRECISION = 0.00001
"""Degrees: about a metre."""


@dataclass(frozen=True, slots=True)
class Shape:
    """A unit's area. `schematic` marks what is not a border: a cell around a point, a union of such cells, a disc."""

    geometry: shapely.Geometry
    schematic: bool = False


@dataclass
class Layers:
    """Areas by code of territories and contests, areas and points (lon, lat) by number of precincts."""

    territories: dict[str, Shape] = field(default_factory=dict)
    contests: dict[str, Shape] = field(default_factory=dict)
    precincts: dict[str, Shape] = field(default_factory=dict)
    points: dict[str, tuple[float, float]] = field(default_factory=dict)


def tidy(geometry: shapely.Geometry) -> shapely.Geometry:
    """The areas of a geometry on the grid of published coordinates, exterior rings counter-clockwise."""
    on_grid = shapely.set_precision(geometry, PRECISION)
    areas = [part for part in shapely.get_parts(on_grid).tolist() if part.geom_type in ("Polygon", "MultiPolygon")]
    whole = areas[0] if len(areas) == 1 else shapely.MultiPolygon(shapely.get_parts(areas).tolist())
    return shapely.orient_polygons(shapely.normalize(whole), exterior_cw=False)


def feature(properties: Mapping[str, Any], geometry: shapely.Geometry) -> dict[str, Any]:
    """A GeoJSON feature with coordinates of five decimals."""
    return {"type": "Feature", "properties": dict(properties), "geometry": coordinates(geometry)}


def coordinates(geometry: shapely.Geometry) -> dict[str, Any]:
    """The geometry object of GeoJSON."""
    if geometry.geom_type == "Point":
        return {"type": "Point", "coordinates": _pair(geometry.x, geometry.y)}
    if geometry.geom_type == "Polygon":
        return {"type": "Polygon", "coordinates": _rings(geometry)}
    return {"type": "MultiPolygon", "coordinates": [_rings(part) for part in geometry.geoms]}


def collection(features: Iterable[dict[str, Any]]) -> bytes:
    """A GeoJSON feature collection, one feature per line, so that two versions can be compared."""
    rows = b",\n".join(orjson.dumps(row) for row in features)
    return b'{"type":"FeatureCollection","features":[\n' + rows + b"\n]}\n"


def _rings(polygon: shapely.Polygon) -> list[list[list[float]]]:
    rings = [polygon.exterior, *polygon.interiors]
    return [[_pair(x, y) for x, y in shapely.get_coordinates(ring).tolist()] for ring in rings]


def _pair(x: float, y: float) -> list[float]:
    return [round(x, 5), round(y, 5)]
