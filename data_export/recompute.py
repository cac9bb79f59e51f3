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
from collections.abc import Iterator
from pathlib import Path
from typing import Any

COUNTS = ("scanner", "protocol")
VERSION = ("contest", "precinct", "kind", "version")
SETS = ("expected", "received", "invalidated", "remote_received")


def recompute_from_csv(folder: str | Path) -> dict[str, Any]:
    """Totals by contest and by territory from the CSV files of a data part."""
    folder = Path(folder)
    tallies = Tallies(folder)
    for row in rows(folder, "precincts"):
        tallies.add_precinct(row)
    for row in rows(folder, "results"):
        tallies.add_result(row)
    current = {
        tuple(row[name] for name in VERSION) for row in rows(folder, "protocol_versions") if row["current"] == "1"
    }
    for row in rows(folder, "protocol_lines"):
        if tuple(row[name] for name in VERSION) in current:
            tallies.add_line(row)
    return {"contests": tallies.contests(), "territories": tallies.territories()}


def rows(folder: Path, table: str) -> Iterator[dict[str, str]]:
    """Rows of a table as dictionaries of text."""
    with (folder / f"{table}.csv").open(encoding="utf-8", newline="") as file:
        lines = csv.reader(file)
        header = next(lines)
        for line in lines:
            yield dict(zip(header, line, strict=True))


class Tallies:
    """Sums over the precincts attached to each territory; a territory's total adds those of all beneath it."""

    def __init__(self, folder: Path) -> None:
        self.parents = {row["territory"]: row["parent"] for row in rows(folder, "territories")}
        self.order: dict[str, dict[str, int]] = defaultdict(dict)
        for row in rows(folder, "options"):
            positions = self.order[row["contest"]]
            positions[row["position"]] = len(positions)
        self.own: dict[str, set[str]] = {}
        self.left_out: set[tuple[str, str]] = set()
        self.places: dict[str, dict[str, Any]] = {
            code: {"kinds": {}, "voters": 0, "contests": {}} for code in self.parents
        }

    def add_precinct(self, row: dict[str, str]) -> None:
        """Count a precinct in its territory, and as expected in its own contests."""
        place = self.places[row["territory"]]
        place["kinds"][row["kind"]] = place["kinds"].get(row["kind"], 0) + 1
        place["voters"] += int(row["voters"] or 0)
        self.own[row["precinct"]] = set(row["contests"].split())
        for contest in self.own[row["precinct"]]:
            for count in COUNTS:
                self.tally(place, contest, count)["expected"].add(row["precinct"])

    def add_result(self, row: dict[str, str]) -> None:
        """Add the votes of one option in one precinct."""
        precinct, contest = row["precinct"], row["contest"]
        tally = self.tally(self.places[row["territory"]], contest, row["count"])
        at_home = contest in self.own[precinct]
        tally["received" if at_home else "remote_received"].add(precinct)
        if row["counted"] == "0":
            tally["invalidated"].add(precinct)
            self.left_out.add((contest, precinct))
            return
        tally["home" if at_home else "remote"][self.order[contest][row["position"]]] += int(row["votes"])

    def add_line(self, row: dict[str, str]) -> None:
        """Add one line of a current protocol, unless it has no standard key or the precinct is invalidated."""
        if row["key"] and (row["contest"], row["precinct"]) not in self.left_out:
            lines = self.tally(self.places[row["territory"]], row["contest"], "protocol")["lines"]
            lines[row["key"]] = lines.get(row["key"], 0) + int(row["value"])

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
