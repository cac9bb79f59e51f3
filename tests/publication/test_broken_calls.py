"""A fault at every file-system call of a publication: readers see the old release or the new one, whole, and the next
run completes. The kernel refuses the calls (strace fault injection), so nothing of the product knows of it.
"""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from portal.store.engine import open_store
from portal.store.queries.publication import last_release
from portal.verify.tree import verify_tree
from tests.depth import DEPTH, depth
from tests.golden.script import STEPS, play
from tests.publication.world import CAMPAIGN, World

pytestmark = pytest.mark.deep

CALLS = "openat,write,pwrite64,fsync,fdatasync,rename,renameat,renameat2,unlink,unlinkat,mkdir,rmdir"
ROOT = Path(__file__).parents[2]
STEP = 6


def traced(home: Path, url: str, *options: str) -> subprocess.CompletedProcess[str]:
    """A publisher under strace, following its bulk process."""
    now = STEPS[STEP - 1][1].isoformat()
    publisher = [sys.executable, "-m", "tests.publication.crashing", url, str(home), now]
    command = ["strace", "-f", "-qq", "-e", f"trace={CALLS}", *options, *publisher]
    environment = {**os.environ, "PYTHONDONTWRITEBYTECODE": "1"}
    return subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=300, check=False)


def calls_in(home: Path, trace: str) -> list[tuple[str, int]]:
    """Name and ordinal of every call that touches the home, as strace counts them."""
    counted: dict[str, int] = {}
    found = []
    for line in trace.splitlines():
        match = re.search(r"(?:^|\] )(\w+)\((.*)", line)
        if match is None:
            continue
        name, rest = match[1], match[2]
        counted[name] = counted.get(name, 0) + 1
        if str(home) in rest or (name in ("write", "fsync", "pwrite64", "fdatasync") and not re.match(r"[012],", rest)):
            found.append((name, counted[name]))
    return found


@pytest.fixture
def prepared(sqlite_world: World) -> World:
    """The golden story before a light release, whose facts are recorded."""
    play(sqlite_world, STEP - 1)
    with sqlite_world.store.write() as session:
        STEPS[STEP - 1][0](session)
    sqlite_world.store.close()
    return sqlite_world


def copy_of(world: World, tmp_path: Path, name: str) -> tuple[Path, str]:
    database = Path(world.store.engine.url.database or "")
    home = Path(shutil.copytree(world.home, tmp_path / name / "home"))
    shutil.copyfile(database, tmp_path / name / "store.db")
    return home, f"sqlite:///{tmp_path / name / 'store.db'}"


@pytest.mark.parametrize("error", ["ENOSPC", "EIO"] if DEPTH == 1 else ["ENOSPC"])
def test_refused_call_leaves_a_whole_release_and_the_next_run_completes(
    prepared: World, tmp_path: Path, error: str
) -> None:
    home, url = copy_of(prepared, tmp_path, "whole")
    calls = calls_in(tmp_path / "whole", traced(home, url).stderr)
    assert len(calls) > 20
    every = 1 if DEPTH == 1 else max(1, len(calls) // depth(len(calls) // 2))
    for number, (name, ordinal) in enumerate(calls[::every]):
        home, url = copy_of(prepared, tmp_path, str(number))
        traced(home, url, "-e", f"inject={name}:error={error}:when={ordinal}")
        store = open_store(url)
        world = World(store, home)
        before = world.assert_whole()
        assert before in (STEP - 1, STEP), (name, ordinal)
        world.publish(STEPS[STEP - 1][1])
        assert world.assert_whole() == STEP, (name, ordinal)
        with store.read() as session:
            registered = last_release(session, CAMPAIGN)
        assert registered is not None and registered.number == STEP
        assert verify_tree(home / "public").ok, (name, ordinal)
        store.close()
        shutil.rmtree(tmp_path / str(number))
