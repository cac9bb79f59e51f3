"""The files of a configuration's geometry: drawn once, kept by key, the same bytes every time."""

import os
import shutil
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import orjson

from geo.drawing import draw
from geo.geography import Geography, Site
from geo.layers import Layers, Shape, collection, feature
from geo.levels import PRECINCTS, REGIONS, TERRITORIES, levels
from geo.locating import locate_document
from geo.svg import shapes_document
from geo.web_map import map_script
from portal.domain.names import LANGUAGES

CONTESTS = "geo/contests.geojson"


def write_files(folder: Path, files: Iterable[tuple[str, bytes]]) -> None:
    """Write files into a new folder, which appears whole or not at all; one that another process made stays."""
    staged = folder.with_name(f".{folder.name}.{os.getpid()}")
    shutil.rmtree(staged, ignore_errors=True)
    for path, content in files:
        target = staged / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content)
    staged.mkdir(parents=True, exist_ok=True)
    try:
        staged.replace(folder)
    except OSError:
        shutil.rmtree(staged, ignore_errors=True)
        if not folder.exists():
            raise


def map_files(geography: Geography) -> Iterable[tuple[str, bytes]]:
    """Path in the release and content of every file of the geometry; nothing when nothing can be drawn."""
    layers = draw(geography)
    if not layers.territories and not layers.precincts:
        return
    top = [t for t in geography.territories if not t.parent]
    parents = {t.parent for t in geography.territories}
    beneath = [t for t in geography.territories if t.parent or t.code not in parents]
    regions = [_territory(t, layers.territories[t.code]) for t in top if t.code in layers.territories]
    districts = [_territory(t, layers.territories[t.code]) for t in beneath if t.code in layers.territories]
    precincts = [_precinct(site, layers) for site in geography.sites if site.number in layers.precincts]
    contests = [
        feature({"code": c.code, "schematic": layers.contests[c.code].schematic}, layers.contests[c.code].geometry)
        for c in geography.contests
        if c.code in layers.contests
    ]
    yield REGIONS.path, collection(regions)
    yield TERRITORIES.path, collection(districts)
    yield CONTESTS, collection(contests)
    yield PRECINCTS.path, collection(precincts)
    schematic = any(
        layers.precincts[site.number].schematic for site in geography.sites if site.number in layers.precincts
    )
    yield "geo/drawn.json", _json({"v": 1, "schematic_precincts": schematic})
    yield "geo/locate.json", _json(locate_document(geography, layers))
    yield "geo/shapes.json", _json(shapes_document(geography, layers))
    present = levels(len(regions), len(districts), len(precincts))
    for language in LANGUAGES:
        yield f"geo/map.{language}.js", map_script(present, _bounds(layers), language)


def _territory(territory: Any, shape: Shape) -> dict[str, Any]:
    centre = shape.geometry.representative_point()
    return feature(
        {
            "code": territory.code,
            "parent": territory.parent,
            "level": territory.level,
            "name": territory.names.document(),
            "schematic": shape.schematic,
            "at": [round(centre.x, 5), round(centre.y, 5)],
        },
        shape.geometry,
    )


def _precinct(site: Site, layers: Layers) -> dict[str, Any]:
    shape = layers.precincts[site.number]
    at = layers.points.get(site.number)
    if at is None:
        centre = shape.geometry.representative_point()
        at = (centre.x, centre.y)
    return feature(
        {
            "precinct": site.number,
            "territory": site.territory,
            "kind": site.kind,
            "schematic": shape.schematic,
            "at": [round(at[0], 5), round(at[1], 5)],
        },
        shape.geometry,
    )


def _bounds(layers: Layers) -> tuple[float, float, float, float]:
    shapes = [*layers.territories.values(), *layers.precincts.values()]
    boxes = [shape.geometry.bounds for shape in shapes]
    edges = (min(b[0] for b in boxes), min(b[1] for b in boxes), max(b[2] for b in boxes), max(b[3] for b in boxes))
    return (round(edges[0], 3), round(edges[1], 3), round(edges[2], 3), round(edges[3], 3))


def _json(document: object) -> bytes:
    return orjson.dumps(document, option=orjson.OPT_APPEND_NEWLINE)
