"""Rows pasted from a spreadsheet: cells parted by tabs (or CSV), with or without a line that names the columns."""

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass

from portal.preparation.cell_checks import cell_problems, cleaned
from portal.preparation.sheets import Sheet

MOST = 20_000
"""Lines that are taken at once."""
LONGEST = 4_000_000
"""Characters that are taken at once."""


@dataclass(frozen=True, slots=True)
class Pasted:
    """Rows that were read, each with its line, and what is wrong as `line N, column: reason`."""

    rows: tuple[tuple[int, dict[str, str]], ...]
    problems: tuple[str, ...]


def read_pasted(sheet: Sheet, text: str, defaults: Sequence[tuple[str, str]] = ()) -> Pasted:
    """The rows of a pasted text. `defaults` fill columns that the text does not have.

    A first line that names columns of the sheet says their order; otherwise the cells stand in the sheet's order.
    """
    if len(text) > LONGEST:
        return Pasted((), (f"the text has {len(text)} characters; at most {LONGEST} are taken at once",))
    lines = [(number, cells) for number, cells in _lines(text) if any(cell.strip() for cell in cells)]
    if not lines:
        return Pasted((), ("nothing was pasted; copy the rows from the spreadsheet and paste them here",))
    if len(lines) > MOST:
        return Pasted((), (f"{len(lines)} lines; at most {MOST} are taken at once",))
    columns: list[str] = list(sheet.columns)
    head = [cell.strip().lower() for cell in lines[0][1]]
    if set(head) <= {*columns, ""} and set(sheet.table.key) & set(head):
        columns, lines = head, lines[1:]
        while columns and not columns[-1]:
            columns.pop()
    rows, problems, seen = [], [], dict[str, int]()
    for number, cells in lines:
        if len(cells) > len(columns) and any(cell.strip() for cell in cells[len(columns) :]):
            problems.append(f"line {number}: {len(cells)} cells, but only {len(columns)} columns")
            continue
        row = cleaned({**dict(defaults), **dict(zip(columns, cells, strict=False))})
        row.pop("", None)
        problems += [f"line {number}, {name}: {reason}" for name, reason in cell_problems(sheet, row).items()]
        first = seen.setdefault(sheet.key(row), number)
        if first != number:
            problems.append(f"line {number}: stands twice, first in line {first}")
        rows.append((number, row))
    return Pasted(tuple(rows), tuple(problems))


def _lines(text: str) -> list[tuple[int, list[str]]]:
    """Lines with their number; cells in quotation marks may hold the delimiter."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").lstrip("\ufeff")
    first = text.split("\n", 1)[0]
    delimiter = "\t" if "\t" in text else ";" if first.count(";") > first.count(",") else ","
    reader = csv.reader(io.StringIO(text.replace("\0", "\ufffd")), delimiter=delimiter)
    found = []
    try:
        for cells in reader:
            found.append((reader.line_num, cells))
    except csv.Error:
        return [(number, line.split(delimiter)) for number, line in enumerate(text.split("\n"), 1)]
    return found
