"""Starting, stopping and looking at the local form."""

import json
import os
import signal
import socket
import ssl
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from pathlib import Path

from deploy.local.places import LOOPBACK, PORTS, ROOT, Places
from deploy.local.prepare import Approvers, prepare
from deploy.local.supervisor import HELD, PIDS
from portal.errors import InputError, StorageError

SUPERVISOR = "supervisor.pid"
PATIENCE = 180.0


def up(places: Places, *, demo: bool = False, approvers: Approvers = ()) -> None:
    """Start everything and wait until it answers; `approvers` are named in a new instance's first keys.

    Raises InputError when it runs already or its ports are taken, StorageError.
    """
    if supervisor(places):
        raise InputError([f"{places.folder}: runs already; stop it with deploy/local/down"])
    if taken := [port for port in range(places.port, places.port + PORTS) if not _free(port)]:
        raise InputError([f"port {port}: is taken; choose other ones with --port" for port in taken])
    places.folder.mkdir(parents=True, exist_ok=True)
    prepare(places, demo=demo, approvers=approvers)
    for held in (places.run / HELD).iterdir():
        held.unlink()
    (places.run / PIDS).unlink(missing_ok=True)
    with (places.logs / "supervisor.txt").open("ab") as log:
        command = [sys.executable, "-m", "deploy.local.supervisor", str(places.folder), str(places.port)]
        process = subprocess.Popen(
            command, cwd=ROOT, stdin=subprocess.DEVNULL, stdout=log, stderr=log, start_new_session=True
        )
    (places.run / SUPERVISOR).write_text(str(process.pid))
    try:
        wait_until(lambda: healthy(places), "the local form")
    except StorageError:
        down(places)
        raise


def _free(port: int) -> bool:
    try:
        socket.create_server((LOOPBACK, port)).close()
    except OSError:
        return False
    return True


def down(places: Places) -> None:
    """Stop everything; nothing to stop is fine."""
    pid = supervisor(places)
    if pid is None:
        return
    os.kill(pid, signal.SIGTERM)
    wait_until(lambda: supervisor(places) is None, "the supervisor's end", 120)
    (places.run / SUPERVISOR).unlink(missing_ok=True)


def supervisor(places: Places) -> int | None:
    """The supervisor's process, None when it does not run."""
    try:
        pid = int((places.run / SUPERVISOR).read_text())
        words = Path(f"/proc/{pid}/cmdline").read_bytes().split(b"\0")
        state = Path(f"/proc/{pid}/stat").read_bytes().rpartition(b")")[2].split()[0]
    except (OSError, ValueError):
        return None
    ours = b"deploy.local.supervisor" in words and str(places.folder).encode() in words
    return pid if ours and state != b"Z" else None


def pids(places: Places) -> dict[str, int]:
    """Process of every program that runs."""
    try:
        found: dict[str, int] = json.loads((places.run / PIDS).read_text())
        return found
    except (OSError, ValueError):
        return {}


def hold(places: Places, name: str, number: signal.Signals = signal.SIGTERM) -> None:
    """End a program and keep the supervisor from starting it again."""
    (places.run / HELD / name).touch()
    if pid := pids(places).get(name):
        os.kill(pid, number)
        wait_until(lambda: name not in pids(places), f"the end of {name}")


def release(places: Places, name: str) -> None:
    """Let the supervisor start a program again."""
    (places.run / HELD / name).unlink(missing_ok=True)


def healthy(places: Places) -> bool:
    """Whether all three hosts answer and the standby follows."""
    pages = status(f"{places.public_url}/healthz") == 200
    staff = status(f"{places.staff_url}/staff/en/") in (200, 302, 401)
    ingest = status(f"{places.ingest_url}/ingest/v1/key") == 200
    return pages and staff and ingest


def status(url: str, seconds: float = 5.0) -> int:
    """Status of an answer, 0 when there is none; the local certificates are not checked."""
    context = ssl._create_unverified_context()
    opener = urllib.request.build_opener(urllib.request.HTTPSHandler(context=context), _Stay())
    try:
        return int(opener.open(url, timeout=seconds).status)
    except urllib.error.HTTPError as error:
        return error.code
    except OSError:
        return 0


class _Stay(urllib.request.HTTPRedirectHandler):
    """Redirects are answers too."""

    def redirect_request(self, *_: object) -> None:
        return None


def wait_until(true: Callable[[], bool], what: str, seconds: float = PATIENCE) -> float:
    """Seconds until it is so. Raises StorageError when it takes longer than `seconds`."""
    began = time.monotonic()
    while not true():
        if time.monotonic() - began > seconds:
            raise StorageError(f"{what}: not within {seconds:.0f} s")
        time.sleep(0.1)
    return time.monotonic() - began
