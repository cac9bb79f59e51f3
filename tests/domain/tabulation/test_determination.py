"""Determination documents: outcome, seats, explanation, one third, re-votes and signed sums."""

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.domain.decisions import DecisionKind, DecisionScope
from portal.domain.determination.invalidation import Coverage
from portal.domain.determination.messages import placeholders
from portal.domain.determination.rule_messages import MESSAGES
from portal.domain.determination.rules import RULES, Rule
from portal.domain.statuses import CampaignKind, ContestKind, ProtocolKind
from portal.domain.tabulation.campaign import contest_summary
from portal.domain.tabulation.coverage import national_coverage
from portal.domain.tabulation.seats import campaign_determination, contest_determination
from portal.published.determinations import DeterminationWords
from tests.domain.tabulation.determining import (
    act,
    consolidated,
    document,
    excluded,
    found,
    options,
    positions,
    row,
    rules,
    scheme,
)

BALLOT = options("m", "m", "m", "f", against=True)
VOTES = [400, 300, 200, 100, 50]


def test_three_candidates_are_seated_and_the_third_seat_passes_to_the_other_sex() -> None:
    outcome = found(scheme(BALLOT), row("N1", VOTES, ballots=1100, ballots_invalid=50))
    assert (outcome["outcome"], positions(outcome), outcome["extra"]) == ("elected", [1, 2, 4], 0)
    first = outcome["seats"][0]
    assert (first["votes"], first["base"], first["share"]) == (400, 1050, "38.10")
    assert rules(outcome["steps"])[-1] == "other_sex_takes_seat"
    assert (outcome["valid_votes"], outcome["ballots_invalid"], outcome["participation"]["counted"]) == (1050, 50, 1100)


def test_while_a_precinct_is_missing_only_certain_seats_are_listed() -> None:
    outcome = found(scheme(BALLOT), row("N1", VOTES, received=1), voters=1151)
    assert (outcome["outcome"], outcome["extra"], outcome["computed"]) == ("open", 101, "open")
    assert positions(outcome) == [1, 4], "with 101 more votes only one of the sex that may hold two seats is open"
    assert (outcome["open_seats"], outcome["possible"]) == (1, [2, 3])
    assert rules(outcome["steps"]) == ["bounds"]
    level = found(scheme(BALLOT), row("N1", VOTES, received=1), voters=1150)
    assert (level["outcome"], level["extra"]) == ("elected", 100), "equal votes go to the earlier documents"


def test_unknown_numbers_of_voters_leave_every_seat_open() -> None:
    outcome = found(scheme(BALLOT), row("N1", VOTES, received=1), voters=None)
    assert (outcome["extra"], outcome["seats"], outcome["open_seats"]) == (None, [], 3)
    assert outcome["steps"][0]["numbers"]["extra"] == "?"


def test_without_protocols_the_view_comes_from_scanners_and_says_so() -> None:
    by_machine = found(scheme(BALLOT), row("N1", VOTES, scanner=True))
    assert (by_machine["count"], positions(by_machine)) == ("scanner", [1, 2, 4])
    one_protocol = found(scheme(BALLOT), row("N1", VOTES, scanner=True), row("N2", [0, 1, 0, 0, 0], received=1))
    assert (one_protocol["count"], one_protocol["outcome"]) == ("protocol", "open")


def test_remote_votes_keep_a_district_open_until_the_whole_campaign_is_in() -> None:
    part = row("N1", VOTES)
    part["protocol"]["remote_received"] = part["scanner"]["remote_received"] = 1
    assert found(scheme(BALLOT), part)["outcome"] == "open"
    assert found(scheme(BALLOT), part, complete=frozenset({"protocol"}))["outcome"] == "elected"
    part["scanner"]["remote_received"] = 2
    assert found(scheme(BALLOT), part, complete=frozenset({"protocol"}))["outcome"] == "open", "a protocol is missing"


INVALIDATE = (DecisionKind.INVALIDATE_PRECINCT, DecisionScope.PRECINCT)


def test_an_invalidated_precinct_counts_in_one_third_and_a_re_vote_may_change_the_result() -> None:
    decided = scheme(BALLOT, (act("41", date(2025, 12, 2), *INVALIDATE, "105"),))
    small = found(decided, row("N1", VOTES), excluded=[excluded("105", 60, [60, 0, 0, 0, 0])])
    assert small["third"]["took_part"] == 1110
    assert (small["third"]["at_precincts"], small["third"]["precincts_above_third"]) == (60, False)
    assert [(r["precincts"], r["could_change"]) for r in small["re_votes"]] == [(["105"], False)]
    large = found(decided, row("N1", VOTES), excluded=[excluded("105", 600, [600, 0, 0, 0, 0])])
    assert (large["third"]["precincts_above_third"], large["re_votes"][0]["could_change"]) == (True, True)
    assert "precinct_excluded" in rules(large["third"]["steps"])


def test_a_re_vote_that_is_called_opens_the_seats_it_can_change() -> None:
    called = (
        act("41", date(2025, 12, 2), *INVALIDATE, "105"),
        act("42", date(2025, 12, 5), DecisionKind.SET_RE_VOTE, DecisionScope.PRECINCT, "105"),
    )
    gone = excluded("105", 300, [0, 0, 300, 0, 0], voters=400, re_vote_set=True)
    outcome = found(scheme(BALLOT, called), row("N1", VOTES), excluded=[gone])
    assert (outcome["outcome"], outcome["extra"]) == ("open", 400)
    assert found(scheme(BALLOT, called[:1]), row("N1", VOTES), excluded=[{**gone, "re_vote_set": False}])["extra"] == 0


def test_votes_of_an_invalidated_candidate_become_invalid_ballots_in_the_derived_view_only() -> None:
    decided = (act("50", date(2025, 12, 3), DecisionKind.INVALIDATE_CANDIDATE, DecisionScope.OPTION, "13:1"),)
    part = row("N1", VOTES, ballots=1100, ballots_invalid=50)
    outcome = found(scheme(BALLOT, decided), part)
    assert positions(outcome) == [2, 3, 4]
    assert (outcome["made_invalid"], outcome["valid_votes"], outcome["ballots_invalid"]) == (400, 650, 450)
    assert (outcome["third"]["for_candidates"], outcome["third"]["candidates_above_third"]) == (400, True)
    assert outcome["steps"][0]["rule"] == "candidate_invalidated"
    assert part["protocol"]["votes"] == VOTES, "the protocol stays as it is"


DISTRICT_13 = (
    act("1001", date(2025, 12, 3), DecisionKind.DECLARE_INVALID, DecisionScope.CONTEST, "13"),
    act("1002", date(2025, 12, 30), DecisionKind.SET_REPEAT_ELECTION, DecisionScope.CONTEST, "13"),
    act("1003", date(2026, 2, 13), DecisionKind.REVERSE, DecisionScope.DECISION, "1001"),
    act("1003", date(2026, 2, 13), DecisionKind.INVALIDATE_CANDIDATE, DecisionScope.OPTION, "13:2"),
)


@pytest.mark.parametrize(
    ("day", "outcome", "seated", "repeat_set"),
    [
        (date(2025, 12, 1), "elected", [1, 2, 4], False),
        (date(2025, 12, 3), "invalid", [], False),
        (date(2025, 12, 30), "invalid", [], True),
        (date(2026, 2, 13), "elected", [1, 3, 4], False),
    ],
)
def test_district_13_can_be_asked_for_any_day(day: date, outcome: str, seated: list[int], repeat_set: bool) -> None:
    determined = found(scheme(BALLOT, DISTRICT_13, day=day), row("N1", VOTES))
    assert (determined["outcome"], positions(determined)) == (outcome, seated)
    assert determined["repeat_election_set"] is repeat_set
    assert determined["computed"] == "elected"
    assert bool(determined["computed_steps"]) is (outcome == "invalid")


def test_an_appeal_suspends_and_only_a_publication_makes_official() -> None:
    contest = (DecisionScope.CONTEST, "13")
    rulings = [
        act("1", date(2025, 12, 10), DecisionKind.DETERMINE, *contest),
        act("2", date(2025, 12, 11), DecisionKind.SUSPEND_BY_APPEAL, *contest),
        act("3", date(2025, 12, 15), DecisionKind.RESUME, *contest),
        act("4", date(2025, 12, 20), DecisionKind.OFFICIAL, *contest),
    ]

    def on(day: int) -> tuple[str, bool, bool]:
        document = found(scheme(BALLOT, tuple(rulings), day=date(2025, 12, day)), row("N1", VOTES))
        return document["status"], document["suspended"], document["official"]

    assert on(9) == ("open", False, False)
    assert on(11) == ("determined", True, False)
    assert (on(15), on(20)) == (("determined", False, False), ("determined", False, True))


def test_the_campaign_names_who_is_elected_by_the_official_act_alone() -> None:
    rulings = (
        act("1", date(2025, 12, 10), DecisionKind.DETERMINE, DecisionScope.CONTEST, "13"),
        act("2", date(2025, 12, 20), DecisionKind.OFFICIAL, DecisionScope.CONTEST, "13"),
        act("3", date(2025, 12, 21), DecisionKind.SUSPEND_BY_APPEAL, DecisionScope.CONTEST, "13"),
    )

    def elected(acts: int) -> tuple[list[str], list[Any] | None]:
        of = scheme(BALLOT, rulings[:acts])
        place = row("N1", VOTES)
        outcome = found(of, place)
        named = contest_determination(document(of, place), outcome).get("elected")
        return [row["number"] for row in outcome.get("acts", [])], named

    assert elected(0) == ([], None)
    assert elected(1) == (["1"], None)
    numbers, named = elected(2)
    assert numbers == ["1", "2"] and named is not None
    assert [(one["position"], one["sex"], one["votes"], one["seats"]) for one in named] == [
        (1, "m", 400, 1),
        (2, "m", 300, 1),
        (4, "f", 100, 1),
    ], "the third seat is named though third place is not elected"
    assert elected(3)[1] is None


def test_a_question_is_no_contest_for_seats() -> None:
    ballot = options("", "")
    of = scheme(ballot, campaign=CampaignKind.REFERENDUM, kind=ContestKind.QUESTION, seats=0)
    whole = document(of, row("N1", [60, 40]))
    whole["determination"] = found(of, row("N1", [60, 40]))
    campaign = campaign_determination(of, [contest_summary(whole)])
    assert campaign["outcomes"] == {}
    assert sum(campaign.get("questions", {}).values()) == 1


def test_signed_protocols_stand_beside_the_sum_of_precincts() -> None:
    rows = row("N1", [400, 300, 200, 100, 50]), row("N2", [10, 0, 0, 0, 0])
    one = consolidated("tik-1", "N1", {1: 402, 2: 300, 3: 198, 4: 100, 5: 50})
    partly = found(scheme(BALLOT), *rows, signed=[one])["signed"]
    assert (partly["difference"], partly["whole"]) == ([2, 0, -2, 0, 0], False)
    assert rules(partly["steps"]) == ["signed_differs", "signed_differs"]
    newer = consolidated("tik-1", "N1", {1: 400, 2: 300, 3: 200, 4: 100, 5: 50}, seq=2)
    both = found(scheme(BALLOT), *rows, signed=[one, newer, consolidated("tik-2", "N2", {1: 10})])["signed"]
    assert (both["votes"], both["whole"]) == ([410, 300, 200, 100, 50], True)
    assert (both["computed"], both["steps"]) == (both["votes"], [])


def test_a_commission_beneath_another_that_signed_is_not_added_twice() -> None:
    rows = row("N1", VOTES), row("N2", [10, 0, 0, 0, 0])
    whole = consolidated("oik", "N", {1: 410, 2: 300, 3: 200, 4: 100, 5: 50})
    signed = found(scheme(BALLOT), *rows, signed=[whole, consolidated("tik-1", "N1", {1: 400})])["signed"]
    assert [commission["commission"] for commission in signed["commissions"]] == ["oik"]
    assert signed["difference"] == [0, 0, 0, 0, 0]


def test_a_remote_consolidated_protocol_is_added_to_the_ordinary_one() -> None:
    protocols = [
        consolidated("oik", "N", {1: 390, 2: 300, 3: 200, 4: 100, 5: 50}),
        consolidated("oik", "N", {1: 10}, kind=ProtocolKind.REMOTE),
    ]
    assert found(scheme(BALLOT), row("N1", VOTES), signed=protocols)["signed"]["difference"] == [0, 0, 0, 0, 0]


def president(votes: list[int], *, signed: int, **more: str) -> object:
    of = scheme(
        options(*"mfm", against=True),
        campaign=CampaignKind.PRESIDENT,
        kind=ContestKind.PRESIDENT,
        seats=1,
        parameters=more,
        territory="",
    )
    return found(of, row("N", votes, voters_participated=signed))


def test_a_president_needs_half_of_those_who_took_part_by_the_campaigns_basis() -> None:
    by_signatures = president([520, 300, 150, 30], signed=1050)
    assert by_signatures["outcome"] == "second_round" and by_signatures["second_round"] == [1, 2]
    assert rules(by_signatures["notices"]) == ["basis_differs"]
    by_ballots = president([520, 300, 150, 30], signed=1050, participation_basis="ballots_found")
    assert (by_ballots["outcome"], positions(by_ballots)) == ("elected", [1])


def test_a_missing_parameter_is_said_and_never_fatal() -> None:
    of = scheme(BALLOT, campaign=CampaignKind.REFERENDUM, kind=ContestKind.QUESTION, seats=0)
    outcome = found(of, row("N1", VOTES, received=1))
    assert (outcome["outcome"], rules(outcome["steps"])) == ("undetermined", ["parameter_missing"])
    wrong = {"turnout_minimum": "none", "majority": "1/2", "majority_of": "valid_votes", "adopted_position": "9"}
    of = scheme(BALLOT, campaign=CampaignKind.REFERENDUM, kind=ContestKind.QUESTION, seats=0, parameters=wrong)
    assert found(of, row("N1", VOTES))["outcome"] == "undetermined"


@given(
    votes=st.lists(st.integers(0, 60), min_size=4, max_size=4),
    received=st.integers(0, 2),
    voters=st.none() | st.integers(0, 400),
)
def test_every_document_is_whole_and_every_step_can_be_said(
    votes: list[int], received: int, voters: int | None
) -> None:
    outcome = found(scheme(options(*"mfmf")), row("N1", votes, received=received), voters=voters)
    seated = positions(outcome)
    assert len(set(seated)) == len(seated) <= 3
    assert len(seated) + outcome["vacancies"] + outcome["open_seats"] == 3
    assert not set(seated) & set(outcome["possible"])
    assert sum(option in seated for option in (1, 3)) <= 2 and sum(option in seated for option in (2, 4)) <= 2
    for step in [*outcome["steps"], *outcome["notices"], *outcome["third"]["steps"]]:
        assert placeholders(MESSAGES[Rule(step["rule"])].en) <= set(step["numbers"])
        assert RULES[Rule(step["rule"])].text == step["source"]


def otherwise(of_signatures: int, at_signatures: int, parameters: dict[str, str] | None = None) -> Any:
    """A district of 100 ballots and an invalidated precinct of 51, whose signatures are other numbers."""
    lost = excluded("5", 51, [40, 11])
    lost["protocol"]["took_part_otherwise"] = at_signatures
    gone = act("1", date(2025, 12, 3), DecisionKind.INVALIDATE_PRECINCT, DecisionScope.PRECINCT, "5:13")
    rows = row("N1", [60, 40], ballots=100, voters_participated=of_signatures)
    return found(scheme(options("m", "f"), (gone,), parameters=parameters), rows, excluded=(lost,))


def test_a_test_of_one_third_that_the_other_basis_would_turn_says_so() -> None:
    third = otherwise(100, 49)["third"]
    assert (third["at_precincts"], third["took_part"], third["precincts_above_third"]) == (51, 151, True)
    assert third["otherwise"] == {"basis": "signatures", "took_part": 149, "at_precincts": 49}
    (notice,) = [step for step in third["steps"] if step["rule"] == "third_precincts_otherwise"]
    assert notice["numbers"] == {
        "scope": "district",
        "basis": "signatures",
        "took_part": 149,
        "covered": 49,
        "third": "not_above",
    }
    for language in ("ky", "ru", "en"):
        words = DeterminationWords(language)
        (line,) = words.notices({"notices": [], "third": third}, None)
        assert "149" in line.text and "{" not in line.text


def test_other_numbers_that_turn_no_test_are_kept_without_a_notice() -> None:
    third = otherwise(101, 51)["third"]
    assert third["otherwise"] == {"basis": "signatures", "took_part": 152, "at_precincts": 51}
    assert not [step for step in third["steps"] if step["rule"].endswith("otherwise")]


def test_the_same_numbers_by_either_basis_say_nothing() -> None:
    assert "otherwise" not in otherwise(100, 51)["third"]


def test_votes_of_an_invalidated_candidate_are_held_against_either_basis() -> None:
    out = act("1", date(2025, 12, 3), DecisionKind.INVALIDATE_CANDIDATE, DecisionScope.OPTION, "13:2")
    rows = row("N1", [66, 34], ballots=100, voters_participated=104)
    third = found(scheme(options("m", "f"), (out,)), rows)["third"]
    assert (third["candidates_above_third"], third["otherwise"]["took_part"]) == (True, 104)
    (notice,) = [step for step in third["steps"] if step["rule"].endswith("otherwise")]
    assert (notice["rule"], notice["numbers"]["third"]) == ("third_candidates_otherwise", "not_above")


def test_the_national_test_counts_every_district_by_the_other_basis_where_it_is_known() -> None:
    of = scheme(options("m", "f"), parameters={"invalidity_scope": "national"})
    districts = [Coverage(100, 40), Coverage(50, 11)]
    third = national_coverage(of, districts, [{"basis": "signatures", "took_part": 100, "at_precincts": 38}, None])
    assert (third["precincts_above_third"], third["in_force"]) == (True, True)
    assert third["otherwise"] == {"basis": "signatures", "took_part": 150, "at_precincts": 49}
    assert [step["rule"] for step in third["steps"]][-1] == "third_precincts_otherwise"
    assert "otherwise" not in national_coverage(of, districts, [None, None])
