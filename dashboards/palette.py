"""Colours of the figures: tokens of `static/css/site.css` and one more, each always with a line style and a mark.

Figures are made in the light colours, which saved pictures keep. `DARK` says what stands for each of them on a page in
the dark scheme; `static/js/explore.js` puts it in while drawing, so one figure is kept for both.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

SCANNER, PROTOCOL, TURNOUT, ROSE = "#1f6fb0", "#8a5a00", "#566b3a", "#c86a9e"
INK, SOFT, LINE, CARD = "#1d2327", "#59646b", "#d9d9d2", "#ffffff"
SHADES = ("#f2f7fb", "#e1edf6", "#d1e3f1", "#c0d9ec", "#b0cfe7", "#9fc5e2", "#8fbbdd", "#7eb1d9", "#6aa8d6")
DARK: Mapping[str, str] = MappingProxyType(
    {
        SCANNER: "#6aa8d6",
        PROTOCOL: "#d9a441",
        TURNOUT: "#9fb59f",
        ROSE: ROSE,
        INK: "#e6e8e8",
        SOFT: "#a3adb3",
        LINE: "#353e44",
        CARD: "#1c2226",
        **dict(zip(SHADES[:5], ("#20292f", "#22313a", "#243a47", "#264454", "#284e62"), strict=True)),
        **dict(zip(SHADES[5:], ("#2a5870", "#2c627d", "#2f6b88", "#327492"), strict=True)),
    }
)
"""Colour of a figure → the same in the dark scheme. One shade of the light scale is a line's colour here."""
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
        "second": Look(ROSE, "dash", "diamond-open", "\\"),
    }
)
_COLORS = (SCANNER, PROTOCOL, ROSE, TURNOUT)
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
