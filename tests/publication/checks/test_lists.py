"""Seats of lists and their persons are found a second time before a release exists (G2)."""

from collections.abc import Callable
from copy import deepcopy
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.domain.configuration import ListedPerson, Option
from portal.domain.names import Names
from portal.domain.statuses import CampaignKind, ContestKind, OptionKind
from portal.domain.tabulation.determination import determination_document
from portal.domain.tabulation.evidence import Evidence
from portal.publication.checks.contest_rows import row_problems
from portal.publication.checks.elected import elected_problems
from tests.domain.tabulation.determining import document, row, scheme

PERSONS = 3
BALLOT = tuple(
    Option(
        at,
        OptionKind.PARTY,
        Names(en=f"Party {at}"),
        persons=tuple(ListedPerson(n, Names(en=f"Person {at}.{n}"), sex="f") for n in range(1, PERSONS + 1)),
    )
    for at in (1, 2, 3)
)


def council(method: str, seats: int = 4, **parameters: str) -> Any:
    rules = {"method": method, "list_order": "preferences", "preference_threshold": "5%", **parameters}
    kinds = {"campaign": CampaignKind.LOCAL_CITY, "kind": ContestKind.PARTY_LIST}
    return scheme(BALLOT, seats=seats, parameters=rules, **kinds)


def determined(of: Any, votes: list[int], preferences: list[int]) -> Any:
    part = row("N", votes)
    part["protocol"]["preferences"] = {"received": 2, "votes": preferences}
    contest = document(of, part)
    return {**contest, "determination": determination_document(of, contest, Evidence(voters=2000))}


@given(
    method=st.sampled_from(["hare", "droop", "dhondt", "sainte_lague"]),
    votes=st.lists(st.integers(0, 60), min_size=3, max_size=3),
    preferences=st.lists(st.integers(0, 9), min_size=9, max_size=9),
    more=st.sampled_from([{}, {"threshold": "20%"}, {"preference_ties": "undetermined"}, {"list_sex_cap": "50%"}]),
)
def test_both_ways_agree_on_every_council(
    method: str, votes: list[int], preferences: list[int], more: dict[str, str]
) -> None:
    of = council(method, **more)
    assert list(elected_problems(of, determined(of, votes, preferences))) == []


def move_a_seat(found: Any) -> None:
    found["lists"][0]["seats"] -= 1
    found["lists"][2]["seats"] += 1


def seat_another_person(found: Any) -> None:
    found["seats"][0]["person"] = next(n for n in (1, 2, 3) if (1, n) not in taken(found))


def change_the_order(found: Any) -> None:
    found["seats"][0]["person"], found["seats"][1]["person"] = found["seats"][1]["person"], found["seats"][0]["person"]


def seat_too_many(found: Any) -> None:
    found["lists"][1]["seats"] = 0


def taken(found: Any) -> set[tuple[int, int]]:
    return {(seat["position"], seat["person"]) for seat in found["seats"]}


@pytest.mark.parametrize("method", ["hare", "sainte_lague"])
@pytest.mark.parametrize("fault", [move_a_seat, seat_another_person, change_the_order, seat_too_many])
def test_a_seat_that_the_method_or_the_preferences_do_not_give_is_noticed(
    method: str, fault: Callable[[Any], None]
) -> None:
    of = council(method)
    contest = determined(of, [200, 150, 60], [5, 40, 30, 9, 20, 30, 1, 2, 3])
    assert contest["determination"]["outcome"] == "elected"
    assert list(elected_problems(of, contest)) == []
    fault(contest["determination"])
    assert list(elected_problems(of, contest)) != []


def test_preferences_that_are_not_the_sum_of_the_territories_are_noticed() -> None:
    of = council("hare")
    contest = determined(of, [200, 150, 60], [5, 40, 30, 9, 20, 30, 1, 2, 3])
    assert list(row_problems(of.hierarchy, contest, {})) == []
    for change in ({"received": 3}, {"votes": [6, 40, 30, 9, 20, 30, 1, 2, 3]}):
        wrong = deepcopy(contest)
        wrong["protocol"]["preferences"] |= change
        assert list(row_problems(of.hierarchy, wrong, {})) == [
            "protocol: preference votes are not the sum of the territories"
        ]
