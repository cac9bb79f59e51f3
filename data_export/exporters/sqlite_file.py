"""One SQLite file with every table, its keys, and views with names and sums; opens in Datasette and any SQLite tool."""

import sqlite3
from collections.abc import Sequence
from pathlib import Path

from data_export.about import About, about_rows
from data_export.errors import ExportError
from data_export.exporters.base import Exporter, TableWriter
from data_export.exporters.sqlite_schema import FILLED_READ_ME, VIEWS, create_read_me, create_table
from data_export.schema import Row, Table, words


class SqliteWriter(TableWriter):
    """Inserts rows as they come."""

    def __init__(self, connection: sqlite3.Connection, table: Table) -> None:
        self._connection = connection
        self._name = table.name
        marks = ", ".join("?" * len(table.columns))
        self._insert = f'INSERT INTO "{table.alias}" VALUES ({marks})'

    def write(self, rows: Sequence[Row]) -> None:
        try:
            self._connection.executemany(self._insert, rows)
        except sqlite3.IntegrityError as error:
            raise ExportError(f"all.sqlite: {self._name}: {error}") from error

    def close(self) -> None:
        return


class SqliteExporter(Exporter):
    """The whole part in one file."""

    FILE_NAME = "all.sqlite"
    TITLE = words("SQLite маалымат базасы", "База данных SQLite", "SQLite database")
    MEDIA_TYPE = "application/vnd.sqlite3"
    office = True

    def __init__(self, folder: Path, about: About) -> None:
        super().__init__(folder, about)
        self._file = folder / self.FILE_NAME
        self._connection = sqlite3.connect(self._file, isolation_level=None)
        # The file is new and is thrown away on any failure: a journal would only cost time.
        self._connection.execute("PRAGMA journal_mode = OFF")
        self._connection.execute("PRAGMA synchronous = OFF")
        self._connection.execute("BEGIN")

    def open(self, table: Table) -> TableWriter:
        self._connection.execute(create_table(table))
        return SqliteWriter(self._connection, table)

    def finish(self) -> None:
        self._connection.execute(create_read_me())
        self._connection.executemany(FILLED_READ_ME, about_rows(self.about))
        for view in VIEWS:
            self._connection.execute(view)
        self._connection.execute("COMMIT")
        self._connection.execute("VACUUM")
        self.abandon()

    def abandon(self) -> None:
        self._connection.close()

    def check(self, table: Table, rows: int) -> None:
        connection = sqlite3.connect(f"file:{self._file}?mode=ro", uri=True)
        try:
            name = table.alias
            header = [row[1] for row in connection.execute(f'PRAGMA table_info("{name}")')]
            (found,) = connection.execute(f'SELECT count(*) FROM "{name}"').fetchone()
            self.compare(table, header, found, rows)
        finally:
            connection.close()
