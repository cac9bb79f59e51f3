"""Determinations in releases: incremental ones say what a full build says, whatever is decided or signed."""

import shutil
from collections.abc import Callable, Iterable
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy.orm import Session

from data_export.tables.protocol_lines import protocols
from portal.domain.decisions import Decision, DecisionKind, DecisionScope
from portal.domain.facts import Consolidated, Protocol
from portal.domain.statuses import ProtocolKind
from portal.store.engine import open_store
from portal.store.record import confirm_decision, record_consolidated, record_decision, record_protocols
from tests.depth import depth
from tests.golden.script import LINES, STEPS, play
from tests.publication.test_incremental import same_as_a_full_build, temporary_home
from tests.publication.world import CAMPAIGN, HandClock, World, clock_time

Event = Callable[[Session, datetime, int], object]


def decided(number: str, kind: DecisionKind, scope: DecisionScope, target: str) -> Event:
    def record(session: Session, at: datetime, index: int) -> int:
        act = Decision(number, date(2025, 12, 2), "CEC", kind, scope, target)
        seq = record_decision(session, CAMPAIGN, act, at, "Asel")
        confirm_decision(session, seq, at, "Bakyt")
        return seq

    return record


def signed(contest: str, territory: str, votes: tuple[int, ...], skew: int = 0) -> Event:
    def record(session: Session, at: datetime, index: int) -> object:
        entry = Consolidated(
            seq=0,
            received_at=at + timedelta(minutes=skew),
            commission=f"oik-{contest}",
            territory=territory,
            contest=contest,
            kind=ProtocolKind.ORDINARY,
            signed_at=at,
            uik_count=2,
            ordinary_count=2,
            remote_count=2,
            lines={},
            votes=dict(enumerate(votes, start=1)),
        )
        return record_consolidated(session, CAMPAIGN, [entry], "tests")

    return record


def re_voted(votes: tuple[int, ...]) -> Event:
    """A protocol of n-3 signed on the fifth day, after any decision of these tests."""

    def record(session: Session, at: datetime, index: int) -> object:
        found = sum(votes)
        form = dict(zip(LINES, (50, found, found, found, 0, 0, 0, 0, found, 0, found), strict=True))
        counted = dict(enumerate(votes, start=1))
        kind = ProtocolKind.ORDINARY
        entry = Protocol(0, at, "n-3", "d1", kind, 0, clock_time(21, day=5), form, counted, members=7, signed=7)
        return record_protocols(session, CAMPAIGN, [entry], "tests")

    return record


NEVER_MIND: Event = lambda session, at, index: None  # noqa: E731
PRECINCT, OPTION, CONTEST, DECISION = (
    DecisionScope.PRECINCT,
    DecisionScope.OPTION,
    DecisionScope.CONTEST,
    DecisionScope.DECISION,
)
EVENTS: tuple[Event, ...] = (
    NEVER_MIND,
    decided("61", DecisionKind.INVALIDATE_PRECINCT, PRECINCT, "n-2"),
    decided("62", DecisionKind.INVALIDATE_PRECINCT, PRECINCT, "r-1:d2"),
    decided("63", DecisionKind.SET_RE_VOTE, PRECINCT, "n-3"),
    decided("64", DecisionKind.INVALIDATE_CANDIDATE, OPTION, "d1:1"),
    decided("65", DecisionKind.DECLARE_INVALID, CONTEST, "d1"),
    decided("66", DecisionKind.SUSPEND_BY_APPEAL, CONTEST, "d2"),
    decided("67", DecisionKind.OFFICIAL, CONTEST, "d2"),
    signed("d1", "N", (102, 86, 22)),
    signed("d2", "S", (62, 66), skew=90),
    re_voted((3, 20, 1)),
    decided("69", DecisionKind.REVERSE, DECISION, "63"),
)


def possible(story: Iterable[tuple[int, bool]]) -> dict[int, bool]:
    """The story without a reversal of what was not decided before it."""
    events: dict[int, bool] = {}
    for event, publish in story:
        if event != len(EVENTS) - 1 or 3 in events:
            events.setdefault(event, publish)
    return events


def happen(world: World, now: datetime, event: Event, index: int) -> None:
    with world.store.write() as session:
        event(session, now, index)


@pytest.fixture(scope="module")
def night_file(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An SQLite file with every fact of the golden campaign; copy it."""
    home = tmp_path_factory.mktemp("night")
    shutil.copyfile(sqlite_template, home / "natyija.db")
    store = open_store(f"sqlite:///{home / 'natyija.db'}")
    world = World(store, home).with_golden()
    play(world)
    store.close()
    return home / "natyija.db"


@settings(max_examples=depth(40))
@given(story=st.lists(st.tuples(st.sampled_from(range(len(EVENTS))), st.booleans()), max_size=6))
def test_incremental_determinations_equal_those_of_a_full_build(
    night_file: Path, story: list[tuple[int, bool]]
) -> None:
    with temporary_home() as home:
        shutil.copyfile(night_file, home / "natyija.db")
        store = open_store(f"sqlite:///{home / 'natyija.db'}")
        try:
            world = World(store, home / "a", clock=HandClock())
            now = clock_time(11, day=2)
            world.publish(now)
            for index, (event, publish) in enumerate(possible(story).items()):
                now += timedelta(minutes=60)
                happen(world, now, EVENTS[event], index)
                if publish:
                    world.publish(now)
            world.publish(now + timedelta(minutes=120))
            same_as_a_full_build(world, home / "b")
        finally:
            store.close()


def test_the_last_protocol_closes_every_contest_that_remote_votes_could_reach(world: World) -> None:
    play(world, len(STEPS) - 1)
    before = world.document("contests/d2.json")["determination"]
    play_last(world)
    after = world.document("contests/d2.json")["determination"]
    assert (before["outcome"], before["extra"]) == ("open", 69)
    assert (after["outcome"], after["extra"]) == ("elected", 0)


def play_last(world: World) -> None:
    record, now = STEPS[-1]
    with world.store.write() as session:
        record(session)
    world.publish(now)


def test_signed_sums_and_decisions_are_published_and_reversed(world: World) -> None:
    play(world)
    happen(world, clock_time(11, day=2), signed("d1", "N", (103, 86, 22)), 0)
    world.publish(clock_time(11, day=2))
    found = determination(world)
    assert (found["signed"]["difference"], found["signed"]["whole"]) == ([1, 0, 0], True)
    happen(world, clock_time(12, day=2), decided("65", DecisionKind.DECLARE_INVALID, CONTEST, "d1"), 1)
    world.publish(clock_time(12, day=2))
    assert (determination(world)["outcome"], determination(world)["seats"]) == ("invalid", [])
    happen(world, clock_time(13, day=2), decided("68", DecisionKind.REVERSE, DECISION, "65"), 2)
    happen(world, clock_time(13, day=2), decided("68", DecisionKind.INVALIDATE_CANDIDATE, OPTION, "d1:1"), 3)
    world.publish(clock_time(13, day=2))
    found = determination(world)
    assert [seat["name"]["en"] for seat in found["seats"]] == ["Bek"]
    assert (found["made_invalid"], found["third"]["candidates_above_third"]) == (102, True)
    assert world.document("contests/d1.json")["protocol"]["votes"] == [102, 86, 22]


def test_a_re_vote_takes_the_place_of_the_invalidated_vote_and_a_reversal_gives_it_back(world: World) -> None:
    play(world)
    first, sums = result_of_n3(world), world.document("contests/d1.json")["protocol"]
    assert (first["counted"], sums["votes"], sums["invalidated"]) == (False, [102, 86, 22], 1)
    happen(world, clock_time(12, day=2), decided("70", DecisionKind.SET_RE_VOTE, PRECINCT, "n-3"), 0)
    world.publish(clock_time(12, day=2))
    assert determination(world)["excluded"][0]["re_vote_set"] is True
    assert determination(world)["re_votes"][0]["could_change"] is True
    happen(world, clock_time(22, day=5), re_voted((3, 20, 1)), 1)
    world.publish(clock_time(22, day=5))
    found, sums = result_of_n3(world), world.document("contests/d1.json")["protocol"]
    assert (found["vote"], found["counted"], found["status"]["flags"]) == (1, True, [])
    assert (found["protocol"]["votes"], found["scanner"], found["versions"]) == ([3, 20, 1], None, [])
    assert found["other_votes"] == [{"vote": 0, "scanner": first["scanner"], "versions": [first["protocol"]]}]
    assert (sums["votes"], sums["invalidated"]) == ([105, 106, 23], 0)
    assert [seat["name"]["en"] for seat in determination(world)["seats"]] == ["Bek"]
    assert (determination(world)["excluded"], determination(world)["re_votes"]) == ([], [])
    every = [(counted, current, p["votes"]) for _, counted, current, p in protocols(precinct_n3(world))]
    assert every == [(True, True, [3, 20, 1]), (False, False, first["protocol"]["votes"])]
    listed = next(row for row in world.document("lists/N2.json")["rows"] if row["number"] == "n-3")
    assert listed["minutes"] == 5 * 60, "from closing to the first protocol, not to the re-vote's"
    happen(world, clock_time(12, day=6), decided("71", DecisionKind.REVERSE, DECISION, "41"), 2)
    world.publish(clock_time(12, day=6))
    found, sums = result_of_n3(world), world.document("contests/d1.json")["protocol"]
    assert ("vote" in found, found["protocol"]["votes"]) == (False, first["protocol"]["votes"])
    assert [row["vote"] for row in found["other_votes"]] == [1]
    assert sums["votes"] == [102 + 24, 86 + 4, 22 + 1]


def precinct_n3(world: World) -> Any:
    precincts = {precinct["number"]: precinct for precinct in world.document("territories/N2.json")["precincts"]}
    return precincts["n-3"]


def result_of_n3(world: World) -> Any:
    return precinct_n3(world)["results"][0]


def determination(world: World) -> Any:
    return world.document("contests/d1.json")["determination"]
