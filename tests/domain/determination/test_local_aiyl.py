"""Aiyl keneshes: most votes, by the campaign's own rules."""

import random
from fractions import Fraction

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
