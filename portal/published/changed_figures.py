"""Which figures of which precincts differ between two states of a territory: both values, and the act behind them.

Fields bear the names of corrections.csv: turnout.HOUR, scanner.votes.POSITION, line.LINE, votes.POSITION, …
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import takewhile
from typing import TypeAlias

from portal.domain.documents import PrecinctDocument, ResultDocument
from portal.published.territory_states import ChangedPrecinct

PAGE = 3000
"""Bytes of a territory's document that a page shows the changes of."""
PRECINCT = 300
"""Bytes that a changed precinct counts for at least."""
Value: TypeAlias = int | str | None
Figures: TypeAlias = dict[tuple[str, str], Value]


@dataclass(slots=True)
class ChangedFigure:
    """One figure before and after, None where it was not published; `decision` is the number of the act that came with
    the newer state, "" without one.
    """

    territory: str
    precinct: str
    contest: str
    field: str
    older: Value
    newer: Value
    decision: str


def changed_figures(territory: str, precincts: Iterable[ChangedPrecinct]) -> Iterator[ChangedFigure]:
    """Every figure of these precincts that differs, precincts in their order."""
    for precinct in precincts:
        older = precinct.older.read() if precinct.older else None
        yield from _changes_of(territory, older, precinct.newer.read())


def _changes_of(territory: str, older: PrecinctDocument | None, newer: PrecinctDocument) -> Iterator[ChangedFigure]:
    """Every figure of one precinct that differs; `older` is None where it was not published before."""
    old, new = _figures(older, newer) if older else {}, _figures(newer, older)
    decision = _decision(older, newer)
    for contest, field in dict.fromkeys((*old, *new)):
        values = old.get((contest, field)), new.get((contest, field))
        if values[0] != values[1]:
            yield ChangedFigure(territory, newer["number"], contest, field, *values, decision)


def in_pages(changed: Iterable[ChangedPrecinct]) -> list[list[ChangedPrecinct]]:
    """The precincts in their order, as many on a page as bring few figures: one whose protocol came in, or a dozen
    whose turnout did.
    """
    pages: list[list[ChangedPrecinct]] = []
    room = 0
    for precinct in changed:
        size = PRECINCT + precinct.growth
        if size > room:
            pages.append([])
            room = PAGE
        pages[-1].append(precinct)
        room -= size
    return pages


def _figures(precinct: PrecinctDocument, other: PrecinctDocument | None) -> Figures:
    """Its figures, without hours and results that its other state has just so: most of a precinct does not change."""
    hours, results = (other["turnout"], other["results"]) if other else ([], [])
    found: Figures = {("", "voters"): precinct["voters"], ("", "status"): precinct["status"]["progress"]}
    for point in precinct["turnout"]:
        if point not in hours:
            found["", f"turnout.{point['hour']}"] = point["identified"]
            found["", f"turnout.{point['hour']}.remote"] = point["remote"]
    if final := precinct["final"]:
        found["", "turnout.final"], found["", "turnout.final.remote"] = final["identified"], final["remote"]
    for result in precinct["results"]:
        if result not in results:
            found |= {(result["contest"], field): value for field, value in _counts(result)}
    return found


def _counts(result: ResultDocument) -> Iterator[tuple[str, Value]]:
    yield "counted", int(result["counted"])
    if scanner := result["scanner"]:
        yield "scanner.ballots_processed", scanner["ballots_processed"]
        yield from _in_order("scanner.votes.", scanner["votes"])
    if protocol := result["protocol"]:
        yield "protocol.version", protocol["version"]
        yield from ((f"line.{line}", protocol["lines"][line]) for line in sorted(protocol["lines"], key=in_line))
        yield from _in_order("votes.", protocol["votes"])
        yield from _in_order("preferences.", protocol.get("preferences", []))


def in_line(code: str) -> tuple[int, str]:
    """Puts 2 before 10 and 11 before 11а."""
    digits = "".join(takewhile(str.isdecimal, code))
    return (int(digits) if digits else 0), code


def _in_order(prefix: str, values: list[int]) -> Iterator[tuple[str, Value]]:
    yield from ((f"{prefix}{place}", value) for place, value in enumerate(values, 1))


def _decision(older: PrecinctDocument | None, newer: PrecinctDocument) -> str:
    """Numbers of the acts that concern the newer state and did not concern the older one."""
    known = older["decisions"] if older else []
    return ", ".join(act["number"] for act in newer["decisions"] if act not in known)
