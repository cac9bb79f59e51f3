"""A draft as the folder of a campaign package: what the one reader reads, and what another instance imports."""

import csv
import json
import shutil
from collections.abc import Iterator, Mapping
from pathlib import Path

from portal.errors import InputError
from portal.package.toml_file import FILE
from portal.preparation.draft import Cells, Draft
from portal.preparation.sheets import LANGUAGES, SHEETS, Sheet

Sheets = Mapping[str, list[Cells]]


def write_folder(draft: Draft, folder: Path, private: Path) -> None:
    """Write the draft into `folder` as a package. Border files are taken from `private`/boundaries.

    Sheets without rows and columns without a cell are left out. Raises InputError when a border file is not there.
    """
    write_sheets({name: draft.cells(name) for name in SHEETS}, folder, private)


def write_sheets(sheets: Sheets, folder: Path, private: Path) -> None:
    """Write rows as a package, like `write_folder`."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / FILE).write_text("\n".join(_toml(sheets)) + "\n", encoding="utf-8")
    for sheet in SHEETS.values():
        if not sheet.of_toml and sheets.get(sheet.name):
            _write_csv(sheet, sheets[sheet.name], folder / sheet.table.file)
    for row in sheets.get("forms", ()):
        (folder / f"{_plain(row['id'])}.toml").write_text(row["text"], encoding="utf-8")
    for row in sheets.get("boundaries", ()):
        source = private / "boundaries" / f"{_plain(row['sha256'])}.geojson"
        if not source.is_file():
            raise InputError([f"boundaries/{row['file']}: the file is not in this instance; upload the package again"])
        (folder / "boundaries").mkdir(exist_ok=True)
        shutil.copyfile(source, folder / "boundaries" / _plain(row["file"]))


def _plain(name: str) -> str:
    """A name that cannot lead out of its folder."""
    if not name or "/" in name or "\\" in name or name.startswith("."):
        raise InputError([f"{name!r} is not the plain name of a file"])
    return name


def _write_csv(sheet: Sheet, rows: list[Cells], path: Path) -> None:
    columns = [column for column in sheet.table.columns if not column.optional or any(row[column.name] for row in rows)]
    names = [column.name for column in columns]
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(names)
        writer.writerows([row[name] for name in names] for row in rows)


def _toml(sheets: Sheets) -> Iterator[str]:
    own = next(iter(sheets.get("campaign", ())), {})
    for key in ("id", "kind", "voting_date", "opens", "closes", "timezone"):
        if own.get(key):
            yield f"{key} = {_quoted(own[key])}"
    yield from _table("name", {code: own.get(f"name_{code}", "") for code in LANGUAGES})
    yield from _table("notice", {code: own.get(f"notice_{code}", "") for code in LANGUAGES})
    yield from _table("form", {kind: own.get(f"form_{kind}", "") for kind in ("ordinary", "remote")})
    yield from _table("continues", {key: own.get(f"continues_{key}", "") for key in ("campaign", "as")})
    parameters: dict[str, dict[str, str]] = {}
    for row in sheets.get("parameters", ()):
        base, _, contest = row["key"].partition(".")
        parameters.setdefault(base, {})[contest] = row["value"]
    yield from _table("parameters", {key: values[""] for key, values in parameters.items() if "" in values})
    for key, values in parameters.items():
        if "" not in values or len(values) > 1:
            yield from _table(f"parameters.{_quoted(key)}", {name: text for name, text in values.items() if name})
    for row in sheets.get("schedule", ()):
        yield "[[schedule]]"
        yield from (f"{key} = {_quoted(text)}" for key, text in row.items() if text)


def _table(name: str, values: Mapping[str, str]) -> Iterator[str]:
    given = {key: text for key, text in values.items() if text}
    if given:
        yield f"[{name}]"
        yield from (f"{_quoted(key)} = {_quoted(text)}" for key, text in given.items())


def _quoted(text: str) -> str:
    """A basic string of TOML; JSON writes the same escapes."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")
