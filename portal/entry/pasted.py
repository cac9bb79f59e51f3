"""Turnout pasted from a spreadsheet: tabs, semicolons or commas; a row per precinct, with or without a row of hours.

Without hours a row is precinct, identified, remote, operator for the hour that was chosen. With a first row such as
"precinct; 9:00; 10:00" each further column is one hour, and the operator stands in the column "operator", if any.
Nothing is dropped: what cannot be understood becomes a cell or a problem that names row and column.
"""

import csv
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from portal.entry.turnout import Cell, CellProblem

SEPARATORS = ("\t", ";", ",")
MOST_ROWS = 5000
_HOUR = re.compile(r"(\d{1,2})(?:[:.](\d{2}))?", re.ASCII)
_OPERATOR = {"operator", "оператор"}
_HEADERS = {"identified", "идентификациядан өткөндөр", "прошли идентификацию", "явка", "катышуу"}


@dataclass(frozen=True)
class Pasted:
    """Cells in the order of the text, numbered by its rows, and what could not be placed."""

    cells: tuple[Cell, ...]
    problems: tuple[CellProblem, ...]


def read_paste(text: str, hour: datetime, hours: list[datetime], zone: ZoneInfo) -> Pasted:
    """The cells of a pasted table; `hour` is the chosen one, `hours` those that may stand in a first row."""
    rows = _rows(text)
    if len(rows) > MOST_ROWS:
        return Pasted((), (CellProblem(MOST_ROWS + 1, "precinct", "too_many_rows", str(len(rows))),))
    if not rows:
        return Pasted((), ())
    columns = _hours(rows[0][1], hours, zone)
    if columns is None:
        return _for_one_hour(rows, hour)
    return _for_many_hours(rows, columns)


def separator_of(text: str) -> str:
    """The character that divides most rows: a tab if there is one, then a semicolon, then a comma."""
    return next((mark for mark in SEPARATORS if mark in text), "\t")


def _rows(text: str) -> list[tuple[int, list[str]]]:
    """Every row that holds something, with its number from 1."""
    clean = text.removeprefix("\ufeff")
    found = []
    for number, line in enumerate(clean.splitlines(), 1):
        if line.strip():
            row = next(csv.reader([line], delimiter=separator_of(clean)), [])
            found.append((number, [cell.strip().strip("\u00a0") for cell in row]))
    return found


def _hours(first: list[str], hours: list[datetime], zone: ZoneInfo) -> dict[int, datetime | None] | None:
    """Hour by column of a first row that holds hours, None for an hour that is no slot; None when it holds none."""
    slots = {(hour.astimezone(zone).hour, hour.astimezone(zone).minute): hour for hour in hours}
    columns: dict[int, datetime | None] = {}
    for column, cell in enumerate(first[1:], 1):
        if match := _HOUR.fullmatch(cell):
            columns[column] = slots.get((int(match[1]), int(match[2] or 0)))
    has_clock = any(":" in first[column] for column in columns)
    is_header = not any(mark.isdigit() for mark in first[0])
    return columns if has_clock or (columns and is_header) else None


def _for_one_hour(rows: list[tuple[int, list[str]]], hour: datetime) -> Pasted:
    cells, problems = [], []
    for place, (number, row) in enumerate(rows):
        if place == 0 and len(row) > 1 and row[1].casefold() in _HEADERS:
            continue
        precinct, identified, remote, operator = (*row, "", "", "", "")[:4]
        cells.append(Cell(number, precinct, hour, identified, remote, operator))
        if len(row) > 4 and any(row[4:]):
            problems.append(CellProblem(number, "5", "too_many_columns", row[4]))
        if not (identified or remote):
            problems.append(CellProblem(number, "identified", "empty"))
    return Pasted(tuple(cells), tuple(problems))


def _for_many_hours(rows: list[tuple[int, list[str]]], columns: Mapping[int, datetime | None]) -> Pasted:
    header = rows[0][1]
    operators = [column for column, cell in enumerate(header) if cell.casefold() in _OPERATOR]
    problems = [
        CellProblem(rows[0][0], str(column + 1), "unknown_hour", header[column])
        for column, hour in columns.items()
        if hour is None
    ]
    cells = []
    for number, row in rows[1:]:
        operator = row[operators[0]] if operators and operators[0] < len(row) else ""
        if not any(row[1:]):
            problems.append(CellProblem(number, "identified", "empty"))
        for column, value in enumerate(row[1:], 1):
            slot = columns.get(column)
            if slot is not None and any(row):
                cells.append(Cell(number, row[0], slot, value, "", operator))
            elif value and column not in operators and column not in columns:
                problems.append(CellProblem(number, str(column + 1), "too_many_columns", value))
    return Pasted(tuple(cells), tuple(problems))
