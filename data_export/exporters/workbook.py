"""One workbook with a sheet per table: typed cells, codes as text, frozen headers, and a sheet that says what it is."""

import re
import zipfile
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from html import unescape
from pathlib import Path

from data_export.about import About, about_rows
from data_export.exporters.base import Exporter, TableWriter
from data_export.exporters.spreadsheet import Sheet, Spreadsheet
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


def shortened(text: str) -> str:
    """The text as far as a cell can hold it."""
    return text if len(text) <= MOST_CHARACTERS else text[: MOST_CHARACTERS - len(CUT)] + CUT


class SheetWriter(TableWriter):
    """Writes rows as they come and begins a further sheet when one is full."""

    def __init__(self, exporter: "WorkbookExporter", table: Table) -> None:
        self._exporter = exporter
        self._table = table
        self._sheets = 0
        self._next_sheet()

    def write(self, rows: Sequence[Row]) -> None:
        while True:
            room = MOST_ROWS + 1 - self._sheet.row
            self._sheet.write(rows[:room] if len(rows) > room else rows)
            if len(rows) <= room:
                return
            rows = rows[room:]
            self._next_sheet()

    def close(self) -> None:
        return

    def _next_sheet(self) -> None:
        self._sheets += 1
        self._sheet = self._exporter.add_sheet(self._table, self._sheets)


class WorkbookExporter(Exporter):
    """The whole part as one workbook."""

    FILE_NAME = "all.xlsx"
    TITLE = words("Excel китепчеси", "Книга Excel", "Excel workbook")
    MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    office = True

    def __init__(self, folder: Path, about: About) -> None:
        super().__init__(folder, about)
        self._file = folder / self.FILE_NAME
        # The time of the release, so that the same release makes the same bytes.
        created = datetime.fromisoformat(about.published_at).astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
        self._book = Spreadsheet(self._file, about.name["en"] or about.campaign, created, shortened)
        self._sheets_of: dict[str, list[int]] = {}
        self._names = {"read me"}
        first, *more = about_rows(about)
        self._book.add("read me", first, frozen=False)[0].write(more)

    def takes(self, table: Table) -> bool:
        return table.name in self._sheets_of or len(self._sheets_of) < MOST_TABLES

    def open(self, table: Table) -> TableWriter:
        self._sheets_of[table.name] = []
        return SheetWriter(self, table)

    def add_sheet(self, table: Table, number: int) -> Sheet:
        """The table's sheet of this number, with its header, which stays in sight."""
        name = sheet_name(table, number, self._names)
        self._names.add(name.lower())
        sheet, place = self._book.add(name, table.header)
        self._sheets_of[table.name].append(place)
        return sheet

    def finish(self) -> None:
        self._book.finish()

    def abandon(self) -> None:
        self._book.abandon()

    def check(self, table: Table, rows: int) -> None:
        found = 0
        with zipfile.ZipFile(self._file) as archive:
            for number in self._sheets_of[table.name]:
                with archive.open(f"xl/worksheets/sheet{number}.xml") as sheet:
                    first, count = _read_sheet(iter(lambda: sheet.read(CHUNK), b""))
                self.compare(table, first, rows, rows)
                found += count - 1
        self.compare(table, table.header, found, rows)


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
