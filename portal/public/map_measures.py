"""What the maps can show, in which classes and with which signs: one table for the page, the script and the legend."""

from bisect import bisect_right
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from flask_babel import gettext

NO_DATA = "none"
"""Class of a unit without a figure; drawn with a pattern, not with a colour."""


@dataclass(frozen=True, slots=True)
class Measure:
    """One layer. `breaks` are the lower bounds of all classes but the first; () for a layer of named groups."""

    name: str
    label: str
    unit: str
    breaks: tuple[int, ...]
    scale: str


def measures() -> tuple[Measure, ...]:
    """All layers in the order of the choice, named in the language of the page."""
    return (
        Measure("turnout", gettext("Turnout"), "%", (10, 20, 30, 40, 50), "a"),
        Measure("leader", gettext("Leading option of a contest"), "", (), "o"),
        Measure("share", gettext("Share of one option"), "%", (10, 20, 30, 40, 50), "a"),
        Measure("scanner", gettext("ASU reports received"), "%", (20, 40, 60, 80, 100), "a"),
        Measure("protocol", gettext("Protocols received"), "%", (20, 40, 60, 80, 100), "a"),
        Measure("differences", gettext("Differences between ASU and hand count"), "", (1, 3, 10, 30, 100), "b"),
        Measure("findings", gettext("Precincts with findings"), "", (1, 3, 10, 30, 100), "b"),
        Measure("kind", gettext("Precincts by kind"), "", (), "k"),
    )


def class_of(percent: str | None, breaks: tuple[int, ...], scale: str = "a") -> str:
    """The class of a percentage as documents state it ("36.90"): "a0" for the lowest, "none" without a figure."""
    if not percent:
        return NO_DATA
    return f"{scale}{bisect_right(breaks, Decimal(percent))}"


def legend(measure: Measure) -> list[tuple[str, str]]:
    """Class and bounds of every class of a measure with breaks: ("a0", "< 10"), ("a1", "10–20"), …, ("a5", "≥ 50")."""
    breaks, unit = measure.breaks, f"\N{NO-BREAK SPACE}{measure.unit}" if measure.unit else ""
    last = len(breaks)
    rows = [(f"{measure.scale}0", f"< {breaks[0]}{unit}")]
    rows += [(f"{measure.scale}{index}", f"{breaks[index - 1]}–{breaks[index]}{unit}") for index in range(1, last)]
    return [*rows, (f"{measure.scale}{last}", f"≥ {breaks[-1]}{unit}")]


def for_script(measure: Measure) -> dict[str, Any]:
    """A measure as the script of the map reads it."""
    return {
        "name": measure.name,
        "label": measure.label,
        "breaks": measure.breaks,
        "scale": measure.scale,
        "legend": legend(measure) if measure.breaks else [],
    }
