"""The machines at work: each queues its messages as their time comes and sends them over HTTP until it holds receipts.

Some have no link at first, some break off in the middle, some send twice, some send the newest first; the facts are the
same. Everything that was queued lies in the device's folder, so a restart goes on where it was.
"""

import hashlib
import http.client
import time
from collections.abc import Iterable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path
from threading import local
from urllib.parse import urlsplit

from portal.demo.home import CAMPAIGN
from portal.demo.machines import MachineMessage, make_secret, signer_of
from portal.ingest.device import Device, Sent
from portal.ingest.wire import HttpPortal
from portal.logs import get_logger

FOLDER = Path("demo") / "devices"
SENDERS = 6
AGAIN = 3.0
"""Seconds after which a device that did not get through tries again."""
NO_LINK, BREAKS_OFF, TWICE, NEWEST_FIRST = 40, 55, 30, 25
"""One device in so many behaves like this."""
_NEVER = datetime.min.replace(tzinfo=UTC)
_log = get_logger("demo")


class Machines:
    """All devices of the night. `url` is the address of the intake."""

    def __init__(self, home: Path, messages: Sequence[MachineMessage], url: str) -> None:
        self._folder, self._url = home / FOLDER, url
        self._secret = make_secret(home)
        self._messages = messages
        self._position = 0
        self._queued = {path.name: Device(path, durable=False).queued() for path in _folders(self._folder)}
        self._busy: dict[str, Future[Sent]] = {}
        self._later: dict[str, float] = dict.fromkeys(self._queued, 0.0)
        self._pool = ThreadPoolExecutor(SENDERS, "machine")
        self._own = local()
        self._tries: dict[str, int] = {}

    def work(self, now: datetime) -> None:
        """Queue what is due by `now` of the election clock and let the devices send; returns at once."""
        while self._position < len(self._messages) and self._messages[self._position].at <= now:
            self._queue(self._messages[self._position])
            self._position += 1
        for name in [name for name, work in self._busy.items() if work.done()]:
            self._finished(name, self._busy.pop(name))
        moment = time.monotonic()
        for name in [name for name, due in self._later.items() if due <= moment and name not in self._busy]:
            del self._later[name]
            self._busy[name] = self._pool.submit(self._send, name)

    def settle(self, seconds: float) -> bool:
        """Go on until nothing waits any more, at most so long; whether nothing waits."""
        end = time.monotonic() + seconds
        while (self._busy or self._later) and time.monotonic() < end:
            self.work(_NEVER)
            time.sleep(0.05)
        return not self._busy and not self._later

    def stop(self) -> None:
        """Let what is being sent come to its end."""
        self._pool.shutdown(cancel_futures=True)

    def _queue(self, message: MachineMessage) -> None:
        """Queue a message unless a former run has done it: the first so many of a device are queued already."""
        left = self._queued.get(message.device, 0)
        if left:
            self._queued[message.device] = left - 1
            return
        device = self._device(message.device)
        device.queue(
            {
                **message.fields,
                "campaign": CAMPAIGN,
                "precinct": message.precinct,
                "mode": "main",
                "created": message.at.isoformat(),
            }
        )
        self._later.setdefault(message.device, 0.0)

    def _device(self, name: str) -> Device:
        folder = self._folder / name
        if not (folder / "key").exists():
            folder.mkdir(parents=True, exist_ok=True)
            signer_of(name, self._secret).save(folder / "key")
        return Device(folder, durable=False)

    def _send(self, name: str) -> Sent:
        device, tries = self._device(name), self._tries.get(name, 0)
        portal = getattr(self._own, "portal", None)
        if portal is None:
            portal = self._own.portal = HttpPortal(self._url)
        if tries == 0:
            misbehave(name, device, portal, self._url)
        return device.send(portal)

    def _finished(self, name: str, work: "Future[Sent]") -> None:
        error = work.exception()
        trouble = repr(error) if error else work.result().trouble
        self._tries[name] = self._tries.get(name, 0) + 1
        if trouble:
            self._later[name] = time.monotonic() + AGAIN
            if self._tries[name] % 20 == 0:
                _log.warning("demo.device_waits", device=name, tries=self._tries[name], trouble=trouble)


def misbehave(name: str, device: Device, portal: HttpPortal, url: str) -> None:
    """What this device does wrong the first time, by its name; most do nothing. Raises OSError for no link."""
    waiting = device.waiting()
    if not waiting:
        return
    if _one_in(NO_LINK, name, "no link"):
        raise OSError("no link")
    if _one_in(BREAKS_OFF, name, "breaks off"):
        _break_off(url, waiting[0].read_bytes())
    if _one_in(TWICE, name, "twice"):
        portal.post_message(waiting[0].read_bytes())
    if _one_in(NEWEST_FIRST, name, "newest first"):
        portal.post_message(waiting[-1].read_bytes())


def _break_off(url: str, raw: bytes) -> None:
    """Send half a message and hang up."""
    parts = urlsplit(url)
    connection = http.client.HTTPConnection(parts.hostname or "", parts.port, timeout=5)
    try:
        connection.putrequest("POST", "/ingest/v1/messages")
        connection.putheader("Content-Length", str(len(raw)))
        connection.endheaders(raw[: len(raw) // 2])
    finally:
        connection.close()


def _one_in(many: int, name: str, what: str) -> bool:
    return int.from_bytes(hashlib.sha256(f"{what}:{name}".encode()).digest()[:4]) % many == 0


def _folders(folder: Path) -> Iterable[Path]:
    return (path for path in folder.glob("*") if (path / "key").exists())
