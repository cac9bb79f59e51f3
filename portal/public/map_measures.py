"""What the maps can show, in which classes and with which signs: one table for the page, the script and the legend."""

from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import pairwise
from typing import Any

from flask_babel import get_locale, gettext

from portal.public.formats import percent_sign

NO_DATA = "none"
"""Class of a unit without a figure; drawn with a pattern, not with a colour."""


@dataclass(frozen=True, slots=True)
class Measure:
    """One layer. `breaks` are the lower bounds of all classes but the first; () for a layer of named groups.

    `unit` is what stands behind a bound, with the space that the language writes before it.
    """

    name: str
    label: str
    unit: str
    breaks: tuple[int, ...]
    scale: str


HOURLY = (5, 10, 20, 30, 40)
"""Breaks of turnout by the hour: the same for every hour, so that its growth is seen."""
_STEPS = (1, 2, 5, 10)
RECEIVED = ("scanner", "protocol")
"""Measures that end with all that is expected."""


def turnout_breaks(percents: Iterable[str | None]) -> tuple[int, ...]:
    """Five round bounds that tell the regions of this campaign apart; the highest and the lowest do not count."""
    known = sorted(Decimal(percent) for percent in percents if percent)[1:-1]
    if not known:
        return HOURLY
    lowest, highest = known[0], known[-1]
    step = next((step for step in _STEPS if step * 6 >= highest - lowest), _STEPS[-1])
    middle = int((lowest + highest) / 2 // step) * step
    first = max(middle - 2 * step, step)
    return tuple(first + step * index for index in range(5))


def measures(percents: Iterable[str | None] = ()) -> tuple[Measure, ...]:
    """All layers in the order of the choice, named in the language of the page; `percents` are turnouts of regions."""
    sign = percent_sign(str(get_locale()))
    return (
        Measure("turnout", gettext("Turnout"), sign, turnout_breaks(percents), "a"),
        Measure("leader", gettext("Leading option of a contest"), "", (), "o"),
        Measure("share", gettext("Share of one option"), sign, (10, 20, 30, 40, 50), "a"),
        Measure("scanner", gettext("ASU reports received"), sign, (20, 40, 60, 80, 100), "a"),
        Measure("protocol", gettext("Protocols received"), sign, (20, 40, 60, 80, 100), "a"),
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
    """Class and bounds of every class of a measure with breaks: ("a0", "< 10"), ("a1", "10–20"), …, ("a5", "≥ 50").

    Precincts are counted in whole numbers ("0", "1–2", "3–9"), and of those expected no more than all can come in.
    """
    breaks, unit = measure.breaks, measure.unit
    if unit:
        rows = [f"< {breaks[0]}{unit}", *(f"{low}–{high}{unit}" for low, high in pairwise(breaks))]
    else:
        ranges = [(low, high - 1) for low, high in pairwise((0, *breaks))]
        rows = [str(low) if low == high else f"{low}–{high}" for low, high in ranges]
    most = f"{breaks[-1]}{unit}"
    rows.append(most if measure.name in RECEIVED else f"≥ {most}")
    return [(f"{measure.scale}{index}", bounds) for index, bounds in enumerate(rows)]


def for_script(measure: Measure, known: bool = True) -> dict[str, Any]:
    """A measure as the script of the map reads it; turnout has a second set of breaks, for the hours.

    What is not known of any unit (`known` is False) has no classes to explain.
    """
    hourly = replace(measure, breaks=HOURLY)
    return {
        "hourly": {"breaks": HOURLY, "legend": legend(hourly)} if measure.name == "turnout" else None,
        "name": measure.name,
        "label": measure.label,
        "breaks": measure.breaks,
        "scale": measure.scale,
        "legend": legend(measure) if measure.breaks and known else [],
    }
