"""Read a data part back, in each format, as header and rows of text, whole numbers and None."""

import csv
from pathlib import Path

import orjson
import pyarrow.parquet as pq

Rows = list[dict[str, str | int | None]]


def csv_text(folder: Path, table: str) -> list[dict[str, str]]:
    with (folder / f"{table}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def json_rows(folder: Path, table: str) -> Rows:
    rows: Rows = orjson.loads((folder / f"{table}.json").read_bytes())
    return rows


def parquet_rows(folder: Path, table: str) -> Rows:
    rows: Rows = pq.read_table(folder / f"{table}.parquet").to_pylist()
    return rows


def as_text(rows: Rows) -> list[dict[str, str]]:
    """What the cells look like in strict CSV."""
    return [{name: "" if cell is None else str(cell) for name, cell in row.items()} for row in rows]
