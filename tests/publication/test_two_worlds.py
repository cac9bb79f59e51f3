"""Before opening, no byte that the public can reach depends on a hidden fact (design, publication gate).

Two stores have the same visible facts and different hidden ones; what they publish is compared byte for byte. Both
publish in passes of the same times, so when a release appears is no difference here. What they answer over HTTP is
compared in test_two_worlds_http.py.
"""

import shutil
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from portal.domain.facts import OrderKind
from portal.store.engine import Store, open_store
from portal.store.record import approve, record_order
from tests.depth import depth
from tests.golden.script import scanner, turnout
from tests.publication.hidden import OPENING, PASSES, SMALL, Hidden, hidden, precincts
from tests.publication.test_incremental import temporary_home
from tests.publication.world import World, clock_time
from tests.services.postgres import PostgresServer

visible = st.lists(
    st.tuples(st.integers(0, 3), precincts, st.sampled_from((12, 16)), st.integers(0, 40), st.integers(0, 5)),
    max_size=8,
)


def published(world: World, seen: list[tuple[int, str, int, int, int]], unseen: list[tuple[int, Hidden]]) -> World:
    """The world after all passes before the opening of results."""
    for index, now in enumerate(PASSES):
        with world.store.write() as session:
            for at, number, hour, identified, remote in seen:
                if at == index:
                    turnout(session, number, hour, identified, remote, now)
            for at, record in unseen:
                if at == index:
                    record(session, now)
        world.publish(now)
    return world


def assert_equal_trees(one: World, other: World) -> None:
    trees = one.public_tree(), other.public_tree()
    assert trees[0].keys() == trees[1].keys()
    differing = [path for path, content in trees[0].items() if content != trees[1][path]]
    assert differing == []


@pytest.fixture(scope="module")
def golden_file(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An SQLite file with the golden campaign; copy it."""
    path = tmp_path_factory.mktemp("golden") / "natyija.db"
    shutil.copyfile(sqlite_template, path)
    store = open_store(f"sqlite:///{path}")
    World(store, path.parent).with_golden()
    store.close()
    return path


def sqlite_store(golden_file: Path, path: Path) -> Store:
    shutil.copyfile(golden_file, path)
    return open_store(f"sqlite:///{path}")


@pytest.mark.deep
@settings(max_examples=depth(100))
@given(visible, hidden)
def test_public_tree_does_not_depend_on_hidden_facts_on_postgresql(
    postgres_server: PostgresServer, seen: list[tuple[int, str, int, int, int]], one: list[tuple[int, Hidden]]
) -> None:
    with temporary_home() as home, postgres_server.clone() as first, postgres_server.clone() as second:
        stores = [open_store(first), open_store(second)]
        worlds = [World(store, home / name).with_golden() for store, name in zip(stores, "ab", strict=True)]
        try:
            published(worlds[0], seen, one)
            published(worlds[1], seen, [])
            assert_equal_trees(*worlds)
        finally:
            for store in stores:
                store.close()


def test_hidden_facts_are_seen_once_results_open(sqlite_world: World) -> None:
    """What the other tests hide is there: at the opening the same world shows it."""
    unseen: list[tuple[int, Hidden]] = [
        (1, lambda session, at: scanner(session, "n-1", "d1", 60, (30, 20, 8), at)),
        (1, lambda session, at: turnout(session, "n-1", 20, 61, 0, at)),
    ]
    world = published(sqlite_world, [], unseen)
    assert world.document("contests/d1.json")["scanner"]["received"] == 0
    assert world.publish(OPENING) == 2
    assert world.document("contests/d1.json")["scanner"]["votes"] == [30, 20, 8]
    assert world.document("campaign.json")["totals"]["turnout"][0]["identified"] == 61


@pytest.mark.deep
@settings(max_examples=depth(200))
@given(st.tuples(SMALL, SMALL, SMALL), st.tuples(SMALL, SMALL, SMALL))
def test_values_of_a_held_fact_reach_nobody(
    golden_file: Path, one: tuple[int, int, int], other: tuple[int, int, int]
) -> None:
    """n-1 is on hold from 20:05 on: that something is held is public, what it says is not."""
    with temporary_home() as home:
        worlds = []
        for name, votes in (("a", one), ("b", other)):
            world = World(sqlite_store(golden_file, home / f"{name}.db"), home / name)
            world.publish(clock_time(20))
            order = world.record(record_order, OrderKind.HOLD, clock_time(20, 5), "Asel", target="precinct:n-1")
            with world.store.write() as session:
                for person in ("Asel", "Bakyt"):
                    approve(session, order, person, clock_time(20, 5))
                scanner(session, "n-1", "d1", 120, votes, clock_time(20, 10))
            world.publish(OPENING)
            worlds.append(world)
        assert_equal_trees(*worlds)
        assert worlds[0].document("territories/N1.json")["totals"]["numbers"]["held"] == 1
        for world in worlds:
            world.store.close()
