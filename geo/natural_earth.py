"""Borders of regions for campaigns that bring none: Natural Earth's, found by code or name (geo/data/NOTICE)."""

import re
from collections.abc import Iterable
from functools import cache
from pathlib import Path

import orjson
from shapely.geometry import shape

from geo.layers import Shape
from portal.domain.configuration import Territory

NAMES = {
    "KG-Y": ("issykkul", "ысыккол", "иссыккульская"),
    "KG-J": ("jalalabad", "жалалабад", "джалалабадская"),
    "KG-N": ("naryn", "нарын", "нарынская"),
    "KG-B": ("batken", "баткен", "баткенская"),
    "KG-O": ("osh", "ош", "ошская"),
    "KG-T": ("talas", "талас", "таласская"),
    "KG-C": ("chui", "чуй", "чуйская"),
    "KG-GB": ("bishkekcity", "бишкекшаары", "городбишкек", "бишкек"),
    "KG-GO": ("oshcity", "ошшаары", "городош"),
}
"""Names by which a campaign may call a region, without the word "region"."""
_REGION = re.compile(r"(\bобласть\b|\bоблусу\b|\bregion\b|\boblast\b|[^a-zа-я])")
_LETTERS = str.maketrans("өүңӊё", "оунне")


def natural_earth(territories: Iterable[Territory]) -> dict[str, Shape]:
    """Shapes of the top-level territories that Natural Earth knows, by their code in the campaign."""
    by_code, by_name = {}, {}
    for iso, soate, found in _units():
        by_code[iso] = by_code[soate] = found
        by_name.update(dict.fromkeys(NAMES[iso], found))
    shapes = {}
    for territory in territories:
        if territory.parent or territory.kind == "abroad":
            continue
        names = territory.names
        named = (by_name.get(plain_name(name)) for name in (names.ky, names.ru, names.en))
        unit = by_code.get(territory.code) or next((found for found in named if found), None)
        if unit is not None:
            shapes[territory.code] = unit
    return shapes


def plain_name(name: str) -> str:
    """A territory's name without the word for region, special letters, blanks and hyphens."""
    return _REGION.sub("", name.lower().translate(_LETTERS))


@cache
def _units() -> tuple[tuple[str, str, Shape], ...]:
    document = orjson.loads((Path(__file__).parent / "data" / "kg_regions.geojson").read_bytes())
    return tuple(
        (
            row["properties"]["iso"],
            row["properties"]["soate"],
            Shape(shape(row["geometry"]), row["properties"]["schematic"]),
        )
        for row in document["features"]
    )
