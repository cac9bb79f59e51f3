"""Certain and open seats against the enumeration of every completion."""

import random
from dataclasses import replace
from itertools import product

import pytest

from portal.domain.determination.certainty import Terms, bounds
from portal.domain.determination.inputs import InputError
from portal.domain.determination.messages import sentence
from portal.domain.determination.parameters import AgainstAll
from portal.domain.determination.parliament import ParliamentParameters, certain_and_open
from tests.depth import depth
from tests.domain.determination.builders import against, candidate, oracle


def completions(standings, extra, marks):
    """Every way in which `extra` voters may mark up to `marks` different positions each."""
    for added in product(range(extra + 1), repeat=len(standings)):
        if sum(added) <= extra * marks:
            yield [replace(s, votes=s.votes + more) for s, more in zip(standings, added, strict=True)]


def enumerated(standings, terms, extra):
    asked = terms.against_all is AgainstAll.INVALIDATES
    results = [oracle(done, terms.seats, terms.caps, asked) for done in completions(standings, extra, terms.marks)]
    certain = frozenset.intersection(*(result[0] for result in results))
    possible = frozenset.union(*(result[1] for result in results))
    invalid = {result[3] for result in results}
    return certain, possible, True in invalid, False in invalid


def small_contest(rng):
    size, seats = rng.randint(1, 5), rng.randint(1, 3)
    extra, marks = rng.randint(0, 3), rng.choice((1, 1, 2))
    people = [
        candidate(at, rng.randint(0, 5), rng.choice("fm"), rng.choice((None, 1, 2, 3))) for at in range(1, size + 1)
    ]
    people[0] = replace(people[0], withdrawn=rng.random() < 0.1 and size > 1)
    refused = [against(rng.randint(0, 7))] if rng.random() < 0.6 else []
    caps = {sex: rng.randint(0, seats) for sex in rng.choice(("", "m", "fm"))}
    return [*people, *refused], Terms(seats, caps, against_all=rng.choice(list(AgainstAll)), marks=marks), extra


def test_bounds_equal_the_enumeration_of_all_completions():
    rng, open_ones, blocked = random.Random(2025), 0, 0
    for _ in range(depth(10_000)):
        standings, terms, extra = small_contest(rng)
        found = bounds(standings, terms, extra)
        told = (found.certain, found.possible, found.invalid_possible, found.valid_possible)
        assert told == enumerated(standings, terms, extra), (standings, terms, extra)
        open_ones += found.certain != found.possible
        blocked += found.invalid_possible
    assert open_ones > depth(2_000) and blocked > depth(1_000)


def test_settled_means_that_no_completion_changes_who_is_elected():
    rng, settled = random.Random(30), 0
    for _ in range(depth(2_000)):
        standings, terms, extra = small_contest(rng)
        if bounds(standings, terms, extra).settled:
            asked = terms.against_all is AgainstAll.INVALIDATES
            every = [oracle(s, terms.seats, terms.caps, asked) for s in completions(standings, extra, terms.marks)]
            assert len({(certain, possible, invalid) for certain, possible, _, invalid in every}) == 1
            settled += 1
    assert settled > depth(400)


def test_more_uncounted_voters_never_make_a_seat_more_certain():
    rng = random.Random(32)
    for _ in range(depth(2_000)):
        standings, terms, extra = small_contest(rng)
        now, later = bounds(standings, terms, extra), bounds(standings, terms, extra + 1)
        assert later.certain <= now.certain and now.possible <= later.possible


def test_seats_of_a_district_become_certain_as_precincts_come_in():
    people = [candidate(1, 900, "m"), candidate(2, 700, "m"), candidate(3, 650, "m"), candidate(4, 300, "f")]
    parameters = ParliamentParameters()
    early = certain_and_open(people, parameters, 1_000)
    assert early.certain == {4} and early.open_seats == 2, "the only woman holds the seat that men may not take"
    late = certain_and_open(people, parameters, 49)
    assert late.certain == {1, 2, 4} and late.settled
    assert certain_and_open(people, parameters, 51).certain == {1, 4}


def test_against_all_may_be_met_by_a_rival_while_the_voters_left_lift_a_candidate():
    people = [candidate(1, 10, "m"), candidate(2, 5, "f"), candidate(3, 0, "f"), candidate(4, 0, "f"), against(12)]
    found = bounds(people, Terms(2), 3)
    assert (found.certain, found.possible) == (frozenset(), {1, 2})
    assert bounds(people, Terms(2), 1).possible == frozenset(), "one voter cannot lift anybody to against all"
    assert bounds(people, Terms(2), 7).possible == {1, 2, 3, 4}, "two votes for the leader, five for a tie"
    assert bounds(people, Terms(2), 6).possible == {1, 2}


def test_unknown_number_of_voters_leaves_every_seat_open():
    found = bounds([candidate(1, 900), candidate(2, 1)], Terms(1), None)
    assert found.certain == frozenset() and found.possible == {1, 2} and not found.settled
    assert "?" in sentence(found.step(), "en")


def test_negative_number_of_voters_is_refused():
    with pytest.raises(InputError, match="negative"):
        bounds([candidate(1)], Terms(1), -1)


def test_candidate_of_unknown_sex_leaves_capped_seats_open():
    found = bounds([candidate(1, 9, ""), candidate(2, 5, "f")], Terms(1, {"f": 1}), 0)
    assert found.certain == frozenset()


def test_contest_without_seats_is_refused():
    with pytest.raises(InputError, match="1 or more"):
        Terms(0)
