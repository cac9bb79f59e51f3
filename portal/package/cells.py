"""What a cell of a package may hold: each kind parses text into a value or says why it cannot."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime, time
from enum import StrEnum
from functools import lru_cache
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from portal.countries import is_country

MAXIMUM = 2**31 - 1
"""No count in an election is larger; larger numbers are slips."""
_CODE = re.compile(r"[0-9A-Za-z-]+", re.ASCII)
_WHOLE = re.compile(r"[0-9]{1,10}", re.ASCII)
_DEGREES = re.compile(r"-?[0-9]{1,3}(\.[0-9]{1,10})?", re.ASCII)
_CLOCK = re.compile(r"[0-2][0-9]:[0-5][0-9]", re.ASCII)


class CellError(ValueError):
    """Why a cell cannot be used, worded to follow its place."""


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of cell: how docs/package.md calls it, how it is parsed, what an empty cell means."""

    title: str
    parse: Callable[[str], Any]
    empty: Any = None
    text: bool = False


def _code(cell: str) -> str:
    if _CODE.fullmatch(cell) is None or len(cell) > 64:
        raise CellError(f"{short(cell)} is not a code; use 1 to 64 of 0-9, A-Z, a-z and -")
    return cell


def _count(cell: str) -> int:
    if _WHOLE.fullmatch(cell) is not None:
        value = int(cell)
        if value <= MAXIMUM:
            return value
    stripped = cell.lstrip("-−").replace(".", "", 1)
    if cell[:1] in "-−" and stripped.isdigit():
        raise CellError(f"{short(cell)} is negative; leave the cell empty when the number is not known")
    if stripped.isascii() and stripped.isdigit() and "." not in cell:
        raise CellError(f"{short(cell)} is larger than {MAXIMUM}")
    raise CellError(f"{short(cell)} is not a whole number")


def _position(cell: str) -> int:
    value = _count(cell)
    if value < 1:
        raise CellError("a ballot position is 1 or more")
    return value


@lru_cache(maxsize=4096)
def _moment(cell: str) -> datetime:
    try:
        value = datetime.fromisoformat(cell)
    except ValueError:
        raise CellError(f"{short(cell)} is not a moment; write 2025-11-30T20:15:00+06:00") from None
    if value.utcoffset() is None:
        raise CellError(f"{short(cell)} has no offset from UTC; write 2025-11-30T20:15:00+06:00")
    if not 1990 <= value.year <= 2200:
        raise CellError(f"{short(cell)} is not in the years 1990 to 2200")
    return value


def _day(cell: str) -> date:
    try:
        value = date.fromisoformat(cell)
    except ValueError:
        raise CellError(f"{short(cell)} is not a date; write 2025-11-30") from None
    if not 1990 <= value.year <= 2200:
        raise CellError(f"{short(cell)} is not in the years 1990 to 2200")
    return value


def _clock(cell: str) -> time:
    if _CLOCK.fullmatch(cell) is None or cell > "23:59":
        raise CellError(f"{short(cell)} is not a time of day; write 08:00")
    return time.fromisoformat(cell)


@lru_cache(maxsize=512)
def _zone(cell: str) -> str:
    try:
        ZoneInfo(cell)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise CellError(f"{short(cell)} is not a time zone; write a name such as Asia/Bishkek") from None
    return cell


def _latitude(cell: str) -> str:
    return _degrees(cell, 90)


def _longitude(cell: str) -> str:
    return _degrees(cell, 180)


def _degrees(cell: str, limit: int) -> str:
    if _DEGREES.fullmatch(cell) is None or int(cell.lstrip("-").partition(".")[0]) > limit:
        raise CellError(f"{short(cell)} is not a coordinate from -{limit} to {limit} in degrees")
    return cell


def _file(cell: str) -> str:
    if "/" in cell or "\\" in cell or cell.startswith("."):
        raise CellError(f"{short(cell)} is not the plain name of a file in the same folder")
    return cell


def _country(cell: str) -> str:
    if not is_country(cell):
        raise CellError(f"{short(cell)} is not a country abroad; use its two-letter code of ISO 3166-1, as TR")
    return cell


def _text(cell: str) -> str:
    return cell


def one_of(values: Iterable[StrEnum]) -> Kind:
    """A kind whose cells hold one value of an enum, or one of some of its values."""
    known = {member.value: member for member in values}

    def parse(cell: str) -> Any:
        if cell not in known:
            raise CellError(f"{short(cell)} is unknown; use one of {', '.join(known)}")
        return known[cell]

    return Kind(" | ".join(known), parse)


def short(cell: str) -> str:
    """A cell in quotation marks for a message, cut when it is long."""
    return f"“{cell[:40]}…”" if len(cell) > 40 else f"“{cell}”"


CODE = Kind("code", _code, empty="")
COUNT = Kind("count", _count)
POSITION = Kind("position", _position)
MOMENT = Kind("moment with offset", _moment)
DAY = Kind("date", _day)
CLOCK = Kind("time of day", _clock)
ZONE = Kind("time zone", _zone, empty="")
LATITUDE = Kind("latitude", _latitude, empty="")
LONGITUDE = Kind("longitude", _longitude, empty="")
COUNTRY = Kind("country", _country, empty="")
FILE = Kind("file name", _file, empty="")
TEXT = Kind("text", _text, empty="", text=True)
