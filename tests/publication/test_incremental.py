"""A chain of incremental releases gives the same documents as one full build (design, contract 2).

Random stories over the golden campaign: facts of every kind in any order, some from a clock ahead or behind, decisions,
orders, schedule versions and a pause, with a release after any of them; at the end another home is built from nothing.
"""

import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy.orm import Session

from portal.domain.decisions import Decision, DecisionKind, DecisionScope
from portal.domain.facts import (
    NoMachineResult,
    OrderKind,
    Protocol,
    Scan,
    ScannerReport,
    ScheduleItem,
    ScheduleItemKind,
    TurnoutReport,
)
from portal.domain.names import Names
from portal.domain.statuses import ProtocolKind, TurnoutSource
from portal.publication.console.concerned import newest_note
from portal.publication.console.held import held_facts
from portal.store.engine import open_store
from portal.store.record import (
    approve,
    confirm_decision,
    record_decision,
    record_no_machine_result,
    record_order,
    record_protocols,
    record_scan,
    record_scanner_report,
    record_schedule,
    record_turnout,
)
from tests.depth import depth
from tests.publication.world import CAMPAIGN, MIDNIGHT, HandClock, World
from tests.services.postgres import PostgresServer

PRECINCTS = ("n-1", "n-2", "n-3", "s-1", "s-2", "r-1", "a-1")
OPTIONS = {"d1": 3, "d2": 2, "q": 2}
Record = Callable[[Session, datetime, list[int]], object]
"""Records one thing at a time of receipt; the list holds the sequence numbers recorded so far."""


@dataclass(frozen=True)
class Event:
    """Something that happens: recorded at `skew` minutes from the clock, followed by a release or not."""

    step: int
    skew: int
    record: Record
    publish: bool


SMALL = st.integers(0, 9)
precincts = st.sampled_from(PRECINCTS)
minutes = st.sampled_from((0, 1, 20, 60, 150, 300, 600))
skews = st.sampled_from((0, 0, 0, 0, -45, 30, 400))


@st.composite
def turnouts(draw: st.DrawFn) -> Record:
    number, hour, identified = draw(precincts), draw(st.sampled_from((12, 15, 16, 20))), draw(SMALL)
    source = draw(st.sampled_from((TurnoutSource.ONLINE, TurnoutSource.MANUAL, TurnoutSource.SCANNER_FINAL)))
    remote = draw(st.none() | SMALL)

    def record(session: Session, at: datetime, seqs: list[int]) -> int:
        as_of = MIDNIGHT + timedelta(hours=hour)
        report = TurnoutReport(0, at, number, as_of, identified, source, remote)
        return record_turnout(session, CAMPAIGN, report, "tests")

    return record


@st.composite
def scanners(draw: st.DrawFn) -> Record:
    number, contest = draw(precincts), draw(st.sampled_from(tuple(OPTIONS)))
    votes = {position: draw(SMALL) for position in range(1, OPTIONS[contest] + 1)}
    ballots, device = draw(st.none() | st.integers(5, 30)), draw(st.sampled_from(("a", "b")))
    zero = draw(st.sampled_from((False, False, False, True)))

    def record(session: Session, at: datetime, seqs: list[int]) -> int:
        report = ScannerReport(0, at, number, contest, device, ballots, at, votes, zero=zero)
        return record_scanner_report(session, CAMPAIGN, report, "tests")

    return record


@st.composite
def protocols(draw: st.DrawFn) -> Record:
    number, contest = draw(precincts), draw(st.sampled_from(tuple(OPTIONS)))
    votes = {position: draw(SMALL) for position in range(1, OPTIONS[contest] + 1)}
    own = number != "r-1" and contest in {"n": ("d1", "q"), "s": ("d2",), "a": ("d1",)}[number[0]]
    own = own and (contest != "q" or number == "n-1")
    kinds = (ProtocolKind.ORDINARY, ProtocolKind.RECOUNT) if own else (ProtocolKind.REMOTE,)
    kind, invalid = draw(st.sampled_from(kinds)), draw(SMALL)
    valid = sum(votes.values()) + draw(st.sampled_from((0, 0, 1)))
    lines = {"9": valid + invalid, "10": invalid, "11": valid, "8": 0}
    if not own:
        lines = {"D5": valid + invalid, "D6": invalid, "D7": valid}

    def record(session: Session, at: datetime, seqs: list[int]) -> int:
        entry = Protocol(0, at, number, contest, kind, 0, at, lines, votes, members=7, signed=7)
        return record_protocols(session, CAMPAIGN, [entry], "tests")[0]

    return record


@st.composite
def others(draw: st.DrawFn) -> Record:
    number, released = draw(precincts), draw(st.booleans())
    if draw(st.booleans()):
        digest = f"{draw(st.integers(0, 10**6)):064x}"
        return lambda session, at, seqs: record_scan(
            session, CAMPAIGN, Scan(0, at, number, "d1", "protocol", digest, "pdf", at if released else None), "tests"
        )
    return lambda session, at, seqs: record_no_machine_result(
        session, CAMPAIGN, NoMachineResult(0, at, number, Names(en="broken")), "tests"
    )


@st.composite
def decisions(draw: st.DrawFn) -> Record:
    number, contest = draw(precincts), draw(st.sampled_from(("", ":d1", ":d2")))
    scope, target = DecisionScope.PRECINCT, number + contest
    kind = draw(st.sampled_from((DecisionKind.PERMIT_REENTRY, DecisionKind.INVALIDATE_PRECINCT, DecisionKind.OFFICIAL)))
    if kind is DecisionKind.OFFICIAL:
        scope, target = DecisionScope.CONTEST, draw(st.sampled_from(tuple(OPTIONS)))
    later = draw(st.sampled_from((None, 0, 90)))

    def record(session: Session, at: datetime, seqs: list[int]) -> int:
        act = Decision(f"n{len(seqs)}", date(2025, 12, 1), "CEC", kind, scope, target)
        seq = record_decision(session, CAMPAIGN, act, at, "Asel")
        if later is not None:
            confirm_decision(session, seq, at + timedelta(minutes=later), "Bakyt")
        return seq

    return record


@st.composite
def orders(draw: st.DrawFn) -> Record:
    kind, number, pick = draw(st.sampled_from(tuple(OrderKind))), draw(precincts), draw(st.integers(0, 99))
    later, approvals = draw(st.sampled_from((0, 90))), draw(st.sampled_from((1, 2, 2)))

    def record(session: Session, at: datetime, seqs: list[int]) -> int:
        target = ""
        if kind in (OrderKind.HOLD, OrderKind.RELEASE_HOLD):
            target = f"precinct:{number}"
        elif kind is OrderKind.CORRECTION and seqs:
            target = f"fact:{seqs[pick % len(seqs)]}"
        seq = record_order(session, CAMPAIGN, kind, at, "Asel", target=target, reason=Names(en="why"))
        for person in ("Asel", "Bakyt")[:approvals]:
            approve(session, seq, person, at + timedelta(minutes=later))
        return seq

    return record


@st.composite
def schedules(draw: st.DrawFn) -> Record:
    slots = draw(st.lists(st.sampled_from((12, 15, 16, 20, 21)), max_size=3, unique=True))
    results, later = draw(st.none() | st.sampled_from((20, 21, 26))), draw(st.sampled_from((0, 90)))
    items = [ScheduleItem(ScheduleItemKind.TURNOUT, MIDNIGHT + timedelta(hours=hour)) for hour in slots]
    if results is not None:
        items.append(ScheduleItem(ScheduleItemKind.RESULTS, MIDNIGHT + timedelta(hours=results)))

    def record(session: Session, at: datetime, seqs: list[int]) -> int:
        seq = record_schedule(session, CAMPAIGN, items, at, "Asel")
        for person in ("Asel", "Bakyt"):
            approve(session, seq, person, at + timedelta(minutes=later))
        return seq

    return record


records = st.one_of(
    turnouts(), scanners(), scanners(), protocols(), protocols(), others(), decisions(), orders(), schedules()
)
events = st.builds(Event, step=minutes, skew=skews, record=records, publish=st.booleans())
stories = st.lists(events, min_size=3, max_size=16)


def live(world: World, story: list[Event]) -> None:
    """Let the story happen from 11:00 on, with a release after each event that asks for one, and one at the end."""
    now = MIDNIGHT + timedelta(hours=11)
    seqs: list[int] = []
    assert world.publish(now) == 1
    for event in story:
        now += timedelta(minutes=event.step)
        with world.store.write() as session:
            seqs.append(int(str(event.record(session, now + timedelta(minutes=event.skew), seqs))))
        if event.publish:
            world.publish(now)
        held_since_the_release_are_all_that_are_held(world, now)
    world.publish(now)
    held_since_the_release_are_all_that_are_held(world, now)


def held_since_the_release_are_all_that_are_held(world: World, now: datetime) -> None:
    """The console looks at what changed since the newest release, and finds what a look at everything finds."""
    note = newest_note(world.home, CAMPAIGN)
    assert note is not None and note.held is not None
    with world.store.read() as session:
        assert held_facts(session, CAMPAIGN, now, note) == held_facts(session, CAMPAIGN, now)


def as_documents(world: World) -> dict[str, str]:
    return {path: content.decode() for path, content in world.documents().items()}


def same_as_a_full_build(world: World, elsewhere: Path) -> None:
    """The newest release says what a build from nothing says, byte for byte."""
    full = world.fresh(elsewhere)
    assert full.publish() == 1
    assert as_documents(world) == as_documents(full)
    world.assert_whole()


@contextmanager
def temporary_home() -> Iterator[Path]:
    folder = Path(tempfile.mkdtemp(prefix="natyija-incremental-"))
    try:
        yield folder
    finally:
        shutil.rmtree(folder)


@pytest.fixture(scope="module")
def golden_file(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An SQLite file with the golden campaign; copy it."""
    path = tmp_path_factory.mktemp("golden") / "natyija.db"
    shutil.copyfile(sqlite_template, path)
    store = open_store(f"sqlite:///{path}")
    World(store, path.parent).with_golden()
    store.close()
    return path


@pytest.mark.deep
@settings(max_examples=depth(500))
@given(stories)
def test_incremental_releases_equal_a_full_build(golden_file: Path, story: list[Event]) -> None:
    with temporary_home() as home:
        shutil.copyfile(golden_file, home / "natyija.db")
        store = open_store(f"sqlite:///{home / 'natyija.db'}")
        try:
            world = World(store, home / "a", clock=HandClock())
            live(world, story)
            same_as_a_full_build(world, home / "b")
        finally:
            store.close()


@pytest.mark.deep
@settings(max_examples=depth(200))
@given(stories)
def test_incremental_releases_equal_a_full_build_on_postgresql(
    postgres_server: PostgresServer, story: list[Event]
) -> None:
    with temporary_home() as home, postgres_server.clone() as url:
        store = open_store(url)
        try:
            world: Any = World(store, home / "a").with_golden()
            live(world, story)
            same_as_a_full_build(world, home / "b")
        finally:
            store.close()
