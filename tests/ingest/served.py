"""The intake as it runs: gunicorn with two workers, senders that never give up, and ways to hurt server and store."""

import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

import psutil

from portal.ingest.receipts import check_receipt
from portal.ingest.wire import HttpPortal
from portal.publication.transparency.signed_note import Verifier
from tests.ingest.devices import sha256
from tests.services.processes import Server, find_program

ROOT = Path(__file__).resolve().parents[2]
PATIENCE = 60.0


class Served:
    """A gunicorn of the ingest role on a free port; `kill` and `start` again as often as needed."""

    def __init__(self, home: Path, database_url: str, workers: int = 2, before: Sequence[str] = ()) -> None:
        self.home = home
        self.database_url = database_url
        with closing(socket.socket()) as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = int(probe.getsockname()[1])
        options = ["--config", str(ROOT / "deploy" / "gunicorn.conf.py"), "--chdir", str(ROOT)]
        bind = ["--bind", f"127.0.0.1:{self.port}", "--workers", str(workers), "--graceful-timeout", "1"]
        self._command = [
            *before,
            sys.executable,
            "-m",
            "gunicorn",
            *options,
            *bind,
            "portal.app:create_app(['ingest'])",
        ]
        self.server: Server | None = None

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def start(self) -> None:
        """Start the server and wait until it answers."""
        os.environ |= {"NATYIJA_HOME": str(self.home), "NATYIJA_DATABASE_URL": self.database_url}
        try:
            self.server = Server(self._command, self.home / "server.log")
        finally:
            del os.environ["NATYIJA_HOME"], os.environ["NATYIJA_DATABASE_URL"]
        self.server.wait_until(self._answers)

    def kill(self) -> None:
        """SIGKILL master and workers at once."""
        assert self.server is not None
        os.killpg(self.server.process.pid, signal.SIGKILL)
        self.server.process.wait()

    def stop(self) -> None:
        """End the server."""
        if self.server is not None:
            with suppress(ProcessLookupError):
                self.kill()

    def processes(self) -> list[psutil.Process]:
        """Master and workers."""
        assert self.server is not None
        master = psutil.Process(self.server.process.pid)
        return [master, *master.children(recursive=True)]

    def key(self) -> Verifier:
        """The key of receipts."""
        with closing(HttpPortal(self.url, 10)) as portal:
            return Verifier.parse(portal.key().strip())

    def _answers(self) -> bool:
        with suppress(OSError, ValueError):
            return bool(self.key())
        return False


@dataclass
class Sender:
    """One device that sends its messages at a pace, each until it holds a receipt."""

    url: str
    messages: Sequence[bytes]
    pause: float
    key: Verifier
    acknowledged: list[str] = field(default_factory=list)
    statuses: dict[int, int] = field(default_factory=dict)
    trouble: str = ""

    def run(self) -> None:
        end = time.monotonic() + PATIENCE
        with closing(HttpPortal(self.url, timeout=2.0)) as portal:
            for raw in self.messages:
                time.sleep(self.pause)
                while not self._acknowledged(portal, raw):
                    if time.monotonic() > end:
                        self.trouble = f"no receipt in {PATIENCE:.0f} s; answers {self.statuses}"
                        return
                    time.sleep(0.05)
                self.acknowledged.append(sha256(raw))

    def _acknowledged(self, portal: HttpPortal, raw: bytes) -> bool:
        import json

        try:
            status, body = portal.post_message(raw)
        except OSError:
            return False
        self.statuses[status] = self.statuses.get(status, 0) + 1
        document = json.loads(body)
        if status not in (200, 201):
            assert "receipt" not in document
            return False
        return check_receipt(document["receipt"].encode(), self.key, sha256(raw))


@contextmanager
def sending(senders: Sequence[Sender]) -> Iterator[None]:
    """All senders at work; waits for the last receipt."""
    threads = [threading.Thread(target=sender.run) for sender in senders]
    for thread in threads:
        thread.start()
    try:
        yield
    finally:
        for thread in threads:
            thread.join()


@contextmanager
def stopped(processes: Sequence[psutil.Process]) -> Iterator[None]:
    """The processes under SIGSTOP."""
    for process in processes:
        with suppress(psutil.NoSuchProcess):
            process.suspend()
    try:
        yield
    finally:
        for process in processes:
            with suppress(psutil.NoSuchProcess):
                process.resume()


@contextmanager
def full_disk(processes: Sequence[psutil.Process], user: str | None = None) -> Iterator[None]:
    """The kernel refuses these processes of the user every write beyond the first 4 KiB of a file."""
    for process in processes:
        _limit_files(process, "4096", user)
    try:
        yield
    finally:
        for process in processes:
            _limit_files(process, "unlimited", user)


def _limit_files(process: psutil.Process, most: str, user: str | None) -> None:
    """Only the owner of a process may limit it; one that is gone by now needs no limit."""
    become = ["--reuid", user, "--regid", user, "--clear-groups"] if user else []
    limit = [find_program("prlimit"), "--pid", str(process.pid), f"--fsize={most}:"]
    done = subprocess.run([find_program("setpriv"), *become, *limit], capture_output=True, text=True, check=False)
    assert done.returncode == 0 or not process.is_running() or "No such process" in done.stderr, done.stderr
