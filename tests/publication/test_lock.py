"""Only one publisher at a time, on both databases."""

import signal
import subprocess
import sys
from pathlib import Path
from threading import Event, Thread

from portal.publication.lock import publisher_lock
from portal.store.engine import Store, open_store
from tests.publication.world import CAMPAIGN, World, clock_time

ROOT = Path(__file__).parents[2]
HOLD = """
import sys
from pathlib import Path
from portal.publication.lock import publisher_lock
from portal.store.engine import open_store
with publisher_lock(open_store(sys.argv[1]), Path(sys.argv[2])):
    print("held", flush=True)
    sys.stdin.read()
"""


def holder(store_url: str, home: Path) -> subprocess.Popen[str]:
    """Another process that holds the lock until its input ends."""
    command = [sys.executable, "-c", HOLD, store_url, str(home)]
    process = subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None and process.stdout.readline() == "held\n"
    return process


def waiting(store_url: str, home: Path, entered: Event) -> Thread:
    """A thread with a store of its own that wants the lock and says when it has it."""

    def wait() -> None:
        store = open_store(store_url)
        with publisher_lock(store, home):
            entered.set()
        store.close()

    thread = Thread(target=wait)
    thread.start()
    return thread


def test_second_publisher_waits_until_the_first_one_ends(store_url: str, tmp_path: Path) -> None:
    first = holder(store_url, tmp_path)
    entered = Event()
    second = waiting(store_url, tmp_path, entered)
    assert not entered.wait(0.3)
    first.communicate("")
    assert entered.wait(20)
    second.join()


def test_killed_publisher_lets_its_lock_go(store_url: str, tmp_path: Path) -> None:
    first = holder(store_url, tmp_path)
    entered = Event()
    second = waiting(store_url, tmp_path, entered)
    first.send_signal(signal.SIGKILL)
    first.communicate()
    assert entered.wait(20)
    second.join()


def test_lock_is_given_back_when_publishing_fails(store: Store, tmp_path: Path) -> None:
    for _ in range(2):
        try:
            with publisher_lock(store, tmp_path):
                raise RuntimeError
        except RuntimeError:
            pass


def test_two_publishers_in_turn_give_no_number_twice(world: World) -> None:
    with world.store.read(), publisher_lock(world.store, world.home):
        assert world.publish(clock_time(7)) == 1
    with publisher_lock(world.store, world.home):
        assert world.publish(clock_time(7)) is None
    assert world.archive.numbers(CAMPAIGN) == [1]
