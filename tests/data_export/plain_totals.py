"""Every total once more, in plain Python from the CSV files alone: nothing of the product is imported or shared.

Votes come from the wide tables, turnout from the reports up to each time, lines from the protocols in force.
"""

import csv
from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

Key = tuple[str, ...]


def read(folder: Path, name: str) -> Iterator[dict[str, str]]:
    with (folder / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


def above(folder: Path) -> dict[str, list[str]]:
    """Every territory with itself, those above it, and "" for the whole country."""
    parents = {row["territory"]: row["parent"] for row in read(folder, "territories")}
    found = {}
    for code in parents:
        chain, place = [], code
        while place:
            chain.append(place)
            place = parents[place]
        found[code] = [*chain, ""]
    return found


def votes(folder: Path) -> dict[Key, list[int]]:
    """Votes by position of every contest, territory ("" is the country) and count, home and remote together."""
    places, totals = above(folder), {}
    for path in sorted((folder / "results_wide").glob("*.csv")):
        for row in read(folder, f"results_wide/{path.stem}"):
            for count in ("scanner", "protocol"):
                cells = [v for name, v in row.items() if name.startswith(f"{count}_") and name != "scanner_ballots"]
                numbers = [int(cell or 0) * int(row["counted"] or 0) for cell in cells]
                for place in places[row["territory"]]:
                    former = totals.get((path.stem, place, count), [0] * len(numbers))
                    totals[path.stem, place, count] = [a + b for a, b in zip(former, numbers, strict=True)]
    return totals


def voters(folder: Path) -> Counter[str]:
    """Voters on the lists of every territory and of the country."""
    places, totals = above(folder), Counter[str]()
    for row in read(folder, "precincts"):
        for place in places[row["territory"]]:
            totals[place] += int(row["voters"] or 0)
    return totals


def lines(folder: Path) -> Counter[Key]:
    """Sums of the lines with a standard key: contest, territory and key; protocols in force that count."""
    places, totals = above(folder), Counter[Key]()
    version = ("contest", "precinct", "kind", "version")
    versions = read(folder, "protocol_versions")
    valid = {tuple(row[n] for n in version) for row in versions if row["current"] == row["counted"] == "1"}
    for row in read(folder, "protocol_lines"):
        if row["key"] and tuple(row[name] for name in version) in valid:
            for place in places[row["territory"]]:
                totals[row["contest"], place, row["key"]] += int(row["value"])
    return totals


def turnout(folder: Path, moment: datetime) -> Counter[Key]:
    """Identified and remote voters of every territory: each precinct's newest report up to a time."""
    places, newest = above(folder), defaultdict[str, tuple[datetime, dict[str, str]]]()
    for row in read(folder, "turnout"):
        at = datetime.fromisoformat(row["as_of"])
        if row["source"] != "scanner_final" and at <= moment:
            former = newest.get(row["precinct"])
            if former is None or former[0] <= at:
                newest[row["precinct"]] = (at, row)
    totals = Counter[Key]()
    for _, row in newest.values():
        for place in places[row["territory"]]:
            totals[place, "identified"] += int(row["identified"])
            totals[place, "remote"] += int(row["remote"] or 0)
    return totals


def disagreements(folder: Path, documents: dict[str, Any]) -> list[str]:
    """Where `campaign.json`, `territories/…` and `contests/…` of a release, by path, say anything else."""
    by_option, by_line, on_lists = votes(folder), lines(folder), voters(folder)
    hours = {p["as_of"] for d in documents.values() for p in d.get("totals", {}).get("turnout", ())}
    by_hour = {hour: turnout(folder, datetime.fromisoformat(hour)) for hour in hours}
    found = []
    for path, document in documents.items():
        place = document["code"] if path.startswith("territories/") else ""
        if path.startswith("contests/"):
            counted = {document["code"]: document}
        else:
            counted = document["totals"].get("contests", {})
            if (document["totals"]["voters"] or 0) != on_lists[place]:
                found.append(f"{path}: voters {document['totals']['voters']}, {on_lists[place]} in the files")
            for point in document["totals"]["turnout"]:
                said = (point["identified"], point["remote"])
                here = tuple(by_hour[point["as_of"]][place, name] for name in ("identified", "remote"))
                if said != here:
                    found.append(f"{path}: turnout at {point['as_of']} {said}, {here} in the files")
        for code, counts in counted.items():
            for count in ("scanner", "protocol"):
                here = by_option.get((code, place, count), [0] * len(counts[count]["votes"]))
                if counts[count]["votes"] != here:
                    found.append(f"{path}: contest {code}, {count} {counts[count]['votes']}, {here} in the files")
            for key, value in counts["protocol"]["lines"].items():
                if key and value != by_line[code, place, key]:
                    found.append(f"{path}: contest {code}, {key} {value}, {by_line[code, place, key]} in the files")
    return found
