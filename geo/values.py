"""What a map shows of each unit, taken from the documents: nothing is divided here, and no geometry is needed.

geo/values/<territory>.json holds a territory's own row, those of its children and of the precincts attached to it;
geo/values.json holds the rows of the top level. A light release rewrites those of touched territories only.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from portal.domain.documents import (
    ChildDocument,
    ContestCounts,
    CountDocument,
    PrecinctDocument,
    ResultDocument,
    TerritoryDocument,
    TotalsDocument,
    TurnoutPoint,
    newest_turnout,
)

Row = dict[str, Any]
INDEX = "geo/values.json"


def values_path(code: str) -> str:
    """Where the values of a territory stand in a release."""
    return f"geo/values/{code}.json"


def territory_values(document: TerritoryDocument) -> dict[str, Any]:
    """geo/values/<territory>.json."""
    return {
        "v": 1,
        "code": document["code"],
        "own": _place(document, document["totals"]),
        "children": {child["code"]: _place(child, child["totals"]) for child in document["children"]},
        "precincts": {precinct["number"]: _precinct(precinct) for precinct in document["precincts"]},
    }


def index_values(rows: Mapping[str, Row]) -> dict[str, Any]:
    """geo/values.json: the rows of the top level by code, in the order given."""
    return {"v": 1, "rows": dict(rows)}


def _place(document: TerritoryDocument | ChildDocument, totals: TotalsDocument) -> Row:
    newest = newest_turnout(totals)
    return {
        "name": document["name"],
        "status": document["status"]["progress"],
        "flags": document["status"]["flags"],
        "voters": totals["voters"],
        "turnout": _point(newest) if newest else None,
        "hours": {point["as_of"]: [point["total"], point["percent"]] for point in totals["turnout"]},
        "scanner": _progress(totals["scanner"]),
        "protocol": _progress(totals["protocol"]),
        "findings": totals["numbers"]["findings"],
        "differences": totals["numbers"]["differences"],
        "contests": _contests(totals.get("contests", {})),
    }


def _point(point: TurnoutPoint) -> Row:
    return {"as_of": point["as_of"], "total": point["total"], "voters": point["voters"], "percent": point["percent"]}


def _progress(progress: Mapping[str, Any]) -> list[Any]:
    return [progress["received"], progress["expected"], progress["percent"]]


def _contests(contests: Mapping[str, ContestCounts]) -> Row:
    """Contests that are voted in here, by the count that the contest's page shows first."""
    return {
        code: _counted(counts)
        for code, counts in contests.items()
        if counts["scanner"]["expected"] or counts["protocol"]["expected"]
    }


def _counted(counts: ContestCounts) -> Row:
    """The hand count once it covers every precinct or as many votes as the machines, else the machine count."""
    scanner, protocol = counts["scanner"], counts["protocol"]
    by_hand = protocol["received"] == protocol["expected"] or protocol["base"] >= scanner["base"]
    if by_hand and protocol["base"]:
        return _count("protocol", protocol)
    return _count("scanner", scanner)


def _count(name: str, count: CountDocument) -> Row:
    return _votes(name, count["votes"], count["shares"], count["base"])


def _votes(name: str, votes: Sequence[int], shares: Sequence[str | None], base: int) -> Row:
    most = max(votes, default=0)
    leaders = [index for index, number in enumerate(votes) if most and number == most]
    return {"count": name, "base": base, "votes": list(votes), "shares": list(shares), "leaders": leaders}


def _precinct(precinct: PrecinctDocument) -> Row:
    """A precinct; `turnout` is a percent of the home list, as the precinct's own document states it."""
    newest = precinct["final"] or (precinct["turnout"][-1] if precinct["turnout"] else None)
    own = [result for result in precinct["results"] if not result["remote"]]
    return {
        "kind": precinct["kind"],
        "status": precinct["status"]["progress"],
        "flags": precinct["status"]["flags"],
        "voters": precinct["voters"],
        "turnout": _report(newest, precinct["voters"]) if newest else None,
        "hours": {report["hour"]: [report["identified"], report["home_percent"]] for report in precinct["turnout"]},
        "scanner": _received(own, "scanner", len(precinct["contests"])),
        "protocol": _received(own, "protocol", len(precinct["contests"])),
        "findings": len(precinct["findings"]),
        "differences": sum(len(result["differences"]) for result in own),
        "contests": {result["contest"]: row for result in own if (row := _result(result))},
    }


def _report(report: Mapping[str, Any], voters: int | None) -> Row:
    return {
        "as_of": report["as_of"],
        "total": report["identified"],
        "voters": voters,
        "percent": report["home_percent"],
    }


def _received(results: Sequence[ResultDocument], name: str, expected: int) -> list[Any]:
    """Contests whose count is in, contests expected; a precinct has no percent of its own."""
    received = sum(1 for result in results if (result["scanner"] if name == "scanner" else result["protocol"]))
    return [received, expected, None]


def _result(result: ResultDocument) -> Row | None:
    protocol, scanner = result["protocol"], result["scanner"]
    if not result["counted"]:
        return None
    if protocol:
        return _votes("protocol", protocol["votes"], protocol["shares"], protocol["base"])
    return _votes("scanner", scanner["votes"], scanner["shares"], scanner["base"]) if scanner else None
