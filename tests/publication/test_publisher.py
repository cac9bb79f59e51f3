"""The publisher's loop: it gathers changes, keeps slots, survives a refusal, and builds bulk files beside."""

import os
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

import orjson
import pytest

from portal.cli.data_part import BEHIND_OTHERS
from portal.domain.facts import TurnoutReport
from portal.domain.statuses import TurnoutSource
from portal.errors import CheckFailed
from portal.publication.publish import Publication
from portal.publication.publisher import RETRY, TICK_SECONDS, Publisher
from portal.publication.watch import watch
from portal.store.record import record_turnout
from tests.golden.script import play
from tests.publication.world import CAMPAIGN, HandClock, World, clock_time, order_correction

COALESCE = timedelta(seconds=5)


@dataclass
class HandWatch:
    """Says what the test wants it to say."""

    news: list[bool] = field(default_factory=list)
    waited: list[float] = field(default_factory=list)

    def changed(self, seconds: float) -> bool:
        self.waited.append(seconds)
        return self.news.pop(0) if self.news else False


@pytest.fixture
def loop(sqlite_world: World) -> Iterator["Loop"]:
    found = Loop(sqlite_world)
    yield found
    found.publisher.stop_job()


class Loop:
    """A publisher over the golden campaign whose two clocks and whose news are set by hand."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.system = HandClock(datetime(2026, 1, 1, tzinfo=UTC))
        self.watch = HandWatch()
        self.publisher = Publisher(
            publication=world.publication,
            watch=self.watch,
            system_clock=self.system,
            coalesce=COALESCE,
            data_every=timedelta(minutes=5),
        )

    def pass_time(self, seconds: float) -> None:
        self.system.instant += timedelta(seconds=seconds)

    def look(self, *, news: bool = False) -> int:
        """One turn of the loop; the newest release after it."""
        self.watch.news = [news]
        self.publisher.turn()
        return self.world.latest

    def report(self, identified: int, at: datetime) -> None:
        """A turnout report at a full hour, with the election clock at that hour."""
        self.world.clock.instant = at
        report = TurnoutReport(0, at, "n-1", at, identified, TurnoutSource.ONLINE, 0)
        with self.world.store.write() as session:
            record_turnout(session, CAMPAIGN, report, "tests")


def test_first_look_publishes_and_a_quiet_one_does_not(loop: Loop) -> None:
    assert loop.look() == 1
    loop.pass_time(60)
    assert loop.look() == 1


def test_changes_are_gathered_until_the_coalescing_time_is_over(loop: Loop) -> None:
    loop.look()
    loop.report(10, clock_time(9))
    loop.world.clock.instant = clock_time(20, 30)
    loop.pass_time(1)
    assert loop.look(news=True) == 1
    loop.pass_time(COALESCE.seconds)
    assert loop.look() == 2


def test_the_time_that_a_release_takes_is_part_of_the_gathering(loop: Loop, monkeypatch: pytest.MonkeyPatch) -> None:
    publish = loop.publisher._pass

    def slowly() -> None:
        publish()
        loop.pass_time(COALESCE.seconds)

    monkeypatch.setattr(loop.publisher, "_pass", slowly)
    assert loop.look() == 1
    loop.report(10, clock_time(9))
    loop.world.clock.instant = clock_time(20, 30)
    assert loop.look(news=True) == 2


def test_a_clock_set_back_does_not_make_the_publisher_rest_until_it_has_caught_up(loop: Loop) -> None:
    assert loop.look() == 1
    loop.pass_time(-3600)
    loop.report(10, clock_time(9))
    loop.world.clock.instant = clock_time(20, 30)
    assert loop.look(news=True) == 2


def test_time_alone_wakes_the_publisher_at_the_next_slot(loop: Loop) -> None:
    loop.look()
    loop.report(10, clock_time(9))
    due = loop.publisher.states[CAMPAIGN].due
    assert due is not None
    assert due > loop.world.clock.now()
    loop.world.clock.instant = due
    loop.pass_time(60)
    assert loop.look() == 2


def test_refused_release_blocks_keeps_the_last_good_one_and_is_tried_again(
    loop: Loop, monkeypatch: pytest.MonkeyPatch
) -> None:
    loop.look()
    loop.report(10, clock_time(9))
    loop.world.clock.instant = clock_time(20, 30)

    def refuse(self: Publication, campaign: str, reason: object = None) -> int | None:
        raise CheckFailed(["G5 territory N1: votes do not add up"])

    with monkeypatch.context() as broken:
        broken.setattr(Publication, "publish", refuse)
        loop.pass_time(60)
        assert loop.look(news=True) == 1
        state = orjson.loads((loop.world.archive.private / "state.json").read_bytes())
        assert state["campaigns"][CAMPAIGN]["blocked"] == ["G5 territory N1: votes do not add up"]
    loop.pass_time(RETRY.seconds)
    assert loop.look() == 2
    state = orjson.loads((loop.world.archive.private / "state.json").read_bytes())
    assert state["campaigns"][CAMPAIGN]["blocked"] == []


def test_bulk_files_of_a_light_release_are_built_by_a_second_process_and_named_in_the_pointer(loop: Loop) -> None:
    loop.look()
    loop.report(10, clock_time(9))
    loop.world.clock.instant = clock_time(20, 30)
    loop.pass_time(60)
    assert loop.look(news=True) == 2
    loop.publisher.stop_job()
    pointer = loop.world.archive.latest(CAMPAIGN)
    assert pointer is not None
    assert pointer["data"] == 1
    loop.publisher._start_job(loop.system.now() + timedelta(hours=1))
    job = loop.publisher._job
    assert job is not None
    os.waitid(os.P_PID, job.process.pid, os.WEXITED | os.WNOWAIT)
    own = os.getpriority(os.PRIO_PROCESS, 0)
    assert os.getpriority(os.PRIO_PROCESS, job.process.pid) == min(own + BEHIND_OTHERS, 19), "light releases come first"
    assert job.process.wait(timeout=120) == 0
    loop.publisher._collect_job()
    pointer = loop.world.archive.latest(CAMPAIGN)
    assert pointer is not None
    assert pointer["data"] == 2
    assert (loop.world.archive.folder(CAMPAIGN, 2) / "data" / "results.csv").exists()


def test_what_is_gathered_is_waited_for_no_longer_than_its_time(loop: Loop) -> None:
    loop.look()
    loop.look(news=True)
    for passed in (4.0, 0.75, 0.5):
        loop.pass_time(passed)
        loop.look()
    assert loop.watch.waited == [TICK_SECONDS, TICK_SECONDS, TICK_SECONDS, 0.25, 0.0]
    loop.look()
    assert loop.watch.waited[-1] == TICK_SECONDS, "nothing is gathered any more"


def test_watch_tells_of_a_commit_by_another_connection_and_only_once(world: World) -> None:
    with watch(world.store) as seen:
        while seen.changed(0.1):
            pass
        report = TurnoutReport(0, clock_time(9), "n-1", clock_time(9), 10, TurnoutSource.ONLINE, 0)
        with world.store.write() as session:
            record_turnout(session, CAMPAIGN, report, "tests")
        began = time.monotonic()
        assert seen.changed(10)
        assert time.monotonic() - began < 9
        assert not seen.changed(0.3)


def test_release_that_waits_for_signatures_is_an_alarm_at_once_and_a_figure_for_monitoring(loop: Loop) -> None:
    play(loop.world, 3)
    loop.look(news=True)
    with loop.world.store.write() as session:
        order_correction(session, loop.world.clock.instant)
    loop.pass_time(6)
    assert loop.look(news=True) == 3
    state = orjson.loads((loop.world.archive.private / "state.json").read_bytes())
    assert state["campaigns"][CAMPAIGN]["blocked"] == ["release 4 (correction): 0 of 2 signatures"]
    told = loop.publisher.metrics.registry
    assert told.get_sample_value("natyija_publisher_waiting_signatures", {"campaign": CAMPAIGN}) == 1
    loop.world.sign()
    loop.pass_time(6)
    assert loop.look(news=True) == 4
    assert told.get_sample_value("natyija_publisher_waiting_signatures", {"campaign": CAMPAIGN}) == 0
    assert told.get_sample_value("natyija_publisher_release", {"campaign": CAMPAIGN}) == 4
    state = orjson.loads((loop.world.archive.private / "state.json").read_bytes())
    assert state["campaigns"][CAMPAIGN]["blocked"] == []


def test_state_is_written_while_nothing_happens(loop: Loop) -> None:
    loop.look(news=True)
    first = orjson.loads((loop.world.archive.private / "state.json").read_bytes())["at"]
    loop.pass_time(11)
    loop.look()
    assert orjson.loads((loop.world.archive.private / "state.json").read_bytes())["at"] > first
