"""Machine messages: accepted per second beside PostgreSQL's own rate of single-row commits, by one sender and by
eight, and the answer at 50/s.

PostgreSQL runs with its default durability (fsync, synchronous commit); senders, server and database share the cores.
"""

import os
import re
import shutil
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from datetime import UTC, datetime, timedelta
from functools import partial
from http import HTTPStatus
from http.client import HTTPConnection, HTTPException
from pathlib import Path

from bench.intake_messages import campaign_package, enrolled_devices, signed_messages
from bench.measure import ROOT, ProgramFailed, busy, environment
from bench.table import Figure, Report, Target
from portal.cli.serve import CONFIGURATION
from portal.publication.transparency.signer import Signer
from portal.store.engine import open_store
from tests.services.postgres import initialise, program_folders
from tests.services.processes import Server, find_program

SENDERS = 8
SIDES = (1, SENDERS)
"""So many senders beside so many clients of pgbench."""
MESSAGES = 250
"""Messages of one sender in one round."""
ROUNDS = 3
PACE = 50
PACED_SECONDS = 12
WORKERS = 1
"""One process: what it takes in at once shares a commit. Its threads wait for the store most of the time."""
THREADS = 32


def measure_intake(report: Report, folder: Path) -> None:
    """Add commits/s, accepted messages/s, their ratio, and the 99th percentile of the answer at 50 messages/s."""
    folder.mkdir(parents=True, exist_ok=True)
    with durable_postgres() as (url, options):
        home = folder / "intake"
        devices = _prepare(home, url)
        with _served(home, url) as port:
            start = dict.fromkeys((device.name for device in devices), 1)
            _send_all(port, _batches(devices, start, 20))
            for senders in SIDES:
                _side_by_side(report, port, options, devices[:senders], start)
            waits = _paced(port, _batches(devices, start, PACE * PACED_SECONDS // SENDERS + 1))
    p99 = sorted(waits)[int(len(waits) * 0.99)] * 1000
    note = f"{len(waits)} messages at {PACE}/s, from the moment each was due"
    report.add(Figure("intake", "answer, 99th percentile", "ms", [p99], Target(100), note=note))


def _side_by_side(
    report: Report, port: int, options: Sequence[str], devices: Sequence[Signer], start: dict[str, int]
) -> None:
    """Commits of so many clients and messages of so many senders, in turn."""
    commits, accepted, worked, senders = [], [], [], len(devices)
    for _ in range(ROUNDS):
        commits.append(commits_per_second(options, senders))
        batches = _batches(devices, start, MESSAGES)
        began, before = time.perf_counter(), busy(os.getpid())
        _send_all(port, batches)
        accepted.append(senders * MESSAGES / (time.perf_counter() - began))
        worked.append((busy(os.getpid()) - before) * 1000 / (senders * MESSAGES))
    own = f", {senders} sender{'s'[: senders > 1]}"
    note = f"pgbench, {senders} client{'s'[: senders > 1]}"
    report.add(Figure("intake", f"PostgreSQL single-row commits{own}", "commits/s", commits, note=note))
    note = f"{WORKERS} worker, PostgreSQL with fsync, all on these cores"
    goal = Target(500, at_least=True) if senders == SENDERS else None
    report.add(Figure("intake", f"accepted messages{own}", "messages/s", accepted, goal, note=note))
    note = "server and PostgreSQL together"
    report.add(Figure("intake", f"processor time per message{own}", "ms", worked, note=note))
    ratios = [ours / theirs for ours, theirs in zip(accepted, commits, strict=True)]
    report.add(Figure("intake", f"messages to commits{own}", "ratio", ratios, note="per pair of runs"))


def _batches(devices: Sequence[Signer], start: dict[str, int], count: int) -> list[list[bytes]]:
    """The next so many messages of each device; `start` goes on."""
    found = []
    for device in devices:
        found += signed_messages([device], start[device.name], count)
        start[device.name] += count
    return found


@contextmanager
def durable_postgres() -> Iterator[tuple[str, list[str]]]:
    """A private server with the durability of production: SQLAlchemy's address and pgbench's options for it."""
    folder = Path(tempfile.mkdtemp(prefix="natyija-bench-pg-", dir="/tmp"))
    user = "postgres" if os.geteuid() == 0 else None
    server = None
    try:
        if user:
            shutil.chown(folder, user, user)
        data = initialise(folder, user)
        options = ["--listen_addresses=", f"--unix_socket_directories={folder}", "--max_connections=60"]
        program = find_program("postgres", program_folders())
        server = Server([program, "-D", str(data), *options], folder.with_suffix(".log"), user)
        ready = [find_program("pg_isready", program_folders()), "-q", "-h", str(folder)]
        server.wait_until(lambda: subprocess.run(ready, check=False).returncode == 0)
        yield (
            f"postgresql+psycopg://postgres@/postgres?host={folder}",
            ["-h", str(folder), "-U", "postgres", "postgres"],
        )
    finally:
        if server:
            server.stop()
        shutil.rmtree(folder, ignore_errors=True)
        folder.with_suffix(".log").unlink(missing_ok=True)


def commits_per_second(options: Sequence[str], clients: int = SENDERS, seconds: int = 4) -> float:
    """How many transactions of one inserted row the server commits for so many clients, as pgbench counts them."""
    with tempfile.NamedTemporaryFile("w", suffix=".sql") as script:
        script.write("INSERT INTO bench_commit (payload) VALUES (repeat('x', 600));\n")
        script.flush()
        psql = [find_program("psql", program_folders()), "-q", *options, "-c"]
        create = "CREATE TABLE IF NOT EXISTS bench_commit (id bigserial PRIMARY KEY, payload text NOT NULL)"
        subprocess.run([*psql, create], check=True, capture_output=True)
        pgbench = [find_program("pgbench", program_folders()), "-n", "-T", str(seconds)]
        pgbench += ["-c", str(clients), "-j", str(min(clients, 2))]
        said = subprocess.run(
            [*pgbench, "-f", script.name, *options], check=True, capture_output=True, text=True
        ).stdout
    found = re.search(r"tps = ([0-9.]+)", said)
    if found is None:
        raise ProgramFailed(f"pgbench said nothing of transactions:\n{said}")
    return float(found[1])


def _prepare(home: Path, url: str) -> list[Signer]:
    package = campaign_package(home / "package")
    _portal(home, url, "init")
    _portal(home, url, "import", str(package), "--by", "bench")
    with closing(open_store(url)) as store:
        now = datetime.now(UTC)
        return enrolled_devices(store, SENDERS, now - timedelta(days=1), now + timedelta(days=1))


def _portal(home: Path, url: str, *arguments: str) -> None:
    own = {**environment(home), "NATYIJA_DATABASE_URL": url}
    subprocess.run([sys.executable, "-m", "portal", *arguments], cwd=ROOT, env=own, check=True, capture_output=True)


@contextmanager
def _served(home: Path, url: str) -> Iterator[int]:
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    bind = ["--config", str(CONFIGURATION), "--bind", f"127.0.0.1:{port}"]
    bind += ["--workers", str(WORKERS), "--threads", str(THREADS)]
    command = [sys.executable, "-m", "gunicorn", *bind, "portal.app:create_app(['ingest'])"]
    own = {**environment(home), "NATYIJA_DATABASE_URL": url}
    process = subprocess.Popen(command, cwd=ROOT, env=own, stderr=subprocess.DEVNULL)
    try:
        end = time.monotonic() + 30
        while not _answers(port):
            if time.monotonic() > end:
                raise ProgramFailed("the intake did not start")
            time.sleep(0.1)
        yield port
    finally:
        process.terminate()
        process.wait(20)


def _answers(port: int) -> bool:
    """Whether the intake answers a request; that its port is open is not enough."""
    try:
        with closing(HTTPConnection("127.0.0.1", port, timeout=5)) as connection:
            connection.request("GET", "/ingest/v1/key")
            return connection.getresponse().status == HTTPStatus.OK
    except (OSError, HTTPException):
        return False


def _send_all(port: int, batches: Sequence[Sequence[bytes]]) -> None:
    """Every sender sends its messages one after another, each when the answer before is there."""

    def work(messages: Sequence[bytes]) -> None:
        with closing(_Line(port)) as line:
            for message in messages:
                line.post(message)

    _together([partial(work, messages) for messages in batches])


def _paced(port: int, batches: Sequence[Sequence[bytes]]) -> list[float]:
    """Seconds from the moment each message was due to its answer, at PACE messages/s over all senders."""
    waits: list[float] = []
    began = time.perf_counter() + 0.5

    def work(place: int, messages: Sequence[bytes]) -> None:
        with closing(_Line(port)) as line:
            for number, message in enumerate(messages):
                due = began + (number * SENDERS + place) / PACE
                time.sleep(max(0.0, due - time.perf_counter()))
                line.post(message)
                waits.append(time.perf_counter() - due)

    _together([partial(work, place, part) for place, part in enumerate(batches)])
    return waits


def _together(tasks: Sequence[Callable[[], None]]) -> None:
    failures: list[BaseException] = []

    def guarded(task: Callable[[], None]) -> None:
        try:
            task()
        except BaseException as error:  # noqa: BLE001 (told to the thread that waits)
            failures.append(error)

    threads = [threading.Thread(target=guarded, args=(task,)) for task in tasks]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if failures:
        raise failures[0]


class _Line:
    """One connection that is kept, with as little work of its own as can be. ProgramFailed for any answer but 201."""

    def __init__(self, port: int) -> None:
        self._socket = socket.create_connection(("127.0.0.1", port), 30)
        self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    def post(self, message: bytes) -> None:
        """Send a message and read the whole answer."""
        head = f"POST /ingest/v1/messages HTTP/1.1\r\nHost: bench\r\nContent-Length: {len(message)}\r\n\r\n"
        self._socket.sendall(head.encode() + message)
        answer = b""
        while b"\r\n\r\n" not in answer:
            answer += self._more()
        headers, _, body = answer.partition(b"\r\n\r\n")
        length = int(headers.lower().partition(b"content-length:")[2].split(b"\r\n")[0])
        while len(body) < length:
            body += self._more()
        if not headers.startswith(b"HTTP/1.1 201"):
            raise ProgramFailed(f"the intake answered {headers[:80]!r} {body[:300]!r}")

    def _more(self) -> bytes:
        data = self._socket.recv(65_536)
        if not data:
            raise ProgramFailed("the intake closed the connection")
        return data

    def close(self) -> None:
        """Close the connection."""
        self._socket.close()
