"""The production form for a benchmark: started with the invented national election, its clock moved past all closings,
stopped and removed whatever happens.
"""

import os
import tempfile
import threading
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

from deploy.local import control
from deploy.local.places import Places
from deploy.local.supervisor import ENVIRONMENT
from portal.clocks import CLOCK_FILE, SimulatedElectionClock
from portal.demo.home import START
from portal.domain.documents import LatestDocument
from portal.errors import StorageError
from portal.published.files import parse_json

ALL_CLOSED = START + timedelta(hours=14)
"""When the last precinct abroad has closed."""


@contextmanager
def production_form(port: int) -> Iterator[Places]:
    """All programs on loopback, in a folder of their own. Raises StorageError, InputError."""
    with tempfile.TemporaryDirectory(prefix="natyija-bench-", dir="/tmp", ignore_cleanup_errors=True) as folder:
        Path(folder).chmod(0o755)  # The database's user passes through.
        places = Places(Path(folder), port)
        try:
            control.up(places, demo=True)
            with _clock_after_closing(places):
                yield places
        finally:
            control.down(places)


@contextmanager
def _clock_after_closing(places: Places) -> Iterator[None]:
    """The election clock goes on from the evening's end, as fast as the machine's."""
    path, new = places.home / CLOCK_FILE, places.folder / CLOCK_FILE
    SimulatedElectionClock.start(new, ALL_CLOSED, 1)
    new.replace(path)
    clock, stop = SimulatedElectionClock(path), threading.Event()

    def keep() -> None:
        while not stop.wait(1):
            clock.keep()

    thread = threading.Thread(target=keep, daemon=True)
    thread.start()
    try:
        yield
    finally:
        stop.set()
        thread.join()


def restart(places: Places, name: str, more: Mapping[str, str]) -> float:
    """Start a program anew with more in its environment; seconds until it runs again. Raises StorageError."""
    control.hold(places, name)
    folder = places.run / ENVIRONMENT
    folder.mkdir(exist_ok=True)
    (folder / name).write_text("".join(f"{key}={value}\n" for key, value in more.items()), encoding="utf-8")
    control.release(places, name)
    return control.wait_until(lambda: name in control.pids(places), name)


def latest(places: Places, campaign: str) -> LatestDocument:
    """What the pointer of a campaign names."""
    path = places.home / "public" / "releases" / campaign / "latest.json"
    found: LatestDocument = parse_json(path.read_bytes(), path.name)
    return found


def wait_for_release(places: Places, campaign: str, after: int, seconds: float = 120.0) -> None:
    """Until the pointer names a later release than `after`. Raises StorageError."""
    control.wait_until(lambda: latest(places, campaign)["release"] > after, "the next release", seconds)


def family(pid: int) -> list[int]:
    """A process and all beneath it."""
    found, new = [], [pid]
    while new:
        found.append(new[0])
        children = Path(f"/proc/{new[0]}/task/{new[0]}/children")
        new = [*new[1:], *(int(word) for word in children.read_text(encoding="ascii").split())]
    return found


def processor_seconds(pids: Iterable[int]) -> float:
    """Seconds of processor time that processes and all beneath them, ended ones included, have taken so far."""
    ticks = 0
    for pid in (each for root in pids for each in family(root)):
        fields = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()
        ticks += sum(int(field) for field in fields[11:15])
    return ticks / os.sysconf("SC_CLK_TCK")


def proportional_memory(pid: int) -> int:
    """Bytes of a process, what it shares counted in parts (Pss). Raises StorageError for a process that is gone."""
    try:
        text = Path(f"/proc/{pid}/smaps_rollup").read_text(encoding="ascii")
    except OSError as error:
        raise StorageError(f"process {pid}: {os.strerror(error.errno or 0)}") from None
    (line,) = (line for line in text.splitlines() if line.startswith("Pss:"))
    return int(line.split()[1]) * 1024
