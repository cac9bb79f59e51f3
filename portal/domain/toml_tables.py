"""Reading TOML tables strictly: every problem is collected with its place, nothing unknown is ignored."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, NamedTuple, TypeVar

from portal.domain.names import LANGUAGES, Names

Table = Mapping[str, Any]
T = TypeVar("T")


class Problem(NamedTuple):
    """One thing wrong with a file: where, and what to do about it."""

    where: str
    reason: str

    def __str__(self) -> str:
        return f"{self.where}: {self.reason}"


class FormError(ValueError):
    """The form cannot be used; `problems` lists everything found, not only the first."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(map(str, self.problems)))


class TableReader:
    """Takes values out of the tables of one file; a wrong one leaves a problem and an empty value."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.problems: list[Problem] = []

    def problem(self, place: str, reason: str) -> None:
        """Note one problem; `place` is the table, the file is put before it."""
        self.problems.append(Problem(f"{self.file}: {place}", reason))

    def check_keys(self, table: Table, place: str, known: Sequence[str]) -> None:
        """Every key of the table must be a known one."""
        for key in table:
            if key not in known:
                self.problem(place, f"unknown key {key!r}; known are {', '.join(known)}")

    def text(self, table: Table, place: str, key: str, *, required: bool = False) -> str:
        """The text under `key`, or "" when it is not given."""
        value = table.get(key, "")
        if not isinstance(value, str):
            self.problem(place, f"{key} must be text in quotation marks, not {value!r}")
            return ""
        if required and not value.strip():
            self.problem(place, f"{key} is missing")
        return value.strip()

    def word(self, table: Table, place: str, key: str, pattern: re.Pattern[str], allowed: str) -> str:
        """A required text that matches the pattern, which `allowed` describes."""
        value = self.text(table, place, key, required=True)
        if value and pattern.fullmatch(value) is None:
            self.problem(place, f"{key} {value!r} must be {allowed}")
        return value

    def choice(self, table: Table, place: str, key: str, choices: Mapping[str, T], default: T | None = None) -> T:
        """The value that the text under `key` stands for; without a default the key is required."""
        value = self.text(table, place, key, required=default is None)
        if value in choices:
            return choices[value]
        if value:
            self.problem(place, f"unknown {key} {value!r}; known are {', '.join(choices)}")
        return default if default is not None else next(iter(choices.values()))

    def names(self, table: Table, place: str, key: str, *, required: bool = False) -> Names:
        """Names in the languages given as `key.ky`, `key.ru`, `key.en`."""
        value = table.get(key, {})
        if not isinstance(value, dict):
            self.problem(place, f"{key} must be given per language: {', '.join(f'{key}.{code}' for code in LANGUAGES)}")
            return Names()
        self.check_keys(value, f"{place} {key}", LANGUAGES)
        names = Names(*(self.text(value, f"{place} {key}", code) for code in LANGUAGES))
        if required and not names:
            self.problem(
                place, f"{key} is missing; give at least one of {', '.join(f'{key}.{code}' for code in LANGUAGES)}"
            )
        return names

    def rows(self, document: Table, kind: str, title: str, read: Callable[[Table, str], T]) -> list[T]:
        """Every `[[kind]]` table through `read(table, place)`; the place is named after the value of `title`."""
        tables = document.get(kind, [])
        if not isinstance(tables, list) or not all(isinstance(table, dict) for table in tables):
            self.problem(kind, f"must be written as [[{kind}]] tables")
            return []
        return [read(table, f"{kind} {table.get(title) or f'number {n}'}") for n, table in enumerate(tables, 1)]

    def check_unique(self, kind: str, key: str, values: Iterable[str]) -> None:
        """No value may occur twice; empty ones have been noted as missing."""
        seen: set[str] = set()
        for value in values:
            if value and value in seen:
                self.problem(f"{kind} {value}", f"the same {key} stands there twice; every {key} must be unique")
            seen.add(value)
