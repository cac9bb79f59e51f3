"""The compact lists of a territory's precincts: what is missing, what differs, what was found, how long it took."""

from collections import Counter
from collections.abc import Sequence
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from portal.domain.documents import (
    DelayDocument,
    ListedDifference,
    ListedPrecinct,
    ListEntry,
    ListNumbers,
    ListsDocument,
    MissingDocument,
    PrecinctDocument,
    ProtocolDocument,
    ResultDocument,
    TerritoryDocument,
    TerritoryListDocument,
)
from portal.domain.statuses import Count, Flag
from portal.domain.tabulation.totals import is_received

SECONDS_IN_MINUTE = 60
NO_MACHINE_RESULT = "no_machine_result"
_SUMS = (
    *("precincts", "missing_scanner", "missing_protocol", "differences", "findings", "invalidated", "corrected"),
    *("recounted", "held", "no_machine_result", "with_scans", "files"),
)


def territory_list(document: TerritoryDocument, voting_date: date) -> TerritoryListDocument:
    """The list of a territory's own precincts, in the order of its document."""
    rows = [listed_precinct(precinct, voting_date) for precinct in document["precincts"]]
    minutes = sorted(row["minutes"] for row in rows if row["minutes"] is not None)
    return {"code": document["code"], "name": document["name"], "delay": _delay(minutes), "rows": rows}


def listed_precinct(precinct: PrecinctDocument, voting_date: date) -> ListedPrecinct:
    """One precinct as a row of the lists."""
    own = [result for result in precinct["results"] if not result["remote"]]
    row: ListedPrecinct = {
        "number": precinct["number"],
        "kind": precinct["kind"],
        "status": precinct["status"],
        "missing": missing(precinct),
        "differences": [_difference(result) for result in precinct["results"] if result["differences"]],
        "findings": [
            {"code": found["code"], "contest": found["contest"], "explained": bool(found["explanation"])}
            for found in precinct["findings"]
        ],
        "former": sum(len(result["versions"]) for result in precinct["results"]),
        "minutes": _minutes(precinct, own or precinct["results"], voting_date),
        "scans": [{"kind": scan["kind"], "url": scan["url"]} for scan in precinct["scans"]],
    }
    if precinct["decisions"]:
        row["decisions"] = precinct["decisions"]
    return row


def list_entry(document: TerritoryDocument, listed: TerritoryListDocument) -> ListEntry:
    """The territory as a row of the index."""
    above = [place["code"] for place in document["ancestors"]]
    return {"code": document["code"], "name": document["name"], "above": above, "numbers": _numbers(listed["rows"])}


def lists_document(rows: Sequence[ListEntry]) -> ListsDocument:
    """The index with the sums over all territories."""
    counted: Counter[str] = Counter()
    kinds: Counter[str] = Counter()
    for row in rows:
        counted.update({name: row["numbers"][name] for name in _SUMS})  # type: ignore[literal-required]
        kinds.update(row["numbers"]["scans"])
    return {"numbers": _as_numbers(counted, kinds), "rows": list(rows)}


def missing(precinct: PrecinctDocument) -> list[MissingDocument]:
    """What the precinct owes of its own contests; of one that has none (remote voting only), each count as a whole."""
    by_contest = {result["contest"]: result for result in precinct["results"] if not result["remote"]}
    held = {(held["series"], held["contest"]) for held in precinct["held"]}
    owed: list[MissingDocument] = []
    for contest in precinct["contests"]:
        result = by_contest.get(contest)
        for count in Count:
            if result is None or result["scanner" if count is Count.SCANNER else "protocol"] is None:
                in_check = not {(count.value, contest), (count.value, "")}.isdisjoint(held)
                owed.append(_owed(precinct, count, contest, in_check))
    for count in Count if not precinct["contests"] else ():
        if not is_received(precinct, count):
            owed.append(_owed(precinct, count, "", count.value in {series for series, _ in held}))
    return owed


def _owed(precinct: PrecinctDocument, count: Count, contest: str, held: bool) -> MissingDocument:
    never = precinct["no_machine_result"] if count is Count.SCANNER else None
    why = NO_MACHINE_RESULT if never else "held" if held else "waiting"
    return {"count": count.value, "contest": contest, "why": why, "reason": never}


def _difference(result: ResultDocument) -> ListedDifference:
    options = [row for row in result["differences"] if row["position"] is not None]
    ballots = next((row["difference"] for row in result["differences"] if row["position"] is None), None)
    scanner, protocol = result["scanner"], result["protocol"]
    return {
        "contest": result["contest"],
        "options": len(options),
        "scanner": scanner["base"] if scanner else 0,
        "protocol": protocol["base"] if protocol else 0,
        "largest": max((abs(row["difference"]) for row in options), default=0),
        "ballots": ballots,
    }


def _minutes(precinct: PrecinctDocument, own: Sequence[ResultDocument], voting_date: date) -> int | None:
    """From closing by the precinct's own clock (R139 ¶30) to the receipt of its first protocol that was kept."""
    first = [min(version["received_at"] for version in _every(result)) for result in own if result["protocol"]]
    if not first or not precinct["closes"]:
        return None
    closing = datetime.combine(voting_date, time.fromisoformat(precinct["closes"]), ZoneInfo(precinct["timezone"]))
    seconds = int((datetime.fromisoformat(min(first)) - closing).total_seconds())
    return max(seconds, 0) // SECONDS_IN_MINUTE


def _every(result: ResultDocument) -> list[ProtocolDocument]:
    """Every protocol of a contest, those of a vote that a re-vote replaced among them."""
    others = [version for other in result.get("other_votes", []) for version in other["versions"]]
    return [*([result["protocol"]] if result["protocol"] else []), *result["versions"], *others]


def _delay(minutes: Sequence[int]) -> DelayDocument | None:
    if not minutes:
        return None
    middle = minutes[(len(minutes) - 1) // 2]
    return {"precincts": len(minutes), "fastest": minutes[0], "median": middle, "slowest": minutes[-1]}


def _numbers(rows: Sequence[ListedPrecinct]) -> ListNumbers:
    counted: Counter[str] = Counter(precincts=len(rows))
    kinds: Counter[str] = Counter()
    for row in rows:
        # What never comes is not awaited: a count of that precinct stands under its reason alone.
        awaited = {item["count"] for item in row["missing"] if item["why"] != NO_MACHINE_RESULT}
        counted.update(f"missing_{count}" for count in awaited)
        counted["no_machine_result"] += any(item["why"] == NO_MACHINE_RESULT for item in row["missing"])
        counted.update(flag for flag in row["status"]["flags"] if flag in set(Flag))
        counted["differences"] += bool(row["differences"])
        counted["findings"] += bool(row["findings"])
        counted["with_scans"] += bool(row["scans"])
        counted["files"] += len(row["scans"])
        kinds.update({scan["kind"] for scan in row["scans"]})
    return _as_numbers(counted, kinds)


def _as_numbers(counted: Counter[str], kinds: Counter[str]) -> ListNumbers:
    numbers = {name: counted[name] for name in _SUMS}
    return {**numbers, "scans": dict(sorted(kinds.items()))}  # type: ignore[typeddict-item]
