"""President: two rounds (R139 ¶78), and bounds of the first one against every completion."""

import random
from dataclasses import replace
from itertools import product

import pytest

from portal.domain.determination.inputs import Participation, ParticipationBasis
from portal.domain.determination.outcome import OutcomeKind
from portal.domain.determination.parameters import ParameterError
from portal.domain.determination.president import (
    PresidentParameters,
    RoundTwoRule,
    RoundTwoTie,
    determine_first_round,
    determine_second_round,
)
from portal.domain.determination.president_bounds import first_round_bounds, second_round_bounds
from portal.domain.determination.rules import Rule
from tests.depth import depth
from tests.domain.determination.builders import against, candidate

DEFAULTS = PresidentParameters()


def first(*standings, took_part=100, found=None, **fields):
    return determine_first_round(standings, Participation(took_part, found), PresidentParameters(**fields))


def second(*standings, **fields):
    return determine_second_round(standings, PresidentParameters(**fields))


def test_more_than_half_of_those_who_took_part_is_elected():
    outcome = first(candidate(1, 51), candidate(2, 30), candidate(3, 9), against(5))
    assert outcome.kind is OutcomeKind.ELECTED and outcome.positions == {1}
    assert outcome.rules() == (Rule.TOOK_PART, Rule.PRESIDENT_MAJORITY)


def test_half_exactly_is_not_enough_although_it_is_most_of_the_valid_votes():
    outcome = first(candidate(1, 50), candidate(2, 30), candidate(3, 9))
    assert outcome.kind is OutcomeKind.SECOND_ROUND and outcome.second_round == (1, 2)
    assert outcome.steps[1].document()["numbers"] == {"leader": 50, "took_part": 100, "needed": 51}
    assert outcome.steps[2].document()["numbers"] == {"position": 1, "other": 2, "votes": 50, "other_votes": 30}


def test_against_all_is_a_position_and_not_a_candidate():
    outcome = first(candidate(1, 20), candidate(2, 10), candidate(3, 9), against(60))
    assert outcome.second_round == (1, 2)
    two = first(candidate(1, 20), candidate(2, 10), against(60))
    assert two.kind is OutcomeKind.REPEAT_ELECTION


def test_two_candidates_and_none_elected_means_repeat_elections():
    outcome = first(candidate(1, 45), candidate(2, 44))
    assert outcome.kind is OutcomeKind.REPEAT_ELECTION and outcome.repeat_election
    assert outcome.rules()[-1] is Rule.PRESIDENT_TWO_NONE_ELECTED


def test_one_candidate_not_elected_is_left_open_by_the_text():
    assert first(candidate(1, 45)).rules()[-1] is Rule.PRESIDENT_ONE_NONE_ELECTED


def test_next_candidate_stands_when_one_of_the_two_withdraws():
    outcome = first(candidate(1, 40, withdrawn=True), candidate(2, 30), candidate(3, 20))
    assert outcome.second_round == (2, 3)
    assert outcome.rules()[-1] is Rule.PRESIDENT_NEXT_STANDS


def test_one_candidate_stands_when_no_other_is_left():
    outcome = first(candidate(1, 40), candidate(2, 30, withdrawn=True), candidate(3, 20, invalidated=True))
    assert outcome.second_round == (1,)
    assert outcome.rules()[-1] is Rule.PRESIDENT_ONE_STANDS


def test_nobody_left_for_the_second_round_is_left_open_by_the_text():
    outcome = first(*(candidate(at, 30, withdrawn=True) for at in (1, 2, 3)))
    assert outcome.rules()[-1] is Rule.PRESIDENT_NOBODY_LEFT


def test_equal_votes_for_second_place_stay_undetermined_and_the_first_is_sure():
    outcome = first(candidate(1, 40), candidate(2, 20), candidate(3, 20), candidate(4, 5))
    assert outcome.kind is OutcomeKind.UNDETERMINED
    assert outcome.second_round == (1,) and outcome.contenders == (2, 3)
    assert outcome.rules()[-1] is Rule.PRESIDENT_SECOND_PLACE_TIE


def test_two_equal_leaders_stand_in_the_second_round():
    assert set(first(candidate(1, 40), candidate(2, 40), candidate(3, 5)).second_round) == {1, 2}


def test_winner_who_withdrew_is_left_open_by_the_text():
    outcome = first(candidate(1, 60, withdrawn=True), candidate(2, 20), candidate(3, 10))
    assert outcome.rules()[-1] is Rule.PRESIDENT_WINNER_WITHDREW


def test_notice_stands_where_the_other_basis_gives_another_outcome():
    outcome = first(candidate(1, 51), candidate(2, 30), candidate(3, 9), took_part=100, found=102)
    assert outcome.kind is OutcomeKind.ELECTED
    assert [(n.rule, n["basis"], n["outcome"]) for n in outcome.notices] == [
        (Rule.BASIS_DIFFERS, "ballots_found", "second_round")
    ]
    same = first(candidate(1, 51), candidate(2, 30), candidate(3, 9), took_part=100, found=101)
    assert same.notices == ()


def test_basis_of_participation_is_a_parameter():
    basis = ParticipationBasis.BALLOTS_FOUND
    people = [candidate(1, 51), candidate(2, 30), candidate(3, 9)]
    assert first(*people, took_part=100, found=102, participation_basis=basis).kind is OutcomeKind.SECOND_ROUND
    assert first(*people, participation_basis=basis).rules() == (Rule.TOOK_PART_UNKNOWN,)


def test_figures_that_contradict_each_other_are_noticed():
    outcome = first(candidate(1, 60), candidate(2, 60), candidate(3, 1))
    assert outcome.rules()[-1] is Rule.MORE_VOTES_THAN_VOTERS
    assert first(candidate(1, 90), candidate(2, 20), candidate(3, 1)).notices[0].rule is Rule.MORE_VOTES_THAN_VOTERS


def test_no_votes_at_all_determine_nothing():
    assert first(candidate(1, 0), candidate(2, 0), took_part=0).rules()[-1] is Rule.NO_VOTES
    assert second(candidate(1, 0), candidate(2, 0)).rules() == (Rule.NO_VOTES,)
    assert second(candidate(1, 0), against(0)).kind is OutcomeKind.UNDETERMINED


def test_most_votes_win_the_second_round_without_any_majority():
    outcome = second(candidate(1, 31), candidate(2, 30), against(20))
    assert outcome.positions == {1} and outcome.rules() == (Rule.PRESIDENT_PLURALITY,)


def test_against_all_above_the_leader_in_round_two_follows_the_parameter():
    standings = [candidate(1, 31), candidate(2, 30), against(32)]
    assert second(*standings).kind is OutcomeKind.UNDETERMINED
    repeat = second(*standings, second_round_against_all=RoundTwoRule.REPEAT)
    assert repeat.kind is OutcomeKind.REPEAT_ELECTION and repeat.rules()[-1] is Rule.PRESIDENT_ROUND_TWO_NONE
    assert second(*standings, second_round_against_all=RoundTwoRule.IGNORED).positions == {1}


def test_equal_votes_in_round_two_follow_the_parameter():
    standings = [candidate(1, 31), candidate(2, 31)]
    assert second(*standings).contenders == (1, 2)
    assert second(*standings, second_round_tie=RoundTwoTie.REPEAT).kind is OutcomeKind.REPEAT_ELECTION


def test_second_round_without_candidates_means_repeat_elections():
    assert second(candidate(1, 5, withdrawn=True)).kind is OutcomeKind.REPEAT_ELECTION


def test_parameters_are_read_and_refused_with_what_is_allowed():
    assert PresidentParameters.parse({}) == DEFAULTS
    assert PresidentParameters.parse({"second_round_tie": "repeat"}).second_round_tie is RoundTwoTie.REPEAT
    with pytest.raises(ParameterError, match=r"participation_basis is 'cheques'; allowed: signatures \| ballots_found"):
        PresidentParameters.parse({"participation_basis": "cheques"})


def naive_first_round(votes, took_part):
    """Second implementation for more than two candidates: winner, or the two with most votes, None for a tie."""
    winners = [at for at, number in votes.items() if number * 2 > took_part]
    if winners:
        return "elected", set(winners)
    for pair in product(votes, repeat=2):
        others = [number for at, number in votes.items() if at not in pair]
        if pair[0] < pair[1] and min(votes[at] for at in pair) > max(others):
            return "pair", set(pair)
    return "tie", set()


def test_ten_thousand_random_first_rounds_agree_with_the_second_implementation():
    rng = random.Random(78)
    for _ in range(depth(10_000)):
        votes = {at: rng.randint(0, rng.choice((4, 1000))) for at in range(1, rng.randint(3, 8) + 1)}
        took_part = sum(votes.values()) + rng.randint(0, 50)
        outcome = first(*(candidate(at, number) for at, number in votes.items()), took_part=took_part)
        if not any(votes.values()):
            continue
        kind, positions = naive_first_round(votes, took_part)
        expected = {"elected": OutcomeKind.ELECTED, "pair": OutcomeKind.SECOND_ROUND, "tie": OutcomeKind.UNDETERMINED}
        assert outcome.kind is expected[kind]
        assert set(outcome.positions or outcome.second_round) >= positions


def completions(standings, took_part, extra):
    """Every way in which up to `extra` more voters take part, each with one valid vote or none."""
    for added in product(range(extra + 1), repeat=len(standings)):
        for comers in range(sum(added), extra + 1):
            yield [replace(s, votes=s.votes + n) for s, n in zip(standings, added, strict=True)], took_part + comers


def fate(rng):
    """Mostly neither withdrawn nor invalidated."""
    return {"withdrawn": rng.random() < 0.15, "invalidated": rng.random() < 0.1}


def test_bounds_of_round_one_equal_the_enumeration_of_all_completions():
    rng, open_ones = random.Random(51), 0
    for _ in range(depth(2_000)):
        size, extra = rng.randint(1, 4), rng.randint(0, 3)
        standings = [candidate(at, rng.randint(0, 5), **fate(rng)) for at in range(1, size + 1)]
        standings += [against(rng.randint(0, 2))] if rng.random() < 0.5 else []
        took_part = sum(s.votes for s in standings) + rng.randint(0, 2)
        outcomes = [first(*done, took_part=comers) for done, comers in completions(standings, took_part, extra)]
        elected = [outcome.positions for outcome in outcomes]
        pairs = [frozenset(outcome.second_round) for outcome in outcomes]
        found = first_round_bounds(standings, took_part, extra)
        assert found.elected_certain == frozenset.intersection(*elected), (standings, took_part, extra)
        assert found.elected_possible == frozenset.union(*elected), (standings, took_part, extra)
        assert found.second_round_certain == frozenset.intersection(*pairs), (standings, took_part, extra)
        assert found.second_round_possible == frozenset.union(*pairs), (standings, took_part, extra)
        open_ones += not found.settled
    assert open_ones > depth(500)


def test_unknown_numbers_leave_the_first_round_open():
    found = first_round_bounds([candidate(1, 9), candidate(2, 1), candidate(3, 1)], None, 5)
    assert found.elected_possible == {1, 2, 3} and not found.settled


def test_bounds_of_the_second_round_equal_the_enumeration_of_all_completions():
    rng, sure = random.Random(78), 0
    for _ in range(depth(1_500)):
        pair = [candidate(1, rng.randint(0, 6)), candidate(2, rng.randint(0, 6))]
        standings = [*pair, against(rng.randint(0, 6))] if rng.random() < 0.5 else pair
        extra, rule = rng.randint(0, 4), rng.choice(list(RoundTwoRule))
        rules = PresidentParameters(second_round_against_all=rule)
        results = []
        for added in product(range(extra + 1), repeat=len(standings)):
            if sum(added) <= extra:
                done = [replace(s, votes=s.votes + more) for s, more in zip(standings, added, strict=True)]
                results.append(frozenset(determine_second_round(done, rules).positions))
        found = second_round_bounds(standings, extra, against_all_counts=rule is not RoundTwoRule.IGNORED)
        assert found.certain == frozenset.intersection(*results), (standings, extra, rule)
        assert found.possible == frozenset().union(*results), (standings, extra, rule)
        assert found.settled is (len(set(results)) == 1), (standings, extra, rule)
        sure += bool(found.certain)
    assert sure > depth(300)


def test_an_unknown_number_of_voters_leaves_the_second_round_open():
    found = second_round_bounds([candidate(1, 900), candidate(2, 1)], None, against_all_counts=True)
    assert (found.certain, found.possible, found.settled) == (frozenset(), {1, 2}, False)
