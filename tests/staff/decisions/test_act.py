"""An act is read whole or refused with everything that is wrong; what was typed never becomes another decision."""

from datetime import UTC, date, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.domain.decisions import SCOPES, Decision, DecisionKind, DecisionScope, state_at
from portal.domain.grounds import InvalidationGround
from portal.staff.decisions.act import FIELDS, Act, Reader, Wrong
from portal.store.queries.configuration import StoredConfiguration
from tests.store.factories import TERRITORIES, campaign, contest, decision

NOW = datetime(2025, 12, 3, 6, 0, tzinfo=UTC)
STORED = StoredConfiguration(1, "d" * 64, campaign(), TERRITORIES, (contest("1"), contest("2")), {})
PRECINCTS = {"1-1", "1-2"}


def typed(**values: str) -> dict[str, str]:
    told = {
        "number": "155",
        "date": "2025-12-03",
        "body": "cec",
        "kind": "invalidate_precinct",
        "targets": "1-1",
        "ground": "court",
        "reason_ru": "Решение суда",
    }
    return {**dict.fromkeys(FIELDS, ""), **told, **values}


def read(rows: tuple[Decision, ...] = (), **values: str) -> Act:
    return Reader(STORED, rows, NOW, lambda numbers: PRECINCTS & set(numbers)).read(typed(**values))


def wrong(*rows: Decision, **values: str) -> list[tuple[str, Wrong]]:
    return [(each.field, each.wrong) for each in read(rows, **values).problems]


def test_one_act_about_several_precincts_is_a_row_for_each() -> None:
    act = read(targets="1-1\n 1-2:2 \n\n1-1\n", date="03.12.2025")
    assert [(row.target, row.scope, row.date) for row in act.decisions] == [
        ("1-1", DecisionScope.PRECINCT, date(2025, 12, 3)),
        ("1-2:2", DecisionScope.PRECINCT, date(2025, 12, 3)),
    ]
    assert act.ground is InvalidationGround.COURT and len({row.sequence for row in act.decisions}) == 2


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ({"number": " ", "body": ""}, [("number", Wrong.EMPTY), ("body", Wrong.EMPTY)]),
        ({"date": "31.02.2025"}, [("date", Wrong.NO_DAY)]),
        ({"date": "2025-12-04"}, [("date", Wrong.FUTURE)]),
        ({"kind": "abolish"}, [("kind", Wrong.UNKNOWN)]),
        ({"reason_ru": ""}, [("reason_ru", Wrong.EMPTY)]),
        ({"ground": ""}, [("ground", Wrong.GROUND_NEEDED)]),
        ({"kind": "set_re_vote"}, [("ground", Wrong.GROUND_UNFIT)]),
        ({"targets": ""}, [("targets", Wrong.EMPTY)]),
        ({"targets": "9-9\n1-1:7"}, [("targets", Wrong.TARGET_UNKNOWN), ("targets", Wrong.TARGET_UNKNOWN)]),
        ({"scope": "campaign"}, [("scope", Wrong.SCOPE_UNFIT)]),
        ({"kind": "determine", "ground": ""}, [("scope", Wrong.SCOPE_NEEDED)]),
        (
            {"kind": "determine", "scope": "campaign", "ground": "", "targets": "1"},
            [("targets", Wrong.NO_TARGET_WANTED)],
        ),
        ({"kind": "invalidate_candidate", "targets": "1:4", "ground": ""}, [("targets", Wrong.TARGET_UNKNOWN)]),
        ({"kind": "invalidate_candidate", "targets": "1", "ground": ""}, [("targets", Wrong.TARGET_UNKNOWN)]),
        ({"kind": "reverse", "targets": "77", "ground": ""}, [("targets", Wrong.NOTHING_TO_REVERSE)]),
        ({"targets": "\n".join(f"{n}" for n in range(501))}, [("targets", Wrong.TOO_MANY)]),
    ],
)
def test_everything_that_is_wrong_is_said_at_once(values: dict[str, str], expected: list[tuple[str, Wrong]]) -> None:
    assert wrong(**values) == expected
    assert read(**values).decisions == ()


def test_the_same_decision_is_not_entered_twice() -> None:
    (row,) = read().decisions
    assert wrong(row) == [("targets", Wrong.TWICE)]
    assert wrong(row, targets="1-2") == []


def test_a_reversal_names_exactly_one_earlier_act() -> None:
    first = decision(number="9", body="cec", sequence=1)
    second = decision(number="9", body="court", target="1-2", sequence=2)
    assert wrong(first, kind="reverse", targets="9", ground="") == []
    assert wrong(first, second, kind="reverse", targets="9", ground="") == [("targets", Wrong.NOTHING_TO_REVERSE)]
    assert wrong(first, second, kind="reverse", targets="court:9", ground="") == []


@given(
    kind=st.sampled_from(list(DecisionKind)),
    scope=st.sampled_from(["", *DecisionScope]),
    targets=st.lists(st.sampled_from(["1-1", "1-2:2", "1", "2", "1:2", "11", "12", "9", ":", "1-1:"]), max_size=4),
    ground=st.sampled_from(["", *InvalidationGround]),
    day=st.dates(date(2025, 11, 1), date(2025, 12, 31)),
)
def test_what_is_taken_can_always_be_folded(kind: Any, scope: Any, targets: Any, ground: Any, day: date) -> None:
    rows = (decision(number="9", date=date(2025, 11, 20), sequence=1),)
    act = read(rows, kind=kind, scope=scope, targets="\n".join(targets), ground=ground, date=day.isoformat())
    assert bool(act.decisions) is not bool(act.problems)
    assert all(row.scope in SCOPES[kind] for row in act.decisions)
    state_at([*rows, *act.decisions])
