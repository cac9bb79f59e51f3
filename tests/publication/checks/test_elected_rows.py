"""Whom the campaign names as elected is looked at before every release, as the display table of 2021 was not."""

from collections.abc import Callable
from copy import deepcopy
from datetime import date
from typing import Any

import pytest

from portal.domain.decisions import DecisionKind, DecisionScope
from portal.domain.tabulation.campaign import contest_summary
from portal.publication.checks.contest_rows import summary_problems
from tests.domain.tabulation.determining import act, document, found, options, row, scheme

BALLOT = options(*"mmmf", against=True)
VOTES = [400, 300, 200, 100, 50]
ACTS = (
    act("1", date(2025, 12, 10), DecisionKind.DETERMINE, DecisionScope.CONTEST, "13"),
    act("2", date(2025, 12, 20), DecisionKind.OFFICIAL, DecisionScope.CONTEST, "13"),
)


def contest(acts: int) -> Any:
    of = scheme(BALLOT, ACTS[:acts])
    return {**document(of, row("N1", VOTES)), "determination": found(of, row("N1", VOTES))}


@pytest.mark.parametrize("acts", [0, 1, 2])
def test_rows_name_the_elected_as_their_contest_does(acts: int) -> None:
    whole = contest(acts)
    assert list(summary_problems(contest_summary(whole), whole)) == []


def borrow_a_vote(elected: list[Any]) -> None:
    elected[0]["votes"] += 1


def take_anothers_share(elected: list[Any]) -> None:
    elected[0]["share"] = elected[1]["share"]


def leave_one_out(elected: list[Any]) -> None:
    elected.pop()


def name_the_third(elected: list[Any]) -> None:
    elected[2] |= {"position": 3, "votes": 200, "share": "19.05"}


def give_a_second_seat(elected: list[Any]) -> None:
    elected[0]["seats"] += 1


def name_nobody_of_the_ballot(elected: list[Any]) -> None:
    elected[0]["position"] = 99


@pytest.mark.parametrize(
    "fault",
    [borrow_a_vote, take_anothers_share, leave_one_out, name_the_third, give_a_second_seat, name_nobody_of_the_ballot],
)
def test_a_row_that_names_others_or_other_figures_is_no_release(fault: Callable[[list[Any]], None]) -> None:
    whole = contest(2)
    summary: Any = deepcopy(contest_summary(whole))
    fault(summary["determination"]["elected"])
    assert any("elected" in what for what in summary_problems(summary, whole))


def test_nobody_is_elected_before_the_official_act() -> None:
    elected = contest_summary(contest(2))["determination"]["elected"]
    whole = contest(1)
    summary: Any = contest_summary(whole)
    summary["determination"]["elected"] = elected
    assert list(summary_problems(summary, whole)) == [
        "somebody is named as elected without an official act in force",
    ]
