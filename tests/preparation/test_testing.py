from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.errors import InputError, NotPermitted
from portal.ingest.enrolment import Actor
from portal.preparation import steps
from portal.preparation.testing import fold
from portal.store.engine import Store
from portal.store.models import TestStep
from portal.store.queries.preparation import TestEvent
from tests.preparation.factories import CAMPAIGN, NOW

PLAN = {"title": "Тест 1", "begins": "2026-11-05", "ends": "2026-11-07", "stages": ["приём", "ввод"]}
OFFICER, SECOND, APPROVER = "sadykov", "toktogulov", "head"


def by(name: str) -> Actor:
    return Actor(name, NOW, "test_officer", "10.0.0.1")


def approved(store: Store) -> None:
    with store.write() as session:
        steps.plan(session, CAMPAIGN, PLAN, by(OFFICER), "test")
    with store.write() as session:
        steps.approve_plan(session, CAMPAIGN, "17", by(APPROVER), "test")


def round_held(store: Store, *found: str) -> None:
    with store.write() as session:
        steps.begin_round(session, CAMPAIGN, by(OFFICER), "test")
        for text in found:
            steps.note_objection(session, CAMPAIGN, text, by(OFFICER), "test")
        steps.end_round(session, CAMPAIGN, by(OFFICER), "test")


def passed(store: Store) -> None:
    approved(store)
    round_held(store)
    with store.write() as session:
        steps.report(session, CAMPAIGN, "Всё принято и введено.", True, by(OFFICER), "test")


def test_no_test_is_held_in_the_main_instance(store: Store) -> None:
    with store.write() as session, pytest.raises(NotPermitted, match="never in the main one"):
        steps.plan(session, CAMPAIGN, PLAN, by(OFFICER), "main")


def test_a_plan_is_approved_by_another_person_before_a_round_begins(store: Store) -> None:
    with store.write() as session:
        steps.plan(session, CAMPAIGN, PLAN, by(OFFICER), "test")
    with store.write() as session, pytest.raises(InputError, match="round_begun cannot follow"):
        steps.begin_round(session, CAMPAIGN, by(OFFICER), "test")
    with store.write() as session, pytest.raises(NotPermitted, match="another person"):
        steps.approve_plan(session, CAMPAIGN, "17", by(OFFICER), "test")


def test_a_test_that_found_something_is_repeated_before_it_is_passed(store: Store) -> None:
    approved(store)
    round_held(store, "Отчёт АСУ 3 не пришёл")
    with store.write() as session, pytest.raises(InputError, match="repeat the test"):
        steps.report(session, CAMPAIGN, "…", True, by(OFFICER), "test")
    with store.write() as session:
        steps.note_mended(session, CAMPAIGN, 1, "заменён модем", by(SECOND), "test")
    with store.write() as session, pytest.raises(InputError, match="repeat the test"):
        steps.report(session, CAMPAIGN, "…", True, by(OFFICER), "test")
    round_held(store)
    with store.write() as session:
        steps.report(session, CAMPAIGN, "Принято.", True, by(OFFICER), "test")
    with store.read() as session:
        test = steps.test_of(session, CAMPAIGN)
    assert test.report is not None and test.report.passed
    assert [(each.text, each.mended) for each in test.objections] == [("Отчёт АСУ 3 не пришёл", "заменён модем")]


def test_test_data_are_deleted_by_the_order_of_two_people(store: Store) -> None:
    passed(store)
    with store.write() as session:
        steps.order_drop(session, CAMPAIGN, by(OFFICER), "test")
    with store.write() as session, pytest.raises(NotPermitted, match="another person"):
        steps.confirm_drop(session, CAMPAIGN, by(OFFICER), "test")
    with store.write() as session:
        steps.confirm_drop(session, CAMPAIGN, by(SECOND), "test")
    with store.read() as session:
        assert steps.test_of(session, CAMPAIGN).next_steps == frozenset()


DETAILS = {
    TestStep.PLANNED: PLAN,
    TestStep.APPROVED: {"decision": "1"},
    TestStep.ROUND_BEGUN: {"figures": {"facts.turnout": 2}},
    TestStep.FOUND: {"text": "x"},
    TestStep.MENDED: {"number": 1, "text": "y"},
    TestStep.ROUND_ENDED: {"figures": {"facts.turnout": 5}},
    TestStep.REPORTED: {"text": "z", "passed": False},
    TestStep.DROP_ORDERED: {},
    TestStep.DROP_CONFIRMED: {},
}


@given(st.lists(st.integers(min_value=0, max_value=8), max_size=30))
def test_whatever_steps_are_taken_data_are_never_deleted_without_a_passed_round(choices: list[int]) -> None:
    events: list[TestEvent] = []
    for choice in choices:
        test = fold(CAMPAIGN, events)
        allowed = sorted(test.next_steps)
        if not allowed:
            break
        step = allowed[choice % len(allowed)]
        details = {**DETAILS[step], "passed": test.may_pass} if step is TestStep.REPORTED else DETAILS[step]
        at = NOW + timedelta(minutes=len(events))
        events.append(TestEvent(len(events) + 1, step, dict(details), at, "somebody", "test_officer"))
    test = fold(CAMPAIGN, events)
    if test.drop_ordered:
        assert test.plan is not None and test.plan.approved_at is not None
        assert test.report is not None and test.report.passed and test.may_pass
        assert test.rounds[-1].came == {"facts.turnout": 3}
