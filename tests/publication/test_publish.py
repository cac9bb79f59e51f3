"""Publishing from build to register: bulk files that are refused, pointers, index, several campaigns."""

from dataclasses import replace
from pathlib import Path

import pytest

from portal.errors import CheckFailed, InputError, StorageError
from portal.publication.archive import ArchiveError
from portal.publication.steps import Step
from tests.golden.script import STEPS, play, scanner
from tests.publication.world import CAMPAIGN, World, clock_time, order_correction, small_data_part


def refusing(public: Path, campaign: str, n: int, folder: Path, *, office: bool) -> None:
    raise CheckFailed([f"G2 {campaign}: the CSV of release {n} disagrees"])


def broken(public: Path, campaign: str, n: int, folder: Path, *, office: bool) -> None:
    raise StorageError("the second process died")


def before_a_correction(world: World) -> None:
    """Everything up to 16:00 and an order to correct something; that release waits for its bulk files."""
    play(world, 3)
    record, world.clock.instant = STEPS[3]
    with world.store.write() as session:
        record(session)
        order_correction(session, world.clock.instant)


def test_release_whose_bulk_files_are_refused_is_taken_back(world: World) -> None:
    before_a_correction(world)
    before = world.public_tree()
    world.data_part = refusing
    for _ in range(2):
        with pytest.raises(CheckFailed, match="the CSV of release 4 disagrees"):
            world.publish()
        assert world.public_tree() == before
    world.data_part = small_data_part
    assert world.publish() == 4
    assert world.assert_whole() == 4
    assert world.archive.numbers(CAMPAIGN) == [1, 2, 3, 4]


def test_refused_bulk_files_do_not_stop_what_comes_after_them(sqlite_world: World) -> None:
    """The facts of a refused release are in the next one; its number is given to it."""
    before_a_correction(sqlite_world)
    sqlite_world.data_part = refusing
    with pytest.raises(CheckFailed):
        sqlite_world.publish()
    sqlite_world.data_part = small_data_part
    with sqlite_world.store.write() as session:
        STEPS[4][0](session)
    assert sqlite_world.publish(STEPS[4][1]) == 4
    assert sqlite_world.document("campaign.json")["totals"]["turnout"][1]["total"] == 290


def test_second_process_that_dies_leaves_its_release_to_the_next_run(sqlite_world: World) -> None:
    before_a_correction(sqlite_world)
    sqlite_world.data_part = broken
    with pytest.raises(StorageError):
        sqlite_world.publish()
    assert sqlite_world.assert_whole() == 3
    sqlite_world.data_part = small_data_part
    sqlite_world.publish()
    assert sqlite_world.assert_whole() == 4
    assert sqlite_world.archive.latest(CAMPAIGN) == {"release": 4, "data": 4, "as_of": "2025-11-30T16:05:00+06:00"}


def test_published_release_is_never_taken_back(sqlite_world: World) -> None:
    play(sqlite_world, 2)
    with pytest.raises(ArchiveError, match="release 2 is published and stays"):
        sqlite_world.archive.take_back(CAMPAIGN, 2)
    assert sqlite_world.assert_whole() == 2


def test_refused_bulk_files_of_a_slot_leave_its_release_standing(sqlite_world: World) -> None:
    """They are due at once, but nobody waits for them; they can be built later."""
    play(sqlite_world, 3)
    with sqlite_world.store.write() as session:
        STEPS[3][0](session)
    sqlite_world.data_part = refusing
    with pytest.raises(CheckFailed):
        sqlite_world.publish(STEPS[3][1])
    assert sqlite_world.assert_whole() == 4
    sqlite_world.data_part = small_data_part
    assert sqlite_world.publish() is None
    assert sqlite_world.archive.latest(CAMPAIGN) == {"release": 4, "data": 4, "as_of": "2025-11-30T16:05:00+06:00"}


def test_steps_come_in_the_order_of_their_names(sqlite_world: World) -> None:
    before_a_correction(sqlite_world)
    reached: list[Step] = []
    sqlite_world.reached = reached.append
    sqlite_world.publish()
    settled = [Step.INDEXED, Step.REGISTERED]
    assert reached[:5] == [*settled, Step.BUILT, *settled], "a correction is built, and waits to be signed"
    assert reached[5:] == list(Step)[1:]


def test_light_release_keeps_naming_the_newest_bulk_files(sqlite_world: World) -> None:
    play(sqlite_world, 5)
    with sqlite_world.store.write() as session:
        scanner(session, "n-3", "d1", 30, (25, 3, 1), clock_time(20, 45))
    sqlite_world.publish(clock_time(20, 50))
    pointer = sqlite_world.archive.latest(CAMPAIGN)
    assert pointer is not None and (pointer["release"], pointer["data"]) == (6, 5)


def test_test_instance_says_so_in_everything_it_publishes(sqlite_world: World) -> None:
    world = replace(sqlite_world, test=True, home=sqlite_world.home.with_name("test"))
    play(world, 2)
    assert world.archive.release(CAMPAIGN, 2)["test"] is True
    assert world.document("campaign.json")["test"] is True
    assert world.document("configuration.json")["test"] is True
    assert world.archive.index()["campaigns"][0]["test"] is True


def test_campaign_that_is_not_in_the_store_is_bad_input(sqlite_world: World) -> None:
    with pytest.raises(InputError, match="import its package first"):
        sqlite_world.publication.publish("unknown")
