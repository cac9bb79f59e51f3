"""The machines of the demonstration send over real HTTP, fail, repeat and reorder, and the facts are the same."""

import shutil
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest
from sqlalchemy import text

from portal.clocks import CLOCK_FILE, SimulatedElectionClock
from portal.demo import sending
from portal.demo.events import Event, ScannerEvent, TurnoutEvent
from portal.demo.home import OPENED, START, VOTING_DATE
from portal.demo.machines import MachineMessage, enrol_machines, split
from portal.demo.national import election_day, write_national
from portal.demo.sending import FOLDER, Machines
from portal.ingest.device import Device
from portal.package.importing import Occasion, import_package
from portal.package.package import read_package
from portal.store.engine import Store, open_store
from tests.ingest.served import Served

MESSAGES = 160


@pytest.fixture(scope="module")
def events() -> list[Event]:
    return election_day(VOTING_DATE)


@pytest.fixture
def messages(events: list[Event]) -> list[MachineMessage]:
    """The first messages of the night, both kinds of devices."""
    return split(events)[1][:MESSAGES]


@pytest.fixture
def served(sqlite_url: str, tmp_path: Path, messages: list[MachineMessage]) -> Iterator[Served]:
    """The intake of a home with the invented campaign and its devices, late in the evening."""
    store = open_store(sqlite_url)
    package = read_package(write_national(tmp_path / "national"), OPENED)
    with store.write() as session:
        import_package(session, package, tmp_path / "private", Occasion(OPENED, OPENED, "tests"))
    enrol_machines(store, tmp_path, messages, OPENED)
    SimulatedElectionClock.start(tmp_path / CLOCK_FILE, messages[-1].at, 0)
    store.close()
    server = Served(tmp_path, sqlite_url)
    server.start()
    yield server
    server.stop()


@pytest.fixture
def misbehaving(monkeypatch: pytest.MonkeyPatch) -> None:
    """Far more devices than in the demonstration fail, and they try again soon."""
    for name, many in {"NO_LINK": 4, "BREAKS_OFF": 4, "TWICE": 3, "NEWEST_FIRST": 2, "AGAIN": 0.1}.items():
        monkeypatch.setattr(sending, name, many)


def facts(store: Store) -> set[tuple[str, str, int]]:
    """Precinct, contest and ballots of every scanner report; precinct, "" and identified of every turnout report."""
    with store.read() as session:
        scanner = session.execute(
            text("SELECT f.precinct, r.contest, r.ballots_processed FROM scanner_report r JOIN fact f ON f.seq = r.seq")
        ).all()
        turnout = session.execute(
            text("SELECT f.precinct, '', r.identified FROM turnout_report r JOIN fact f ON f.seq = r.seq")
        ).all()
    assert len(set(scanner)) == len(scanner), "no report stands twice"
    return {(row[0], row[1], row[2]) for row in [*scanner, *turnout]}


def expected(messages: list[MachineMessage]) -> set[tuple[str, str, int]]:
    found = set()
    for message in messages:
        for count in message.fields.get("contests", ()):
            found.add((message.precinct, count["contest"], count["ballots_processed"]))
        if "home" in message.fields:
            found.add((message.precinct, "", message.fields["home"]))
    return found


def test_machines_and_people_share_the_events_of_the_night_without_a_rest(events: list[Event]) -> None:
    direct, messages = split(events)
    known = set(map(id, direct))
    by_machine = [event for event in events if id(event) not in known]
    assert all(isinstance(event, ScannerEvent | TurnoutEvent) and event.at > START for event in by_machine)
    reports = sum(len(message.fields.get("contests", [0])) for message in messages)
    assert len(direct) + reports == len(events)


@pytest.mark.usefixtures("misbehaving")
def test_machines_that_fail_repeat_and_reorder_leave_every_fact_once(
    served: Served, messages: list[MachineMessage], sqlite_url: str, tmp_path: Path
) -> None:
    machines = Machines(tmp_path, messages, served.url)
    machines.work(messages[-1].at)
    assert machines.settle(60)
    machines.stop()
    store = open_store(sqlite_url)
    assert facts(store) == expected(messages)
    store.close()


@pytest.mark.usefixtures("misbehaving")
def test_a_restart_goes_on_where_the_machines_were(
    served: Served, messages: list[MachineMessage], sqlite_url: str, tmp_path: Path
) -> None:
    first = Machines(tmp_path, messages, served.url)
    first.work(messages[MESSAGES // 2].at)
    with suppress(RuntimeError):
        first.stop()
    served.kill()
    served.start()
    second = Machines(tmp_path, messages, served.url)
    second.work(messages[-1].at)
    assert second.settle(60)
    second.stop()
    store = open_store(sqlite_url)
    assert facts(store) == expected(messages)
    store.close()
    devices = {message.device for message in messages}
    assert sum(Device(tmp_path / FOLDER / name).queued() for name in devices) == len(messages)
    shutil.rmtree(tmp_path / FOLDER)
