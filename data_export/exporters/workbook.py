"""One workbook with a sheet per table: typed cells, codes as text, frozen headers, and a sheet that says what it is."""

import re
import zipfile
from collections.abc import Iterator, Sequence
from datetime import datetime
from html import unescape
from pathlib import Path
from typing import Any

import xlsxwriter  # type: ignore[import-untyped]

from data_export.about import About, about_rows
from data_export.exporters.base import Exporter, TableWriter
from data_export.schema import Row, Table, words

MOST_ROWS = 1_048_575
"""Rows of a sheet beneath its header; a longer table goes on in a further sheet."""
MOST_CHARACTERS = 32_767
"""Characters of a cell; a longer text ends with CUT."""
CUT = " … [кесилген · обрезано · cut: see the CSV file]"

MOST_TABLES = 200
"""Tables of a workbook; with more contests than that, the wide tables of the last ones are in the CSV files only."""
CHUNK = 1 << 20


def sheet_name(table: Table, number: int, used: set[str]) -> str:
    """Name of a table's sheet: at most 31 characters, and not one of those used whatever their letter case."""
    base = table.alias.replace("results_wide_", "wide_")
    suffix = "" if number == 1 else f"_{number}"
    name = base[: 31 - len(suffix)] + suffix
    while name.lower() in used:
        suffix = f"~{len(used)}"
        name = base[: 31 - len(suffix)] + suffix
    return name


class SheetWriter(TableWriter):
    """Writes rows as they come and begins a further sheet when one is full."""

    def __init__(self, exporter: "WorkbookExporter", table: Table) -> None:
        self._exporter = exporter
        self._table = table
        self._sheets = 0
        self._next_sheet()

    def write(self, rows: Sequence[Row]) -> None:
        for row in rows:
            if self._row == MOST_ROWS:
                self._next_sheet()
            self._row += 1
            for column, cell in enumerate(row):
                if isinstance(cell, int):
                    self._sheet.write_number(self._row, column, cell)
                elif cell is not None:
                    self._text(column, cell)

    def close(self) -> None:
        return

    def _text(self, column: int, cell: str) -> None:
        if len(cell) > MOST_CHARACTERS:
            cell = cell[: MOST_CHARACTERS - len(CUT)] + CUT
        self._sheet.write_string(self._row, column, cell)

    def _next_sheet(self) -> None:
        self._sheets += 1
        self._sheet = self._exporter.add_sheet(self._table, self._sheets)
        self._row = 0


class WorkbookExporter(Exporter):
    """The whole part as one workbook."""

    FILE_NAME = "all.xlsx"
    TITLE = words("Excel китепчеси", "Книга Excel", "Excel workbook")
    MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    office = True

    def __init__(self, folder: Path, about: About) -> None:
        super().__init__(folder, about)
        self._file = folder / self.FILE_NAME
        # Sheets wait in files inside the part's folder, which goes away with it on a failure.
        self._book: Any = xlsxwriter.Workbook(str(self._file), {"constant_memory": True, "tmpdir": str(folder)})
        # The time of the release, so that the same release makes the same bytes.
        created = datetime.fromisoformat(about.published_at).replace(tzinfo=None)
        self._book.set_properties({"title": about.name["en"], "created": created})
        self._bold = self._book.add_format({"bold": True})
        self._sheets_of: dict[str, list[int]] = {}
        self._names = {"read me"}
        self._read_me()

    def takes(self, table: Table) -> bool:
        return table.name in self._sheets_of or len(self._sheets_of) < MOST_TABLES

    def open(self, table: Table) -> TableWriter:
        self._sheets_of[table.name] = []
        return SheetWriter(self, table)

    def add_sheet(self, table: Table, number: int) -> Any:
        """The table's sheet of this number, with its header, which stays in sight."""
        name = sheet_name(table, number, self._names)
        self._names.add(name.lower())
        sheet = self._book.add_worksheet(name)
        self._sheets_of[table.name].append(sheet.index + 1)
        sheet.freeze_panes(1, 0)
        for number, column in enumerate(table.header):
            sheet.write_string(0, number, column, self._bold)
        return sheet

    def finish(self) -> None:
        self._book.close()

    def abandon(self) -> None:
        for sheet in self._book.worksheets():
            if sheet.row_data_fh is not None:
                sheet.row_data_fh.close()

    def check(self, table: Table, rows: int) -> None:
        found = 0
        with zipfile.ZipFile(self._file) as archive:
            for number in self._sheets_of[table.name]:
                with archive.open(f"xl/worksheets/sheet{number}.xml") as sheet:
                    first, count = _read_sheet(iter(lambda: sheet.read(CHUNK), b""))
                self.compare(table, first, rows, rows)
                found += count - 1
        self.compare(table, table.header, found, rows)

    def _read_me(self) -> None:
        sheet = self._book.add_worksheet("read me")
        for number, (name, value) in enumerate(about_rows(self.about)):
            sheet.write_string(number, 0, name, self._bold)
            sheet.write_string(number, 1, value)


def _read_sheet(chunks: Iterator[bytes]) -> tuple[list[str], int]:
    """Texts of the first row and the number of rows; a text that looks like a tag is escaped and is not counted."""
    start = next(chunks, b"")
    header = start.partition(b"</row>")[0].decode()
    texts = [unescape(text) for text in re.findall(r"<is><t[^>]*>(.*?)</t></is>", header)]
    count, tail = start.count(b"<row "), start[-4:]
    for chunk in chunks:
        count += (tail + chunk).count(b"<row ")
        tail = chunk[-4:]
    return texts, count
