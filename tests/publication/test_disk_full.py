"""A disk that is full while a release is published: nothing half-visible, exit code 3, and the next run publishes."""

import errno
import io
import itertools
import os
import resource
import shutil
import subprocess
import sys
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from portal.errors import StorageError
from portal.settings import PREFIX
from tests.golden.script import STEPS, play, turnout
from tests.publication.world import CAMPAIGN, World, clock_time

ROOT = Path(__file__).parents[2]


class FullFile(io.FileIO):
    """A file on a full disk."""

    def write(self, content: Any) -> int:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), str(self.name))


def full_disk(patch: pytest.MonkeyPatch, files: int) -> list[Path]:
    """So many files can be written, then none; the list names those that were refused."""
    right = Path.open
    written: list[Path] = []
    refused: list[Path] = []

    def opened(path: Path, mode: str = "r", *arguments: Any, **values: Any) -> Any:
        if not {"x", "w"} & set(mode):
            return right(path, mode, *arguments, **values)
        written.append(path)
        if len(written) <= files:
            return right(path, mode, *arguments, **values)
        refused.append(path)
        return FullFile(str(path), mode.replace("b", ""))

    patch.setattr(Path, "open", opened)
    return refused


def prepared(world: World, n: int) -> None:
    """The golden story up to before release n, whose facts are recorded."""
    play(world, n - 1)
    record, world.clock.instant = STEPS[n - 1]
    with world.store.write() as session:
        record(session)


def test_full_disk_at_any_file_leaves_a_whole_release(
    sqlite_world: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Room for no file, for one, for two, until there is enough: each time over a copy of the same home."""
    prepared(sqlite_world, 6)
    for files in itertools.count():
        world = replace(sqlite_world, home=Path(shutil.copytree(sqlite_world.home, tmp_path / str(files))))
        with monkeypatch.context() as patch:
            refused = full_disk(patch, files)
            with suppress(StorageError):
                world.publish()
        assert world.assert_whole() in (5, 6)
        if not refused:
            break
        assert len(refused) == 1
        world.publish()
        assert world.assert_whole() == 6
        assert world.archive.numbers(CAMPAIGN) == [1, 2, 3, 4, 5, 6]
        assert [row["release"] for row in world.archive.index()["campaigns"]] == [6]
    assert files >= len(world.written(6))


def test_full_disk_while_the_first_release_is_built_shows_nothing(
    sqlite_world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        full_disk(patch, 5)
        with pytest.raises(StorageError, match="No space left on device; what was published before is whole"):
            sqlite_world.publish(clock_time(7))
    assert not (sqlite_world.archive.public / "releases").exists()
    assert sqlite_world.publish() == 1


def test_command_ends_with_3_and_says_so_when_the_disk_refuses(sqlite_world: World) -> None:
    """The limit on the size of a file is the nearest thing to a full disk that every machine has."""
    play(sqlite_world)
    late = clock_time(12, day=2)
    with sqlite_world.store.write() as session:
        turnout(session, "n-1", 20, 70, 0, late)
    before = sqlite_world.public_tree()
    environment = {name: value for name, value in os.environ.items() if not name.startswith(PREFIX)}
    environment[f"{PREFIX}HOME"] = str(sqlite_world.home)
    environment[f"{PREFIX}DATABASE_URL"] = sqlite_world.store.engine.url.render_as_string(hide_password=False)
    command = [sys.executable, "-m", "portal", "publish", "--campaign", CAMPAIGN]

    def small_files() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (2000, 2000))

    refused = subprocess.run(
        command, cwd=ROOT, env=environment, capture_output=True, text=True, preexec_fn=small_files, check=False
    )
    assert refused.returncode == 3, refused.stderr
    assert "File too large" in refused.stderr and "Traceback" not in refused.stderr
    assert sqlite_world.public_tree() == before
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    assert (done.returncode, "release 8" in done.stdout) == (0, True), done.stderr
    assert sqlite_world.assert_whole() == 8
