"""Requests per second of a cached page under gunicorn, beside a bare WSGI callable with the same bytes and settings.

Both servers stand ready all the time and are asked in turn, A B B A, by wrk on loopback; its cores are theirs too.
"""

import http.client
import re
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median

from bench import bare
from bench.addresses import addresses
from bench.measure import MEGABYTE, ROOT, children, environment, peak, resident
from bench.pages import ENCODINGS
from bench.table import Figure, Report, Target
from portal.cli.serve import ARENAS, command

ROUNDS = 6
SECONDS = 5
CONNECTIONS = 64
"""So many that neither worker is without work when the kernel spreads them unevenly."""
WORKERS = 2
PATIENCE = 30


def measure_serving(report: Report, home: Path, campaign: str) -> None:
    """Add requests/s of both, their ratio, and the memory of the workers afterwards."""
    if shutil.which("wrk") is None:
        report.leave_out("requests per second", "wrk is not installed (Debian package wrk)")
        return
    pages = addresses(home / "public", campaign)
    path = pages["campaign"]
    with _server(home, "wsgi:app", {}) as (port, pid):
        headers, body = fetch(port, path)
        folder = home / "bench-answer"
        bare.save(folder, headers, body)
        with _server(home, "bench.bare:app", {bare.ANSWER: str(folder.resolve())}) as (bare_port, _):
            if fetch(bare_port, path)[1] != body:
                raise RuntimeError("the bare callable does not answer with the page")
            for warm in (port, bare_port):
                wrk(warm, path, 2)
            ours: list[float] = []
            theirs: list[float] = []
            for number in range(ROUNDS):
                pair = [(ours, port), (theirs, bare_port)]
                for figures, asked in pair if number % 2 == 0 else reversed(pair):
                    figures.append(wrk(asked, path, SECONDS))
        for language in ("ky", "ru", "en"):
            for page in pages.values():
                fetch(port, f"/{language}/{page.split('/', 2)[2]}")
        workers = children(pid)
        now, most = (max(size(worker) for worker in workers) / MEGABYTE for size in (resident, peak))
    note = f"{len(body) / 1024:.1f} KB compressed, {WORKERS} workers, {CONNECTIONS} connections"
    report.add(Figure("serving", "campaign page, cached", "req/s", ours, note=note))
    report.add(Figure("serving", "bare callable, same bytes", "req/s", theirs, note=note))
    ratios = [a / b for a, b in zip(ours, theirs, strict=True)]
    note = f"per pair of runs; of the medians {median(ours) / median(theirs):.3f}"
    report.add(Figure("serving", "page to bare callable", "ratio", ratios, Target(0.8, at_least=True), note=note))
    note = f"largest worker after use; at most {most:.0f} MB"
    report.add(Figure("worker", "resident memory", "MB", [now], Target(120), note=note))


def wrk(port: int, path: str, seconds: int) -> float:
    """Requests per second. Raises RuntimeError when any answer was not the page."""
    arguments = ["wrk", "-t1", f"-c{CONNECTIONS}", f"-d{seconds}s", "-H", f"Accept-Encoding: {ENCODINGS}"]
    finished = subprocess.run(
        [*arguments, f"http://127.0.0.1:{port}{path}"], capture_output=True, text=True, check=True
    )
    return requests_per_second(finished.stdout)


def requests_per_second(said: str) -> float:
    """What wrk's report says. Raises RuntimeError where it counts errors or no requests."""
    found = re.search(r"Requests/sec:\s*([0-9.]+)", said)
    if found is None or "Non-2xx" in said or "Socket errors" in said:
        raise RuntimeError(f"wrk met errors:\n{said}")
    return float(found[1])


def fetch(port: int, path: str) -> tuple[list[tuple[str, str]], bytes]:
    """Headers and body of one answer. Raises RuntimeError unless it is a 200."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
    try:
        connection.request("GET", path, headers={"Accept-Encoding": ENCODINGS})
        response = connection.getresponse()
        if response.status != http.client.OK:
            raise RuntimeError(f"{path}: {response.status}")
        return response.getheaders(), response.read()
    finally:
        connection.close()


@contextmanager
def _server(home: Path, application: str, more: dict[str, str]) -> Iterator[tuple[int, int]]:
    """Run gunicorn as `portal serve` does, with this application; its port and process."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    arguments = [*command(port, WORKERS)[:-1], application]
    name, value = ARENAS
    with (home / "gunicorn.txt").open("wb") as said:
        process = subprocess.Popen(
            arguments, cwd=ROOT, env={**environment(home), name: value, **more}, stdout=said, stderr=said
        )
    try:
        _wait(port, process)
        yield port, process.pid
    finally:
        process.terminate()
        process.wait(PATIENCE)


def _wait(port: int, process: subprocess.Popen[bytes]) -> None:
    """Until the server answers. Raises RuntimeError when it ends or takes too long."""
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until and process.poll() is None:
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
            return
        except OSError:
            time.sleep(0.1)
    raise RuntimeError(f"gunicorn on port {port} did not start")
