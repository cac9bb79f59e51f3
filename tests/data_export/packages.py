"""A release in memory made from the CSV files of a real campaign package, territory by territory."""

import csv
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from portal.domain.documents import PrecinctDocument, TerritoryDocument
from tests.data_export.factories import (
    View,
    contest_entry,
    precinct,
    protocol,
    result,
    scanner,
    territory_document,
    territory_entry,
)


def rows(folder: Path, name: str) -> Iterator[dict[str, str]]:
    with (folder / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


@dataclass
class PackageView(View):
    """Documents are made when they are asked for, so that a country of any size fits."""

    numbers: dict[str, list[tuple[str, int | None]]] = field(default_factory=dict)
    by_scanner: dict[str, list[int]] = field(default_factory=dict)
    by_hand: dict[str, list[int]] = field(default_factory=dict)

    def territories(self) -> Iterator[TerritoryDocument]:
        for entry in self.entries:
            yield territory_document(entry, [self.precinct(*known) for known in self.numbers.get(entry["code"], [])])

    def precinct(self, number: str, voters: int | None) -> PrecinctDocument:
        machine, hand = self.by_scanner.get(number), self.by_hand.get(number)
        found = result("1", scanner(*machine) if machine else None, protocol(*hand) if hand else None)
        return precinct(number, voters=voters, results=[found], turnout=[], final=None)


def package_view(folder: Path) -> PackageView:
    """The only contest of the package with all its precincts."""
    numbers: dict[str, list[tuple[str, int | None]]] = defaultdict(list)
    for row in rows(folder, "precincts"):
        numbers[row["territory"]].append((row["precinct"], int(row["voters"]) if row["voters"] else None))
    entries = [
        territory_entry(row["code"], row["parent"], int(row["level"]), len(numbers[row["code"]]))
        for row in rows(folder, "territories")
    ]
    options = sum(1 for _ in rows(folder, "options"))
    votes = {name: votes_of(folder, name) for name in ("scanner_votes", "protocol_votes")}
    return PackageView(
        entries,
        [contest_entry("1", options)],
        numbers=numbers,
        by_scanner=votes["scanner_votes"],
        by_hand=votes["protocol_votes"],
    )


def votes_of(folder: Path, name: str) -> dict[str, list[int]]:
    """Votes in the order of positions by precinct; nothing where the package has no such file."""
    found: dict[str, list[int]] = defaultdict(list)
    if (folder / f"{name}.csv").exists():
        for row in rows(folder, name):
            found[row["precinct"]].append(int(row["votes"]))
    return found
