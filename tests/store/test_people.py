import pytest

from portal.domain.decisions import DecisionKind
from portal.domain.facts import OrderKind, Schedule, ScheduleItem, ScheduleItemKind
from portal.domain.names import Names
from portal.errors import InputError, NotPermitted
from portal.store.engine import Store
from portal.store.queries.publication import decisions, newest_schedule_items, orders, schedule, schedules
from portal.store.record import approve, confirm_decision, record_decision, record_order, record_schedule
from tests.store.factories import EVENING, configured, decision, minutes, scan

ITEMS = (
    ScheduleItem(ScheduleItemKind.TURNOUT, minutes(-600), "40"),
    ScheduleItem(ScheduleItemKind.RESULTS, minutes(0), "41"),
)


@pytest.fixture(autouse=True)
def _campaign(store: Store) -> None:
    with store.write() as session:
        configured(session)


def test_a_schedule_is_in_force_once_two_different_people_approved_it(store: Store) -> None:
    with store.write() as session:
        seq = record_schedule(session, "jk2025", ITEMS, EVENING, "a")
        approve(session, seq, "a", minutes(1))
    with store.read() as session:
        assert schedule(session, "jk2025") is None
        assert newest_schedule_items(session, "jk2025") == ITEMS
    with pytest.raises(NotPermitted, match="a approved it already"), store.write() as session:
        approve(session, seq, "a", minutes(2))
    with store.write() as session:
        approve(session, seq, "b", minutes(3))
    with store.read() as session:
        assert schedule(session, "jk2025") == Schedule(1, ITEMS, minutes(3), ("a", "b"))


def test_a_newer_schedule_waits_while_the_approved_one_stays_in_force(store: Store) -> None:
    with store.write() as session:
        first = record_schedule(session, "jk2025", ITEMS, EVENING, "a")
        second = record_schedule(session, "jk2025", ITEMS[:1], EVENING, "a")
        approve(session, first, "a", minutes(1))
        approve(session, first, "b", minutes(2))
        approve(session, second, "a", minutes(3))
    with store.read() as session:
        assert schedule(session, "jk2025") == Schedule(1, ITEMS, minutes(2), ("a", "b"))
    with store.write() as session:
        approve(session, second, "c", minutes(4))
        approve(session, second, "d", minutes(9))
    with store.read() as session:
        assert schedule(session, "jk2025") == Schedule(2, ITEMS[:1], minutes(4), ("a", "c"))
        assert [item.version for item in schedules(session, "jk2025")] == [1, 2]


def test_an_order_waits_for_its_second_approval(store: Store) -> None:
    with store.write() as session:
        seq = record_order(
            session,
            "jk2025",
            OrderKind.CORRECTION,
            EVENING,
            "a",
            target="precinct:1-1",
            reason=Names(ru="Описка"),
            decision="77",
        )
        approve(session, seq, "a", minutes(1))
    with store.read() as session:
        (waiting,) = orders(session, "jk2025")
    assert (waiting.seq, waiting.target, waiting.reason.ru, waiting.approved_at) == (
        seq,
        "precinct:1-1",
        "Описка",
        None,
    )
    with store.write() as session:
        approve(session, seq, "b", minutes(2))
    with store.read() as session:
        assert orders(session, "jk2025")[0].approved_at == minutes(2)


@pytest.mark.parametrize("target", ["1-1", "precinct:", "fact:x", "fact:999", f"scan:{scan().sha256}"])
def test_an_order_about_nothing_known_is_refused(store: Store, target: str) -> None:
    with pytest.raises(InputError, match="target"), store.write() as session:
        record_order(session, "jk2025", OrderKind.REDACTION, EVENING, "a", target=target)


def test_a_decision_counts_once_a_second_person_confirmed_its_entry(store: Store) -> None:
    with store.write() as session:
        seq = record_decision(session, "jk2025", decision(kind=DecisionKind.PERMIT_REENTRY), EVENING, "a")
    with pytest.raises(NotPermitted, match="another person"), store.write() as session:
        confirm_decision(session, seq, minutes(1), "a")
    with store.read() as session:
        assert decisions(session, "jk2025")[0].confirmed_at is None
    with store.write() as session:
        confirm_decision(session, seq, minutes(2), "b")
    with store.read() as session:
        (stored,) = decisions(session, "jk2025")
    assert (stored.seq, stored.received_at, stored.confirmed_at) == (seq, EVENING, minutes(2))
    assert stored.decision == decision(kind=DecisionKind.PERMIT_REENTRY, sequence=seq)
    with pytest.raises(InputError, match="confirmed already"), store.write() as session:
        confirm_decision(session, seq, minutes(3), "c")


def test_only_schedules_and_orders_are_approved_and_only_decisions_confirmed(store: Store) -> None:
    with store.write() as session:
        seq = record_decision(session, "jk2025", decision(), EVENING, "a")
    with pytest.raises(InputError, match="no schedule or order"), store.write() as session:
        approve(session, seq, "b", minutes(1))
    with pytest.raises(InputError, match="no decision"), store.write() as session:
        confirm_decision(session, 1, minutes(1), "b")


def test_facts_and_approvals_name_a_person(store: Store) -> None:
    with pytest.raises(InputError, match="who or what"), store.write() as session:
        record_schedule(session, "jk2025", ITEMS, EVENING, "")
    with store.write() as session:
        seq = record_schedule(session, "jk2025", ITEMS, EVENING, "a")
    with pytest.raises(InputError, match="name of a person"), store.write() as session:
        approve(session, seq, "", minutes(1))
