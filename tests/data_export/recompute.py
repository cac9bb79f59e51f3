"""A third way to the totals: from the wide tables, in plain Python, with nothing of the product imported.

It shares neither the input file nor the way of adding with the results table and its recomputation.
"""

import csv
from pathlib import Path


def read(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def wide_votes(folder: Path, contest: str, count: str, territory: str | None = None) -> list[int]:
    """Votes per option of a contest by one count, in the whole country or in a territory and all beneath it."""
    inside = within(folder, territory)
    totals: dict[str, int] = {}
    for row in read(folder / "results_wide" / f"{contest}.csv"):
        for column, cell in row.items():
            if column.startswith(f"{count}_") and column != "scanner_ballots":
                counts = row["territory"] in inside and row["counted"] == "1"
                totals[column] = totals.get(column, 0) + (int(cell or 0) if counts else 0)
    return list(totals.values())


def within(folder: Path, territory: str | None) -> set[str]:
    """The territory and everything beneath it; everything when none is named."""
    rows = read(folder / "territories.csv")
    if territory is None:
        return {row["territory"] for row in rows}
    found = {territory}
    while more := {row["territory"] for row in rows if row["parent"] in found} - found:
        found |= more
    return found
