"""Where totals recomputed from the CSV files and the published documents disagree (design check G2)."""

from collections.abc import Iterator
from typing import Any

from portal.domain.documents import ContestDocument, CountDocument, TerritoryDocument

SUMS = ("votes", "home", "remote", "base", "expected", "received", "invalidated", "remote_received")


def territory_disagreements(totals: dict[str, Any], document: TerritoryDocument) -> Iterator[str]:
    """One line per number of a territory document that `recompute_from_csv` found to be another one."""
    found = totals["territories"][document["code"]]
    place = f"territory {document['code']}"
    published = {kind: number for kind, number in document["totals"]["precincts"].items() if number}
    if published != found["kinds"]:
        yield f"{place}: precincts {published} in the document, {found['kinds']} in precincts.csv"
    if (document["totals"]["voters"] or 0) != found["voters"]:
        yield f"{place}: voters {document['totals']['voters']} in the document, {found['voters']} in precincts.csv"
    published_contests = document["totals"].get("contests", {})
    for contest in sorted({*published_contests, *found["contests"]}):
        if contest not in published_contests:
            yield f"{place}, contest {contest}: in results.csv or precincts.csv, but not in the document"
            continue
        counts = published_contests[contest]
        tallies = found["contests"].get(contest, {})
        yield from _compare(f"{place}, contest {contest}, scanner", counts["scanner"], tallies.get("scanner"))
        yield from _compare(f"{place}, contest {contest}, protocol", counts["protocol"], tallies.get("protocol"))


def contest_disagreements(totals: dict[str, Any], document: ContestDocument) -> Iterator[str]:
    """One line per number of a contest document that `recompute_from_csv` found to be another one."""
    tallies = totals["contests"].get(document["code"], {})
    place = f"contest {document['code']}"
    yield from _compare(f"{place}, scanner", document["scanner"], tallies.get("scanner"))
    yield from _compare(f"{place}, protocol", document["protocol"], tallies.get("protocol"))


def _compare(place: str, published: CountDocument, tally: dict[str, Any] | None) -> Iterator[str]:
    """A contest without any row must have nothing but zeros; a line without a standard key is in no sum."""
    numbers: dict[str, Any] = {**published}
    for name in SUMS:
        number = numbers[name]
        empty = [0] * len(number) if isinstance(number, list) else 0
        found = empty if tally is None else tally[name]
        if number != found:
            yield f"{place}: {name} {number} in the document, {found} in the CSV files"
    stated = {key: value for key, value in published["lines"].items() if key}
    lines = {} if tally is None else tally["lines"]
    for key in sorted({*stated, *lines}):
        if stated.get(key) != lines.get(key):
            yield f"{place}: {key} {stated.get(key)} in the document, {lines.get(key)} in the CSV files"
