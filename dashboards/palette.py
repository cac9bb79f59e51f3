"""Colours of the figures: four of the tokens of `static/css/site.css`, each always with a line style and a mark."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

SCANNER, PROTOCOL, TURNOUT, ALARM = "#1f6fb0", "#8a5a00", "#566b3a", "#c4565b"
INK, SOFT, LINE, CARD = "#1d2327", "#59646b", "#d9d9d2", "#ffffff"
SHADES = ("#f2f7fb", "#e1edf6", "#d1e3f1", "#c0d9ec", "#b0cfe7", "#9fc5e2", "#8fbbdd", "#7eb1d9", "#6aa8d6")
FONT = 'system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", "DejaVu Sans", Arial, sans-serif'


@dataclass(frozen=True, slots=True)
class Look:
    """How one series is drawn: colour, dash, mark, hatching; no two series differ by colour alone."""

    color: str
    dash: str
    symbol: str
    pattern: str


_NAMED: Mapping[str, Look] = MappingProxyType(
    {
        "scanner": Look(SCANNER, "solid", "circle", ""),
        "protocol": Look(PROTOCOL, "dash", "diamond", "/"),
        "turnout": Look(TURNOUT, "solid", "square", ""),
        "leader": Look(SCANNER, "solid", "circle", ""),
        "second": Look(ALARM, "dash", "diamond-open", "\\"),
    }
)
_COLORS = (SCANNER, ALARM, TURNOUT, PROTOCOL)
_SYMBOLS = ("circle", "square", "diamond", "triangle-up")
_DASHES = ("solid", "dash", "dashdot", "longdash")
_PATTERNS = ("", "/", "x", ".")


def look(style: str) -> Look:
    """The look of a series' style: a name of the table, "line3" for the fourth line, "before3" for its forerunner."""
    if style in _NAMED:
        return _NAMED[style]
    number = int(style.removeprefix("line").removeprefix("before") or 0)
    color, group = _COLORS[number % 4], number // 4
    if style.startswith("before"):
        return Look(color, "dot", f"{_SYMBOLS[number % 4]}-open", _PATTERNS[number % 4])
    return Look(color, _DASHES[(number + group) % 4], _SYMBOLS[number % 4], _PATTERNS[number % 4])
