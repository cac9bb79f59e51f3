"""Legal deadlines are counted from voting day and from the acts that begin them."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.domain.deadlines import SOURCES, DeadlineKind, DeadlineState, deadlines
from portal.domain.decisions import Decision, DecisionKind, DecisionScope

DAY = date(2025, 11, 30)


def act(kind: DecisionKind, day: date, contest: str = "", number: str = "1") -> Decision:
    scope = DecisionScope.CONTEST if contest else DecisionScope.CAMPAIGN
    return Decision(number, day, "CEC", kind, scope, contest)


def found(*acts: Decision, contests: tuple[str, ...] = ("1", "2")) -> dict[DeadlineKind, tuple[date, date | None]]:
    return {each.kind: (each.due.date(), each.done) for each in deadlines(DAY, acts, contests)}


def test_before_any_decision_the_deadlines_of_voting_day_run() -> None:
    assert found() == {
        DeadlineKind.PREPARATION: (date(2025, 11, 20), None),
        DeadlineKind.DELIVERY: (date(2025, 12, 7), None),
        DeadlineKind.PARTICIPANTS: (date(2025, 12, 7), None),
        DeadlineKind.DETERMINATION: (date(2025, 12, 20), None),
    }


def test_determination_begins_the_deadlines_of_media_and_official_publication() -> None:
    rows = found(act(DecisionKind.DETERMINE, date(2025, 12, 10)))
    assert rows[DeadlineKind.DETERMINATION] == (date(2025, 12, 20), date(2025, 12, 10))
    assert rows[DeadlineKind.MEDIA][0] == date(2025, 12, 11)
    assert rows[DeadlineKind.OFFICIAL] == (date(2025, 12, 24), None)
    assert DeadlineKind.SECOND_ROUND not in rows


def test_campaign_is_determined_with_the_last_of_its_contests() -> None:
    first = act(DecisionKind.DETERMINE, date(2025, 12, 5), "1")
    assert found(first)[DeadlineKind.DETERMINATION][1] is None
    second = act(DecisionKind.DETERMINE, date(2025, 12, 12), "2", "2")
    assert found(first, second)[DeadlineKind.DETERMINATION][1] == date(2025, 12, 12)


def test_second_round_is_held_within_twenty_days_of_the_determination() -> None:
    rows = found(act(DecisionKind.DETERMINE, date(2025, 12, 1)), act(DecisionKind.SET_SECOND_ROUND, date(2025, 12, 1)))
    assert rows[DeadlineKind.SECOND_ROUND][0] == date(2025, 12, 21)


@pytest.mark.parametrize(
    ("days", "state"),
    [(-30, DeadlineState.OPEN), (-1, DeadlineState.SOON), (0, DeadlineState.SOON), (1, DeadlineState.OVERDUE)],
)
def test_open_deadline_is_warned_of_before_and_after_its_end(days: int, state: DeadlineState) -> None:
    determination = next(d for d in deadlines(DAY, (), ("1",)) if d.kind is DeadlineKind.DETERMINATION)
    assert determination.state(determination.due + timedelta(days=days)) is state


def test_act_after_the_end_is_said_to_be_late() -> None:
    late = act(DecisionKind.DETERMINE, date(2025, 12, 21))
    determination = next(d for d in deadlines(DAY, (late,), ("1",)) if d.kind is DeadlineKind.DETERMINATION)
    assert determination.state(datetime(2026, 1, 1, tzinfo=UTC)) is DeadlineState.MISSED


@given(st.dates(date(2000, 1, 1), date(2100, 1, 1)))
def test_deadlines_come_in_order_and_each_names_its_paragraph(day: date) -> None:
    rows = deadlines(day, (act(DecisionKind.DETERMINE, day + timedelta(days=3)),), ("1",))
    assert [row.due for row in rows] == sorted(row.due for row in rows)
    assert all(row.source == SOURCES[row.kind] and row.due.tzinfo for row in rows)
