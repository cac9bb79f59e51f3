"""Finished pages as files, for the web server in front: it sends them by itself, as fast as any file.

They lie in one folder for each version of the code, to which `current` leads; whatever lies there is sent. One worker
follows the published site: pages that a release left alone stay; of those that it changed, the ones that were read are
made anew in their place, the others go. Until its successor is there the former page is shown, for a while at most.
"""

import fcntl
import os
import shutil
import tempfile
import time
from collections.abc import Callable, Iterable
from contextlib import suppress
from pathlib import Path
from threading import Event, Thread

from portal.logs import get_logger
from portal.public.encodings import Encoding
from portal.public.entries import Entry
from portal.public.finished import address, form_of
from portal.public.notes import Notes
from portal.published.site import Site, Snapshot

log = get_logger("public.kept")

Make = Callable[[str, Encoding], None]
"""Make the page of an address (path, encoding) and give it to `KeptPages.keep`."""
CURRENT = "current"
LOCK = "lock"
LOOK_EVERY = 0.05
"""Seconds between two looks at what is published."""
LOOK_AFTER_ERROR = 1.0
SHOWN = 10.0
"""Seconds for which a former page is shown at most, on a machine that is too busy to make them all at once."""


def tag(digest: str, size: int) -> str:
    """The strong ETag of an answer, in the form that nginx gives a file: seconds of its time and its size, in hex.

    The seconds are taken from the digest of all that the answer was made of, so file and answer have the same tag on
    every host. Two versions of one page share a tag by chance once in 2³¹ changes that leave its size alone.
    """
    return f'"{_seconds(digest):x}-{size:x}"'


def _seconds(digest: str) -> int:
    return int(digest[:8], 16) & 0x7FFFFFFF


class KeptPages:
    """The folder of kept pages of one host: all workers write into it, one of them at a time keeps it up to date."""

    def __init__(self, root: Path, site: Site, code_version: str) -> None:
        self.root = root
        self.folder = root / code_version
        self._site = site
        self._notes = Notes(self.folder)
        self._lock: int | None = None
        self._generation: int | None = None
        self._changed: dict[str, float] = {}
        self._make: Make = _nothing
        self._stop = Event()

    def start(self, make: Make) -> None:
        """Follow the published site from a thread of its own, for as long as the process lives."""
        self._make = make
        Thread(target=self._follow, name="kept-pages", daemon=True).start()

    def stop(self) -> None:
        """Let the thread end."""
        self._stop.set()

    def keep(self, path: str, encoding: str, entry: Entry) -> None:
        """Write a page as a file; what cannot be written is made for each reader as before.

        What it was made of is noted first where no page lies yet, afterwards where one is replaced: whenever a worker
        is killed, no page is left that the next release would not find.
        """
        form = form_of(path, encoding, entry.headers)
        if form is None:
            return
        name = f"{form.name}/{encoding}{path}{form.file}"
        place = self.folder / name
        seconds = int(entry.etag.strip('"').partition("-")[0], 16)
        try:
            lies_there = _signature(place)
            if lies_there is None:
                place.parent.mkdir(parents=True, exist_ok=True)
                self._notes.add(name, entry.dependencies)
            if lies_there != (seconds, len(entry.body)):
                _write(place, entry.body, seconds)
            if lies_there is not None:
                self._notes.add(name, entry.dependencies)
        except OSError as error:
            log.warning("kept.not_written", problem=error.strerror)

    def look(self) -> None:
        """Bring the folder up to date, when this worker is the one that does. Raises OSError."""
        snapshot = self._site.current()
        if not self._leads():
            return
        # Within a moment only a worker who has not seen it yet writes what is not true any more.
        noted = self._notes.read()
        self._judge(noted if snapshot.generation == self._generation else self._notes.places(), snapshot)
        if self._generation is None:  # Nobody looked after these pages for who knows how long.
            self._take_away(tuple(self._changed))
        self._generation = snapshot.generation
        if not (self.root / CURRENT).is_symlink() or os.readlink(self.root / CURRENT) != self.folder.name:
            self._show()
        while self._changed and self._site.current() is snapshot and not self._stop.is_set():
            self._bring_up(next(iter(self._changed)), snapshot)
        self._notes.tidy()

    def _judge(self, places: Iterable[str], snapshot: Snapshot) -> None:
        """Note which pages are not true any more, in the order in which they are to be made.

        Those of earlier releases first, then short addresses: they are those that most ask for.
        """
        now = time.monotonic()
        for place in sorted(places, key=lambda place: (place.count("/"), len(place))):
            if self._notes.true(place, snapshot):
                self._changed.pop(place, None)
            else:
                self._changed.setdefault(place, now)

    def _bring_up(self, place: str, snapshot: Snapshot) -> None:
        """Make a page anew, or take it away when nobody read it or when it cannot be made in time or at all."""
        since = self._changed.pop(place)
        if time.monotonic() - since < SHOWN and _was_read(self.folder / place):
            self._make_anew(place)
            self._judge(self._notes.read(), snapshot)
            if self._notes.true(place, snapshot) or place in self._changed:
                return
        self._take_away([place])

    def _take_away(self, places: Iterable[str]) -> None:
        for place in places:
            (self.folder / place).unlink(missing_ok=True)
            self._changed.pop(place, None)
            self._notes.forget(place)

    def _make_anew(self, place: str) -> None:
        try:
            self._make(*address(place))
        except Exception as error:  # noqa: BLE001 (whatever fails, it is one page that goes, and its readers are told)
            log.error("kept.not_made", place=place, kind=type(error).__name__)

    def _show(self) -> None:
        """Let the link lead to the pages of this version of the code; those of others go."""
        self.folder.mkdir(exist_ok=True)
        if os.statvfs(self.folder).f_flag & os.ST_NOATIME:
            log.warning("kept.no_access_times", folder=str(self.root))
        new = self.root / f"{CURRENT}.new"
        new.unlink(missing_ok=True)
        new.symlink_to(self.folder.name)
        os.replace(new, self.root / CURRENT)
        for folder in self.root.iterdir():
            if folder.is_dir() and not folder.is_symlink() and folder != self.folder:
                shutil.rmtree(folder, ignore_errors=True)

    def _follow(self) -> None:
        while not self._stop.wait(LOOK_EVERY):
            try:
                with suppress(OSError):
                    self.look()
            except Exception as error:  # noqa: BLE001 (rather no finished page than one that nobody looks after)
                log.error("kept.not_brought_up", kind=type(error).__name__)
                self._generation = None
                self._changed.clear()
                with suppress(OSError):
                    (self.root / CURRENT).unlink(missing_ok=True)
                self._stop.wait(LOOK_AFTER_ERROR)

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


def _signature(place: Path) -> tuple[int, int] | None:
    """Time and size of the page that lies at a place, None where none does."""
    try:
        status = place.stat()
    except FileNotFoundError:
        return None
    return int(status.st_mtime), status.st_size


def _was_read(place: Path) -> bool:
    """Whether the web server has sent a page since it was made."""
    try:
        return place.stat().st_atime > 0
    except FileNotFoundError:
        return False


def _write(place: Path, body: bytes, seconds: int) -> None:
    """The page with its time, never read, whole or not at all."""
    with tempfile.NamedTemporaryFile(dir=place.parent, delete=False) as file:
        try:
            file.write(body)
            file.flush()
            os.chmod(file.name, 0o640)
            os.utime(file.name, (0, seconds))
            os.replace(file.name, place)
        except OSError:
            os.unlink(file.name)
            raise


def _nothing(path: str, encoding: Encoding) -> None:
    """Where nobody makes pages anew, their readers let them be made."""
