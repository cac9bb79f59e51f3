import pytest
from sqlalchemy.orm import Session

from portal.domain.facts import OrderKind, ScheduleItem, ScheduleItemKind
from portal.store.engine import Store, open_store
from portal.store.queries.changes import Changes, changes_since
from portal.store.record import (
    approve,
    confirm_decision,
    record_consolidated,
    record_decision,
    record_order,
    record_scanner_report,
    record_schedule,
    record_turnout,
    record_turnouts,
)
from tests.store.factories import EVENING, configured, consolidated, decision, minutes, scanner, turnout


def changes(store: Store, mark: int, campaign: str = "jk2025") -> Changes:
    with store.read() as session:
        return changes_since(session, campaign, mark)


@pytest.fixture
def mark(store: Store) -> int:
    """The mark after a first configuration."""
    with store.write() as session:
        configured(session)
        configured(session, "other")
    return changes(store, 0).mark


def test_a_new_configuration_touches_the_whole_campaign(store: Store, mark: int) -> None:
    assert changes(store, 0).whole
    assert changes(store, mark) == Changes(mark, frozenset(), whole=False)
    with store.write() as session:
        configured(session)
    assert changes(store, mark).whole


def test_facts_touch_their_precincts_only(store: Store, mark: int) -> None:
    with store.write() as session:
        record_turnouts(session, "jk2025", [turnout("1-1"), turnout("1-10")], "t")
        record_scanner_report(session, "jk2025", scanner("1-1"), "t")
        record_turnout(session, "other", turnout("2-1"), "t")
    found = changes(store, mark)
    assert found.precincts == {"1-1", "1-10"}
    assert not found.whole
    assert found.mark > mark
    assert changes(store, found.mark).precincts == frozenset()
    assert changes(store, mark, "other").precincts == {"2-1"}


def test_a_schedule_a_consolidated_protocol_and_a_campaign_wide_order_touch_all(store: Store, mark: int) -> None:
    for record in (
        lambda session: record_schedule(session, "jk2025", [], EVENING, "a"),
        lambda session: record_consolidated(session, "jk2025", [consolidated()], "a"),
        lambda session: record_order(session, "jk2025", OrderKind.PAUSE, EVENING, "a"),
    ):
        with store.write() as session:
            record(session)
        found = changes(store, mark)
        assert found.whole
        mark = found.mark


def test_an_approved_schedule_touches_all(store: Store, mark: int) -> None:
    with store.write() as session:
        item = ScheduleItem(ScheduleItemKind.RESULTS, minutes(0), "41")
        seq = record_schedule(session, "jk2025", [item], EVENING, "a")
    mark = changes(store, mark).mark
    with store.write() as session:
        approve(session, seq, "a", minutes(1))
    assert changes(store, mark).whole


def test_a_decision_about_one_precinct_touches_it_and_so_does_its_confirmation(store: Store, mark: int) -> None:
    with store.write() as session:
        seq = record_decision(session, "jk2025", decision(target="1-2:1"), EVENING, "a")
    found = changes(store, mark)
    assert (found.precincts, found.whole) == ({"1-2"}, False)
    with store.write() as session:
        confirm_decision(session, seq, minutes(5), "b")
    found = changes(store, found.mark)
    assert (found.precincts, found.whole) == ({"1-2"}, False)


def test_an_order_about_one_fact_touches_its_precinct(store: Store, mark: int) -> None:
    with store.write() as session:
        seq = record_turnout(session, "jk2025", turnout("1-2"), "t")
    mark = changes(store, mark).mark
    with store.write() as session:
        record_order(session, "jk2025", OrderKind.RELEASE_HOLD, EVENING, "a", target=f"fact:{seq}")
    assert changes(store, mark).precincts == {"1-2"}


def test_a_mark_of_another_database_asks_for_a_whole_rebuild(store: Store, mark: int) -> None:
    assert changes(store, mark + 1_000_000).whole


def test_on_postgresql_a_lower_number_that_commits_later_is_not_missed(postgres_url: str) -> None:
    store = open_store(postgres_url)
    with store.write() as session:
        configured(session)
    mark = changes(store, 0).mark
    slow = Session(store.engine)
    low = record_turnout(slow, "jk2025", turnout("1-1"), "slow")
    with store.write() as session:
        high = record_turnout(session, "jk2025", turnout("1-2"), "quick")
    assert low < high
    first = changes(store, mark)
    assert first.precincts == {"1-2"}
    slow.commit()
    second = changes(store, first.mark)
    assert "1-1" in second.precincts
    third = changes(store, second.mark)
    assert third.precincts == frozenset()
    slow.close()
    store.close()


def test_on_postgresql_an_overlapping_reader_sees_one_snapshot(postgres_url: str) -> None:
    store = open_store(postgres_url)
    with store.write() as session:
        configured(session)
    with store.read() as reading:
        before = changes_since(reading, "jk2025", 0)
        with store.write() as session:
            record_turnout(session, "jk2025", turnout("1-1"), "t")
        assert changes_since(reading, "jk2025", before.mark).precincts == frozenset()
    assert changes(store, before.mark).precincts == {"1-1"}
    store.close()


def test_on_postgresql_recording_notifies_the_publisher(postgres_url: str) -> None:
    store = open_store(postgres_url)
    with store.engine.connect() as listener:
        raw = listener.connection.dbapi_connection
        assert raw is not None
        raw.autocommit = True
        raw.execute("LISTEN natyija_facts")
        with store.write() as session:
            configured(session)
        heard = [notice.payload for notice in raw.notifies(timeout=5, stop_after=1)]
    store.close()
    assert heard == ["jk2025"]
