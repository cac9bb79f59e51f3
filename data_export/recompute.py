"""Recompute every total from the CSV files alone: plain Python and the csv module, none of the product's code.

This is a second, independent way to the numbers (design check G2), short enough to be read and run by anybody:

    from recompute import recompute_from_csv
    totals = recompute_from_csv("data")
    totals["contests"]["1"]["scanner"]["votes"]              in the order of options.csv
    totals["territories"]["5"]["contests"]["1"]["protocol"]  the same for a territory with everything beneath it

For each place, contest and count: votes = home + remote, without invalidated precincts (counted = 0); base, their sum;
expected, the precincts that have the contest as their own; received, those of them with a result; invalidated, the
precincts whose result is not counted; remote_received, the precincts that reported remote votes for it; lines, sums of
the current protocols by standard key. For each territory also precincts by kind, and voters.
"""

import csv
from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import groupby
from operator import itemgetter
from pathlib import Path
from typing import Any

COUNTS = ("scanner", "protocol")
VERSION = ("contest", "precinct", "kind", "version")
RESULT = ("territory", "precinct", "contest", "count", "counted")
SETS = ("expected", "received", "invalidated", "remote_received")


def recompute_from_csv(folder: str | Path) -> dict[str, Any]:
    """Totals by contest and by territory from the CSV files of a data part."""
    folder = Path(folder)
    tallies = Tallies(folder)
    for precinct in rows(folder, "precincts", "territory", "precinct", "kind", "voters", "contests"):
        tallies.add_precinct(*precinct)
    for result, options in groupby(rows(folder, "results", *RESULT, "position", "votes"), itemgetter(slice(5))):
        tallies.add_result(result, options)
    current = {version[:4] for version in rows(folder, "protocol_versions", *VERSION, "current") if version[4] == "1"}
    for line in rows(folder, "protocol_lines", *VERSION, "territory", "key", "value"):
        if line[:4] in current:
            tallies.add_line(line[0], line[1], *line[4:])
    return {"contests": tallies.contests(), "territories": tallies.territories()}


def rows(folder: Path, table: str, *names: str) -> Iterator[tuple[str, ...]]:
    """The named fields, two or more, of every row of a table, as text."""
    with (folder / f"{table}.csv").open(encoding="utf-8", newline="") as file:
        lines = csv.reader(file, strict=True)
        header = next(lines)
        yield from map(itemgetter(*(header.index(name) for name in names)), lines)


class Tallies:
    """Sums over the precincts attached to each territory; a territory's total adds those of all beneath it."""

    def __init__(self, folder: Path) -> None:
        self.parents = {row[0]: row[1] for row in rows(folder, "territories", "territory", "parent")}
        self.order: dict[str, dict[str, int]] = defaultdict(dict)
        for contest, position in rows(folder, "options", "contest", "position"):
            self.order[contest][position] = len(self.order[contest])
        self.own: dict[str, set[str]] = {}
        self.left_out: set[tuple[str, str]] = set()
        self.places: dict[str, dict[str, Any]] = {
            code: {"kinds": {}, "voters": 0, "contests": {}} for code in self.parents
        }

    def add_precinct(self, territory: str, precinct: str, kind: str, voters: str, contests: str) -> None:
        """Count a precinct in its territory, and as expected in its own contests."""
        place = self.places[territory]
        place["kinds"][kind] = place["kinds"].get(kind, 0) + 1
        place["voters"] += int(voters or 0)
        self.own[precinct] = set(contests.split())
        for contest in self.own[precinct]:
            for count in COUNTS:
                self.tally(place, contest, count)["expected"].add(precinct)

    def add_result(self, result: tuple[str, ...], options: Iterable[tuple[str, ...]]) -> None:
        """Add the votes of one precinct; position and votes stand last in each row of its options."""
        territory, precinct, contest, count, counted = result
        tally = self.tally(self.places[territory], contest, count)
        at_home = contest in self.own[precinct]
        tally["received" if at_home else "remote_received"].add(precinct)
        if counted == "0":
            tally["invalidated"].add(precinct)
            self.left_out.add((contest, precinct))
            return
        sums, order = tally["home" if at_home else "remote"], self.order[contest]
        for *_, position, votes in options:
            sums[order[position]] += int(votes)

    def add_line(self, contest: str, precinct: str, territory: str, key: str, value: str) -> None:
        """Add one line of a current protocol, unless it has no standard key or the precinct is invalidated."""
        if key and (contest, precinct) not in self.left_out:
            lines = self.tally(self.places[territory], contest, "protocol")["lines"]
            lines[key] = lines.get(key, 0) + int(value)

    def tally(self, place: dict[str, Any], contest: str, count: str) -> dict[str, Any]:
        """The sums of one contest and count in one place, zero at first."""
        counts = place["contests"].setdefault(contest, {})
        if count not in counts:
            size = len(self.order[contest])
            counts[count] = {"home": [0] * size, "remote": [0] * size, "lines": {}} | {name: set() for name in SETS}
        tally: dict[str, Any] = counts[count]
        return tally

    def contests(self) -> dict[str, dict[str, dict[str, Any]]]:
        """Totals of the whole campaign."""
        whole = self.sum_of(self.places)
        return {contest: whole["contests"].get(contest, {}) for contest in self.order}

    def territories(self) -> dict[str, dict[str, Any]]:
        """Totals of each territory with everything beneath it."""
        beneath: dict[str, list[str]] = {code: [] for code in self.parents}
        for code in self.parents:
            above = code
            while above:
                beneath[above].append(code)
                above = self.parents[above]
        return {code: self.sum_of(codes) for code, codes in beneath.items()}

    def sum_of(self, codes: Any) -> dict[str, Any]:
        """One place that is the sum of several."""
        total: dict[str, Any] = {"kinds": {}, "voters": 0, "contests": {}}
        for code in codes:
            place = self.places[code]
            total["voters"] += place["voters"]
            for kind, number in place["kinds"].items():
                total["kinds"][kind] = total["kinds"].get(kind, 0) + number
            for contest, counts in place["contests"].items():
                for count, tally in counts.items():
                    self.merge(self.tally(total, contest, count), tally)
        return finished(total)

    @staticmethod
    def merge(into: dict[str, Any], tally: dict[str, Any]) -> None:
        """Add one tally to another."""
        for name in ("home", "remote"):
            into[name] = [a + b for a, b in zip(into[name], tally[name], strict=True)]
        for name in SETS:
            into[name] |= tally[name]
        for key, value in tally["lines"].items():
            into["lines"][key] = into["lines"].get(key, 0) + value


def finished(place: dict[str, Any]) -> dict[str, Any]:
    """A place whose sets of precincts have become their numbers, with votes and base."""
    for counts in place["contests"].values():
        for tally in counts.values():
            tally["votes"] = [home + remote for home, remote in zip(tally["home"], tally["remote"], strict=True)]
            tally["base"] = sum(tally["votes"])
            for name in SETS:
                tally[name] = len(tally[name])
    return place
