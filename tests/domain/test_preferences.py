"""Preferences against the votes of their list, and the contests whose protocols state any."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.domain.configuration import Contest, ListedPerson, Option
from portal.domain.names import Names
from portal.domain.preferences import PREFERENCE_RULES, are_typed, excess, marks_of
from portal.domain.rules import PLACEHOLDER, sentence
from portal.domain.statuses import ContestKind, OptionKind


def party(position: int, persons: int) -> Option:
    listed = tuple(ListedPerson(number, Names(ru=f"Кандидат {number}")) for number in range(1, persons + 1))
    return Option(position, OptionKind.PARTY, Names(ru=f"Партия {position}"), persons=listed)


def lists(*sizes: int) -> Contest:
    options = tuple(party(position, size) for position, size in enumerate(sizes, start=1))
    return Contest("c", ContestKind.PARTY_LIST, 5, "", Names(ru="Кеңеш"), options)


def broken(preferences: dict[tuple[int, int], int], votes: dict[int, int], marks: int | None) -> list[tuple[str, ...]]:
    found = excess(lists(2, 3), preferences, votes, marks)
    return [(each.code, *(f"{name} {value}" for name, value in each.values.items())) for each in found]


def test_no_person_has_more_preferences_than_the_list_has_votes() -> None:
    assert broken({(1, 1): 10, (1, 2): 0, (2, 1): 4}, {1: 10, 2: 4}, 1) == []
    assert broken({(1, 1): 11, (2, 3): 5}, {1: 10, 2: 4}, None) == [
        ("L1", "position 1", "person 1"),
        ("L1", "position 2", "person 3"),
    ]


def test_a_list_bears_as_many_preferences_as_its_ballots_have_marks() -> None:
    assert broken({(1, 1): 8, (1, 2): 3}, {1: 10}, 1) == [("L2", "position 1", "votes 10")]
    assert broken({(1, 1): 8, (1, 2): 3}, {1: 10}, 2) == []
    assert broken({(1, 1): 10, (1, 2): 10}, {1: 10}, None) == []


def test_a_list_without_votes_bears_no_preference() -> None:
    assert broken({(1, 2): 1}, {}, 1) == [("L1", "position 1", "person 2"), ("L2", "position 1", "votes 0")]


@given(st.lists(st.integers(0, 30), min_size=5, max_size=5), st.tuples(st.integers(0, 30), st.integers(0, 30)))
def test_what_every_ballot_could_bear_breaks_nothing_and_one_vote_more_does(
    given_to: list[int], own: tuple[int, int]
) -> None:
    votes = dict(enumerate(own, start=1))
    places = [(1, 1), (1, 2), (2, 1), (2, 2), (2, 3)]
    within = {place: min(number, votes[place[0]]) for place, number in zip(places, given_to, strict=True)}
    assert broken(within, votes, None) == []
    for place in places:
        beyond = {**within, place: votes[place[0]] + 1}
        assert broken(beyond, votes, None) == [("L1", f"position {place[0]}", f"person {place[1]}")]


@pytest.mark.parametrize(
    ("parameters", "typed"),
    [
        ({"list_order": "preferences"}, True),
        ({"list_order.c": "preferences"}, True),
        ({"list_order": "preferences", "list_order.c": "list"}, False),
        ({"preference_marks": "2"}, True),
        ({"list_order": "list"}, False),
        ({}, False),
    ],
)
def test_protocols_state_preferences_where_a_rule_of_the_package_speaks_of_them(
    parameters: dict[str, str], typed: bool
) -> None:
    assert are_typed(lists(2), parameters) is typed
    assert not are_typed(lists(0), parameters)


def test_a_number_of_marks_that_cannot_be_read_limits_nothing() -> None:
    assert (
        marks_of({}, "c"),
        marks_of({"preference_marks": "none"}, "c"),
        marks_of({"preference_marks": "x"}, "c"),
    ) == (
        1,
        None,
        None,
    )


def test_every_rule_says_what_is_wrong_in_every_language() -> None:
    values = {"position": 2, "person": 7, "votes": 10, "left": 12, "right": 10}
    for rule in PREFERENCE_RULES.values():
        for language in ("ky", "ru", "en"):
            said = sentence(rule, values, language)
            assert not PLACEHOLDER.search(said)
            assert "12" in said and "10" in said
