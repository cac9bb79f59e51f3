"""Reading one CSV file of a package as a stream of parsed rows; every problem is collected with its place."""

import csv
import difflib
import io
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from portal.package import spelling
from portal.package.cells import COUNT, CellError, short
from portal.package.problems import Problems
from portal.package.tables import Column, Table

CELL_LIMIT = 20_000
"""Characters in one cell; a longer one is a broken file."""


class Row(NamedTuple):
    """A parsed row: the line where it begins and its values by column; a cell that could not be read holds None."""

    line: int
    values: dict[str, Any]


def read_table(folder: Path, table: Table, problems: Problems, lines: Sequence[str] | None = ()) -> Iterator[Row]:
    """Rows of the file, one after the other; nothing for an optional file that is not there.

    `lines` are the ids of protocol lines that may stand as further columns (None: any, the form is not known). Rows
    whose key is broken or repeated are left out, and everything wrong is in `problems`.
    """
    path = folder / table.file
    if not path.is_file():
        if not table.optional:
            problems.add(table.file, 1, 1, "the file is missing")
        return
    with path.open("rb") as raw:
        if raw.read(3) == b"\xef\xbb\xbf":
            problems.note(table.file, 1, 1, "begins with a byte order mark, which was left out")
        else:
            raw.seek(0)
        with io.TextIOWrapper(raw, encoding="utf-8", newline="") as text:
            yield from _TableReader(path, table, problems, lines).rows(text)


class _TableReader:
    """The state of reading one file."""

    def __init__(self, path: Path, table: Table, problems: Problems, lines: Sequence[str] | None) -> None:
        self._path, self._table, self._problems = path, table, problems
        self._known = {column.name: column for column in table.columns}
        self._any = table.lines and lines is None
        if table.lines and lines is not None:
            self._known |= {line: Column(line, COUNT, "", required=False) for line in lines if line not in self._known}
        self._seen: dict[tuple[Any, ...], int] = {}
        self._absent: dict[str, Any] = {}
        self._line = 1

    def rows(self, text: io.TextIOWrapper) -> Iterator[Row]:
        former = csv.field_size_limit(CELL_LIMIT)
        reader = csv.reader(self._checked(text), strict=True)
        try:
            header = next(reader, None)
            columns = self._columns(header)
            if columns is None:
                return
            self._line = reader.line_num + 1
            for cells in reader:
                if cells:
                    row = self._row(columns, cells)
                    if row is not None:
                        yield row
                self._line = reader.line_num + 1
        except UnicodeDecodeError:
            line, byte = _first_bad_byte(self._path)
            self._add(line, 1, f"is not UTF-8: byte 0x{byte:02x}; save the file as UTF-8")
        except csv.Error as error:
            self._add(self._line, 1, _worded(error))
        finally:
            # The limit is one for the whole process; whoever reads other files beside us keeps theirs.
            csv.field_size_limit(former)

    def _add(self, line: int, column: str | int, reason: str) -> None:
        self._problems.add(self._table.file, line, column, reason)

    def _checked(self, text: io.TextIOWrapper) -> Iterator[str]:
        """The lines of the file; a NUL ends it."""
        for line in text:
            if "\0" in line:
                raise csv.Error("NUL")
            yield line

    def _columns(self, header: list[str] | None) -> list[Column] | None:
        """The columns in the order of the file, or None when the header cannot be used."""
        if not header:
            self._add(1, 1, "the file is empty; the first line must name the columns")
            return None
        before = self._problems.count
        if self._any:
            self._known = {name: Column(name, COUNT, "", required=False) for name in header} | self._known
        for place, name in enumerate(header, 1):
            if name not in self._known:
                near = difflib.get_close_matches(name, self._known, n=1)
                hint = f"did you mean {near[0]}?" if near else f"known are {', '.join(self._known)}"
                self._add(1, place, f"unknown column {short(name)}; {hint}")
            elif header.index(name) != place - 1:
                self._add(1, place, f"column {name} stands twice")
        for column in self._table.columns:
            if not column.optional and column.name not in header:
                self._add(1, 1, f"column {column.name} is missing")
        self._absent = {column.name: column.kind.empty for column in self._table.columns if column.name not in header}
        return [self._known[name] for name in header] if self._problems.count == before else None

    def _row(self, columns: list[Column], cells: list[str]) -> Row | None:
        if len(cells) != len(columns):
            self._add(self._line, min(len(cells), len(columns)), f"{len(cells)} cells, the header has {len(columns)}")
            return None
        values: dict[str, Any] = {}
        for column, cell in zip(columns, cells, strict=True):
            if column.kind.text:
                values[column.name] = self._text(column, cell)
            elif cell:
                try:
                    values[column.name] = column.kind.parse(cell)
                except CellError as error:
                    self._add(self._line, column.name, str(error))
                    values[column.name] = None
            else:
                values[column.name] = column.kind.empty
            if column.required and not cell.strip():
                self._add(self._line, column.name, "is empty")
                values[column.name] = None
        values |= self._absent
        return Row(self._line, values) if self._is_new(values) else None

    def _text(self, column: Column, cell: str) -> str:
        bad = spelling.forbidden(cell)
        if bad:
            self._add(self._line, column.name, f"holds the character {bad}, which cannot be shown; remove it")
            return ""
        clean = spelling.normalise(cell)
        if clean != cell:
            self._problems.note(
                self._table.file, self._line, column.name, f"{short(cell)} was changed to {short(clean)}"
            )
        if spelling.mixes_alphabets(clean):
            self._problems.note(
                self._table.file, self._line, column.name, f"{short(clean)} mixes alphabets and was left as it is"
            )
        return clean

    def _is_new(self, values: dict[str, Any]) -> bool:
        """Whether the row's key is whole and not there yet."""
        if not self._table.key:
            return True
        key = tuple(values[name] for name in self._table.key)
        if None in key:
            return False
        first = self._seen.setdefault(key, self._line)
        if first != self._line:
            shown = ", ".join(str(part) for part in key if part != "")
            self._add(self._line, self._table.key[0], f"{shown} stands twice, first in line {first}")
        return first == self._line


def _worded(error: csv.Error) -> str:
    message = str(error)
    if message == "NUL":
        return "holds a NUL byte; the file is broken or not text"
    if "field larger" in message:
        return f"a cell is longer than {CELL_LIMIT} characters"
    return f"is not CSV as RFC 4180 describes it: {message}"


def _first_bad_byte(path: Path) -> tuple[int, int]:
    """Line and value of the first byte that is not UTF-8."""
    with path.open("rb") as file:
        for number, line in enumerate(file, 1):
            try:
                line.decode("utf-8")
            except UnicodeDecodeError as error:
                return number, line[error.start]
    return 1, 0
