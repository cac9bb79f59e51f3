"""Percentages recomputed with Decimal, apart from the product's own rounding (G2, G3)."""

from collections.abc import Iterator, Sequence
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache

from portal.domain.documents import CountDocument, ProgressDocument, StatusDocument, TotalsDocument, TurnoutPoint

_CENT = Decimal("0.01")
_HUNDRED = Decimal(100)


@lru_cache(maxsize=16_384)
def percent(numerator: int, denominator: int | None) -> str | None:
    """The share in percent with two decimals, None without a denominator."""
    if not denominator:
        return None
    return str((_HUNDRED * numerator / denominator).quantize(_CENT, ROUND_HALF_UP))


def share_problems(votes: Sequence[int], base: int, shares: Sequence[str | None]) -> Iterator[str]:
    """What is wrong with the shares of a contest with one mark: each of them, their sum, and none above 100."""
    if list(shares) != [percent(number, base) for number in votes]:
        yield f"shares {list(shares)} are not those of {list(votes)} in {base}"
    stated = [Decimal(share) for share in shares if share is not None]
    if any(share > _HUNDRED for share in stated):
        yield f"a share above 100: {max(stated)}"
    if stated and abs(sum(stated) - _HUNDRED) > len(stated) * _CENT / 2:
        yield f"shares sum to {sum(stated)}"


def count_problems(count: CountDocument) -> Iterator[str]:
    """What is wrong within one count: votes are home and remote, the base is their sum, shares follow, units fit."""
    votes = [home + remote for home, remote in zip(count["home"], count["remote"], strict=False)]
    if count["votes"] != votes or len(count["home"]) != len(count["remote"]):
        yield f"votes {count['votes']} are not home {count['home']} and remote {count['remote']}"
    if count["base"] != sum(votes):
        yield f"base {count['base']} is not the sum of the votes, {sum(votes)}"
    if count["received"] > count["expected"]:
        yield f"received {count['received']} of {count['expected']} expected"
    yield from share_problems(count["votes"], count["base"], count["shares"])


def progress_problems(progress: ProgressDocument, voters: int | None) -> Iterator[str]:
    """What is wrong within a progress figure of a place with `voters` voters."""
    if progress["voters"] != voters:
        yield f"base {progress['voters']} is not the voters of the place, {voters}"
    for name in ("expected", "received"):
        whole = progress["expected"] if name == "expected" else progress["received"]
        by_kind = sum(
            pair["expected"] if name == "expected" else pair["received"] for pair in progress["kinds"].values()
        )
        if whole != by_kind:
            yield f"{name} {whole} is not the sum of its kinds, {by_kind}"
    if progress["received"] > progress["expected"]:
        yield f"received {progress['received']} of {progress['expected']} expected"
    if progress["percent"] != percent(progress["received"], progress["expected"]):
        yield f"percent {progress['percent']} is not {progress['received']} of {progress['expected']}"
    if progress["voters_percent"] != percent(progress["voters_covered"], progress["voters"]):
        yield f"voters_percent {progress['voters_percent']} is not {progress['voters_covered']} of {progress['voters']}"


def turnout_problems(point: TurnoutPoint, voters: int | None) -> Iterator[str]:
    """What is wrong within one point of a turnout series of a place with `voters` voters."""
    if point["voters"] != voters:
        yield f"{point['as_of']}: base {point['voters']} is not the voters of the place, {voters}"
    if point["total"] != point["identified"] + point["remote"]:
        yield f"{point['as_of']}: total {point['total']} is not {point['identified']} + {point['remote']}"
    if point["percent"] != percent(point["total"], voters) or point["home_percent"] != percent(
        point["identified"], voters
    ):
        yield f"{point['as_of']}: percentages {point['percent']}, {point['home_percent']} do not follow from the counts"


def status_problems(status: StatusDocument, totals: TotalsDocument) -> Iterator[str]:
    """What is wrong with a place's status: complete without every protocol, none with results, a flag lost or added."""
    protocol, scanner = totals["protocol"], totals["scanner"]
    if status["progress"] == "complete" and not 0 < protocol["received"] == protocol["expected"]:
        yield f"complete with {protocol['received']} of {protocol['expected']} protocols"
    if status["progress"] == "none" and (protocol["received"] or scanner["received"]):
        yield "none, although results are in"
    numbers: dict[str, object] = {**totals["numbers"]}
    flags = [flag for flag in ("invalidated", "corrected", "recounted", "held") if numbers[flag]]
    if status["flags"] != flags:
        yield f"flags {status['flags']} are not those of its precincts, {flags}"
