"""CSV for a spreadsheet set to Russian: byte order mark, semicolon, decimal comma, no cell that is run as a formula."""

import csv
from collections.abc import Sequence
from pathlib import Path

from data_export.exporters.base import Exporter, TableWriter
from data_export.schema import Cell, Kind, Row, Table, words

FORMULA_STARTS = frozenset("=+-@\t\r")
"""A spreadsheet runs a text that begins so as a formula; it gets an apostrophe before it."""


def harmless(text: str) -> str:
    """The text as a spreadsheet may open it: never a formula."""
    return f"'{text}" if text[:1] in FORMULA_STARTS else text


class ExcelCsvWriter(TableWriter):
    """Writes rows as they come."""

    def __init__(self, path: Path, table: Table) -> None:
        # The mark is written by hand: the codec utf-8-sig takes a slow way for every row.
        self._file = path.open("w", encoding="utf-8", newline="", buffering=1 << 18)
        self._file.write("\ufeff")
        self._writer = csv.writer(self._file, delimiter=";", lineterminator="\r\n")
        self._writer.writerow(table.header)
        self._decimal = [column.kind is Kind.DECIMAL for column in table.columns]

    def write(self, rows: Sequence[Row]) -> None:
        decimal = self._decimal
        if any(decimal):
            self._writer.writerows(
                [_cell(cell, is_one) for cell, is_one in zip(row, decimal, strict=True)] for row in rows
            )
            return
        # The long tables have no decimals; a call per cell would double the time that they take.
        starts = FORMULA_STARTS
        self._writer.writerows(
            [f"'{cell}" if isinstance(cell, str) and cell[:1] in starts else cell for cell in row] for row in rows
        )

    def close(self) -> None:
        self._file.close()


class ExcelCsvExporter(Exporter):
    """One file per table in the folder excel-ru."""

    FILE_NAME = "excel-ru/{table}.csv"
    TITLE = words("Excel (орусча) үчүн CSV", "CSV для русского Excel", "CSV for a Russian Excel")
    MEDIA_TYPE = "text/csv"
    office = True

    def open(self, table: Table) -> TableWriter:
        return ExcelCsvWriter(self.path(table), table)

    def check(self, table: Table, rows: int) -> None:
        with self.path(table).open(encoding="utf-8-sig", newline="") as file:
            reader = csv.reader(file, delimiter=";", strict=True)
            header = next(reader, [])
            self.compare(table, header, sum(1 for _ in reader), rows)


def _cell(cell: Cell, decimal: bool) -> Cell:
    if not isinstance(cell, str):
        return cell
    if decimal:
        return cell.replace(".", ",")
    return harmless(cell)
