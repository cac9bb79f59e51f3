"""Territories of the invented campaign: real codes and names, rough coordinates of our own.

Names and codes: SOATE codes, OCHA COD-AB, CC BY 3.0 IGO (letters normalised, names written out in full). Weights are
invented and only roughly proportional to population. Coordinates are whole ten-thousandths of a degree.
"""

import csv
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from zoneinfo import ZoneInfo

from portal.domain.names import Names

BISHKEK_TIME = ZoneInfo("Asia/Bishkek")
ABROAD = "abroad"
DEGREE = 10_000
"""Units of a coordinate in one degree."""


@dataclass(frozen=True, slots=True)
class Place:
    """A territory; `lat`, `lon`, `spread` are ten-thousandths of a degree, None where precincts lie only beneath it."""

    code: str
    parent: str
    level: int
    kind: str
    names: Names
    lat: int | None
    lon: int | None
    spread: int
    weight: int


@dataclass(frozen=True, slots=True)
class City:
    """A foreign city with precincts abroad and its own local time (R139 ¶30)."""

    names: Names
    timezone: str
    lat: int
    lon: int
    precincts: int
    country: str


@cache
def places() -> tuple[Place, ...]:
    """Regions, districts and cities of the country, then the precincts abroad as a region of their own."""
    home = tuple(
        Place(
            code=row["code"],
            parent=row["parent"],
            level=int(row["level"]),
            kind=row["kind"],
            names=_names(row, "name"),
            lat=units(row["lat"]) if row["lat"] else None,
            lon=units(row["lon"]) if row["lon"] else None,
            spread=int(row["spread"] or 0) * DEGREE // 1000,
            weight=int(row["weight"] or 0),
        )
        for row in rows("territories.csv")
    )
    abroad = Names(
        "Чет өлкөдөгү шайлоо участкалары", "Участки на территории иностранных государств", "Precincts abroad"
    )
    return (*home, Place(ABROAD, "", 1, "abroad", abroad, None, None, 0, 0))


@cache
def cities() -> tuple[City, ...]:
    """Foreign cities in the order in which their precincts are numbered."""
    return tuple(
        City(
            _names(row, "city"),
            row["timezone"],
            units(row["lat"]),
            units(row["lon"]),
            int(row["precincts"]),
            row["country"],
        )
        for row in rows("abroad.csv")
    )


def holders(region: str) -> tuple[Place, ...]:
    """The territories of a region to which precincts are attached: those beneath it, or itself where it has none."""
    beneath = tuple(place for place in places() if place.parent == region)
    return beneath or tuple(place for place in places() if place.code == region)


def place(code: str) -> Place:
    """The territory of that code. Raises StopIteration when there is none."""
    return next(each for each in places() if each.code == code)


def degrees(value: int) -> str:
    """A coordinate as decimal text with four places: 428700 → "42.8700"."""
    whole, part = divmod(abs(value), DEGREE)
    return f"{'-' if value < 0 else ''}{whole}.{part:04}"


def units(text: str) -> int:
    """Decimal degrees as ten-thousandths: "-0.13" → -1300."""
    whole, _, part = text.lstrip("-").partition(".")
    value = int(whole) * DEGREE + int(part.ljust(4, "0"))
    return -value if text.startswith("-") else value


def rows(name: str) -> list[dict[str, str]]:
    """Rows of one of the data files beside this module."""
    text = (files(__package__) / "data" / name).read_text(encoding="utf-8")
    return list(csv.DictReader(text.splitlines()))


def _names(row: dict[str, str], prefix: str) -> Names:
    return Names(row[f"{prefix}_ky"], row[f"{prefix}_ru"], row[f"{prefix}_en"])
