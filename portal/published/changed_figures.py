"""Which figures of which precincts differ between two states of a territory: both values, and the act behind them.

Fields bear the names of corrections.csv: turnout.HOUR, scanner.votes.POSITION, line.LINE, votes.POSITION, …
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TypeAlias

from portal.domain.documents import PrecinctDocument, ResultDocument, TerritoryDocument

Value: TypeAlias = int | str | None
Figures: TypeAlias = dict[tuple[str, str], Value]


@dataclass(frozen=True, slots=True)
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


def changed_figures(older: TerritoryDocument | None, newer: TerritoryDocument) -> Iterator[ChangedFigure]:
    """Every figure of an attached precinct that differs, precincts in their order."""
    before = {precinct["number"]: precinct for precinct in older["precincts"]} if older else {}
    for precinct in newer["precincts"]:
        former = before.get(precinct["number"])
        if former == precinct:
            continue
        old, new = _figures(former) if former else {}, _figures(precinct)
        decision = _decision(former, precinct)
        for contest, field in dict.fromkeys((*old, *new)):
            values = old.get((contest, field)), new.get((contest, field))
            if values[0] != values[1]:
                yield ChangedFigure(newer["code"], precinct["number"], contest, field, *values, decision)


def _figures(precinct: PrecinctDocument) -> Figures:
    found: Figures = {("", "voters"): precinct["voters"], ("", "status"): precinct["status"]["progress"]}
    for point in precinct["turnout"]:
        found["", f"turnout.{point['hour']}"] = point["identified"]
        found["", f"turnout.{point['hour']}.remote"] = point["remote"]
    if final := precinct["final"]:
        found["", "turnout.final"], found["", "turnout.final.remote"] = final["identified"], final["remote"]
    for result in precinct["results"]:
        found |= {(result["contest"], field): value for field, value in _counts(result)}
    return found


def _counts(result: ResultDocument) -> Iterator[tuple[str, Value]]:
    yield "counted", int(result["counted"])
    if scanner := result["scanner"]:
        yield "scanner.ballots_processed", scanner["ballots_processed"]
        yield from _in_order("scanner.votes.", scanner["votes"])
    if protocol := result["protocol"]:
        yield "protocol.version", protocol["version"]
        yield from ((f"line.{line}", value) for line, value in protocol["lines"].items())
        yield from _in_order("votes.", protocol["votes"])
        yield from _in_order("preferences.", protocol.get("preferences", []))


def _in_order(prefix: str, values: list[int]) -> Iterator[tuple[str, Value]]:
    yield from ((f"{prefix}{place}", value) for place, value in enumerate(values, 1))


def _decision(older: PrecinctDocument | None, newer: PrecinctDocument) -> str:
    """Numbers of the acts that concern the newer state and did not concern the older one."""
    known = older["decisions"] if older else []
    return ", ".join(act["number"] for act in newer["decisions"] if act not in known)
