"""changes.jsonl: the rows that differ from the former data part, so that a follower need not read all anew.

The first line says from which part to which it leads; `from` is null in the first part, which has no changes. Every
other line is one row: {"table", "do": "put", "row"} for a new or changed one, {"table", "do": "remove", "row"} for one
that is gone. A row of a table with a key replaces the row with the same key; tables without one hold every row as often
as it was put. The wide tables follow from the others and are left out.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import orjson

from data_export.context import PartContext
from data_export.marked import mark_columns, marked
from data_export.part_files import PartFile
from data_export.schema import Row, Table, words
from data_export.tables.registry import long_tables
from data_export.view import ReleaseView

FILE_NAME = "changes.jsonl"
MEDIA_TYPE = "application/jsonl"
TITLE = words(
    "Мурунку файлдардан бери өзгөргөн саптар",
    "Строки, изменившиеся с прошлых файлов",
    "Rows that changed since the former files",
)


def write_changes(folder: Path, view: ReleaseView) -> PartFile:
    """Write the file; it holds its first line alone where there is no former part, or nothing changed."""
    with (folder / FILE_NAME).open("wb", buffering=1 << 18) as file:
        file.writelines(change_lines(view.former_part(), view))
    return PartFile(FILE_NAME, TITLE, MEDIA_TYPE, None, None)


def change_lines(former: ReleaseView | None, view: ReleaseView) -> Iterator[bytes]:
    """The lines that lead from one release to another, the first of which names both; nothing of bulk files is read."""
    release = view.release
    head = {
        "campaign": release["campaign"],
        "from": former.release["n"] if former else None,
        "to": release["n"],
        "as_of": release["as_of"],
        "is_test": release["test"],
    }
    yield orjson.dumps(head) + b"\n"
    if former is not None:
        for line in changed_rows(former, view):
            yield orjson.dumps(line) + b"\n"


def changed_rows(before: ReleaseView, after: ReleaseView) -> Iterator[dict[str, Any]]:
    """Every row to remove and to put, table by table, territory by territory; unchanged territories are not read."""
    old, new = _Tables(before), _Tables(after)
    former, now = old.first_rows(), new.first_rows()
    for name in new.tables:
        yield from _differences(new.tables[name], former[name], now[name])
    codes = dict.fromkeys((*before.territory_hashes(), *after.territory_hashes()))
    for code in codes:
        if before.territory_hashes().get(code) != after.territory_hashes().get(code):
            former, now = old.territory_rows(code), new.territory_rows(code)
            for name in new.tables:
                yield from _differences(new.tables[name], former[name], now[name])


class _Tables:
    """The long tables of one release."""

    def __init__(self, view: ReleaseView) -> None:
        self.view = view
        self.test = view.release["test"]
        self.tables = {table.name: table for table in long_tables(PartContext(view.configuration))}
        for table in self.tables.values():
            if self.test:
                mark_columns(table)

    def first_rows(self) -> dict[str, list[Row]]:
        """Rows of every table that belong to no territory."""
        rows = {name: [*table.release_rows(self.view)] for name, table in self.tables.items()}
        for contest in self.view.contests():
            for name, table in self.tables.items():
                rows[name] += table.contest_rows(contest)
        return {name: list(marked(found, test=self.test)) for name, found in rows.items()}

    def territory_rows(self, code: str) -> dict[str, list[Row]]:
        """Rows of every table that belong to a territory; none where the release has no such territory."""
        if code not in self.view.territory_hashes():
            return {name: [] for name in self.tables}
        territory = self.view.territory(code)
        return {
            name: list(marked(table.territory_rows(territory), test=self.test)) for name, table in self.tables.items()
        }


def _differences(table: Table, before: Iterable[Row], after: Iterable[Row]) -> Iterator[dict[str, Any]]:
    former, now = Counter(before), Counter(after)
    keyed = [table.header.index(name) for name in table.primary_key]
    put = list((now - former).elements())
    kept = {tuple(row[place] for place in keyed) for row in put} if keyed else set()
    for row in (former - now).elements():
        if not keyed or tuple(row[place] for place in keyed) not in kept:
            yield _line(table, "remove", row)
    for row in put:
        yield _line(table, "put", row)


def _line(table: Table, do: str, row: Row) -> dict[str, Any]:
    return {"table": table.name, "do": do, "row": dict(zip(table.header, row, strict=True))}
