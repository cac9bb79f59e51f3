"""Jogorku Kenesh: three candidates of a district, at most two of one sex (R139 ¶79)."""

from datetime import timedelta

import pytest

from portal.domain.determination.inputs import InputError
from portal.domain.determination.outcome import OutcomeKind
from portal.domain.determination.parameters import ParameterError
from portal.domain.determination.parliament import ParliamentParameters, determine, mandates_by_sex
from portal.domain.determination.rules import Rule
from tests.domain.determination.builders import against, candidate

DEFAULTS = ParliamentParameters()


def district(*people, **fields):
    return determine(people, ParliamentParameters(**fields))


def test_three_candidates_with_most_votes_are_elected():
    outcome = district(candidate(1, 10, "m"), candidate(2, 40, "f"), candidate(3, 30, "m"), candidate(4, 20, "f"))
    assert outcome.kind is OutcomeKind.ELECTED
    assert [seat.position for seat in outcome.elected] == [2, 3, 4]
    assert outcome.rules() == (Rule.MOST_VOTES,) * 3


def test_third_seat_passes_to_the_best_of_the_other_sex_and_says_so():
    outcome = district(candidate(1, 40, "m"), candidate(2, 30, "m"), candidate(3, 20, "m"), candidate(4, 5, "f"))
    assert [seat.position for seat in outcome.elected] == [1, 2, 4]
    assert outcome.rules() == (Rule.MOST_VOTES, Rule.MOST_VOTES, Rule.SEX_CAP, Rule.OTHER_SEX_TAKES_SEAT)
    assert outcome.steps[2].document()["numbers"] == {"position": 3, "votes": 20, "cap": 2}


def test_seat_stays_vacant_and_flagged_when_nobody_of_the_other_sex_is_left():
    outcome = district(candidate(1, 40, "m"), candidate(2, 30, "m"), candidate(3, 20, "m"))
    assert outcome.kind is OutcomeKind.ELECTED
    assert (len(outcome.elected), outcome.vacancies) == (2, 1)
    assert [notice.rule for notice in outcome.notices] == [Rule.VACANCY]


def test_nobody_takes_a_seat_without_a_vote():
    outcome = district(candidate(1, 40, "m"), candidate(2, 30, "m"), candidate(3, 0, "f"))
    assert outcome.vacancies == 1
    assert [notice.rule for notice in outcome.notices] == [Rule.VACANCY, Rule.NO_ONE_WITHOUT_VOTES]


def test_equal_votes_go_to_the_earlier_complete_documents():
    people = [candidate(1, 40), candidate(2, 30, "f"), candidate(3, 20, "m", 61), candidate(4, 20, "f", 60)]
    outcome = district(*people)
    assert outcome.positions == {1, 2, 4}
    assert outcome.rules()[-1] is Rule.TIE_BY_DOCUMENTS


@pytest.mark.parametrize("minutes", [60, None])
def test_equal_votes_stay_undetermined_when_documents_do_not_decide(minutes):
    people = [candidate(1, 40), candidate(2, 30, "f"), candidate(3, 20, "m", 60), candidate(4, 20, "f", minutes)]
    outcome = district(*people)
    assert outcome.kind is OutcomeKind.UNDETERMINED
    assert outcome.positions == {1, 2}
    assert (outcome.open_seats, set(outcome.contenders)) == (1, {3, 4})
    assert outcome.rules()[-1] is Rule.TIE_UNDECIDED


def test_tie_within_the_elected_is_no_tie():
    outcome = district(candidate(1, 40), candidate(2, 40, "f"), candidate(3, 40), candidate(4, 5, "f"))
    assert outcome.kind is OutcomeKind.ELECTED


def test_against_all_strictly_above_the_leader_makes_the_district_invalid():
    outcome = district(candidate(1, 40), candidate(2, 30, "f"), against(41))
    assert outcome.kind is OutcomeKind.INVALID and outcome.repeat_election and not outcome.elected
    assert outcome.rules() == (Rule.AGAINST_ALL_ABOVE,)


def test_against_all_level_with_the_leader_changes_nothing():
    outcome = district(candidate(1, 40), candidate(2, 30, "f"), candidate(3, 20), against(40))
    assert outcome.kind is OutcomeKind.ELECTED
    assert outcome.rules()[0] is Rule.AGAINST_ALL_NOT_ABOVE


def test_withdrawn_and_invalidated_candidates_are_not_elected_and_are_explained():
    outcome = district(
        candidate(1, 90, withdrawn=True), candidate(2, 80, "f", invalidated=True), candidate(3, 7), candidate(4, 6, "f")
    )
    assert outcome.positions == {3, 4}
    assert outcome.rules()[:2] == (Rule.CANDIDATE_WITHDRAWN, Rule.CANDIDATE_INVALIDATED)


def test_votes_of_an_invalidated_candidate_do_not_shield_from_against_all():
    outcome = district(candidate(1, 90, invalidated=True), candidate(2, 40), against(41))
    assert outcome.kind is OutcomeKind.INVALID


def test_sex_that_is_not_given_leaves_the_district_undetermined():
    outcome = district(candidate(1, 40, ""), candidate(2, 30, "f"))
    assert outcome.kind is OutcomeKind.UNDETERMINED
    assert outcome.rules() == (Rule.SEX_UNKNOWN,)
    assert district(candidate(1, 40, ""), candidate(2, 30, "f"), max_one_sex=None).kind is OutcomeKind.ELECTED


def test_district_without_votes_is_undetermined():
    outcome = district(candidate(1, 0), candidate(2, 0, "f"), against(0))
    assert outcome.kind is OutcomeKind.UNDETERMINED and outcome.rules() == (Rule.NO_VOTES,)


def test_district_whose_candidates_all_withdrew_is_undetermined():
    outcome = district(candidate(1, 9, withdrawn=True))
    assert outcome.kind is OutcomeKind.UNDETERMINED
    assert outcome.rules() == (Rule.CANDIDATE_WITHDRAWN, Rule.NO_VOTES) and outcome.steps[-1]["votes"] == 0


def test_documents_complete_a_microsecond_earlier_decide():
    late = candidate(4, 20, "f", 60)
    early = candidate(3, 20, documents_complete_at=late.documents_complete_at - timedelta(microseconds=1))
    outcome = district(candidate(1, 40), candidate(2, 30, "f"), late, early)
    assert [seat.position for seat in outcome.elected] == [1, 2, 3]


def test_thirty_filled_districts_give_each_sex_thirty_mandates_or_more():
    one_woman = determine([candidate(1, 9), candidate(2, 8), candidate(3, 7), candidate(4, 6, "f")], DEFAULTS)
    two_women = determine([candidate(1, 9, "f"), candidate(2, 8, "f"), candidate(3, 7)], DEFAULTS)
    women, men = mandates_by_sex([one_woman] * 17 + [two_women] * 13)
    assert (women["sex"], women["mandates"], women["filled"]) == ("f", 43, 30)
    assert (men["sex"], men["mandates"], men["filled"]) == ("m", 47, 30)


def test_mandates_of_districts_with_a_vacancy_do_not_count_as_filled():
    vacancy = determine([candidate(1, 9), candidate(2, 8)], DEFAULTS)
    assert [(row["mandates"], row["filled"]) for row in mandates_by_sex([vacancy])] == [(2, 0)]


def test_position_given_twice_is_refused():
    with pytest.raises(InputError, match="position 1 is given twice"):
        district(candidate(1), candidate(1))


def test_negative_votes_and_moments_without_timezone_are_refused():
    with pytest.raises(InputError, match="negative"):
        candidate(1, -1)
    with pytest.raises(InputError, match="timezone"):
        candidate(1, documents_complete_at=candidate(2, minutes=1).documents_complete_at.replace(tzinfo=None))


def test_parameters_are_read_from_the_package_with_a_contest_before_the_campaign():
    values = {"max_one_sex": "none", "max_one_sex.13": "1", "ties": "undetermined", "against_all": "ignored"}
    assert ParliamentParameters.parse({}) == DEFAULTS
    assert ParliamentParameters.parse(values).max_one_sex is None
    assert ParliamentParameters.parse(values, "13").max_one_sex == 1


@pytest.mark.parametrize(
    ("values", "message"),
    [
        ({"max_one_sex": "two"}, "max_one_sex is 'two'; allowed: a whole number"),
        ({"max_one_sex": "-1"}, "max_one_sex is '-1'"),
        ({"ties": "lots"}, "ties is 'lots'; allowed: documents | undetermined"),
        ({"against_all": ""}, "against_all is ''; allowed: invalidates | ignored"),
    ],
)
def test_parameter_that_cannot_be_read_names_key_value_and_what_is_allowed(values, message):
    with pytest.raises(ParameterError) as error:
        ParliamentParameters.parse(values)
    assert message in str(error.value)
    assert error.value.key in values
