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
                assert all(won.get(at, 0) + (outcome.open_seats if won else 0) >= n for at, n in least.items()), told
                assert all(n <= most.get(at, 0) for at, n in won.items()), told
                assert won or found.none_possible, told
                assert not won or found.some_possible, told
                if found.settled:
                    assert (outcome.kind is OutcomeKind.ELECTED) is bool(won), told
                    assert all(won.get(at, 0) == n for at, n in least.items()), told
        narrow += sum(least.values()) > 0
    assert narrow > depth(500)


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
    assert spans[1][0] == (5, 15) and spans[1][2][0] == 0, "the third party may fall below the threshold"
    assert spans[2][0] == (8, 10) and spans[3] == [(8, 9), (5, 6), (1, 2)]


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
