"""Sums over the precincts of a territory: made of precinct documents once, then of children's totals all the way up."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from portal.domain.documents import (
    ContestCounts,
    KindProgress,
    PrecinctDocument,
    PrecinctNumbers,
    ProgressDocument,
    ResultDocument,
    TotalsDocument,
)
from portal.domain.protocol_form import ProtocolForm
from portal.domain.statuses import Count, Flag, PrecinctKind, ProtocolKind
from portal.domain.tabulation.counts import ContestSum
from portal.domain.tabulation.scheme import Scheme
from portal.domain.tabulation.turnout import Reading, readings, share_of, sum_final, sum_series


@dataclass
class ProgressSum:
    """A running sum of how much of one count is in."""

    voters_covered: int = 0
    kinds: dict[str, list[int]] = field(default_factory=lambda: {str(kind): [0, 0, 0, 0] for kind in PrecinctKind})

    def add(self, kind: str, *, expected: int, received: int, voters: int, covered: int) -> None:
        """Add precincts of a kind, the voters on their lists and those of them who are covered."""
        added = (expected, received, voters, covered)
        self.kinds[kind] = [one + other for one, other in zip(self.kinds[kind], added, strict=True)]
        self.voters_covered += covered

    def document(self, voters: int | None) -> ProgressDocument:
        """The sum with its shares of precincts and of `voters`."""
        expected = sum(pair[0] for pair in self.kinds.values())
        received = sum(pair[1] for pair in self.kinds.values())
        return {
            "expected": expected,
            "received": received,
            "percent": share_of(received, expected),
            "voters": voters,
            "voters_covered": self.voters_covered,
            "voters_percent": share_of(self.voters_covered, voters),
            "kinds": {kind: _kind(*numbers) for kind, numbers in self.kinds.items()},
        }


def _kind(expected: int, received: int, voters: int, covered: int) -> KindProgress:
    return {
        "expected": expected,
        "received": received,
        "voters": voters,
        "voters_covered": covered,
        "voters_percent": share_of(covered, voters),
    }


def direct_totals(scheme: Scheme, precincts: Sequence[PrecinctDocument]) -> TotalsDocument:
    """Sums over these precincts."""
    voters = _sum_known(precinct["voters"] for precinct in precincts)
    kinds = {str(kind): 0 for kind in PrecinctKind}
    progress = {count: ProgressSum() for count in Count}
    contests: dict[str, ContestSum] = {}
    numbers = _no_numbers()
    for precinct in precincts:
        kinds[precinct["kind"]] += 1
        for count in Count:
            received = is_received(precinct, count)
            on_list = precinct["voters"] or 0
            covered = on_list if received else 0
            progress[count].add(precinct["kind"], expected=1, received=received, voters=on_list, covered=covered)
        for result in precinct["results"]:
            _add_result(scheme, _sum_of(scheme, contests, result["contest"]), result)
        _add_numbers(numbers, precinct)
    return {
        "precincts": kinds,
        "voters": voters,
        "turnout": sum_series((_readings(precinct) for precinct in precincts), voters),
        "final": sum_final((reading for precinct in precincts for reading in _final(precinct)), voters),
        "scanner": progress[Count.SCANNER].document(voters),
        "protocol": progress[Count.PROTOCOL].document(voters),
        "numbers": numbers,
        "contests": _contest_documents(scheme, contests),
    }


def sum_totals(scheme: Scheme, parts: Sequence[TotalsDocument]) -> TotalsDocument:
    """Sums over several places; `contests` is filled where the parts have it."""
    voters = _sum_known(part["voters"] for part in parts)
    contests: dict[str, ContestSum] = {}
    numbers = _no_numbers()
    for part in parts:
        for code, counts in part.get("contests", {}).items():
            _sum_of(scheme, contests, code).add(counts)
        for name, number in part["numbers"].items():
            numbers[name] += number  # type: ignore[literal-required]
    total: TotalsDocument = {
        "precincts": {str(kind): sum(part["precincts"][kind] for part in parts) for kind in PrecinctKind},
        "voters": voters,
        "turnout": sum_series((readings(part["turnout"]) for part in parts), voters),
        "final": sum_final(
            (reading for part in parts if part["final"] for reading in readings([part["final"]])), voters
        ),
        "scanner": _sum_progress([part["scanner"] for part in parts], voters),
        "protocol": _sum_progress([part["protocol"] for part in parts], voters),
        "numbers": numbers,
        "contests": _contest_documents(scheme, contests),
    }
    return total


def without_contests(totals: TotalsDocument) -> TotalsDocument:
    """The sums without votes, for the campaign document: contest documents hold the votes."""
    return {name: value for name, value in totals.items() if name != "contests"}  # type: ignore[return-value]


def is_received(precinct: PrecinctDocument, count: Count) -> bool:
    """True when the precinct has reported every own contest in this count; without any, one remote result is enough."""
    own = [result for result in precinct["results"] if not result["remote"]] or precinct["results"]
    return bool(own) and all(_part(result, count) for result in own)


def _part(result: ResultDocument, count: Count) -> bool:
    return (result["scanner"] if count is Count.SCANNER else result["protocol"]) is not None


def _sum_of(scheme: Scheme, contests: dict[str, ContestSum], code: str) -> ContestSum:
    """The running sum of a contest, begun where there is none yet."""
    found = contests.get(code)
    if found is None:
        found = contests[code] = ContestSum(len(scheme.contests[code].options))
    return found


def _add_result(scheme: Scheme, total: ContestSum, result: ResultDocument) -> None:
    total.add_flags(result["status"]["flags"])
    sums = total.counts
    for count, one in sums.items():
        there = _part(result, count)
        one.expected += not result["remote"]
        one.received += there and not result["remote"]
        one.remote_received += there and result["remote"]
        if there and not result["counted"]:
            one.invalidated += 1
    if not result["counted"]:
        return
    if scanner := result["scanner"]:
        sums[Count.SCANNER].add_votes(scanner["votes"], remote=result["remote"])
        sums[Count.SCANNER].add_ballots(scanner["ballots_processed"])
    if protocol := result["protocol"]:
        form = scheme.form(ProtocolKind(protocol["kind"]), remote=result["remote"])
        lines = _lines_by_key(form, protocol["lines"]) if form else {}
        sums[Count.PROTOCOL].add_votes(protocol["votes"], remote=result["remote"])
        sums[Count.PROTOCOL].add_ballots(
            form.value_by_key("ballots_found", protocol["lines"], protocol["base"]) if form else None
        )
        sums[Count.PROTOCOL].add_lines(lines, remote=result["remote"])
        if "preferences" in protocol:
            sums[Count.PROTOCOL].add_preferences(protocol["preferences"])


def _lines_by_key(form: ProtocolForm, lines: dict[str, int]) -> dict[str, int]:
    return {line.key: lines[line.id] for line in form.lines if line.id in lines}


def _contest_documents(scheme: Scheme, contests: dict[str, ContestSum]) -> dict[str, ContestCounts]:
    return {code: contests[code].document() for code in sorted(contests, key=scheme.contest_order.__getitem__)}


def _sum_progress(parts: Sequence[ProgressDocument], voters: int | None) -> ProgressDocument:
    total = ProgressSum()
    for part in parts:
        for kind, pair in part["kinds"].items():
            on_lists, covered = pair.get("voters", 0), pair.get("voters_covered", 0)
            total.add(kind, expected=pair["expected"], received=pair["received"], voters=on_lists, covered=covered)
    return total.document(voters)


def _readings(precinct: PrecinctDocument) -> list[Reading]:
    return [Reading(report["hour"], report["identified"], report["remote"] or 0) for report in precinct["turnout"]]


def _final(precinct: PrecinctDocument) -> Iterable[Reading]:
    if report := precinct["final"]:
        yield Reading(report["as_of"], report["identified"], report["remote"] or 0)


def _no_numbers() -> PrecinctNumbers:
    return {
        "invalidated": 0,
        "corrected": 0,
        "recounted": 0,
        "held": 0,
        "findings": 0,
        "differences": 0,
        "no_machine_result": 0,
    }


def _add_numbers(numbers: PrecinctNumbers, precinct: PrecinctDocument) -> None:
    flags = precinct["status"]["flags"]
    numbers["invalidated"] += Flag.INVALIDATED in flags
    numbers["corrected"] += Flag.CORRECTED in flags
    numbers["recounted"] += Flag.RECOUNTED in flags
    numbers["held"] += Flag.HELD in flags
    numbers["findings"] += bool(precinct["findings"])
    numbers["differences"] += any(result["differences"] for result in precinct["results"])
    numbers["no_machine_result"] += precinct["no_machine_result"] is not None


def _sum_known(values: Iterable[int | None]) -> int | None:
    """The sum of the values that are known, None when none is."""
    known = [value for value in values if value is not None]
    return sum(known) if known else None
