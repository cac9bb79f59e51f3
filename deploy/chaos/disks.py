"""Disks that can be full: logs and home each on one of their own where this machine lets us mount; else the nearest
thing that needs no right: links to /dev/full, and a publisher that may not write a byte.
"""

import contextlib
import os
import shutil
import signal
import subprocess
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from deploy.local import control
from deploy.local.places import Places
from deploy.local.programs import find

SIZES = {"home": "4g", "logs": "256m"}
"""Bounds, not costs: such a disk takes the memory that its files take."""
AGAIN = 0.5  # seconds


@dataclass
class Disks:
    """`lay` once the form is prepared, `take_away` after its end."""

    places: Places
    mounted: dict[str, Path] = field(default_factory=dict)

    def lay(self) -> None:
        """A disk in memory each for home and logs, where we may mount; what lies there already is moved onto it."""
        for name, size in SIZES.items():
            place = self.places.folder / name
            kept = place.rename(f"{place}.kept")
            place.mkdir()
            done = _mount("-t", "tmpfs", "-o", f"size={size},mode=0755", "tmpfs", str(place))
            if done.returncode == 0:
                self.mounted[name] = place
            shutil.copytree(kept, place, symlinks=True, dirs_exist_ok=True)
            shutil.rmtree(kept)

    def take_away(self) -> None:
        """Unmount, also what somebody still reads."""
        for place in self.mounted.values():
            subprocess.run([find("umount"), "--lazy", str(place)], check=False, capture_output=True)
        self.mounted.clear()

    @contextlib.contextmanager
    def full(self, name: str) -> Iterator[None]:
        """The disk of `home` or `logs` takes no further byte while the block runs."""
        if place := self.mounted.get(name):
            room = os.statvfs(place)
            _mount(
                "-o", f"remount,size={(room.f_blocks - room.f_bfree) * room.f_frsize}", str(place)
            ).check_returncode()
            try:
                yield
            finally:
                _mount("-o", f"remount,size={SIZES[name]}", str(place)).check_returncode()
        elif name == "logs":
            with _links_to_full(self.places):
                yield
        else:
            with _publisher_writes_nothing(self.places):
                yield


def _mount(*words: str) -> "subprocess.CompletedProcess[bytes]":
    return subprocess.run([find("mount"), *words], capture_output=True)


@contextlib.contextmanager
def _links_to_full(places: Places) -> Iterator[None]:
    logs = [places.logs / name for name in ("public.log", "nginx-error.log", "public.txt")]
    try:
        for log in logs:
            log.rename(f"{log}.kept")
            log.symlink_to("/dev/full")
        os.kill(control.pids(places)["nginx"], signal.SIGUSR1)
        yield
    finally:
        for log in logs:
            log.unlink()
            Path(f"{log}.kept").rename(log)
        os.kill(control.pids(places)["nginx"], signal.SIGUSR1)


@contextlib.contextmanager
def _publisher_writes_nothing(places: Places) -> Iterator[None]:
    """Also the publisher that is started anew, because one that cannot write may end."""
    over = threading.Event()

    def limit(size: str) -> None:
        if pid := control.pids(places).get("publisher"):
            subprocess.run([find("prlimit"), f"--pid={pid}", f"--fsize={size}:unlimited"], capture_output=True)

    def hold() -> None:
        while not over.wait(AGAIN):
            limit("0")

    limit("0")
    thread = threading.Thread(target=hold)
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join()
        limit("unlimited")
