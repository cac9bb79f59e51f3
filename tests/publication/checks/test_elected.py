"""The second way to who is elected: it agrees, and notices what does not follow from the votes."""

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.domain.statuses import CampaignKind, ContestKind
from portal.domain.tabulation.determination import determination_document
from portal.domain.tabulation.evidence import Evidence
from portal.publication.checks.elected import elected_problems
from tests.domain.tabulation.determining import document, options, row, scheme

DISTRICT = scheme(options(*"mmmf", against=True))
PRESIDENT = scheme(
    options(*"mf", against=True),
    campaign=CampaignKind.PRESIDENT,
    kind=ContestKind.PRESIDENT,
    seats=1,
    territory="",
    parameters={"participation_basis": "ballots_found"},
)


def determined(of: Any, votes: list[int], **more: Any) -> Any:
    contest = document(of, row("N", votes, **more))
    return {**contest, "determination": determination_document(of, contest, Evidence(voters=2000))}


@given(votes=st.lists(st.integers(0, 9), min_size=5, max_size=5), received=st.integers(0, 2))
def test_both_ways_agree_on_every_district(votes: list[int], received: int) -> None:
    assert list(elected_problems(DISTRICT, determined(DISTRICT, votes, received=received))) == []


@given(votes=st.lists(st.integers(0, 9), min_size=3, max_size=3), invalid=st.integers(0, 9))
def test_both_ways_agree_on_every_president(votes: list[int], invalid: int) -> None:
    contest = determined(PRESIDENT, votes, ballots=sum(votes) + invalid)
    assert list(elected_problems(PRESIDENT, contest)) == []


def swap_a_seat(found: Any) -> None:
    found["seats"][-1] |= {"position": 3, "votes": 200, "share": "19.05"}


def borrow_votes(found: Any) -> None:
    found["seats"][0]["votes"] += 1


def mix_bases(found: Any) -> None:
    found["seats"][0]["base"] -= 500


def seat_twice(found: Any) -> None:
    found["seats"][1] = {**found["seats"][0], "seat": 2}


def declare_invalid_with_seats(found: Any) -> None:
    found["outcome"] = "invalid"


@pytest.mark.parametrize("fault", [swap_a_seat, borrow_votes, mix_bases, seat_twice, declare_invalid_with_seats])
def test_a_seat_that_does_not_follow_from_the_votes_is_noticed(fault: Callable[[Any], None]) -> None:
    contest = determined(DISTRICT, [400, 300, 200, 100, 50])
    assert list(elected_problems(DISTRICT, contest)) == []
    fault(contest["determination"])
    assert list(elected_problems(DISTRICT, contest)) != []


def test_a_president_without_half_is_noticed() -> None:
    contest = determined(PRESIDENT, [60, 30, 10])
    assert contest["determination"]["outcome"] == "elected"
    contest["protocol"]["ballots"] = 120
    assert list(elected_problems(PRESIDENT, contest)) == ["elected with 60 votes of 120 who took part"]
