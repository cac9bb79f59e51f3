"""Seats of party lists while voters may still be counted, against the enumeration of every completion."""

import random
from dataclasses import replace
from itertools import product

import pytest

from portal.domain.determination.apportionment import Method
from portal.domain.determination.inputs import Totals
from portal.domain.determination.list_bounds import certain_and_open
from portal.domain.determination.local_city import CityParameters, determine
from portal.domain.determination.outcome import OutcomeKind
from portal.domain.statuses import OptionKind
from tests.depth import depth
from tests.domain.determination.builders import against, party

SEATS = 5


def completions(standings, extra):
    for added in product(range(extra + 1), repeat=len(standings)):
        if sum(added) <= extra:
            yield [replace(s, votes=s.votes + more) for s, more in zip(standings, added, strict=True)], sum(added)


def small_contest(rng, method):
    size, extra = rng.randint(1, 4), rng.randint(1, 3)
    refused = [against(rng.randint(0, 9))] if rng.random() < 0.4 else []
    values = {
        "method": method.value,
        "threshold": rng.choice(("0%", "10%", "25%")),
        "threshold_of": rng.choice(("party_votes", "valid_votes", "took_part", "voters")),
        "party_cap": rng.choice(("none", "none", "2", "3")),
        "turnout_minimum": rng.choice(("none", "none", "50%")),
    }
    standings = [*(party(at, rng.randint(0, 9)) for at in range(1, size + 1)), *refused]
    cast = sum(standing.votes for standing in standings)
    voters = cast + extra + rng.randint(0, 20)
    return standings, CityParameters.parse(values), Totals(voters, cast, cast), extra


def seats_of(standings, parameters, totals, more):
    """Seats of every completion that may be: all participations that go with these votes."""
    for blank in range(more + 1):
        took_part = totals.took_part + sum(s.votes for s in standings) - totals.valid_votes + blank
        now = Totals(totals.voters, took_part, sum(s.votes for s in standings))
        yield determine(standings, {}, parameters, SEATS, now)


def extremes(standings, parameters, totals, extra):
    """Fewest and most seats of every party over all completions, ties against it and in its favour."""
    parties = [standing.position for standing in standings if standing.kind is OptionKind.PARTY]
    least, most, cap = dict.fromkeys(parties, SEATS), dict.fromkeys(parties, 0), parameters.party_cap or SEATS
    for done, cast in completions(standings, extra):
        for outcome in seats_of(done, parameters, totals, extra - cast):
            won = dict(outcome.list_seats)
            each = 1 if outcome.open_seats < len(outcome.contenders) else outcome.open_seats
            for at in parties:
                gain = each if won and at in outcome.contenders else 0
                least[at] = min(least[at], won.get(at, 0))
                most[at] = max(most[at], won.get(at, 0) + min(gain, cap - won.get(at, 0)))
    return least, most


@pytest.mark.parametrize("method", Method)
def test_no_completion_leaves_the_bounds(method):
    rng, narrow = random.Random(28), 0
    for _ in range(depth(2_500)):
        standings, parameters, totals, extra = small_contest(rng, method)
        found = certain_and_open(standings, parameters, SEATS, totals, extra)
        least, most = dict(found.at_least), dict(found.at_most)
        for done, cast in completions(standings, extra):
            for outcome in seats_of(done, parameters, totals, extra - cast):
                won = dict(outcome.list_seats)
                told = (standings, parameters, totals, extra, outcome.kind)
                assert all(won.get(at, 0) >= n for at, n in least.items()), told
                assert all(n <= most.get(at, 0) for at, n in won.items()), told
                assert won or found.none_possible, told
                assert not won or found.some_possible, told
                if found.settled:
                    assert (outcome.kind is OutcomeKind.ELECTED) is bool(won), told
                    assert all(won.get(at, 0) == n for at, n in least.items()), told
        narrow += sum(least.values()) > 0
    assert narrow > depth(500)


@pytest.mark.parametrize("method", Method)
def test_bounds_that_are_called_exact_are_the_extremes_of_all_completions(method):
    """Tiny elections are the hardest: every vote is a tie or a threshold. Nine in ten are exact all the same."""
    rng, exact, free = random.Random(2828), 0, 0
    for _ in range(depth(1_500)):
        standings, parameters, totals, extra = small_contest(rng, method)
        found = certain_and_open(standings, parameters, SEATS, totals, extra)
        if found.exact:
            told = (standings, parameters, totals, extra)
            assert (dict(found.at_least), dict(found.at_most)) == extremes(standings, parameters, totals, extra), told
        if parameters.party_cap is None:
            free, exact = free + 1, exact + found.exact
    assert exact > free * 9 // 10 > 0


@pytest.mark.parametrize("method", Method)
def test_bounds_hold_where_the_parties_near_the_threshold_are_too_many(method, monkeypatch):
    monkeypatch.setattr("portal.domain.determination.list_extremes.FLEXIBLE", 0)
    rng = random.Random(8)
    for _ in range(depth(800)):
        standings, parameters, totals, extra = small_contest(rng, method)
        found = certain_and_open(standings, parameters, SEATS, totals, extra)
        least, most = extremes(standings, parameters, totals, extra)
        assert all(n <= least[at] for at, n in found.at_least)
        assert all(n >= most[at] for at, n in found.at_most)


@pytest.mark.parametrize("method", Method)
def test_bounds_of_city_councils_are_exact_but_for_a_few(method):
    rng, exact, asked = random.Random(9), 0, depth(200)
    for _ in range(asked):
        size, seats, extra = rng.randint(4, 12), rng.choice((21, 31, 45)), rng.choice((50, 300, 2000))
        standings = [*(party(at, 40_000 * rng.randint(0, 99) ** 2 // 9801) for at in range(1, size + 1)), against(1500)]
        votes = sum(standing.votes for standing in standings)
        parameters = CityParameters.parse({"method": method.value, "threshold": rng.choice(("5%", "7%"))})
        exact += certain_and_open(standings, parameters, seats, Totals(600_000, votes, votes), extra).exact
    assert exact > asked * 9 // 10


@pytest.mark.parametrize("method", Method)
def test_with_nobody_left_to_count_the_bounds_are_the_seats(method):
    standings = [party(1, 520), party(2, 310), party(3, 170), against(20)]
    parameters = CityParameters.parse({"method": method.value, "threshold": "7%"})
    found = certain_and_open(standings, parameters, 15, Totals(1500, 1020, 1020), 0)
    assert found.settled and found.open_seats == 0
    assert (
        found.at_least == found.at_most == determine(standings, {}, parameters, 15, Totals(1500, 1020, 1020)).list_seats
    )


def test_seats_become_certain_as_precincts_come_in():
    standings = [party(1, 5200), party(2, 3100), party(3, 690)]
    parameters = CityParameters.parse({"method": "hare", "threshold": "7%"})
    spans = []
    for extra in (None, 5000, 500, 40):
        found = certain_and_open(standings, parameters, 15, Totals(20_000, 8990, 8990), extra)
        most = dict(found.at_most)
        spans.append([(n, most[at]) for at, n in found.at_least])
    assert spans[0] == [(0, 15)] * 3
    assert spans[1][0] == (5, 12) and spans[1][2][0] == 0, "the third party may fall below the threshold"
    assert spans[2][0] == (8, 9) and spans[3] == [(9, 9), (5, 5), (1, 1)]


def test_preferences_keep_the_persons_open():
    standings = [party(1, 900), party(2, 0)]
    parameters = CityParameters.parse({"method": "dhondt", "list_order": "preferences", "threshold": "20%"})
    found = certain_and_open(standings, parameters, 3, Totals(1000, 900, 900), 10)
    assert found.at_least == found.at_most == ((1, 3), (2, 0)) and not found.settled


def test_document_has_a_row_for_every_party():
    parameters = CityParameters.parse({"method": "dhondt"})
    document = certain_and_open([party(1, 9), party(2, 1)], parameters, 3, Totals(20, 10, 10), 2).document()
    assert document["lists"] == [
        {"position": 1, "at_least": 2, "at_most": 3},
        {"position": 2, "at_least": 0, "at_most": 1},
    ]
