"""A small invented country for the tests of its maps: two square regions, districts and precincts with points."""

from collections.abc import Iterable
from pathlib import Path
from typing import Any

import orjson

from geo.geography import Geography, Site
from portal.domain.configuration import Contest, Territory
from portal.domain.names import Names
from portal.domain.statuses import ContestKind

WEST = [[70, 41], [72, 41], [72, 43], [70, 43], [70, 41]]
EAST = [[72, 41], [74, 41], [74, 43], [72, 43], [72, 41]]


def territory(code: str, parent: str = "", name: str = "", kind: str = "") -> Territory:
    """A territory whose names are its code unless one is given."""
    names = Names(name or code, name or code, name or code)
    return Territory(code, parent, 2 if parent else 1, names, kind or ("district" if parent else "region"))


def site(number: str, territory: str, lon: str = "", lat: str = "", **values: Any) -> Site:
    """A precinct of 1000 voters with one contest."""
    given = {"kind": "ordinary", "contests": ("1",), "voters": 1000, **values}
    return Site(number=number, territory=territory, lat=lat, lon=lon, **given)


def contest(code: str, territory: str = "") -> Contest:
    return Contest(code, ContestKind.MULTI_MEMBER, 1, territory, Names(code, code, code), ())


def border_file(folder: Path, name: str, features: Iterable[tuple[dict[str, Any], list[list[float]]]]) -> Path:
    """A GeoJSON file of polygons with one ring each."""
    rows = [
        {"type": "Feature", "properties": properties, "geometry": {"type": "Polygon", "coordinates": [ring]}}
        for properties, ring in features
    ]
    path = folder / name
    path.write_bytes(orjson.dumps({"type": "FeatureCollection", "features": rows}))
    return path


def two_regions(folder: Path) -> Geography:
    """W with the districts W1 and W2 without borders, E without districts; one precinct abroad."""
    regions = border_file(folder, "regions.geojson", [({"code": "W"}, WEST), ({"code": "E"}, EAST)])
    return Geography(
        territories=(
            territory("W"),
            territory("W1", "W"),
            territory("W2", "W"),
            territory("E"),
            territory("A", kind="abroad"),
        ),
        contests=(contest("1", "W"), contest("2", "E")),
        sites=(
            site("w-1", "W1", "70.5", "42"),
            site("w-2", "W1", "70.5", "41.5"),
            site("w-3", "W2", "71.5", "42"),
            site("w-4", "W2"),
            site("e-1", "E", "73", "42.5", contests=("2",)),
            site("e-2", "E", "73", "41.5", contests=("2",)),
            site("a-1", "A", "37.6", "55.7", kind="abroad"),
        ),
        borders={"regions.geojson": regions},
    )
