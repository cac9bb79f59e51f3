"""Aiyl keneshes: most votes, by the campaign's own rules."""

import random
from dataclasses import replace
from fractions import Fraction
from itertools import product

import pytest

from portal.domain.determination.inputs import Totals
from portal.domain.determination.local_aiyl import AiylParameters, certain_and_open, determine
from portal.domain.determination.outcome import OutcomeKind
from portal.domain.determination.parameters import ParameterError
from portal.domain.determination.rules import Rule
from tests.depth import depth
from tests.domain.determination.builders import against, candidate

KEPT = {"reserved_sex": "f", "reserved_seats": "2"}


def aiyl(people, seats=4, totals=None, **values):
    return determine(people, AiylParameters.parse(values), seats, totals or Totals())


def men(*votes):
    return [candidate(at, number, "m") for at, number in enumerate(votes, start=1)]


def test_most_votes_win_without_any_cap_by_default():
    outcome = aiyl([*men(9, 8, 7, 6, 5), candidate(6, 1, "f")])
    assert outcome.positions == {1, 2, 3, 4}
    assert set(outcome.rules()) == {Rule.MOST_VOTES_LOCAL}


def test_reserved_seats_go_to_the_reserved_sex():
    women = [candidate(7, 2, "f"), candidate(8, 1, "f"), candidate(9, 3, "f")]
    outcome = aiyl([*men(9, 8, 7, 6, 5), *women], **KEPT)
    assert outcome.positions == {1, 2, 7, 9}
    assert Rule.SEX_CAP_LOCAL in outcome.rules()


def test_reserved_seats_bind_only_from_below():
    women = [candidate(at, 20, "f") for at in range(10, 14)]
    assert aiyl([*men(9, 8), *women], **KEPT).positions == {10, 11, 12, 13}


def test_reserved_seats_without_candidates_stay_vacant_or_pass_on_by_the_parameter():
    people = [*men(9, 8, 7, 6, 5), candidate(7, 2, "f")]
    assert aiyl(people, **KEPT).vacancies == 1
    filled = aiyl(people, **KEPT, reserved_unfilled="best_remaining")
    assert filled.positions == {1, 2, 3, 7} and not filled.vacancies


def test_stricter_of_the_two_caps_binds_men():
    women = [candidate(at, 1, "f", at) for at in range(10, 14)]
    outcome = aiyl([*men(9, 8, 7), *women], max_one_sex="3", reserved_sex="f", reserved_seats="3")
    assert outcome.positions == {1, 10, 11, 12}


def test_against_all_follows_the_parameter():
    people = [*men(9, 8), against(10)]
    assert aiyl(people).kind is OutcomeKind.INVALID
    assert aiyl(people, against_all="ignored").positions == {1, 2}


def test_turnout_below_the_minimum_means_not_held():
    assert aiyl(men(9, 8), totals=Totals(100, 29), turnout_minimum="30%").kind is OutcomeKind.NOT_HELD
    assert aiyl(men(9, 8), totals=Totals(100, 30), turnout_minimum="30%").kind is OutcomeKind.ELECTED


def test_several_marks_per_ballot_let_the_same_voters_lift_more_candidates():
    people = men(10, 9, 8, 0, 0)
    one = certain_and_open(people, AiylParameters.parse({}), 8, 3)
    two = certain_and_open(people, AiylParameters.parse({"marks_per_ballot": "3"}), 9, 3)
    assert one.certain == {1, 2} and two.certain == {1}


def test_reserved_seats_are_filled_in_every_random_contest_that_has_the_candidates():
    rng = random.Random(30)
    for _ in range(depth(3_000)):
        people = [candidate(at, rng.randint(1, 999), rng.choice("fm"), at) for at in range(1, rng.randint(2, 20))]
        seats, kept = rng.randint(1, 9), rng.randint(0, 9)
        kept = min(kept, seats)
        outcome = aiyl(people, seats, reserved_sex="f", reserved_seats=str(kept), reserved_unfilled="best_remaining")
        women = sum(person.sex == "f" for person in people)
        assert sum(seat.sex == "f" for seat in outcome.elected) >= min(kept, women)
        assert len(outcome.elected) == min(seats, len(people))


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("max_one_sex", "x"),
        ("reserved_seats", "1.5"),
        ("reserved_unfilled", "lost"),
        ("marks_per_ballot", "0"),
        ("marks_per_ballot", "none"),
        ("ties", "coin"),
        ("turnout_minimum", "30"),
    ],
)
def test_every_parameter_refuses_nonsense_by_its_name(key, value):
    with pytest.raises(ParameterError) as error:
        AiylParameters.parse({"reserved_sex": "f", key: value})
    assert (error.value.key, error.value.value) == (key, value)


def test_reserved_seats_need_a_reserved_sex():
    with pytest.raises(ParameterError, match="reserved_sex is missing"):
        AiylParameters.parse({"reserved_seats": "2"})


def test_parameters_of_one_contest_stand_before_those_of_the_campaign():
    values = {"turnout_minimum": "1/3", "turnout_minimum.7": "none"}
    assert AiylParameters.parse(values).turnout_minimum == Fraction(1, 3)
    assert AiylParameters.parse(values, "7").turnout_minimum is None


def test_bounds_under_a_turnout_condition_equal_the_enumeration_of_all_completions():
    rng, blocked, hopeless = random.Random(31), 0, 0
    for _ in range(depth(1_000)):
        people = [candidate(at, rng.randint(0, 4)) for at in range(1, rng.randint(2, 4))]
        extra, cast = rng.randint(0, 3), sum(person.votes for person in people)
        totals = Totals(voters=rng.randint(cast + extra, 3 * (cast + extra) + 1), took_part=cast)
        if not totals.voters:
            continue
        parameters = AiylParameters.parse({"turnout_minimum": "50%", "ties": "undetermined"})
        found = certain_and_open(people, parameters, extra, 1, totals)
        results = [
            determine(done, parameters, 1, replace(totals, took_part=cast + came))
            for done, marked in completions(people, extra)
            for came in range(marked, extra + 1)
        ]
        assert found.certain == frozenset.intersection(*(frozenset(r.positions) for r in results))
        voted = [r for r in results if r.kind not in GONE and Rule.NO_VOTES not in r.rules()]
        assert found.possible == frozenset().union(*(r.positions | set(r.contenders) for r in voted))
        assert found.invalid_possible is any(r.kind in GONE for r in results)
        blocked += found.invalid_possible
        hopeless += not found.valid_possible
    assert blocked > depth(100) and hopeless > depth(50)


def completions(people, extra):
    for added in product(range(extra + 1), repeat=len(people)):
        if sum(added) <= extra:
            yield [replace(p, votes=p.votes + more) for p, more in zip(people, added, strict=True)], sum(added)


GONE = (OutcomeKind.NOT_HELD, OutcomeKind.INVALID)


def test_unknown_participation_leaves_nobody_certain_under_a_turnout_condition():
    parameters = AiylParameters.parse({"turnout_minimum": "30%"})
    found = certain_and_open([candidate(1, 90), candidate(2, 1)], parameters, 2, 1)
    assert (found.certain, found.possible) == (frozenset(), {1})
