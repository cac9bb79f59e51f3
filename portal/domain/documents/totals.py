"""Sums over precincts, for any place and any contest."""

from typing import NotRequired, TypedDict


class StatusDocument(TypedDict):
    """Progress of the count (`Progress`) and flags (`Flag`) of a unit."""

    progress: str
    flags: list[str]


class TurnoutPoint(TypedDict):
    """явка: identified voters up to an hour; a precinct without a report of that hour stands with its latest one.

    `identified` counts home lists (and lists abroad), `remote` voters of other districts, `total` both. `reported` are
    the precincts that reported in this very hour. `home_percent` is identified of voters, `percent` total of voters.
    """

    as_of: str
    identified: int
    remote: int
    total: int
    reported: int
    voters: int | None
    home_percent: str | None
    percent: str | None


class KindProgress(TypedDict):
    """Precincts of one kind expected and received in one count, and the voters on their lists who are covered.

    Releases of former versions of the portal lack the voters.
    """

    expected: int
    received: int
    voters: NotRequired[int]
    voters_covered: NotRequired[int]
    voters_percent: NotRequired[str | None]


class ProgressDocument(TypedDict):
    """How much of one count is in, in precincts and in voters covered; `kinds` by ordinary, remote, abroad."""

    expected: int
    received: int
    percent: str | None
    voters: int | None
    voters_covered: int
    voters_percent: str | None
    kinds: dict[str, KindProgress]


class PreferencesDocument(TypedDict):
    """Preference votes for persons of party lists. `votes` stand in the order of the options and, within each, of its
    persons; `received` are the counted protocols that state preferences.
    """

    received: int
    votes: list[int]


class CountDocument(TypedDict):
    """Votes of one contest in one place by one count; invalidated precincts are left out of every sum.

    `votes` = `home` + `remote`; `base` is the sum of `votes` and the denominator of `shares`. `expected` are the
    precincts that have the contest as their own, `received` those of them that reported, `invalidated` those left out;
    `remote_received` the precincts that reported remote votes for it. `ballots` are the ballots processed (scanner) or
    found (protocol), None where no source states them. `lines` are the sums of protocol lines by standard key;
    `remote_lines` that part of them which remote protocols state, absent where there is none; `preferences` are those
    of the protocols, absent where none states any.
    """

    expected: int
    received: int
    invalidated: int
    remote_received: int
    votes: list[int]
    home: list[int]
    remote: list[int]
    base: int
    shares: list[str | None]
    ballots: int | None
    lines: dict[str, int]
    remote_lines: NotRequired[dict[str, int]]
    preferences: NotRequired[PreferencesDocument]


class ContestCounts(TypedDict):
    """Both counts of a contest in one place; never added to each other.

    `flagged` are the precincts by flag (`Flag`) that their result of this contest carries, absent where none does, and
    in releases of former versions of the portal.
    """

    scanner: CountDocument
    protocol: CountDocument
    flagged: NotRequired[dict[str, int]]


class PrecinctNumbers(TypedDict):
    """Numbers of precincts of a territory with something that a reader must know."""

    invalidated: int
    corrected: int
    recounted: int
    held: int
    findings: int
    differences: int
    no_machine_result: int


class TotalsDocument(TypedDict):
    """Sums over the precincts of a territory. `contests` is left out where a contest document holds the votes.

    `final` is the final number of voters by the ballots the scanners took (R139 ¶35).
    """

    precincts: dict[str, int]
    voters: int | None
    turnout: list[TurnoutPoint]
    final: TurnoutPoint | None
    scanner: ProgressDocument
    protocol: ProgressDocument
    numbers: PrecinctNumbers
    contests: NotRequired[dict[str, ContestCounts]]


def newest_turnout(totals: TotalsDocument) -> TurnoutPoint | None:
    """The final number of voters once it has caught up with the hours, until then the latest hour; None before both.

    Final numbers come precinct by precinct after closing: the first ones alone are no turnout of the country. How many
    precincts report, the fullest hour says; the latest may be one in which a single precinct abroad still votes.
    """
    final, hours = totals["final"], totals["turnout"]
    if final is None or not hours:
        return final or (hours[-1] if hours else None)
    caught_up = final["reported"] >= max(hour["reported"] for hour in hours) or final["total"] >= hours[-1]["total"]
    return final if caught_up else hours[-1]
