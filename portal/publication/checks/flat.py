"""Totals as flat maps from a path to a count, so that sums and comparisons are one plain addition and one equality."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from operator import add
from typing import Self

from portal.domain.documents import CountDocument, PrecinctDocument, ResultDocument, TotalsDocument
from portal.publication.checks.forms import FormSums, ballots_found

_COUNTS = ("scanner", "protocol")
_FLAGS = ("invalidated", "corrected", "recounted", "held")


class Flat:
    """Single numbers by path, and rows of votes by path; what is absent is zero. Flats add up and compare."""

    def __init__(self) -> None:
        self.numbers: Counter[str] = Counter()
        self.votes: dict[str, list[int]] = {}

    def add_votes(self, where: str, votes: Sequence[int]) -> None:
        """Add a row of votes; a longer one makes the sum longer."""
        known = self.votes.get(where)
        if known is None:
            self.votes[where] = list(votes)
        elif len(known) == len(votes):
            self.votes[where] = list(map(add, known, votes))
        else:
            size = max(len(known), len(votes))
            self.votes[where] = list(map(add, _filled(known, size), _filled(votes, size)))

    def __iadd__(self, other: "Flat") -> Self:
        self.numbers.update(other.numbers)
        for where, votes in other.votes.items():
            self.add_votes(where, votes)
        return self

    def differences(self, other: "Flat") -> dict[str, tuple[int, int]]:
        """What is not equal, by path: this number and the other's."""
        if self._without_zeros() == other._without_zeros():
            return {}
        paths = sorted(self.numbers.keys() | other.numbers.keys())
        found = {path: (self.numbers[path], other.numbers[path]) for path in paths}
        for where in sorted(self.votes.keys() | other.votes.keys()):
            one, another = self.votes.get(where, []), other.votes.get(where, [])
            size = max(len(one), len(another))
            pairs = zip(_filled(one, size), _filled(another, size), strict=True)
            found |= {f"{where}/{index}": pair for index, pair in enumerate(pairs)}
        return {path: pair for path, pair in found.items() if pair[0] != pair[1]}

    def _without_zeros(self) -> tuple[dict[str, int], dict[str, list[int]]]:
        """For the usual case, in which nothing differs: two plain equalities."""
        numbers = {path: number for path, number in self.numbers.items() if number}
        return numbers, {where: votes for where, votes in self.votes.items() if any(votes)}


def flatten(totals: TotalsDocument) -> Flat:
    """Every additive number of a totals document."""
    flat = Flat()
    numbers = flat.numbers
    for kind, number in totals["precincts"].items():
        numbers[f"precincts/{kind}"] = number
    numbers["voters"] = totals["voters"] or 0
    for count in _COUNTS:
        progress = totals["scanner"] if count == "scanner" else totals["protocol"]
        numbers[f"{count}/voters_covered"] = progress["voters_covered"]
        for kind, pair in progress["kinds"].items():
            numbers[f"{count}/{kind}/expected"] = pair["expected"]
            numbers[f"{count}/{kind}/received"] = pair["received"]
            numbers[f"{count}/{kind}/voters"] = pair.get("voters", 0)
            numbers[f"{count}/{kind}/voters_covered"] = pair.get("voters_covered", 0)
    flags: Mapping[str, object] = totals["numbers"]
    for name, flagged in flags.items():
        numbers[f"numbers/{name}"] = int(str(flagged))
    if final := totals["final"]:
        numbers["final/identified"], numbers["final/remote"] = final["identified"], final["remote"]
        numbers["final/reported"] = final["reported"]
    for code, counts in totals.get("contests", {}).items():
        _put_count(flat, f"contests/{code}/scanner", counts["scanner"])
        _put_count(flat, f"contests/{code}/protocol", counts["protocol"])
        for flag, precincts in counts.get("flagged", {}).items():
            numbers[f"contests/{code}/flagged/{flag}"] = precincts
    return flat


def _put_count(flat: Flat, where: str, count: CountDocument) -> None:
    numbers = flat.numbers
    numbers[f"{where}/expected"], numbers[f"{where}/received"] = count["expected"], count["received"]
    numbers[f"{where}/invalidated"] = count["invalidated"]
    numbers[f"{where}/remote_received"] = count["remote_received"]
    numbers[f"{where}/ballots"] = count["ballots"] or 0
    flat.votes[f"{where}/home"], flat.votes[f"{where}/remote"] = count["home"], count["remote"]
    for key, value in count["lines"].items():
        numbers[f"{where}/lines/{key}"] = value
    for key, value in count.get("remote_lines", {}).items():
        numbers[f"{where}/remote_lines/{key}"] = value
    if preferences := count.get("preferences"):
        numbers[f"{where}/preferences_received"] = preferences["received"]
        flat.votes[f"{where}/preferences"] = preferences["votes"]


def of_precincts(precincts: Iterable[PrecinctDocument], forms: Mapping[str, FormSums]) -> Flat:
    """The same numbers counted from precinct rows, protocols by their form."""
    flat = Flat()
    numbers = flat.numbers
    for precinct in precincts:
        kind = precinct["kind"]
        numbers[f"precincts/{kind}"] += 1
        numbers["voters"] += precinct["voters"] or 0
        for count in _COUNTS:
            numbers[f"{count}/{kind}/expected"] += 1
            numbers[f"{count}/{kind}/voters"] += precinct["voters"] or 0
            if _everything_in(precinct, count):
                numbers[f"{count}/{kind}/received"] += 1
                numbers[f"{count}/voters_covered"] += precinct["voters"] or 0
                numbers[f"{count}/{kind}/voters_covered"] += precinct["voters"] or 0
        for flag in _FLAGS:
            if flag in precinct["status"]["flags"]:
                numbers[f"numbers/{flag}"] += 1
        numbers["numbers/findings"] += len(precinct["findings"]) > 0
        numbers["numbers/differences"] += any(len(result["differences"]) > 0 for result in precinct["results"])
        numbers["numbers/no_machine_result"] += precinct["no_machine_result"] is not None
        if final := precinct["final"]:
            numbers["final/identified"] += final["identified"]
            numbers["final/remote"] += final["remote"] or 0
            numbers["final/reported"] += 1
        for result in precinct["results"]:
            _count_result(flat, result, forms)
    return flat


def _everything_in(precinct: PrecinctDocument, count: str) -> bool:
    own = [r for r in precinct["results"] if r["contest"] in precinct["contests"]]
    looked_at = own if own else precinct["results"]
    return len(looked_at) > 0 and not any(_missing(result, count) for result in looked_at)


def _missing(result: ResultDocument, count: str) -> bool:
    return result["scanner"] is None if count == "scanner" else result["protocol"] is None


def _count_result(flat: Flat, result: ResultDocument, forms: Mapping[str, FormSums]) -> None:
    numbers = flat.numbers
    for flag in result["status"]["flags"]:
        numbers[f"contests/{result['contest']}/flagged/{flag}"] += 1
    place = "remote" if result["remote"] else "home"
    for count in _COUNTS:
        where = f"contests/{result['contest']}/{count}"
        numbers[f"{where}/expected"] += 0 if result["remote"] else 1
        if _missing(result, count):
            continue
        numbers[f"{where}/{'remote_received' if result['remote'] else 'received'}"] += 1
        if not result["counted"]:
            numbers[f"{where}/invalidated"] += 1
    if not result["counted"]:
        return
    if scanner := result["scanner"]:
        where = f"contests/{result['contest']}/scanner"
        numbers[f"{where}/ballots"] += scanner["ballots_processed"] or 0
        flat.add_votes(f"{where}/{place}", scanner["votes"])
    if protocol := result["protocol"]:
        where = f"contests/{result['contest']}/protocol"
        flat.add_votes(f"{where}/{place}", protocol["votes"])
        if "preferences" in protocol:
            numbers[f"{where}/preferences_received"] += 1
            flat.add_votes(f"{where}/preferences", protocol["preferences"])
        form = forms.get(protocol["form"])
        numbers[f"{where}/ballots"] += ballots_found(protocol, form) or 0
        for line, value in protocol["lines"].items():
            if form and line in form.keys:
                numbers[f"{where}/lines/{form.keys[line]}"] += value
                if result["remote"]:
                    numbers[f"{where}/remote_lines/{form.keys[line]}"] += value


def _filled(votes: Sequence[int], size: int) -> list[int]:
    return [*votes, *[0] * (size - len(votes))]
