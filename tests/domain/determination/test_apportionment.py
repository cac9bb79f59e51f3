"""Quota and divisor methods against independent characterisations, and against known allocations."""

import random
from fractions import Fraction
from itertools import pairwise

import pytest

from portal.domain.determination.apportionment import Claim, Method, apportion
from portal.domain.determination.inputs import InputError
from tests.depth import depth

QUOTAS = (Method.HARE, Method.DROOP)
DIVISORS = {Method.DHONDT: lambda seats: seats + 1, Method.SAINTE_LAGUE: lambda seats: 2 * seats + 1}


def claims(*votes):
    return [Claim(at, number) for at, number in enumerate(votes, start=1)]


def seats_of(method, votes, seats, **fields):
    return tuple(apportion(method, claims(*votes), seats, **fields).seats.values())


@pytest.mark.parametrize(
    ("method", "expected"),
    [
        (Method.DHONDT, (5, 2, 2, 1, 0, 0)),
        (Method.SAINTE_LAGUE, (4, 2, 2, 1, 1, 0)),
        (Method.HARE, (5, 2, 1, 1, 1, 0)),
        (Method.DROOP, (5, 2, 2, 1, 0, 0)),
    ],
)
def test_methods_differ_on_the_same_votes_as_counted_by_hand(method, expected):
    assert seats_of(method, (47_000, 16_000, 15_900, 12_000, 6_000, 3_100), 10) == expected


def test_arithmetic_of_a_quota_is_kept_step_by_step():
    this_round = apportion(Method.HARE, claims(60, 30, 10), 7).rounds[0]
    assert this_round.quota == Fraction(100, 7)
    assert [(share.whole, share.remainder) for share in this_round.shares] == [
        (4, Fraction(20, 7)),
        (2, Fraction(10, 7)),
        (0, Fraction(10)),
    ]
    assert [(award.position, award.value) for award in this_round.awards] == [(3, Fraction(10))]


def test_arithmetic_of_a_divisor_is_kept_seat_by_seat():
    awards = apportion(Method.DHONDT, claims(60, 25), 3).rounds[0].awards
    assert [(award.seat, award.position, award.value) for award in awards] == [(1, 1, 60), (2, 1, 30), (3, 2, 25)]


@pytest.mark.parametrize("method", list(Method))
def test_equal_votes_for_the_last_seat_stay_open_between_the_tied(method):
    found = apportion(method, claims(50, 50), 3)
    assert found.open_seats == 1 and found.tied == (1, 2)
    assert tuple(found.seats.values()) == (1, 1)


@pytest.mark.parametrize("method", list(Method))
def test_order_decides_between_equal_claims(method):
    found = apportion(method, [Claim(1, 50, (2,)), Claim(2, 50, (1,))], 3)
    assert found.seats == {1: 1, 2: 2} and not found.open_seats
    assert found.rounds[0].awards[-1].by_order


@pytest.mark.parametrize("method", list(Method))
def test_seats_above_the_cap_go_to_the_others(method):
    found = apportion(method, claims(90, 6, 4), 10, cap=5)
    assert found.seats == {1: 5, 2: 3, 3: 2} and 1 in found.capped


@pytest.mark.parametrize("method", list(Method))
def test_seats_that_nobody_may_take_stay_unfilled(method):
    found = apportion(method, claims(90, 10, 0), 10, cap=3)
    assert found.seats == {1: 3, 2: 3, 3: 0} and found.unfilled == 4 and not found.open_seats


def test_no_votes_fill_no_seat():
    assert apportion(Method.HARE, claims(0, 0), 4).unfilled == 4


def test_seats_and_votes_that_cannot_be_are_refused():
    with pytest.raises(InputError, match="1 or more"):
        apportion(Method.HARE, claims(1), 0)
    with pytest.raises(InputError, match="not negative"):
        apportion(Method.HARE, [Claim(1, -1)], 1)


def random_claims(rng):
    spread = rng.choice((5, 40, 1_000_000))
    return [rng.randint(0, spread) for _ in range(rng.randint(1, 9))], rng.randint(1, 45)


def test_ten_thousand_divisor_allocations_are_the_one_that_no_quotient_can_improve():
    """Independent of any procedure: the smallest quotient served is above the largest one not served."""
    rng = random.Random(1882)
    for _ in range(depth(10_000)):
        votes, seats = random_claims(rng)
        for method, divisor in DIVISORS.items():
            found = apportion(method, claims(*votes), seats)
            won = list(found.seats.values())
            if not any(votes):
                continue
            assert sum(won) + found.open_seats == seats
            served = [Fraction(v, divisor(s - 1)) for v, s in zip(votes, won, strict=True) if s]
            wanting = [Fraction(v, divisor(s)) for v, s in zip(votes, won, strict=True)]
            if not found.open_seats:
                assert min(served) >= max(wanting)
            else:
                tied = {wanting[at - 1] for at in found.tied}
                assert tied == {max(wanting)} and len(found.tied) > found.open_seats
                assert wanting.count(max(wanting)) == len(found.tied)


def naive_quota(method, votes, seats):
    """Second implementation in whole numbers: (seats, open seats) with the largest remainders, one by one."""
    total = sum(votes)
    size, unit = (total, seats) if method is Method.HARE else (total // (seats + 1) + 1, 1)
    won = [number * unit // size for number in votes]
    left, rest = seats - sum(won), [number * unit % size if number else -1 for number in votes]
    while left:
        best = [at for at, remainder in enumerate(rest) if remainder == max(rest)]
        if max(rest) < 0 or len(best) > left:
            return won, left
        for at in best:
            won[at], rest[at] = won[at] + 1, -1
        left -= len(best)
    return won, 0


def test_ten_thousand_quota_allocations_agree_with_the_second_implementation():
    rng = random.Random(1857)
    for _ in range(depth(10_000)):
        votes, seats = random_claims(rng)
        for method in QUOTAS:
            if any(votes):
                found = apportion(method, claims(*votes), seats)
                assert (list(found.seats.values()), found.open_seats) == naive_quota(method, votes, seats), votes


@pytest.mark.parametrize("method", list(Method))
def test_seat_totals_and_caps_hold_for_random_elections(method):
    rng = random.Random(method.value)
    for _ in range(depth(5_000)):
        votes, seats = random_claims(rng)
        cap = rng.randint(1, seats)
        found = apportion(method, claims(*votes), seats, cap)
        assert sum(found.seats.values()) + found.open_seats + found.unfilled == seats
        assert max(found.seats.values()) <= cap
        assert all(found.seats[at] < cap for at in found.tied)
        assert all(found.seats[at] == 0 for at, number in enumerate(votes, start=1) if not number)
        if found.unfilled:
            assert all(found.seats[at] == cap for at, number in enumerate(votes, start=1) if number)


@pytest.mark.parametrize("method", list(Method))
def test_more_votes_never_mean_fewer_seats_than_another_party(method):
    rng = random.Random(method.value)
    for _ in range(depth(5_000)):
        votes, seats = random_claims(rng)
        won = seats_of(method, votes, seats)
        pairs = sorted(zip(votes, won, strict=True))
        assert all(one[1] <= other[1] for one, other in pairwise(pairs) if one[0] < other[0])


@pytest.mark.parametrize("method", list(DIVISORS))
def test_one_more_vote_never_costs_a_party_a_seat_under_a_divisor(method):
    rng = random.Random(method.value)
    for _ in range(depth(5_000)):
        votes, seats = random_claims(rng)
        lucky = rng.randrange(len(votes))
        before = apportion(method, claims(*votes), seats)
        votes[lucky] += 1
        assert apportion(method, claims(*votes), seats).seats[lucky + 1] >= before.seats[lucky + 1]


def test_order_in_which_parties_are_given_changes_nothing():
    rng = random.Random(79)
    for _ in range(depth(2_000)):
        votes, seats = random_claims(rng)
        listed = claims(*votes)
        for method in Method:
            assert (
                apportion(method, rng.sample(listed, len(listed)), seats).seats
                == apportion(method, listed, seats).seats
            )
