"""The replay: events are recorded once as their time comes, and the demonstration loads whole."""

import socket
from datetime import timedelta
from pathlib import Path

import pytest

from portal.clocks import CLOCK_FILE, SimulatedElectionClock
from portal.demo.events import DecisionEvent, Event
from portal.demo.home import CAMPAIGN, OPENED, START, VOTING_DATE, refuse_foreign_home, reset
from portal.demo.national import election_day, write_national
from portal.demo.prepare import APPROVERS
from portal.demo.replay import record_until, recorded, replay
from portal.demo.run import refuse_busy_port
from portal.errors import InputError
from portal.package.importing import Occasion, import_package
from portal.package.package import read_package
from portal.settings import Settings
from portal.store.engine import Store, open_store
from portal.store.queries.facts import facts_of
from portal.store.queries.publication import decisions, newest_schedule, schedule
from portal.store.record import approve
from tests.depth import depth


@pytest.fixture(scope="module")
def events() -> list[Event]:
    return election_day(VOTING_DATE)


@pytest.fixture
def store(sqlite_url: str, tmp_path: Path) -> Store:
    """The invented campaign without facts, its schedule approved."""
    opened = open_store(sqlite_url)
    package = read_package(write_national(tmp_path / "national"), OPENED)
    with opened.write() as session:
        import_package(session, package, tmp_path / "private", Occasion(OPENED, OPENED, "tests"))
    with opened.write() as session:
        for approver in APPROVERS:
            approve(session, newest_schedule(session, CAMPAIGN) or 0, approver, OPENED)
    return opened


def test_events_are_recorded_up_to_now_and_no_further(store: Store, events: list[Event]) -> None:
    position = record_until(store, CAMPAIGN, events, 0, START)
    assert all(event.at <= START for event in events[:position])
    assert events[position].at > START
    assert recorded(store, CAMPAIGN) == position


def test_interrupted_replay_goes_on_from_the_store_and_records_nothing_twice(store: Store, events: list[Event]) -> None:
    until = events[3000].at
    record_until(store, CAMPAIGN, events, 0, until - timedelta(minutes=30))
    position = record_until(store, CAMPAIGN, events, recorded(store, CAMPAIGN), until)
    assert recorded(store, CAMPAIGN) == position == sum(1 for event in events if event.at <= until)


def test_night_is_accepted_by_the_store_with_its_ratios_and_permits(store: Store, events: list[Event]) -> None:
    permitted = {event.target for event in events if getattr(event, "kind", "") == "permit_reentry"}
    numbers = sorted({event.precinct for event in events if not isinstance(event, DecisionEvent)} - permitted)
    some = permitted | set(numbers[:: len(numbers) // depth(len(numbers))])
    night = [event for event in events if isinstance(event, DecisionEvent) or event.precinct in some]
    assert record_until(store, CAMPAIGN, night, 0, night[-1].at) == len(night)
    with store.read() as session:
        assert schedule(session, CAMPAIGN) is not None
        registered = decisions(session, CAMPAIGN)
        corrected = [d.decision.precinct for d in registered if d.decision.kind == "permit_reentry"]
        facts = facts_of(session, CAMPAIGN, corrected)
    assert all(entry.confirmed_at for entry in registered)
    assert corrected
    assert all(max(protocol.version for protocol in facts[number].protocols) == 2 for number in corrected)


def test_replay_stops_when_told_and_keeps_the_clock(store: Store, events: list[Event], tmp_path: Path) -> None:
    clock = SimulatedElectionClock.start(tmp_path / CLOCK_FILE, events[10].at, 60)
    turns = iter((False, True))
    replay(store, CAMPAIGN, events[:20], clock, lambda: next(turns))
    assert 10 <= recorded(store, CAMPAIGN) <= 20
    assert clock.now() >= events[10].at


def test_reset_refuses_a_home_that_is_not_the_demonstrations(tmp_path: Path) -> None:
    (tmp_path / "natyija.db").write_text("real")
    with pytest.raises(InputError, match="not the demonstration"):
        reset(Settings(home=tmp_path))
    assert (tmp_path / "natyija.db").exists()


def test_reset_removes_the_demonstrations_home(tmp_path: Path) -> None:
    home = tmp_path / "home"
    (home / "demo").mkdir(parents=True)
    refuse_foreign_home(Settings(home=home))
    reset(Settings(home=home))
    assert not home.exists()


def test_port_in_use_is_refused_with_what_to_do() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        with pytest.raises(InputError, match="choose another: make run PORT="):
            refuse_busy_port(taken.getsockname()[1])
