"""Who takes the seats of a list, against a second implementation that walks it in every order of equal persons."""

import random
from dataclasses import replace
from fractions import Fraction
from itertools import permutations, product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.domain.determination.inputs import InputError, ListPerson
from portal.domain.determination.list_persons import (
    ListOrder,
    ListRules,
    PreferenceTies,
    persons_elected,
    preference_marks,
)
from portal.domain.determination.parameters import ParameterError
from portal.domain.determination.rules import Rule
from tests.depth import depth
from tests.domain.determination.builders import party

ASKED = 10_000


def walks(own, persons, seats, rules):
    """Who is elected in each order in which equal persons may stand; plain, slow, and written apart from the code."""
    staying = [person for person in persons if not person.withdrawn]
    limit = seats if rules.sex_cap is None else int(Fraction(seats) * rules.sex_cap)
    enough = rules.preference_threshold * own.votes
    moved = [
        person
        for person in staying
        if rules.order is ListOrder.PREFERENCES and person.preferences > 0 and person.preferences >= enough
    ]
    heights = sorted({person.preferences for person in moved}, reverse=True)
    levels = [sorted((p for p in moved if p.preferences == h), key=lambda p: p.number) for h in heights]
    rest = sorted((person for person in staying if person not in moved), key=lambda p: p.number)
    open_ties = rules.ties is PreferenceTies.UNDETERMINED
    choices = [list(permutations(level)) if open_ties else [tuple(level)] for level in levels]
    for order in product(*choices):
        chosen = []
        for person in [*(p for level in order for p in level), *rest]:
            same = sum(p.sex == person.sex for p in chosen)
            if len(chosen) < seats and same < limit:
                chosen.append(person)
        yield [person.number for person in chosen]


def a_list(rng):
    size = rng.randint(1, 7)
    persons = [
        ListPerson(number, rng.choice("mf"), rng.choice((0, 3, 5, 5, 8, 13)), rng.random() < 0.1)
        for number in range(1, size + 1)
    ]
    rules = ListRules(
        rng.choice((ListOrder.PREFERENCES, ListOrder.PREFERENCES, ListOrder.LIST)),
        rng.choice((Fraction(0), Fraction(5, 100), Fraction(1, 10))),
        rng.choice((None, None, Fraction(1, 2), Fraction(7, 10), Fraction(0))),
        rng.choice(tuple(PreferenceTies)),
    )
    rng.shuffle(persons)
    return party(1, rng.choice((40, 60, 100))), persons, rng.randint(1, 6), rules


def test_ten_thousand_lists_are_the_ones_of_the_second_implementation():
    rng, undecided = random.Random(75), 0
    for _ in range(depth(ASKED)):
        own, persons, seats, rules = a_list(rng)
        found = persons_elected(own, persons, seats, rules)
        every = [set(walk) for walk in walks(own, persons, seats, rules)]
        certain = set.intersection(*every)
        told = (own, persons, seats, rules)
        assert {seat.person for seat in found.elected} == certain, told
        assert found.open_seats == len(every[0]) - len(certain), told
        if not found.open_seats:
            assert [seat.person for seat in found.elected] in list(walks(own, persons, seats, rules)), told
        undecided += found.open_seats > 0
    assert undecided > depth(ASKED) // 50


preferring = st.lists(st.tuples(st.sampled_from("mf"), st.integers(0, 9)), min_size=1, max_size=8)


@given(preferring, st.integers(1, 5), st.integers(0, 7), st.sampled_from([None, Fraction(2, 3)]))
def test_one_more_preference_never_costs_a_person_the_seat(cells, seats, who, cap):
    persons = [ListPerson(number, sex, votes) for number, (sex, votes) in enumerate(cells, start=1)]
    at, rules = who % len(persons), ListRules(ListOrder.PREFERENCES, Fraction(1, 20), cap)
    before = {seat.person for seat in persons_elected(party(1, 60), persons, seats, rules).elected}
    persons[at] = replace(persons[at], preferences=persons[at].preferences + 1)
    after = {seat.person for seat in persons_elected(party(1, 60), persons, seats, rules).elected}
    assert persons[at].number not in before or persons[at].number in after


@given(preferring, st.integers(1, 5), st.sampled_from(list(PreferenceTies)), st.randoms(use_true_random=False))
def test_the_order_in_which_persons_are_given_changes_nothing(cells, seats, ties, rng):
    persons = [ListPerson(number, sex, votes) for number, (sex, votes) in enumerate(cells, start=1)]
    rules = ListRules(ListOrder.PREFERENCES, Fraction(0), Fraction(1, 2), ties)
    straight = persons_elected(party(1, 60), persons, seats, rules)
    rng.shuffle(persons)
    assert persons_elected(party(1, 60), persons, seats, rules) == straight


def test_equal_preferences_follow_the_list_or_stay_open_as_the_package_says():
    persons = [ListPerson(1, "m"), ListPerson(2, "m", 9), ListPerson(3, "f", 9)]
    by_list = persons_elected(party(1, 20), persons, 1, ListRules(ListOrder.PREFERENCES))
    assert [seat.person for seat in by_list.elected] == [2] and not by_list.open_seats
    rules = ListRules(ListOrder.PREFERENCES, ties=PreferenceTies.UNDETERMINED)
    left_open = persons_elected(party(1, 20), persons, 1, rules)
    assert (left_open.elected, left_open.open_seats) == ((), 1)
    (tie,) = left_open.steps
    assert (tie.rule, tie["persons"], tie["seats"]) == (Rule.LIST_PREFERENCES_TIE, "2, 3", 1)


def test_a_cap_decides_a_tie_that_preferences_leave_open():
    persons = [ListPerson(1, "m", 20), ListPerson(2, "m", 9), ListPerson(3, "f", 9)]
    rules = ListRules(ListOrder.PREFERENCES, sex_cap=Fraction(1, 2), ties=PreferenceTies.UNDETERMINED)
    found = persons_elected(party(1, 50), persons, 2, rules)
    assert [seat.person for seat in found.elected] == [1, 3] and not found.open_seats


def test_a_cap_on_one_sex_needs_the_sex_of_everybody_on_the_list():
    persons = [ListPerson(1, "m"), ListPerson(2)]
    found = persons_elected(party(1, 20), persons, 2, ListRules(sex_cap=Fraction(1, 2)))
    assert (found.elected, found.open_seats) == ((), 2)
    assert found.steps[0].rule is Rule.LIST_SEX_UNKNOWN and found.steps[0]["persons"] == "2"
    gone = [ListPerson(1, "m"), ListPerson(2, withdrawn=True)]
    assert persons_elected(party(1, 20), gone, 2, ListRules(sex_cap=Fraction(1, 2))).elected


@pytest.mark.parametrize(("given_as", "marks"), [(None, 1), ("3", 3), ("none", None)])
def test_marks_of_a_ballot_are_a_parameter(given_as, marks):
    values = {} if given_as is None else {"preference_marks": given_as}
    assert preference_marks(values) == marks


def test_no_mark_at_all_is_refused():
    with pytest.raises(ParameterError, match="preference_marks is '0'"):
        preference_marks({"preference_marks": "0"})


def test_a_number_given_twice_is_refused():
    with pytest.raises(InputError, match="gives a number twice"):
        persons_elected(party(1, 5), [ListPerson(1), ListPerson(1)], 1, ListRules())
