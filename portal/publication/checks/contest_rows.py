"""A contest's document against its rows, its rows against the territories, and its row in the campaign (G2, G5)."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence

from portal.domain.documents import ContestCounts, ContestDocument, ContestRow, ContestSummary, CountDocument
from portal.domain.hierarchy import Hierarchy

_SUMMED = ("expected", "received", "invalidated", "remote_received")


def row_problems(
    hierarchy: Hierarchy, document: ContestDocument, places: Mapping[tuple[str, bool], Mapping[str, ContestCounts]]
) -> Iterator[str]:
    """Rows that overlap, do not say what their territory says, or do not sum to the contest.

    `places` are the counts of the territories made in this release, by code and whether only its own precincts count.
    """
    rows = document["territories"]
    yield from _overlaps(hierarchy, rows)
    for row in rows:
        counts = places.get((row["code"], row["direct"]))
        if counts is None:
            continue
        stated = counts.get(document["code"])
        if stated is None or _figures(stated) != _figures(row):
            yield f"the row of {row['code']} is not what the territory says"
    shown = {(row["code"], row["direct"]) for row in rows}
    for code, direct in hierarchy.parts(document["territory"]):
        missing = (code, direct) not in shown and places.get((code, direct), {}).get(document["code"])
        if missing and (missing["scanner"]["expected"] or missing["scanner"]["base"] or missing["protocol"]["base"]):
            yield f"the row of {code} is missing"
    if document.get("flagged", {}) != _added(row.get("flagged", {}) for row in rows):
        yield "precincts with a flag are not the sum of the territories"
    if not set(document["status"]["flags"]).issuperset(document.get("flagged", {})):
        yield "the status does not name every flag that a precinct carries"
    yield from _sum_problems("scanner", document["scanner"], [row["scanner"] for row in rows])
    yield from _sum_problems("protocol", document["protocol"], [row["protocol"] for row in rows])


def summary_problems(summary: ContestSummary, document: ContestDocument) -> Iterator[str]:
    """What the campaign says of a contest that the contest itself does not say."""
    count = document["protocol"] if summary["count"] == "protocol" else document["scanner"]
    stated = (summary["base"], summary["expected"], summary["received"], summary["status"])
    if stated != (count["base"], count["expected"], count["received"], document["status"]):
        yield "base, precincts or status are not those of the contest"
    figures = {
        option["position"]: (votes, share)
        for option, votes, share in zip(document["options"], count["votes"], count["shares"], strict=False)
    }
    for row in summary["leading"]:
        if figures.get(row["position"]) != (row["votes"], row["share"]):
            yield f"position {row['position']} has {figures.get(row['position'])}, not {row['votes']}, {row['share']}"
    best = sorted((votes for votes, _ in figures.values()), reverse=True)[: len(summary["leading"])]
    if [row["votes"] for row in summary["leading"]] != best:
        yield "the leading options are not those with most votes"
    yield from _elected_problems(summary, document)


def _elected_problems(summary: ContestSummary, document: ContestDocument) -> Iterator[str]:
    """Whom the row names as elected: nobody without the official act, then all who hold seats, with their own votes."""
    row, found = summary.get("determination"), document.get("determination")
    named = row.get("elected", []) if row else []
    if found is None or not found["official"] or found["suspended"] or found["outcome"] != "elected":
        if named:
            yield "somebody is named as elected without an official act in force"
        return
    named_seats: Counter[int] = Counter()
    for one in named:
        named_seats[one["position"]] += one["seats"]
    of_lists = {held["position"]: held["seats"] for held in found["lists"] if held["seats"]}
    if named_seats != (of_lists or Counter(seat["position"] for seat in found["seats"])):
        yield "those named as elected are not those who hold the seats"
    count = document["protocol"] if found["count"] == "protocol" else document["scanner"]
    at = {option["position"]: index for index, option in enumerate(document["options"])}
    for one in named:
        index = at.get(one["position"], len(at))
        if (one["votes"], one["share"]) != (*count["votes"][index : index + 1], *count["shares"][index : index + 1]):
            yield f"position {one['position']} is elected with votes or a share that are not those of the contest"


def _figures(counts: ContestCounts | ContestRow) -> tuple[CountDocument, CountDocument, Mapping[str, int]]:
    return counts["scanner"], counts["protocol"], counts.get("flagged", {})


def _overlaps(hierarchy: Hierarchy, rows: Sequence[ContestRow]) -> Iterator[str]:
    """Every precinct stands in one row: that of its own territory, or the whole row of one territory above it."""
    seen: set[tuple[str, bool]] = set()
    whole = {row["code"] for row in rows if not row["direct"]}
    for row in rows:
        key = (row["code"], row["direct"])
        above = whole.intersection(hierarchy.ancestors(row["code"]))
        if key in seen or above or (row["direct"] and row["code"] in whole):
            yield f"the row of {row['code']} overlaps another one"
        seen.add(key)


def _sum_problems(name: str, whole: CountDocument, rows: Sequence[CountDocument]) -> Iterator[str]:
    numbers: Mapping[str, object] = {key: value for key, value in whole.items() if key in _SUMMED}
    for key in _SUMMED:
        summed = sum(int(str({**row}[key])) for row in rows)
        if numbers[key] != summed:
            yield f"{name}: {key} {numbers[key]} is not the sum of the territories, {summed}"
    for part in ("home", "remote"):
        columns = [row["home"] if part == "home" else row["remote"] for row in rows]
        votes = [sum(column) for column in zip(*columns, strict=True)] if columns else [0] * len(whole["votes"])
        if votes != (whole["home"] if part == "home" else whole["remote"]):
            yield f"{name}: {part} votes are not the sum of the territories, {votes}"
    if (whole["ballots"] or 0) != sum(row["ballots"] or 0 for row in rows):
        yield f"{name}: ballots {whole['ballots']} are not the sum of the territories"
    if whole["lines"] != _added(row["lines"] for row in rows):
        yield f"{name}: protocol lines are not the sum of the territories"
    if whole.get("remote_lines", {}) != _added(row.get("remote_lines", {}) for row in rows):
        yield f"{name}: lines of remote protocols are not the sum of the territories"
    yield from _preference_problems(name, whole, rows)


def _preference_problems(name: str, whole: CountDocument, rows: Sequence[CountDocument]) -> Iterator[str]:
    parts = [part for row in rows if (part := row.get("preferences"))]
    stated = whole.get("preferences", {"received": 0, "votes": []})
    votes = [sum(column) for column in zip(*(part["votes"] for part in parts), strict=True)]
    if (stated["received"], stated["votes"]) != (sum(part["received"] for part in parts), votes):
        yield f"{name}: preference votes are not the sum of the territories"


def _added(parts: Iterable[Mapping[str, int]]) -> dict[str, int]:
    sums: dict[str, int] = {}
    for part in parts:
        for key, value in part.items():
            sums[key] = sums.get(key, 0) + value
    return sums
