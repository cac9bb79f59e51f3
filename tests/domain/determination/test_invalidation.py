"""Results invalid (R139 ¶81), and whether a re-vote could change the result (¶75)."""

import random

import pytest

from portal.domain.determination.inputs import InputError, Participation
from portal.domain.determination.invalidation import (
    Coverage,
    InvalidityParameters,
    InvalidityScope,
    one_third_tests,
    re_vote_effects,
)
from portal.domain.determination.parameters import ParameterError
from portal.domain.determination.parliament import ParliamentParameters, certain_and_open, determine
from portal.domain.determination.president import PresidentParameters, determine_first_round
from portal.domain.determination.president_bounds import first_round_bounds
from portal.domain.determination.rules import Rule
from tests.depth import depth
from tests.domain.determination.builders import candidate
from tests.domain.determination.test_certainty import completions

DISTRICT = InvalidityParameters()
NATIONAL = InvalidityParameters(InvalidityScope.NATIONAL)


def judged(*districts, parameters=DISTRICT):
    return one_third_tests(districts[0], districts, parameters)


@pytest.mark.parametrize(("covered", "invalid"), [(33, False), (34, True)])
def test_invalidated_precincts_above_one_third_of_all_who_took_part(covered, invalid):
    assert judged(Coverage(100, covered)).invalid is invalid


def test_one_third_exactly_is_not_more_than_one_third():
    assert not judged(Coverage(99, 33)).invalid
    assert not judged(Coverage(99, 0, 33)).invalid


def test_the_two_tests_are_separate_and_never_added():
    both = judged(Coverage(100, 30, 30))
    assert not both.invalid
    assert [s.rule for s in both.steps][:2] == [Rule.THIRD_PRECINCTS, Rule.THIRD_CANDIDATES]


def test_base_includes_voters_of_invalidated_precincts():
    assert not judged(Coverage(took_part=100, at_precincts=30, for_candidates=33)).invalid
    assert judged(Coverage(took_part=100, at_precincts=30, for_candidates=34)).invalid


def test_scope_in_force_is_a_parameter_and_both_are_shown():
    districts = (Coverage(100, 50), Coverage(900, 0))
    local, national = judged(*districts), judged(*districts, parameters=NATIONAL)
    assert local.invalid and not national.invalid
    assert local.steps == national.steps
    shown = [(s["scope"], s["covered"], s["took_part"], s["third"]) for s in local.steps]
    assert ("district", 50, 100, "above") in shown and ("national", 50, 1000, "not_above") in shown


def test_votes_at_invalidated_precincts_are_shown_where_they_would_turn_the_second_test():
    open_one = judged(Coverage(100, 20, 30, 4))
    assert not open_one.invalid
    assert Rule.THIRD_CANDIDATES_OPEN in [step.rule for step in open_one.steps]
    assert Rule.THIRD_CANDIDATES_OPEN not in [step.rule for step in judged(Coverage(100, 20, 30, 3)).steps]


def test_order_of_districts_changes_nothing():
    rng = random.Random(81)
    for _ in range(depth(1_000)):
        districts = []
        for _ in range(rng.randint(1, 6)):
            took_part = rng.randint(0, 90)
            districts.append(Coverage(took_part, rng.randint(0, took_part), rng.randint(0, 30), rng.randint(0, 9)))
        first = one_third_tests(districts[0], districts, NATIONAL)
        assert one_third_tests(districts[0], rng.sample(districts, len(districts)), NATIONAL) == first
        assert first.national.above_third is (
            3 * sum(d.at_precincts for d in districts) > sum(d.took_part for d in districts)
            or 3 * sum(d.for_candidates for d in districts) > sum(d.took_part for d in districts)
        )


@pytest.mark.parametrize("numbers", [(-1, 0), (5, 6), (5, 0, -1)])
def test_numbers_that_contradict_each_other_are_refused(numbers):
    with pytest.raises(InputError):
        Coverage(*numbers)


def test_scope_that_is_not_known_is_refused():
    with pytest.raises(ParameterError, match=r"invalidity_scope is 'region'; allowed: district \| national"):
        InvalidityParameters.parse({"invalidity_scope": "region"})
    assert InvalidityParameters.parse({"invalidity_scope": "national"}) == NATIONAL


PEOPLE = [candidate(1, 90), candidate(2, 80, "f"), candidate(3, 70, "f"), candidate(4, 60)]


def effects(voters, people=PEOPLE):
    parameters = ParliamentParameters()
    return re_vote_effects(voters, lambda extra: certain_and_open(people, parameters, extra).settled)


def test_precincts_that_change_nothing_alone_may_change_the_result_together():
    found = effects({"105": 6, "101": 5})
    assert [(effect.precincts, effect.voters, effect.could_change) for effect in found] == [
        (("101",), 5, False),
        (("105",), 6, False),
        (("101", "105"), 11, True),
    ]
    assert [effect.step().rule for effect in found][1:] == [Rule.RE_VOTE_CHANGES_NOTHING, Rule.RE_VOTE_CHANGES]


def test_precinct_of_unknown_size_could_always_change_the_result():
    (effect,) = effects({"105": None})
    assert effect.could_change and effect.voters is None
    assert effect.step()["precincts"] == "105"


def test_no_invalidated_precinct_means_no_effect_to_show():
    assert effects({}) == ()


def test_re_vote_could_change_the_result_exactly_when_some_vote_there_does():
    rng, changing = random.Random(75), 0
    parameters = ParliamentParameters()
    for _ in range(depth(600)):
        people = [candidate(at, rng.randint(1, 6), rng.choice("fm"), at) for at in range(1, 6)]
        extra = rng.randint(0, 3)
        results = {determine(done, parameters).positions for done in completions(people, extra, 1)}
        (effect,) = effects({"1": extra}, people)
        assert effect.could_change is (len(results) > 1), people
        changing += effect.could_change
    assert changing > depth(100)


def test_re_vote_in_a_presidential_election_is_judged_by_the_bounds_of_round_one():
    people, took_part = [candidate(1, 55), candidate(2, 30), candidate(3, 5)], 100
    outcome = determine_first_round(people, Participation(took_part), PresidentParameters())
    assert outcome.positions == {1}
    found = re_vote_effects({"7": 9, "8": 10}, lambda extra: first_round_bounds(people, took_part, extra).settled)
    assert [effect.could_change for effect in found] == [False, True, True]
