"""City keneshes: every rule is a parameter of the package."""

from fractions import Fraction

import pytest

from portal.domain.determination.apportionment import Method
from portal.domain.determination.inputs import InputError, ListPerson, Totals
from portal.domain.determination.local_city import CityParameters, PartyTie, ThresholdOf, determine
from portal.domain.determination.outcome import OutcomeKind
from portal.domain.determination.parameters import ParameterError
from portal.domain.determination.rules import Rule
from tests.domain.determination.builders import against, candidate, party


def city(standings, seats=10, persons=None, totals=None, **values):
    parameters = CityParameters.parse({"method": "hare", **values})
    return determine(standings, persons or {}, parameters, seats, totals or Totals())


def people(*sexes, **preferences):
    given = {int(key.removeprefix("n")): votes for key, votes in preferences.items()}
    return [ListPerson(number, sex, given.get(number, 0)) for number, sex in enumerate(sexes, start=1)]


def test_parties_below_the_threshold_take_no_part_in_the_division():
    outcome = city([party(1, 60), party(2, 34), party(3, 6)], threshold="7%")
    assert outcome.kind is OutcomeKind.ELECTED and outcome.list_seats == ((1, 6), (2, 4))
    missed = [step for step in outcome.steps if step.rule is Rule.LIST_THRESHOLD_MISSED]
    assert [(step["position"], step["votes"], step["base"]) for step in missed] == [(3, 6, 100)]


@pytest.mark.parametrize(("comparison", "seats"), [("at_least", ((1, 9), (2, 1))), ("more_than", ((1, 10),))])
def test_a_party_exactly_at_the_threshold_follows_the_comparison(comparison, seats):
    standings = [party(1, 93), party(2, 7)]
    assert city(standings, threshold="7%", threshold_comparison=comparison).list_seats == seats


@pytest.mark.parametrize(
    ("of", "passes"), [("party_votes", True), ("valid_votes", True), ("took_part", False), ("voters", False)]
)
def test_base_of_the_threshold_is_a_parameter(of, passes):
    totals = Totals(voters=400, took_part=120, valid_votes=104)
    outcome = city([party(1, 93), party(2, 7), against(4)], threshold="6.5%", threshold_of=of, totals=totals)
    assert ((2, 1) in outcome.list_seats) is passes


def test_threshold_of_a_number_that_is_not_held_leaves_the_seats_open():
    outcome = city([party(1, 9)], threshold_of="took_part")
    assert outcome.kind is OutcomeKind.UNDETERMINED and outcome.rules() == (Rule.TOOK_PART_UNKNOWN,)
    assert (outcome.contenders, outcome.open_seats) == ((1,), 10)


def test_no_party_above_the_threshold_is_left_open():
    outcome = city([party(1, 5), party(2, 5)], threshold="60%")
    assert outcome.kind is OutcomeKind.UNDETERMINED and outcome.rules()[-1] is Rule.LIST_NONE_PASSED


@pytest.mark.parametrize("method", list(Method))
def test_every_seat_of_a_list_is_explained_by_a_step(method):
    outcome = city([party(1, 47), party(2, 29), party(3, 19), party(4, 5)], method=method.value)
    whole = sum(step["seats"] for step in outcome.steps if step.rule is Rule.LIST_WHOLE_SEATS)
    single = [s for s in outcome.steps if s.rule in (Rule.LIST_REMAINDER_SEAT, Rule.LIST_DIVISOR_SEAT)]
    assert whole + len(single) == 10 == sum(seats for _, seats in outcome.list_seats)
    by_quota = method in (Method.HARE, Method.DROOP)
    assert (Rule.LIST_QUOTA in outcome.rules()) is by_quota
    assert {step.rule for step in single} == {Rule.LIST_REMAINDER_SEAT if by_quota else Rule.LIST_DIVISOR_SEAT}


def test_undecided_tie_leaves_its_seats_open():
    outcome = city([party(1, 50), party(2, 50)], seats=3)
    assert outcome.kind is OutcomeKind.UNDETERMINED
    assert (outcome.open_seats, outcome.contenders) == (1, (1, 2))


@pytest.mark.parametrize(
    ("ties", "winner"), [("documents", 2), ("votes,documents", 2), ("votes", None), ("undetermined", None)]
)
def test_ties_of_parties_follow_the_parameter(ties, winner):
    outcome = city([party(1, 50, 20), party(2, 50, 10)], seats=3, party_ties=ties)
    assert dict(outcome.list_seats).get(winner) == (2 if winner else None)
    assert (outcome.kind is OutcomeKind.ELECTED) is bool(winner)


def test_equal_remainders_go_to_the_party_with_more_votes_where_the_package_says_so():
    outcome = city([party(1, 30), party(2, 10)], seats=2, party_ties="votes")
    assert outcome.list_seats == ((1, 2), (2, 0))
    assert Rule.LIST_TIE in outcome.rules()


def test_cap_of_one_party_is_shown_and_its_surplus_goes_on():
    outcome = city([party(1, 90), party(2, 6), party(3, 4)], party_cap="5")
    assert outcome.list_seats == ((1, 5), (2, 3), (3, 2)) and Rule.LIST_CAP in outcome.rules()
    left = city([party(1, 90)], party_cap="5")
    assert left.vacancies == 5 and Rule.LIST_SEATS_LEFT in left.rules()


def test_persons_take_seats_by_the_order_of_the_list():
    outcome = city([party(1, 60), party(2, 40)], 5, {1: people(*"mfmfm"), 2: people(*"ffmm", n4=99)})
    assert [(seat.position, seat.person) for seat in outcome.elected] == [(1, 1), (1, 2), (1, 3), (2, 1), (2, 2)]


def test_preferences_from_their_threshold_move_persons_ahead():
    values = {"list_order": "preferences", "preference_threshold": "10%"}
    lists = {1: people(*"mmmmm", n5=30, n4=10, n3=9, n2=10)}
    outcome = city([party(1, 100)], 4, lists, **values)
    assert [seat.person for seat in outcome.elected] == [5, 2, 4, 1]
    preferred = [step["person"] for step in outcome.steps if step.rule is Rule.LIST_PERSON_PREFERRED]
    assert preferred == [5, 2, 4]


def test_cap_of_one_sex_on_a_list_passes_persons_over():
    outcome = city([party(1, 100)], 3, {1: people(*"mmmf")}, list_sex_cap="70%")
    assert [seat.person for seat in outcome.elected] == [1, 2, 4]
    assert Rule.LIST_PERSON_PASSED_OVER in outcome.rules()
    nobody = city([party(1, 100)], 3, {1: people(*"mmmf")}, list_sex_cap="0%")
    assert not nobody.elected and nobody.vacancies == 3


def test_list_that_is_too_short_leaves_flagged_vacancies():
    persons = [*people(*"mf"), ListPerson(3, "f", withdrawn=True)]
    outcome = city([party(1, 100)], 5, {1: persons})
    assert (len(outcome.elected), outcome.vacancies) == (2, 3)
    assert [notice.rule for notice in outcome.notices] == [Rule.LIST_TOO_SHORT]


def test_against_all_above_the_leader_follows_the_parameter():
    standings = [party(1, 40), party(2, 30), against(41)]
    assert city(standings).kind is OutcomeKind.INVALID
    assert city(standings, against_all="ignored").kind is OutcomeKind.ELECTED


def test_turnout_below_the_minimum_means_not_held():
    standings = [party(1, 40), party(2, 30)]
    low = city(standings, totals=Totals(300, 99), turnout_minimum="1/3")
    assert low.kind is OutcomeKind.NOT_HELD and low.repeat_election
    assert city(standings, totals=Totals(300, 100), turnout_minimum="1/3").kind is OutcomeKind.ELECTED
    assert city(standings, turnout_minimum="1/3").rules()[0] is Rule.TURNOUT_UNKNOWN


def test_invalidated_party_takes_no_seat_and_is_outside_the_base():
    outcome = city([party(1, 60), party(2, 40, invalidated=True)], threshold="100%")
    assert outcome.list_seats == ((1, 10),)


def test_nothing_is_determined_without_votes():
    outcome = city([party(1, 0), party(2, 0)])
    assert outcome.rules() == (Rule.NO_VOTES,) and outcome.steps[0]["votes"] == 0


def test_number_of_a_list_given_twice_is_refused():
    with pytest.raises(InputError, match="gives a number twice"):
        city([party(1, 5)], 2, {1: [ListPerson(1), ListPerson(1)]})
    with pytest.raises(InputError, match="negative"):
        ListPerson(1, preferences=-1)


def test_method_must_be_said_by_the_package():
    with pytest.raises(ParameterError, match=r"method is missing; allowed: hare \| droop \| dhondt \| sainte_lague"):
        CityParameters.parse({})


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("threshold", "7"),
        ("threshold", "101%"),
        ("threshold", "3/2"),
        ("threshold", "1/0"),
        ("threshold", "0.07"),
        ("threshold_of", "seats"),
        ("threshold_comparison", ">="),
        ("party_cap", "half"),
        ("party_ties", "lots"),
        ("list_order", "random"),
        ("preference_threshold", "-5%"),
        ("list_sex_cap", "x"),
        ("turnout_minimum", "third"),
        ("method", "imperiali"),
    ],
)
def test_every_parameter_refuses_nonsense_by_its_name(key, value):
    with pytest.raises(ParameterError) as error:
        CityParameters.parse({"method": "hare", key: value})
    assert (error.value.key, error.value.value) == (key, value)


def test_parameters_are_exact():
    whole = CityParameters.parse({"method": "droop", "threshold": "1/1", "list_sex_cap": "100%"})
    assert (whole.threshold, whole.lists.sex_cap) == (1, 1)
    parameters = CityParameters.parse({"method": "droop", "threshold": "7.5%", "party_ties": "documents, votes"})
    assert parameters.threshold == Fraction(3, 40)
    assert parameters.party_ties == (PartyTie.DOCUMENTS, PartyTie.VOTES)
    assert parameters.threshold_of is ThresholdOf.VALID_VOTES


def test_candidate_without_party_is_treated_as_a_list_of_its_own():
    assert city([candidate(1, 60), party(2, 40)]).list_seats == ((1, 6), (2, 4))
