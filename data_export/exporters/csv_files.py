"""CSV by RFC 4180: UTF-8 without byte order mark, comma, CRLF, an empty field for what is missing."""

import csv
from collections.abc import Sequence
from pathlib import Path

from data_export.exporters.base import Exporter, TableWriter
from data_export.schema import Row, Table, words


class CsvWriter(TableWriter):
    """Writes rows as they come."""

    def __init__(self, path: Path, header: Sequence[str]) -> None:
        self._file = path.open("w", encoding="utf-8", newline="", buffering=1 << 18)
        self._writer = csv.writer(self._file, lineterminator="\r\n")
        self._writer.writerow(header)

    def write(self, rows: Sequence[Row]) -> None:
        self._writer.writerows(rows)

    def close(self) -> None:
        self._file.close()


class CsvExporter(Exporter):
    """One CSV file per table."""

    FILE_NAME = "{table}.csv"
    TITLE = words("CSV таблицалары", "Таблицы CSV", "CSV tables")
    MEDIA_TYPE = "text/csv"

    def open(self, table: Table) -> TableWriter:
        return CsvWriter(self.path(table), table.header)

    def check(self, table: Table, rows: int) -> None:
        with self.path(table).open(encoding="utf-8", newline="") as file:
            reader = csv.reader(file, strict=True)
            header = next(reader, [])
            self.compare(table, header, sum(1 for _ in reader), rows)
