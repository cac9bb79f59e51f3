import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from portal.clocks import (
    CLOCK_FILE,
    LEASE,
    FixedClock,
    SimulatedElectionClock,
    SystemClock,
    election_clock,
)
from portal.errors import InputError

START = datetime(2025, 11, 30, 13, 50, tzinfo=UTC)
MONDAY = datetime(2026, 6, 1, 9, 0, tzinfo=UTC)


class Machine:
    """A machine's clock that the test moves."""

    def __init__(self) -> None:
        self.time = MONDAY

    def __call__(self) -> datetime:
        return self.time

    def pass_(self, seconds: float) -> None:
        self.time += timedelta(seconds=seconds)


@pytest.fixture
def machine() -> Machine:
    return Machine()


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / CLOCK_FILE


def test_simulated_time_runs_as_many_times_as_fast(path: Path, machine: Machine) -> None:
    clock = SimulatedElectionClock.start(path, START, 60, machine)
    assert clock.now() == START
    machine.pass_(2)
    assert clock.now() == START + timedelta(minutes=2)


def test_every_process_reads_the_same_time(path: Path, machine: Machine) -> None:
    keeper = SimulatedElectionClock.start(path, START, 60, machine)
    reader = SimulatedElectionClock(path, machine)
    for _ in range(100):
        machine.pass_(1)
        assert reader.now() == keeper.keep()
    assert reader.now() == START + timedelta(minutes=100)


def test_a_stopped_demo_stops_its_clock_and_a_restart_goes_on_where_it_was(path: Path, machine: Machine) -> None:
    keeper = SimulatedElectionClock.start(path, START, 60, machine)
    machine.pass_(3)
    keeper.keep()
    reader = SimulatedElectionClock(path, machine)
    machine.pass_(86_400)
    stopped = reader.now()
    assert stopped == START + 60 * (timedelta(seconds=3) + LEASE)
    again = SimulatedElectionClock.start(path, START, 10, machine)
    assert again.now() == stopped
    machine.pass_(1)
    assert again.now() == stopped + timedelta(seconds=10)


def test_the_clock_never_goes_back_even_when_the_machine_s_clock_does(path: Path, machine: Machine) -> None:
    clock = SimulatedElectionClock.start(path, START, 60, machine)
    machine.pass_(4)
    seen = clock.now()
    machine.pass_(-3600)
    assert clock.now() == seen
    assert clock.keep() == seen
    machine.pass_(1)
    assert clock.now() == seen + timedelta(minutes=1)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(steps=st.lists(st.tuples(st.integers(-20, 20), st.sampled_from(["look", "keep", "restart"])), max_size=30))
def test_no_order_of_steps_makes_the_keeper_s_time_fall(path: Path, steps: list[tuple[int, str]]) -> None:
    machine = Machine()
    path.unlink(missing_ok=True)
    clock = SimulatedElectionClock.start(path, START, 60, machine)
    seen = [clock.now()]
    for seconds, step in steps:
        machine.pass_(seconds)
        if step == "restart":
            clock.keep()
            clock = SimulatedElectionClock.start(path, START, 60, machine)
        seen.append(clock.keep() if step == "keep" else clock.now())
    assert seen == sorted(seen)


@pytest.mark.parametrize("content", ["", "[]", "{}", '{"election": "x", "system": "y", "speed": 1}'])
def test_a_broken_clock_file_is_an_input_error(path: Path, content: str) -> None:
    path.write_text(content, encoding="utf-8")
    with pytest.raises(InputError, match="not a clock file"):
        SimulatedElectionClock(path).now()


def test_the_file_holds_plain_json(path: Path, machine: Machine) -> None:
    SimulatedElectionClock.start(path, START, 60, machine)
    assert json.loads(path.read_text(encoding="utf-8")) == {
        "election": "2025-11-30T13:50:00+00:00",
        "system": "2026-06-01T09:00:00+00:00",
        "speed": 60,
    }


def test_a_home_without_a_clock_file_has_the_machine_s_time(tmp_path: Path, machine: Machine) -> None:
    assert isinstance(election_clock(tmp_path), SystemClock)
    assert abs(election_clock(tmp_path).now() - datetime.now(UTC)) < timedelta(minutes=1)
    SimulatedElectionClock.start(tmp_path / CLOCK_FILE, START, 60, machine)
    assert isinstance(election_clock(tmp_path), SimulatedElectionClock)


def test_a_fixed_clock_stands_still_in_utc() -> None:
    bishkek = datetime.fromisoformat("2025-11-30T20:00:00+06:00")
    assert FixedClock(bishkek).now() == datetime(2025, 11, 30, 14, tzinfo=UTC)
    assert FixedClock(bishkek).now().tzinfo is UTC
