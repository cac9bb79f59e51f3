"""Reading campaign.toml strictly: typed values by key, unknown keys refused, every problem with its line."""

import difflib
import re
import tomllib
from collections.abc import Callable, Collection, Mapping
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

from portal.domain.names import LANGUAGES, Names
from portal.package import spelling
from portal.package.cells import CellError, Kind, short
from portal.package.problems import Problems

FILE = "campaign.toml"
_HEADER = re.compile(r"\s*\[+\s*([^\]]+?)\s*\]+")


class TomlFile:
    """The tables of campaign.toml; a wrong value leaves a problem and an empty value."""

    def __init__(self, folder: Path, problems: Problems) -> None:
        self._problems = problems
        self._text = ""
        self.document: dict[str, Any] = {}
        path = folder / FILE
        if not path.is_file():
            problems.add(FILE, 1, 1, "the file is missing")
            return
        try:
            self._text = path.read_text(encoding="utf-8")
        except UnicodeDecodeError as error:
            line = error.object[: error.start].count(b"\n") + 1
            problems.add(FILE, line, 1, f"is not UTF-8: byte 0x{error.object[error.start]:02x}; save the file as UTF-8")
            return
        if self._text.startswith("\ufeff"):
            problems.note(FILE, 1, 1, "begins with a byte order mark, which was left out")
            self._text = self._text[1:]
        try:
            self.document = tomllib.loads(self._text)
        except tomllib.TOMLDecodeError as error:
            place = re.search(r"line (\d+), column (\d+)", str(error))
            line, column = (int(place[1]), int(place[2])) if place else (self._text.count("\n") + 1, 1)
            problems.add(FILE, line, column, f"is not valid TOML: {error}")

    def add(self, path: str, reason: str) -> None:
        """A problem with the value at `path` ("parameters.ties")."""
        self._problems.add(FILE, self._line(path), path, reason)

    def table(self, name: str) -> dict[str, Any]:
        """The table [name], empty when it is not given."""
        value = self.document.get(name, {})
        if isinstance(value, dict):
            return value
        self.add(name, f"must be a table [{name}]")
        return {}

    def check_keys(self, table: Mapping[str, Any], place: str, known: Collection[str]) -> None:
        """Refuse unknown keys of a table; `place` is "" for the top of the file."""
        for key in table:
            if key not in known:
                near = difflib.get_close_matches(key, known, n=1)
                hint = f"did you mean {near[0]}?" if near else f"known are {', '.join(known)}"
                self.add(_join(place, key), f"unknown key; {hint}")

    def text(self, table: Mapping[str, Any], place: str, key: str, *, required: bool = False) -> str:
        """A text, checked and normalised; "" when it is not given."""
        path, value = _join(place, key), table.get(key, "")
        if not isinstance(value, str):
            self.add(path, f"{value!r} is not text; put it in quotation marks")
            return ""
        if required and not value.strip():
            self.add(path, "is missing")
        bad = spelling.forbidden(value)
        if bad:
            self.add(path, f"holds the character {bad}, which cannot be shown; remove it")
        clean = spelling.normalise(value)
        if clean != value:
            self._problems.note(FILE, self._line(path), path, f"{short(value)} was changed to {short(clean)}")
        return clean

    def names(self, table: Mapping[str, Any], place: str, key: str, *, required: bool = False) -> Names:
        """A table of names by language."""
        path, value = _join(place, key), table.get(key, {})
        if not isinstance(value, dict):
            self.add(path, f"must be given by language: {', '.join(f'{key}.{code}' for code in LANGUAGES)}")
            return Names()
        self.check_keys(value, path, LANGUAGES)
        names = Names(*(self.text(value, path, code) for code in LANGUAGES))
        if required and not names:
            self.add(path, "is missing; give at least one language")
        return names

    def value(self, table: Mapping[str, Any], place: str, key: str, kind: Kind, *, required: bool = True) -> Any:
        """A value that a cell of this kind could hold; TOML's own dates, times and integers are taken as well."""
        value = table.get(key)
        if isinstance(value, date | datetime | time):
            value = value.isoformat() if not isinstance(value, time) else value.isoformat("minutes")
        elif isinstance(value, int) and not isinstance(value, bool):
            value = str(value)
        if value in (None, "") and not required:
            return kind.empty
        if not isinstance(value, str) or not value:
            self.add(_join(place, key), "is missing" if value in (None, "") else f"{value!r} is not a {kind.title}")
            return None
        return self._parsed(_join(place, key), value, kind.parse)

    def flag(self, key: str) -> bool:
        """A boolean at the top of the file, false when it is not given."""
        value = self.document.get(key, False)
        if not isinstance(value, bool):
            self.add(key, f"{value!r} is neither true nor false")
            return False
        return value

    def _parsed(self, path: str, value: str, parse: Callable[[str], Any]) -> Any:
        try:
            return parse(value)
        except CellError as error:
            self.add(path, str(error))
            return None

    def _line(self, path: str) -> int:
        """The line where a key stands, or where its table begins, or 1."""
        table, _, key = path.rpartition(".")
        inside = re.compile(rf"\s*[\"']?{re.escape(key)}[\"']?\s*[.=]")
        dotted = re.compile(rf"\s*{re.escape(path)}\s*[.=]")
        current, table_line = "", 1
        for number, line in enumerate(self._text.split("\n"), 1):
            header = _HEADER.match(line)
            if header:
                current = header[1].strip("\"'")
                table_line = number if current in (path, table) else table_line
            elif (current == table and inside.match(line)) or (not current and dotted.match(line)):
                return number
        return table_line


def _join(place: str, key: str) -> str:
    return f"{place}.{key}" if place else key
