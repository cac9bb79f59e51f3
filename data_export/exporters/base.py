"""What every file format of a data part has in common."""

from abc import ABC, abstractmethod
from collections.abc import Sequence
from pathlib import Path
from typing import ClassVar

from data_export.about import About
from data_export.errors import ExportError
from data_export.schema import Row, Table
from portal.domain.names import NamesDocument


class TableWriter(ABC):
    """Takes the rows of one table in their order."""

    @abstractmethod
    def write(self, rows: Sequence[Row]) -> None:
        """Append rows."""

    @abstractmethod
    def close(self) -> None:
        """Finish the table; nothing may be written after it. A second call does nothing."""


class Exporter(ABC):
    """One file format. FILE_NAME is the path of a file in the part; `{table}` stands for the table's name.

    `office` formats are made for archive, opening, slot and official parts only.
    """

    FILE_NAME: ClassVar[str]
    TITLE: ClassVar[NamesDocument]
    MEDIA_TYPE: ClassVar[str]
    office: ClassVar[bool] = False

    def __init__(self, folder: Path, about: About) -> None:
        self.folder = folder
        self.about = about

    @property
    def one_file_for_all(self) -> bool:
        """Whether the format holds all tables in a single file."""
        return "{table}" not in self.FILE_NAME

    def takes(self, table: Table) -> bool:
        """Whether the format holds this table."""
        return True

    def file_name(self, table: Table) -> str:
        """Path of the file that holds the table, relative to the part's folder."""
        return self.FILE_NAME.format(table=table.name)

    def path(self, table: Table) -> Path:
        """Where the file that holds the table stands; its folder exists."""
        path = self.folder / self.file_name(table)
        path.parent.mkdir(parents=True, exist_ok=True)
        return path

    @abstractmethod
    def open(self, table: Table) -> TableWriter:
        """A writer for one table."""

    def finish(self) -> None:
        """Complete a file that holds all tables, after the last writer is closed; other formats have nothing to do."""
        return

    def abandon(self) -> None:
        """Let go of open files after a failure, or after `finish`; a second call does nothing."""
        return

    @abstractmethod
    def check(self, table: Table, rows: int) -> None:
        """Read the table back; raises ExportError unless it has its header and this number of rows."""

    def compare(self, table: Table, header: Sequence[str], found: int, rows: int) -> None:
        """Raise ExportError unless header and number of rows read back are the ones that were written."""
        name = self.file_name(table)
        if tuple(header) != table.header:
            raise ExportError(f"{name}: the header read back is {', '.join(header)}, not {', '.join(table.header)}")
        if found != rows:
            raise ExportError(f"{name}: {rows} rows were written, {found} read back")
