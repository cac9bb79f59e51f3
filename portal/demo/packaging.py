"""Writing campaign packages: the CSV files and `campaign.toml` of docs/package.md, one folder per campaign."""

import csv
import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from pathlib import Path

from portal.domain.names import Names

TomlValue = str | int | bool | date


def write_csv(path: Path, header: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """One UTF-8 file with a header row, as RFC 4180 wants it; a cell that is None is written empty."""
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(header)
        writer.writerows(rows)


def write_toml(
    path: Path,
    values: Mapping[str, TomlValue],
    tables: Mapping[str, Mapping[str, TomlValue]],
    lists: Mapping[str, Sequence[Mapping[str, TomlValue]]] | None = None,
) -> None:
    """Top-level values first, then tables, then arrays of tables, each in the given order."""
    lines = _pairs(values)
    for name, table in tables.items():
        lines += ["", f"[{name}]", *_pairs(table)]
    for name, items in (lists or {}).items():
        for item in items:
            lines += ["", f"[[{name}]]", *_pairs(item)]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


def names_table(names: Names) -> dict[str, TomlValue]:
    """A name as a TOML table with the keys ky, ru, en."""
    return {"ky": names.ky, "ru": names.ru, "en": names.en}


def triple(names: Names) -> tuple[str, str, str]:
    """A name as three CSV cells in the order of the columns name_ky, name_ru, name_en."""
    return names.ky, names.ru, names.en


def _pairs(values: Mapping[str, TomlValue]) -> list[str]:
    return [f"{key} = {_value(value)}" for key, value in values.items()]


def _value(value: TomlValue) -> str:
    # A JSON string, number or boolean is also a TOML one; a date stands as it is.
    return value.isoformat() if isinstance(value, date) else json.dumps(value, ensure_ascii=False)
