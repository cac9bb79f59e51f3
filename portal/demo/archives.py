"""Archived campaigns with real totals: known as wholes only, as their sources state them (domain.md §6).

The percent of turnout is always the source's own and stays text; where the source also gives the voters who took part,
the portal computes its own percent beside it (2015: 57.95 % against the 59 % of the report).
"""

from datetime import date
from pathlib import Path

from portal.demo.geography import BISHKEK_TIME, rows
from portal.demo.packaging import TomlValue, write_csv, write_toml

HEADERS = {
    "territories.csv": ("code", "parent", "level", "name_ky", "name_ru", "name_en"),
    "contests.csv": ("contest", "kind", "seats", "territory", "name_ky", "name_ru", "name_en"),
    "options.csv": ("contest", "position", "kind", "name_ky", "name_ru", "name_en"),
    "precincts.csv": ("precinct", "territory", "kind", "contest"),
}
"""The files that every package has; of these campaigns they hold a header row only."""


def write_archives(folder: Path) -> list[Path]:
    """Write one package per campaign into `folder`, each in a folder named by its id; returns them oldest first.

    A campaign that continues another one comes after it.
    """
    return [_write_archive(folder / row["id"], row) for row in rows("archives.csv")]


def _write_archive(folder: Path, row: dict[str, str]) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    values: dict[str, TomlValue] = {
        "id": row["id"],
        "kind": row["kind"],
        "voting_date": date.fromisoformat(row["voting_date"]),
        "opens": "08:00",
        "closes": "20:00",
        "timezone": str(BISHKEK_TIME),
        "archive": True,
    }
    totals: dict[str, TomlValue] = {"voters": int(row["voters"])}
    if row["participated"]:
        totals["participated"] = int(row["participated"])
    totals |= {"turnout_percent_stated": row["percent_stated"], "source": row["source"]}
    tables: dict[str, dict[str, TomlValue]] = {
        "name": {key: row[f"name_{key}"] for key in ("ky", "ru", "en")},
        "totals": totals,
    }
    if row["continues"]:
        tables["continues"] = {"campaign": row["continues"], "as": row["as"]}
    write_toml(folder / "campaign.toml", values, tables)
    for name, header in HEADERS.items():
        write_csv(folder / name, header, ())
    return folder
