"""A second process does not outlive the one that started it, killed or not, and neither do its own children."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import psutil

from portal.publication.data_process import COMMAND, TOLD
from portal.publication.leash import OPTION, Leashed

ROOT = Path(__file__).parents[2]
CHILD = """
import os, sys, time
from portal.publication.leash import hold
hold(int(sys.argv[-1]))
grandchild = os.fork()
if grandchild:
    print(os.getpid(), grandchild, flush=True)
time.sleep(3600)
"""
STARTER = f"""
import subprocess, sys, time
from portal.publication.leash import Leashed
child = Leashed([sys.executable, "-c", {CHILD!r}], stdout=subprocess.PIPE)
print(child.stdout.readline(), flush=True)
time.sleep(3600)
"""


def gone(pid: int) -> bool:
    """True for a process that ended; nobody may have asked how."""
    try:
        return bool(psutil.Process(pid).status() == psutil.STATUS_ZOMBIE)
    except psutil.NoSuchProcess:
        return True


def wait_until_gone(pid: int) -> None:
    """Comes back once the process ended; a minute is enough for any machine."""
    until = time.monotonic() + 60
    while not gone(pid):
        assert time.monotonic() < until, f"{pid} is still there"
        time.sleep(0.05)


def test_killed_starter_takes_its_second_process_and_that_ones_children_along() -> None:
    starter = subprocess.Popen([sys.executable, "-c", STARTER], cwd=ROOT, stdout=subprocess.PIPE, text=True)
    assert starter.stdout is not None
    pids = [int(pid) for pid in starter.stdout.readline().split()]
    assert len(pids) == 2 and not any(gone(pid) for pid in pids)
    os.kill(starter.pid, signal.SIGKILL)
    starter.wait()
    starter.stdout.close()
    for pid in pids:
        wait_until_gone(pid)


def test_data_process_ends_when_its_leash_is_let_go() -> None:
    """Its standard input stays open: it is the leash that ends it."""
    read, held = os.pipe()
    command = [*COMMAND, TOLD, OPTION, str(read)]
    process = subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, pass_fds=(read,), process_group=0)
    os.close(read)
    assert process.poll() is None
    os.close(held)
    assert process.wait() == -signal.SIGKILL
    assert process.stdin is not None
    process.stdin.close()


def test_process_that_ends_by_itself_leaves_no_descriptor() -> None:
    before = len(os.listdir("/proc/self/fd"))
    program = "import sys; print(sys.argv[1])"
    process = Leashed([sys.executable, "-c", program], stdout=subprocess.PIPE)
    assert process.communicate() == (f"{OPTION}\n", None)
    assert process.returncode == 0
    assert len(os.listdir("/proc/self/fd")) == before
