"""Finished pages as files, for the web server in front: it sends them by itself, as fast as any file.

Every moment of the published site has a folder of its own, named by all that is served at that moment. A page goes into
the folder of the moment it was made of, or for which it was found still true, and never changes there; `current` leads
to the folder of the newest moment. A release moves that link: pages that it left alone go on into the new folder, of
the others none is sent from here any more until its first reader has asked for it.
"""

import fcntl
import hashlib
import os
import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from threading import Event, Thread

from portal.logs import get_logger
from portal.public.carried import Notes
from portal.public.entries import Entry
from portal.public.finished import form_of
from portal.published.site import Site, Snapshot

log = get_logger("public.kept")

CURRENT = "current"
LOCK = "lock"
LOOK_EVERY = 0.05
"""Seconds between two looks at what is published."""
SEEN_BY_ALL = 0.2
"""Seconds after which every worker of this host has seen what one of them has."""
CARRIED_FIRST, CARRIED_AFTER = 0.1, 1.0
"""Seconds for which the link waits for pages that the release left alone, and in which more of them follow: a nation
has too many for all, and the next release must not wait.
"""
FORMER = 10.0
"""Seconds after which the folder of a former moment goes."""


def tag(digest: str, size: int) -> str:
    """The strong ETag of an answer, in the form that nginx gives a file: seconds of its time and its size, in hex.

    The seconds are taken from the digest of all that the answer was made of, so file and answer have the same tag on
    every host. Two versions of one page share a tag by chance once in 2³¹ changes that leave its size alone.
    """
    return f'"{_seconds(digest):x}-{size:x}"'


def _seconds(digest: str) -> int:
    return int(digest[:8], 16) & 0x7FFFFFFF


class KeptPages:
    """The folder of kept pages of one host; all workers write into it, one of them at a time moves the link."""

    def __init__(self, root: Path, site: Site, code_version: str) -> None:
        self.root = root
        self._site = site
        self._code_version = code_version
        self._notes = Notes(code_version)
        self._names: tuple[int, str] = (-1, "")
        self._lock: int | None = None
        self._next: tuple[str, float] = ("", 0.0)
        self._stop = Event()

    def start(self) -> None:
        """Follow the published site from a thread of its own, for as long as the process lives."""
        Thread(target=self._follow, name="kept-pages", daemon=True).start()

    def stop(self) -> None:
        """Let the thread end."""
        self._stop.set()

    def keep(self, path: str, encoding: str, entry: Entry, snapshot: Snapshot) -> None:
        """Write a page into the folder of its moment; what cannot be written is made for each reader as before."""
        form = form_of(path, encoding, entry.headers)
        if form is None:
            return
        folder, name = self.root / self.moment(snapshot), f"{form.name}/{encoding}{path}{form.file}"
        place = folder / name
        try:
            if place.exists():
                return
            place.parent.mkdir(parents=True, exist_ok=True)
            with tempfile.NamedTemporaryFile(dir=place.parent, delete=False) as file:
                file.write(entry.body)
            seconds = int(entry.etag.strip('"').partition("-")[0], 16)
            os.chmod(file.name, 0o640)
            os.utime(file.name, (seconds, seconds))
            os.replace(file.name, place)
            self._notes.add(folder, name, entry.dependencies)
        except OSError as error:
            log.warning("kept.not_written", problem=error.strerror)

    def moment(self, snapshot: Snapshot) -> str:
        """Name of the folder: all that is served at that moment, and the code that makes pages of it."""
        generation, name = self._names
        if generation != snapshot.generation:
            releases = (f"{c}\t{r.number}\t{r.latest['data']}" for c, r in sorted(snapshot.releases.items()))
            parts = (self._code_version, snapshot.index.identity, *releases)
            name = hashlib.sha256("\n".join(parts).encode()).hexdigest()[:32]
            self._names = snapshot.generation, name
        return name

    def look(self) -> None:
        """Let `current` lead to the newest moment, when this worker is the one that moves it and the others have seen
        that moment too: the web server would keep what one of them still makes of the moment before.
        """
        snapshot = self._site.current()
        name = self.moment(snapshot)
        if not self._leads():
            return
        link = self.root / CURRENT
        former = os.readlink(link) if link.is_symlink() else ""
        if former != name:
            if self._next[0] != name:
                self._next = name, time.monotonic()
            if former and time.monotonic() - self._next[1] < SEEN_BY_ALL:
                return
            (self.root / name).mkdir(exist_ok=True)
            carrying = self._notes.carry(self.root / former, self.root / name, snapshot.has_all)
            _for_seconds(CARRIED_FIRST, carrying)
            self._move(link, name)
            _for_seconds(CARRIED_AFTER, carrying)
        self._remove_former(name)

    def _move(self, link: Path, name: str) -> None:
        new = self.root / f"{CURRENT}.new"
        new.unlink(missing_ok=True)
        new.symlink_to(name)
        os.replace(new, link)

    def _follow(self) -> None:
        while not self._stop.wait(LOOK_EVERY):
            with suppress(OSError):
                self.look()

    def _leads(self) -> bool:
        """Whether this process holds the lock, which it keeps until it ends."""
        if self._lock is None:
            self.root.mkdir(parents=True, exist_ok=True)
            descriptor = os.open(self.root / LOCK, os.O_RDWR | os.O_CREAT, 0o640)
            try:
                fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                os.close(descriptor)
                return False
            self._lock = descriptor
        return True

    def _remove_former(self, name: str) -> None:
        """Folders of moments that have passed; a new one may be that of a worker who sees more already."""
        for folder in self.root.iterdir():
            if folder.is_symlink() or not folder.is_dir() or folder.name == name:
                continue
            if time.time() - folder.stat().st_mtime > FORMER:
                shutil.rmtree(folder, ignore_errors=True)


def _for_seconds(seconds: float, work: Iterator[None]) -> None:
    """Go on with the work until its end or for so long."""
    until = time.monotonic() + seconds
    for _ in work:
        if time.monotonic() > until:
            return
