"""Seats to parties in proportion to votes, by quota or divisor, in exact arithmetic, with every step as data.

The published library of these methods has had no release since 2022, so the arithmetic is here.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from fractions import Fraction

from portal.domain.determination.inputs import InputError


class Method(StrEnum):
    """Quota methods with largest remainder, and divisor methods."""

    HARE = "hare"
    DROOP = "droop"
    DHONDT = "dhondt"
    SAINTE_LAGUE = "sainte_lague"


@dataclass(frozen=True, slots=True)
class Claim:
    """One party's votes; among equal remainders or quotients the smaller `order` comes first, equal ones stay open."""

    position: int
    votes: int
    order: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Award:
    """One seat in the order of award: to whom, for which quotient or remainder; `by_order`: chosen among equal ones."""

    seat: int
    position: int
    value: Fraction
    by_order: bool = False


@dataclass(frozen=True, slots=True)
class QuotaShare:
    """One party under a quota: whole seats and the remainder of its votes."""

    position: int
    votes: int
    whole: int
    remainder: Fraction


@dataclass(frozen=True, slots=True)
class Round:
    """One pass of a method over the parties not yet at the cap; `quota` is None for divisor methods."""

    seats: int
    votes: int
    quota: Fraction | None
    shares: tuple[QuotaShare, ...]
    awards: tuple[Award, ...]


@dataclass(frozen=True, slots=True)
class Allocation:
    """Seats by position; `open_seats` stay between the `tied`, nobody may take `unfilled`, `capped` are at the cap."""

    seats: Mapping[int, int]
    rounds: tuple[Round, ...] = ()
    open_seats: int = 0
    tied: tuple[int, ...] = ()
    unfilled: int = 0
    capped: tuple[int, ...] = field(default=())


@dataclass(frozen=True, slots=True)
class _Contender:
    position: int
    value: Fraction
    order: tuple[int, ...]


def apportion(method: Method, claims: Sequence[Claim], seats: int, cap: int | None = None) -> Allocation:
    """Seats of the claims in proportion to their votes, no party above `cap`. Raises InputError.

    Seats above a cap go to the others by the same method. A tie that `order` does not decide leaves its seats open.
    """
    if seats < 1 or any(claim.votes < 0 for claim in claims):
        raise InputError(f"seats {seats}: seats must be 1 or more and votes not negative")
    running = [claim for claim in claims if claim.votes]
    empty = {claim.position: 0 for claim in claims}
    limit = seats if cap is None else min(cap, seats)
    if not running:
        return Allocation(empty, unfilled=seats)
    if method in DIVISORS:
        return _by_divisor(DIVISORS[method], running, seats, limit, empty)
    return _by_quota(method, running, seats, limit, empty)


DIVISORS: dict[Method, Callable[[int], int]] = {
    Method.DHONDT: lambda index: index + 1,
    Method.SAINTE_LAGUE: lambda index: 2 * index + 1,
}


def _by_divisor(
    divisor: Callable[[int], int], running: Sequence[Claim], seats: int, limit: int, empty: Mapping[int, int]
) -> Allocation:
    contenders = [
        _Contender(claim.position, Fraction(claim.votes, divisor(index)), claim.order)
        for claim in running
        for index in range(limit)
    ]
    awards, tied = _highest(contenders, seats)
    won = dict(empty)
    for award in awards:
        won[award.position] += 1
    capped = tuple(position for position, number in won.items() if number == limit < seats)
    unfilled = max(0, seats - len(contenders))
    this_round = Round(seats, sum(claim.votes for claim in running), None, (), awards)
    return Allocation(won, (this_round,), seats - unfilled - len(awards), tied, unfilled, capped)


def _by_quota(method: Method, running: Sequence[Claim], seats: int, limit: int, empty: Mapping[int, int]) -> Allocation:
    """Parties with more whole seats than the cap keep the cap; the others share what is left under a new quota."""
    won, rounds, capped = dict(empty), list[Round](), list[int]()
    claims, left = list(running), seats
    while claims and left:
        price = quota(method, sum(claim.votes for claim in claims), left)
        over = [claim for claim in claims if claim.votes // price > limit]
        if not over:
            return _remainders(claims, price, left, limit, Allocation(won, tuple(rounds), capped=tuple(capped)))
        rounds.append(Round(left, sum(claim.votes for claim in claims), price, _shares(claims, price), ()))
        for claim in over:
            won[claim.position] = limit
            left -= limit
        capped += [claim.position for claim in over]
        claims = [claim for claim in claims if claim not in over]
    return Allocation(won, tuple(rounds), 0, (), left, tuple(capped))


def quota(method: Method, votes: int, seats: int) -> Fraction:
    """Votes of one whole seat under a quota method."""
    return Fraction(votes, seats) if method is Method.HARE else Fraction(votes // (seats + 1) + 1)


def _shares(claims: Sequence[Claim], price: Fraction) -> tuple[QuotaShare, ...]:
    whole = {claim.position: claim.votes // price for claim in claims}
    return tuple(
        QuotaShare(c.position, c.votes, whole[c.position], c.votes - whole[c.position] * price) for c in claims
    )


def _remainders(claims: Sequence[Claim], price: Fraction, seats: int, limit: int, before: Allocation) -> Allocation:
    """The last pass: whole seats, then one seat each to the largest remainders of parties below the cap."""
    shares = _shares(claims, price)
    won = {**before.seats, **{share.position: share.whole for share in shares}}
    left = seats - sum(share.whole for share in shares)
    orders = {claim.position: claim.order for claim in claims}
    below = [_Contender(s.position, s.remainder, orders[s.position]) for s in shares if s.whole < limit]
    awards, tied = _highest(below, left)
    for award in awards:
        won[award.position] += 1
    left -= len(awards)
    room = tuple(share.position for share in shares if won[share.position] < limit)
    tied = tied if tied or not left else room
    rounds = (*before.rounds, Round(seats, sum(claim.votes for claim in claims), price, shares, awards))
    full = tuple(share.position for share in shares if won[share.position] == limit < seats)
    return Allocation(won, rounds, left if tied else 0, tied, 0 if tied else left, (*before.capped, *full))


def _highest(contenders: Sequence[_Contender], seats: int) -> tuple[tuple[Award, ...], tuple[int, ...]]:
    """Awards to the highest values, and the positions between which the rest of the seats stays undecided."""
    ranked = sorted(contenders, key=lambda c: (-c.value, c.order, c.position))
    inside, outside = ranked[:seats], ranked[seats:]
    tied: tuple[int, ...] = ()
    if inside and outside and _level(inside[-1], outside[0]):
        level = [c for c in ranked if _level(c, outside[0])]
        tied = tuple(sorted(c.position for c in level))
        inside = [c for c in inside if c not in level]
    beaten = {c.value for c in outside}
    awards = [Award(seat, c.position, c.value, c.value in beaten) for seat, c in enumerate(inside, start=1)]
    return tuple(awards), tied


def _level(one: _Contender, other: _Contender) -> bool:
    return (one.value, one.order) == (other.value, other.order)
