"""One door for every kind of contest."""

import json

import pytest

from portal.domain.determination.contest import ContestFigures, bounds_of, determine
from portal.domain.determination.inputs import Participation, Totals
from portal.domain.determination.messages import sentence
from portal.domain.determination.outcome import OutcomeKind
from portal.domain.determination.parameter_words import PARAMETERS
from portal.domain.determination.rules import Rule
from portal.domain.statuses import CampaignKind, ContestKind
from tests.domain.determination.builders import answer, candidate, party

PEOPLE = (candidate(1, 60, "m"), candidate(2, 30, "m"), candidate(3, 20, "m"), candidate(4, 5, "f"))


def figures(campaign=CampaignKind.PARLIAMENT, contest=ContestKind.MULTI_MEMBER, standings=PEOPLE, seats=3, **fields):
    return ContestFigures(campaign, contest, "13", seats, standings, **fields)


def president(**fields):
    return figures(CampaignKind.PRESIDENT, ContestKind.PRESIDENT, seats=1, **fields)


def city(**fields):
    lists = (party(1, 60), party(2, 40))
    return figures(CampaignKind.LOCAL_CITY, ContestKind.PARTY_LIST, lists, 10, **fields)


def question(**fields):
    return figures(CampaignKind.REFERENDUM, ContestKind.QUESTION, (answer(1, 60), answer(2, 30)), 0, **fields)


def test_districts_of_parliament_follow_the_cap_of_one_sex():
    assert determine(figures()).positions == {1, 2, 4}


def test_contests_of_local_keneshes_follow_their_parameters():
    assert determine(figures(CampaignKind.LOCAL_AIYL)).positions == {1, 2, 3}
    capped = figures(CampaignKind.LOCAL_CITY, parameters={"max_one_sex": "2"})
    assert determine(capped).positions == {1, 2, 4}, "a city may elect persons by most votes too"


def test_president_is_determined_by_round():
    outcome = determine(president(participation=Participation(120)))
    assert outcome.kind is OutcomeKind.SECOND_ROUND
    assert determine(president(second_round=True)).kind is OutcomeKind.ELECTED


def test_party_lists_and_questions_need_what_the_package_states():
    assert determine(city(parameters={"method": "hare"})).list_seats == ((1, 6), (2, 4))
    stated = {"majority": "1/2", "majority_of": "took_part", "turnout_minimum": "30%"}
    assert determine(question(parameters=stated, totals=Totals(200, 100))).kind is OutcomeKind.ADOPTED


@pytest.mark.parametrize(("case", "key"), [(city(), "method"), (question(), "turnout_minimum")])
def test_contest_without_its_parameter_is_undetermined_and_names_the_key(case, key):
    outcome = determine(case)
    assert outcome.kind is OutcomeKind.UNDETERMINED and outcome.rules() == (Rule.PARAMETER_MISSING,)
    assert outcome.steps[0]["key"] == key and PARAMETERS[key].ky in sentence(outcome.steps[0], "ky")
    assert bounds_of(case, 5) is None


def test_bounds_exist_for_every_kind_of_contest():
    assert bounds_of(figures(), 0).document()["certain"] == [1, 2, 4]
    assert bounds_of(figures(CampaignKind.LOCAL_AIYL), 0).document()["certain"] == [1, 2, 3]
    first_round = bounds_of(president(participation=Participation(120)), 0).document()
    assert (first_round["certain"], first_round["second_round_certain"]) == ([], [1, 2])
    stated = {"majority": "1/2", "majority_of": "took_part", "turnout_minimum": "none"}
    assert bounds_of(question(parameters=stated, totals=Totals(200, 100)), 5).document()["adopted_certain"] is True
    assert bounds_of(city(parameters={"method": "hare"}), 0).at_least == ((1, 6), (2, 4))
    assert bounds_of(president(second_round=True), 0).document()["certain"] == [1]


def test_documents_are_plain_json():
    for case in (figures(), president(participation=Participation(120)), city(parameters={"method": "droop"})):
        assert json.loads(json.dumps(determine(case).document())) == determine(case).document()
        found = bounds_of(case, None)
        assert found is None or json.loads(json.dumps(found.document()))["extra"] is None


def test_a_notice_stands_where_the_other_basis_of_participation_meets_a_turnout_condition():
    rules = {"method": "hare", "turnout_minimum": "50%"}
    low = city(parameters=rules, participation=Participation(120, 90), totals=Totals(200, 90, 90))
    outcome = determine(low)
    assert outcome.kind is OutcomeKind.NOT_HELD
    (notice,) = outcome.notices
    assert (notice.rule, notice["basis"], notice["outcome"]) == (Rule.BASIS_DIFFERS, "signatures", "elected")
    agreed = city(parameters=rules, participation=Participation(120, 110), totals=Totals(200, 110, 110))
    assert determine(agreed).notices == ()
