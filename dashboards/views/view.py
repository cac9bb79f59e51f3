"""A view: one figure's numbers as the documents hold them, the words around it and the table beside it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Literal, TypedDict

Chart = Literal["lines", "columns", "bars", "heat", "range", "points"]
Kind = Literal["text", "code", "number", "percent", "time", "clock", "difference", "precinct", "territory"]
Cell = str | int | None


class Series(TypedDict):
    """One series: places or times, values as the document writes them, what is said on hover, precinct numbers.

    `when` says of places that are times how many minutes they lie behind the beginning of voting day; empty for others.
    """

    name: str
    at: list[str]
    when: list[int | None]
    values: list[Cell]
    said: list[str]
    keys: list[str]
    style: str


@dataclass(frozen=True, slots=True)
class Column:
    """A column of the table: name in the CSV file, label on the page, what kind of value it holds."""

    name: str
    label: str
    kind: Kind = "text"


@dataclass(frozen=True, slots=True)
class View:
    """`count` says which source the numbers come from, `at_title` and `value_title` name the axes."""

    title: str
    count: str
    chart: Chart
    summary: Sequence[str]
    series: Sequence[Series]
    columns: Sequence[Column]
    rows: Sequence[Sequence[Cell]]
    at_title: str = ""
    value_title: str = ""
    unit: str = ""
    notes: Sequence[str] = field(default=())


@dataclass(frozen=True, slots=True)
class Sheet:
    """An entry of the catalogue: name in the address, label, filters, documents read, and what builds the view.

    `needs` names what an archive must hold for the sheet to be offered: "turnout", "differences" or "protocol".
    """

    name: str
    label: Callable[[], str]
    filters: tuple[str, ...]
    documents: tuple[str, ...]
    build: Callable[..., View]
    needs: str = ""


def series(
    name: str,
    at: Sequence[str],
    values: Sequence[Cell],
    *,
    when: Sequence[int | None] = (),
    said: Sequence[str] = (),
    keys: Sequence[str] = (),
    style: str = "",
) -> Series:
    """A series; `style` names a colour and line of the figures ("" takes the next one)."""
    return {
        "name": name,
        "at": list(at),
        "when": list(when),
        "values": list(values),
        "said": list(said),
        "keys": list(keys),
        "style": style,
    }
