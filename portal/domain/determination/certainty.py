"""Certain and open seats: exact bounds from the voters who may still be counted in a contest. Never a forecast.

A completion gives every voter not yet counted up to `marks` marks on different positions, or none. A candidate is
*certain* when elected in every completion and every order of undecided ties, *possible* when elected in at least one.
Remote votes belong to home contests (R139 ¶32), so `extra` is bounded by the contest's voters, never by a precinct's.

Why it is exact: a vote for anybody else never helps a candidate, so the worst completion gives the candidate none and
lifts the cheapest rivals, and the best one gives the candidate all; "against all" need only be met by one of them.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from portal.domain.determination.inputs import InputError, Standing, against_all, candidates, check_positions
from portal.domain.determination.outcome import Step, step
from portal.domain.determination.parameters import AgainstAll, Ties
from portal.domain.determination.rules import Rule


@dataclass(frozen=True, slots=True)
class Terms:
    """Terms of a plurality contest; `caps`: the most seats of a sex (no entry: no cap); `marks`: per ballot."""

    seats: int
    caps: Mapping[str, int] = field(default_factory=dict)
    ties: Ties = Ties.DOCUMENTS
    against_all: AgainstAll = AgainstAll.INVALIDATES
    marks: int = 1

    def __post_init__(self) -> None:
        if self.seats < 1 or self.marks < 1:
            raise InputError(f"seats {self.seats}, marks {self.marks}: both must be 1 or more")

    def cap(self, sex: str) -> int:
        """The most seats that this sex may hold."""
        return min(self.seats, self.caps.get(sex, self.seats))


@dataclass(frozen=True, slots=True)
class Bounds:
    """What `extra` more voters (None: unknown, any number) can change: positions certain of a seat, and possible.

    `invalid_possible`: "against all" can stand strictly above the leader; `valid_possible`: it can fail to.
    """

    extra: int | None
    seats: int
    certain: frozenset[int]
    possible: frozenset[int]
    invalid_possible: bool
    valid_possible: bool

    @property
    def open_seats(self) -> int:
        """Seats not certain yet, those that may stay vacant included."""
        return self.seats - len(self.certain)

    @property
    def settled(self) -> bool:
        """True when no completion changes who is elected, nor whether the contest is invalid."""
        return self.certain == self.possible and self.invalid_possible != self.valid_possible

    def document(self) -> dict[str, object]:
        """The bounds for a published document, positions in ballot order."""
        return {
            "extra": self.extra,
            "certain": sorted(self.certain),
            "possible": sorted(self.possible),
            "open_seats": self.open_seats,
            "settled": self.settled,
        }

    def step(self) -> Step:
        """The bounds as a step of an explanation; an unknown `extra` stands as "?"."""
        extra: dict[str, int | str] = {"extra": "?" if self.extra is None else self.extra}
        return step(Rule.BOUNDS, **extra, certain=len(self.certain), open=self.open_seats)


def surely_before(one: Standing, other: Standing, terms: Terms) -> bool:
    """True when equal votes put `one` before `other`: complete documents earlier by date and time (R139 ¶79)."""
    mine, theirs = one.documents_complete_at, other.documents_complete_at
    return terms.ties is Ties.DOCUMENTS and mine is not None and theirs is not None and mine < theirs


def bounds(standings: Sequence[Standing], terms: Terms, extra: int | None) -> Bounds:
    """Exact bounds over every completion by `extra` voters. Raises InputError on figures that cannot be."""
    running = candidates(check_positions(standings))
    everyone = frozenset(standing.position for standing in running)
    if extra is not None and extra < 0:
        raise InputError(f"voters who may still be counted: {extra} is negative")
    if extra is None or not running or (terms.caps and any(not standing.sex for standing in running)):
        return Bounds(extra, terms.seats, frozenset(), everyone, True, True)
    against = against_all(standings) if terms.against_all is AgainstAll.INVALIDATES else None
    leader = max(standing.votes for standing in running)
    invalid_possible = against is not None and against + extra > leader
    valid_possible = against is None or against <= leader + extra
    # Nobody is certain who would not be elected if no more votes came.
    safe = [] if invalid_possible else [s for s in running if _wins_a_seat(s, _others(s, running), terms)]
    certain = [s for s in safe if not _can_be_unseated(s, running, terms, extra)]
    possible = [s for s in running if _can_be_elected(s, running, terms, extra, against)]
    return Bounds(extra, terms.seats, _positions(certain), _positions(possible), invalid_possible, valid_possible)


def _others(own: Standing, running: Sequence[Standing]) -> list[Standing]:
    return [rival for rival in running if rival.position != own.position]


def _positions(standings: Sequence[Standing]) -> frozenset[int]:
    return frozenset(standing.position for standing in standings)


def _can_be_unseated(own: Standing, running: Sequence[Standing], terms: Terms, extra: int) -> bool:
    """True when some completion lifts enough rivals above `own`: the cap of its own sex, or all seats together."""
    costs: dict[str, list[int]] = {}
    for rival in running:
        if rival.position != own.position:
            needed = max(0, own.votes - rival.votes + (1 if surely_before(own, rival, terms) else 0))
            if needed <= extra:
                costs.setdefault(rival.sex, []).append(needed)
    budget, own_cap = extra * terms.marks, terms.cap(own.sex)
    of_own_sex = sorted(costs.get(own.sex, []))
    if len(of_own_sex) >= own_cap and sum(of_own_sex[:own_cap]) <= budget:
        return True
    cheapest = {0: 0}
    for sex, needed_by in costs.items():
        limit = own_cap - 1 if sex == own.sex else terms.cap(sex)
        cheapest = _with_group(cheapest, sorted(needed_by)[:limit], terms.seats)
    return cheapest.get(terms.seats, budget + 1) <= budget


def _with_group(cheapest: Mapping[int, int], costs: Sequence[int], seats: int) -> dict[int, int]:
    """Least votes to lift so many rivals, after one more sex; numbers above `seats` count as `seats`."""
    found: dict[int, int] = {}
    for lifted, votes in cheapest.items():
        for more in range(len(costs) + 1):
            total, needed = min(seats, lifted + more), votes + sum(costs[:more])
            found[total] = min(needed, found.get(total, needed))
    return found


def _can_be_elected(own: Standing, running: Sequence[Standing], terms: Terms, extra: int, against: int | None) -> bool:
    best = replace(own, votes=own.votes + extra)
    others = _others(own, running)
    if against is None or against <= max(standing.votes for standing in (best, *others)):
        return _wins_a_seat(best, others, terms)
    for rival in others:
        needed = against - rival.votes
        if needed > extra:
            continue
        best = replace(own, votes=own.votes + min(extra, extra * terms.marks - needed))
        lifted = [replace(other, votes=against) if other is rival else other for other in others]
        if _wins_a_seat(best, lifted, terms):
            return True
    return False


def _wins_a_seat(own: Standing, others: Sequence[Standing], terms: Terms) -> bool:
    """True when `own` is elected with undecided ties settled in its favour."""
    above: dict[str, int] = {}
    for rival in others:
        if rival.votes > own.votes or (rival.votes == own.votes and surely_before(rival, own, terms)):
            above[rival.sex] = above.get(rival.sex, 0) + 1
    taken = sum(min(terms.cap(sex), number) for sex, number in above.items())
    return own.votes > 0 and above.get(own.sex, 0) < terms.cap(own.sex) and taken < terms.seats
