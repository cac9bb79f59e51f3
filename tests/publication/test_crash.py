"""A publisher killed at any step leaves the old or the new release, whole, and the next run finishes it."""

import signal
from datetime import datetime

import pytest

from portal.publication.steps import Step
from portal.store.queries.publication import last_release
from tests.golden.script import STEPS, play
from tests.publication.crashing import publish_apart
from tests.publication.world import CAMPAIGN, World, order_correction

KILLED = -signal.SIGKILL, None
SLOT, LIGHT = 4, 6
"""Releases of the golden story that wait for their bulk files, and that do not."""
BULK = (Step.BULK_STAGED, Step.BULK_ADMITTED)
OF_A_LIGHT_RELEASE = [step for step in Step if step not in BULK]


def run_publisher(world: World, now: datetime, deadly: str) -> tuple[int | None, int | None]:
    """Exit code, and the release that it said."""
    address = world.store.engine.url.render_as_string(hide_password=False)
    return publish_apart(address, world.home, now, deadly)


def facts_of_step(world: World, n: int, *, correction: bool = False) -> datetime:
    """Record what comes before release n; with a correction, the release waits for its bulk files."""
    record, now = STEPS[n - 1]
    with world.store.write() as session:
        record(session)
        if correction:
            order_correction(session, now)
    return now


def assert_finished(world: World, n: int) -> None:
    """Release n is pointed to, whole, announced and registered; there is no other number, and nothing is left over."""
    assert world.assert_whole() == n
    assert world.archive.numbers(CAMPAIGN) == list(range(1, n + 1))
    assert [row["release"] for row in world.archive.index()["campaigns"]] == [n]
    with world.store.read() as session:
        registered = last_release(session, CAMPAIGN)
    assert registered is not None and registered.number == n
    hidden = [path.name for path in world.archive.public.rglob(".*")]
    assert hidden == []


@pytest.mark.parametrize("step", Step)
def test_killed_publisher_leaves_a_whole_release_and_the_next_run_finishes(world: World, step: Step) -> None:
    n = SLOT if step in (Step.BULK_STAGED, Step.BULK_ADMITTED) else LIGHT
    play(world, n - 1)
    now = facts_of_step(world, n)
    assert run_publisher(world, now, step) == KILLED
    moved = step not in (Step.BUILT, Step.NOTED, Step.ADMITTED, Step.LOGGED)
    assert world.assert_whole() == (n if moved else n - 1)
    finished = world.publish(now)
    assert finished == (n if step in (Step.BUILT, Step.NOTED) else None)
    assert_finished(world, n)
    if n == SLOT:
        assert (world.archive.folder(CAMPAIGN, n) / "data" / "SHA256SUMS").exists()


@pytest.mark.parametrize("step", [step for step in Step if step is not Step.REGISTERED])
def test_first_release_killed_half_way_is_finished_by_the_next_run(sqlite_world: World, step: Step) -> None:
    now = facts_of_step(sqlite_world, 1)
    assert run_publisher(sqlite_world, now, step) == KILLED
    if sqlite_world.archive.latest(CAMPAIGN) is not None:
        assert sqlite_world.assert_whole() == 1
    sqlite_world.publish(now)
    assert_finished(sqlite_world, 1)


@pytest.mark.parametrize("step", OF_A_LIGHT_RELEASE)
def test_facts_that_came_after_the_crash_are_in_the_release_after_it(sqlite_world: World, step: Step) -> None:
    play(sqlite_world, 2)
    now = facts_of_step(sqlite_world, 3)
    assert run_publisher(sqlite_world, now, step) == KILLED
    now = facts_of_step(sqlite_world, 4)
    last = sqlite_world.publish(now) or sqlite_world.publish(now)
    assert last is not None
    assert sqlite_world.document("campaign.json")["totals"]["turnout"][1]["total"] == 290
    assert_finished(sqlite_world, last)


def test_publisher_that_is_not_killed_says_its_release(sqlite_world: World) -> None:
    assert run_publisher(sqlite_world, STEPS[0][1], "") == (0, 1)


def test_crash_again_while_finishing_is_finished_too(sqlite_world: World) -> None:
    play(sqlite_world, 3)
    now = facts_of_step(sqlite_world, 4, correction=True)
    for step in (Step.NOTED, Step.ADMITTED, Step.BULK_STAGED, Step.BULK_ADMITTED, Step.POINTED):
        assert run_publisher(sqlite_world, now, step) == KILLED
    sqlite_world.publish(now)
    assert_finished(sqlite_world, 4)


@pytest.mark.parametrize("step", BULK)
def test_correction_killed_while_it_waits_for_its_bulk_files_is_not_shown_without_them(
    world: World, step: Step
) -> None:
    play(world, 5)
    now = facts_of_step(world, 6, correction=True)
    assert run_publisher(world, now, step) == KILLED
    assert world.assert_whole() == 5
    world.publish(now)
    assert_finished(world, 6)
    pointer = world.archive.latest(CAMPAIGN)
    assert pointer is not None and pointer["data"] == 6
