"""Referendum: a question by its stated majority and turnout condition."""

import random
from dataclasses import replace
from itertools import product

import pytest

from portal.domain.determination.inputs import InputError, Totals
from portal.domain.determination.outcome import OutcomeKind
from portal.domain.determination.parameters import ParameterError
from portal.domain.determination.referendum import ReferendumParameters, certain_and_open, determine
from portal.domain.determination.rules import Rule
from tests.depth import depth
from tests.domain.determination.builders import answer

STATED = {"majority": "1/2", "majority_of": "took_part", "turnout_minimum": "30%"}


def question(yes, no, voters=300, took_part=100, valid=None, **values):
    parameters = ReferendumParameters.parse({**STATED, **values})
    return determine([answer(1, yes), answer(2, no)], parameters, Totals(voters, took_part, valid))


def test_question_is_adopted_by_more_than_the_stated_majority():
    assert question(51, 40).kind is OutcomeKind.ADOPTED
    assert question(50, 40).kind is OutcomeKind.NOT_ADOPTED
    assert question(50, 40, majority_comparison="at_least").kind is OutcomeKind.ADOPTED


@pytest.mark.parametrize(
    ("of", "kind"),
    [
        ("valid_votes", OutcomeKind.ADOPTED),
        ("took_part", OutcomeKind.NOT_ADOPTED),
        ("voters", OutcomeKind.NOT_ADOPTED),
    ],
)
def test_base_of_the_majority_is_stated_by_the_package(of, kind):
    assert question(50, 40, majority_of=of).kind is kind


def test_stated_valid_votes_stand_before_the_sum_of_answers():
    assert question(46, 40, valid=92, majority_of="valid_votes").kind is OutcomeKind.NOT_ADOPTED


def test_turnout_below_the_condition_means_not_held_without_repeat():
    outcome = question(80, 9, took_part=89)
    assert outcome.kind is OutcomeKind.NOT_HELD and not outcome.repeat_election
    assert question(80, 9, took_part=89, turnout_minimum="none").kind is OutcomeKind.ADOPTED


def test_missing_numbers_leave_the_question_undetermined():
    assert question(80, 9, took_part=None, turnout_minimum="none").rules() == (Rule.TOOK_PART_UNKNOWN,)
    assert question(80, 9, voters=None).rules()[0] is Rule.TURNOUT_UNKNOWN
    assert question(0, 0, majority_of="valid_votes").rules()[-1] is Rule.NO_VOTES


def test_another_answer_may_be_the_one_that_adopts():
    assert question(10, 80, adopted_position="2").kind is OutcomeKind.ADOPTED
    with pytest.raises(InputError, match="adopted_position 7 is not on the ballot; positions: 1, 2"):
        question(10, 80, adopted_position="7")


@pytest.mark.parametrize("key", ["majority", "majority_of", "turnout_minimum"])
def test_package_must_state_majority_and_turnout(key):
    with pytest.raises(ParameterError, match=f"{key} is missing"):
        ReferendumParameters.parse({name: value for name, value in STATED.items() if name != key})


@pytest.mark.parametrize(
    ("key", "value"),
    [("majority", "most"), ("majority_of", "all"), ("turnout_minimum", "30"), ("adopted_position", "x")],
)
def test_every_parameter_refuses_nonsense_by_its_name(key, value):
    with pytest.raises(ParameterError) as error:
        ReferendumParameters.parse({**STATED, key: value})
    assert (error.value.key, error.value.value) == (key, value)


def completions(standings, totals, extra):
    for added in product(range(extra + 1), repeat=len(standings)):
        for comers in range(sum(added), extra + 1):
            more = [replace(s, votes=s.votes + n) for s, n in zip(standings, added, strict=True)]
            yield more, Totals(totals.voters, totals.took_part + comers, None)


def test_bounds_equal_the_enumeration_of_all_completions():
    rng, open_ones = random.Random(27), 0
    for _ in range(depth(2_000)):
        values = {
            "majority": rng.choice(("1/2", "2/3", "1/3")),
            "majority_of": rng.choice(("valid_votes", "took_part", "voters")),
            "majority_comparison": rng.choice(("at_least", "more_than")),
            "turnout_minimum": rng.choice(("none", "1/2", "1/3")),
        }
        parameters = ReferendumParameters.parse(values)
        standings, extra = [answer(1, rng.randint(0, 4)), answer(2, rng.randint(0, 4))], rng.randint(0, 3)
        took_part = sum(s.votes for s in standings) + rng.randint(0, 1)
        totals = Totals(took_part + extra + rng.randint(0, 5) or 1, took_part)
        found = certain_and_open(standings, parameters, totals, extra)
        done = [determine(votes, parameters, sums).kind for votes, sums in completions(standings, totals, extra)]
        adopted = [kind is OutcomeKind.ADOPTED for kind in done]
        assert (found.adopted_certain, found.adopted_possible) == (all(adopted), any(adopted)), (standings, values)
        open_ones += not found.settled
    assert open_ones > depth(300)


def test_unknown_number_of_voters_leaves_the_question_open():
    parameters = ReferendumParameters.parse(STATED)
    found = certain_and_open([answer(1, 9), answer(2, 1)], parameters, Totals(), None)
    assert not found.adopted_certain and found.adopted_possible
