"""What counts under the decisions of a day: precincts excluded, re-voted and restored; candidates invalidated."""

import random
from datetime import date, timedelta

import pytest

from portal.domain.decisions import ContestStatus, Decision, DecisionKind, DecisionScope, state_at
from portal.domain.determination.derived import (
    PrecinctResult,
    added,
    signed_differences,
    tally,
    under_decisions,
)
from portal.domain.determination.inputs import InputError
from portal.domain.determination.outcome import OutcomeKind
from portal.domain.determination.parliament import ParliamentParameters, determine
from portal.domain.determination.rules import Rule
from tests.depth import depth
from tests.domain.determination.builders import candidate

DAY = date(2025, 12, 1)
BALLOT = [candidate(1, 0), candidate(2, 0, "f"), candidate(3, 0), candidate(4, 0, "f")]


def act(kind, scope, target, number="1", on=DAY, body="CEC"):
    return Decision(number, on, body, kind, scope, target)


def invalidate(precinct, **fields):
    return act(DecisionKind.INVALIDATE_PRECINCT, DecisionScope.PRECINCT, precinct, **fields)


def result(precinct="1", votes=(40, 30, 20, 10), vote=0):
    return PrecinctResult(precinct, sum(votes) + 5, dict(enumerate(votes, start=1)), vote)


def outcome_on(results, decisions, day=None):
    state = state_at(decisions, day)
    sums = tally(results, state, "13")
    return under_decisions(determine(sums.standings(BALLOT, state, "13"), ParliamentParameters()), state, "13")


def test_invalidated_precinct_is_left_out_and_its_voters_stay_in_the_base():
    sums = tally([result("1"), result("2", (1, 1, 1, 1))], state_at([invalidate("2")]), "13")
    assert sums.votes == {1: 40, 2: 30, 3: 20, 4: 10} and sums.took_part == 105
    assert (sums.coverage.took_part, sums.coverage.at_precincts) == (114, 9)
    assert [step.rule for step in sums.steps] == [Rule.PRECINCT_EXCLUDED]


def test_re_vote_takes_the_place_of_the_invalidated_vote_once_it_is_counted():
    decisions = [
        invalidate("2"),
        act(DecisionKind.SET_RE_VOTE, DecisionScope.PRECINCT, "2", "2", DAY + timedelta(1)),
    ]
    state = state_at(decisions)
    first = [result("1"), result("2", (9, 0, 0, 0))]
    assert tally(first, state, "13").votes[1] == 40
    both = tally([*first, result("2", (0, 0, 0, 7), vote=1)], state, "13")
    assert both.votes == {1: 40, 2: 30, 3: 20, 4: 17} and both.coverage.at_precincts == 0
    assert [step.rule for step in both.steps] == [Rule.RE_VOTE_REPLACES]


def test_reversal_of_the_invalidation_restores_the_first_vote_even_after_a_re_vote():
    decisions = [
        invalidate("2"),
        act(DecisionKind.SET_RE_VOTE, DecisionScope.PRECINCT, "2", "2", DAY + timedelta(1)),
        act(DecisionKind.REVERSE, DecisionScope.DECISION, "1", "3", DAY + timedelta(30), "court"),
    ]
    rows = [result("1"), result("2", (9, 0, 0, 0)), result("2", (0, 0, 0, 7), vote=1)]
    assert tally(rows, state_at(decisions), "13").votes == {1: 49, 2: 30, 3: 20, 4: 10}


def test_votes_of_an_invalidated_candidate_become_invalid_ballots_and_stay_readable():
    state = state_at([act(DecisionKind.INVALIDATE_CANDIDATE, DecisionScope.OPTION, "13:1")])
    sums = tally([result("1")], state, "13")
    assert sums.votes[1] == 40 and sums.made_invalid == 40
    assert sums.coverage.candidates_above_third
    assert [s.position for s in sums.standings(BALLOT, state, "13") if s.invalidated] == [1]


def test_votes_of_a_candidate_at_an_invalidated_precinct_are_kept_apart():
    candidate_act = act(DecisionKind.INVALIDATE_CANDIDATE, DecisionScope.OPTION, "13:1", "2")
    sums = tally([result("1"), result("2")], state_at([invalidate("2"), candidate_act]), "13")
    assert (sums.coverage.for_candidates, sums.coverage.for_candidates_elsewhere) == (40, 40)


def test_decision_on_another_contest_changes_nothing_here():
    assert tally([result("2")], state_at([invalidate("2:14")]), "13").votes[1] == 40


def test_vote_of_a_precinct_given_twice_is_refused():
    with pytest.raises(InputError, match="given twice"):
        tally([result("1"), result("1")], state_at([]), "13")


def test_order_of_precincts_changes_nothing():
    rng = random.Random(13)
    for _ in range(depth(500)):
        rows = [result(str(n), [rng.randint(0, 9) for _ in range(4)]) for n in range(8)]
        decisions = [invalidate(str(n), number=str(n)) for n in range(8) if rng.random() < 0.3]
        state = state_at(decisions)
        assert tally(rng.sample(rows, len(rows)), state, "13") == tally(rows, state, "13")


DISTRICT_13 = [
    act(DecisionKind.DECLARE_INVALID, DecisionScope.CONTEST, "13", "501", date(2025, 12, 3)),
    act(DecisionKind.DETERMINE, DecisionScope.CAMPAIGN, "", "510", date(2025, 12, 10)),
    act(DecisionKind.SET_REPEAT_ELECTION, DecisionScope.CONTEST, "13", "530", date(2025, 12, 30)),
    act(DecisionKind.REVERSE, DecisionScope.DECISION, "501", "12", date(2026, 2, 13)),
    act(DecisionKind.INVALIDATE_CANDIDATE, DecisionScope.OPTION, "13:1", "12", date(2026, 2, 13)),
    act(DecisionKind.DETERMINE, DecisionScope.CONTEST, "13", "12", date(2026, 2, 13)),
]


@pytest.mark.parametrize(
    ("day", "kind", "elected", "repeat"),
    [
        (date(2025, 12, 2), OutcomeKind.ELECTED, {1, 2, 3}, False),
        (date(2025, 12, 3), OutcomeKind.INVALID, set(), False),
        (date(2025, 12, 10), OutcomeKind.INVALID, set(), False),
        (date(2025, 12, 30), OutcomeKind.INVALID, set(), True),
        (date(2026, 2, 12), OutcomeKind.INVALID, set(), True),
        (date(2026, 2, 13), OutcomeKind.ELECTED, {2, 3, 4}, False),
    ],
)
def test_district_13_has_the_outcome_of_any_day_of_its_real_sequence(day, kind, elected, repeat):
    ruling = outcome_on([result("1")], DISTRICT_13, day)
    assert (ruling.shown.kind, ruling.shown.positions, ruling.repeat_election_set) == (kind, elected, repeat)
    if kind is OutcomeKind.INVALID:
        assert ruling.shown.steps[0].document()["numbers"] == {"number": "501", "date": "2025-12-03", "body": "CEC"}
        assert ruling.computed.positions == {1, 2, 3}


def test_result_is_official_only_by_decision():
    decisions = [
        act(DecisionKind.DETERMINE, DecisionScope.CAMPAIGN, "", "1"),
        act(DecisionKind.OFFICIAL, DecisionScope.CAMPAIGN, "", "2", DAY + timedelta(10)),
    ]
    early, late = outcome_on([result()], decisions, DAY), outcome_on([result()], decisions)
    assert (early.status, early.official, late.official) == (ContestStatus.DETERMINED, False, True)
    assert early.shown == late.shown == early.computed


def test_not_held_by_decision_replaces_what_is_computed():
    decisions = [act(DecisionKind.DECLARE_NOT_HELD, DecisionScope.CONTEST, "13")]
    assert outcome_on([result()], decisions).shown.kind is OutcomeKind.NOT_HELD


def test_appeal_leaves_the_computed_result_with_a_notice():
    ruling = outcome_on([result()], [act(DecisionKind.SUSPEND_BY_APPEAL, DecisionScope.CONTEST, "13")])
    assert ruling.suspended and ruling.shown.positions == {1, 2, 3}
    assert [notice.rule for notice in ruling.shown.notices] == [Rule.SUSPENDED]


def test_signed_protocols_are_added_and_set_beside_the_sum_of_precincts():
    signed = added([{1: 40, 2: 30}, {1: 5, 3: 1}])
    assert signed == {1: 45, 2: 30, 3: 1}
    found = signed_differences(signed, {1: 45, 2: 31})
    assert [(step["position"], step["signed"], step["computed"]) for step in found] == [(2, 30, 31), (3, 1, 0)]
