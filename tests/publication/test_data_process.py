"""The second process of the publisher, run as the program that it is."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from data_export.view import FolderView
from portal.errors import CheckFailed, StorageError
from portal.publication.data_process import ReadyDataProcess, write_data_part
from portal.store.engine import open_store
from tests.publication.world import CAMPAIGN, World, clock_time


@pytest.fixture
def public(sqlite_url: str, tmp_path: Path) -> Iterator[Path]:
    """The public tree of the golden campaign with its opening release."""
    store = open_store(sqlite_url)
    world = World(store, tmp_path / "home").with_golden()
    world.publish(clock_time(7))
    yield world.archive.public
    store.close()


def part(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*.csv")}


def test_a_process_that_was_ready_writes_what_one_of_its_own_writes(public: Path, tmp_path: Path) -> None:
    ready = ReadyDataProcess()
    ready(public, CAMPAIGN, 1, tmp_path / "ahead", office=True)
    ready(public, CAMPAIGN, 1, tmp_path / "again", office=True)
    write_data_part(public, CAMPAIGN, 1, tmp_path / "alone", office=True)
    assert part(tmp_path / "ahead") == part(tmp_path / "again") == part(tmp_path / "alone")
    assert part(tmp_path / "ahead")["precincts.csv"].count(b"\r\n") == 1 + len(precincts(public))
    ready.stop()


def test_a_process_without_a_task_ends_by_itself(public: Path, tmp_path: Path) -> None:
    ready = ReadyDataProcess()
    ready.stop()
    ready.stop()
    ready(public, CAMPAIGN, 1, tmp_path / "part", office=False)
    assert (tmp_path / "part" / "SHA256SUMS").exists()


def test_what_it_refuses_is_said_and_nothing_is_left(public: Path, tmp_path: Path) -> None:
    with pytest.raises((CheckFailed, StorageError), match="data part of release 7"):
        ReadyDataProcess()(public, CAMPAIGN, 7, tmp_path / "part", office=False)
    assert not (tmp_path / "part").exists()


def precincts(public: Path) -> list[str]:
    view = FolderView(public, CAMPAIGN, 1)
    return [precinct["number"] for territory in view.territories() for precinct in territory["precincts"]]
