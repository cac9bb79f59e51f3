"""Checking typed cells at once, by the same parsers as the package's reader; references are checked with the whole."""

from collections.abc import Mapping

from portal.package import spelling
from portal.package.cells import CellError
from portal.preparation.sheets import Sheet


def cleaned(cells: Mapping[str, str]) -> dict[str, str]:
    """The cells as the reader will take them: trimmed, blanks for line ends, one alphabet within a word."""
    return {name: spelling.normalise(" ".join(cell.split())) for name, cell in cells.items()}


def cell_problems(sheet: Sheet, cells: Mapping[str, str]) -> dict[str, str]:
    """Why cells of this row cannot be used, by column."""
    found: dict[str, str] = {}
    for column in sheet.table.columns:
        cell = cells.get(column.name, "")
        bad = spelling.forbidden(cell)
        if bad:
            found[column.name] = f"holds the character {bad}, which cannot be shown; remove it"
        elif not cell and column.required:
            found[column.name] = "is empty"
        elif cell and not column.kind.text:
            try:
                column.kind.parse(cell)
            except CellError as error:
                found[column.name] = str(error)
    for name in sorted(set(cells) - set(sheet.columns)):
        found[name] = f"is no column of this table; known are {', '.join(sheet.columns)}"
    return found
