"""Measure the deployed stack beside what it is compared with: `python -m bench.production`, or `make bench-production`.

One mix of addresses (Zipf over all pages of the demonstration), the same for all, asked by wrk in turn on these cores.
`--minutes 10` measures the deployed stack alone for so long while a night is replayed.
"""

import argparse
import os
import random
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from bench import bare
from bench.measure import ROOT, ProgramFailed
from bench.pages import ENCODINGS
from bench.production_peers import PAGE, save_page, static_nginx
from bench.serving import fetch
from bench.table import Figure, Report, Target
from deploy.chaos.scene import CAMPAIGN, Scene
from deploy.local import control
from deploy.local.places import LOOPBACK, Places
from deploy.local.programs import unit_program
from portal.cli.warm import pages
from portal.published.site import Site

ADDRESSES = 1200
EXPONENT = 1.0
DRAWN = 50_000
CONNECTIONS = 64
ROUNDS, SECONDS = 2, 2
PATIENCE = 30.0
JSON = ROOT / "var" / "bench" / "production.json"
LUA = """\
local paths, drawn, at = {}, {}, 0
for line in io.lines("%(paths)s") do paths[#paths + 1] = line end
for line in io.lines("%(drawn)s") do drawn[#drawn + 1] = paths[tonumber(line)] end
request = function()
  at = at %% #drawn + 1
  return wrk.format("GET", drawn[at], {["Accept-Encoding"] = "%(encodings)s"})
end
"""


@dataclass(frozen=True)
class Load:
    """What wrk said: requests a second, 99th percentile in milliseconds, answers that were not 2xx or 3xx."""

    rate: float
    p99: float
    bad: int


def main(argv: Sequence[str]) -> int:
    """Measure; 0 when all of it ran, whatever the figures are."""
    parser = argparse.ArgumentParser(prog="python -m bench.production", description=__doc__)
    parser.add_argument("--seconds", type=int, default=SECONDS, help=f"of each run of wrk ({SECONDS})")
    parser.add_argument("--minutes", type=float, default=0, help="also the deployed stack alone for so long (0)")
    parser.add_argument("--port", type=int, default=8660, help="the first of ten ports (8660)")
    parser.add_argument("--json", type=Path, default=JSON, metavar="PATH", help="where the figures are written")
    arguments = parser.parse_args(argv)
    if shutil.which("wrk") is None:
        print("wrk is not installed: install the Debian package wrk", file=sys.stderr)
        return 2
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # Whoever ends this ends the form too.
    report = Report()
    with tempfile.TemporaryDirectory(prefix="natyija-bench-", dir="/tmp") as folder:
        Path(folder).chmod(0o755)
        scene = Scene(Places(Path(folder), arguments.port))
        try:
            control.up(scene.places, demo=True)
            _measure(report, scene, arguments.seconds)
            if arguments.minutes:
                _long(report, scene, int(arguments.minutes * 60))
        finally:
            control.down(scene.places)
    print(report.text())
    report.write(arguments.json)
    return 1 if report.failed else 0


def _measure(report: Report, scene: Scene, seconds: int) -> None:
    """Add every contender's requests a second and the ratios, taken in the same rounds."""
    places = scene.places
    folder = places.folder / "bench"
    folder.mkdir()
    names = list(islice(pages(Site(places.home / "public"), [CAMPAIGN]), 4, 4 + ADDRESSES))
    found = _answers(places.port, names, folder)
    script = zipf_script(folder, list(found))
    middle = sorted(found, key=lambda path: len(found[path][1]))[len(found) // 2]
    bare.save(folder / "middle", *found[middle])
    first = places.port + 6
    with ExitStack() as stack:
        stack.enter_context(static_nginx(folder, first))
        own = dict(unit_program(places, "public").environment)
        stack.enter_context(_gunicorn(first + 1, "wsgi:app", own))
        stack.enter_context(_gunicorn(first + 2, "bench.bare:app", {bare.ANSWER: str(folder / "middle")}))
        stack.enter_context(_gunicorn(first + 3, "bench.production_peers:app", {PAGE: str(folder / "middle")}))
        contenders = {
            "nginx static, same bytes": first,
            "deployed: nginx, cache, gunicorn": places.port,
            "gunicorn alone": first + 1,
            "bare WSGI callable": first + 2,
            "Flask with flask-caching": first + 3,
        }
        for port in contenders.values():
            wrk(port, script, 1)
        loads: dict[str, list[Load]] = {name: [] for name in contenders}
        for number in range(ROUNDS):
            order = list(contenders.items())
            for name, port in order if number % 2 == 0 else reversed(order):
                loads[name].append(wrk(port, script, seconds))
    _table(report, loads, len(found))
    report.leave_out("Datasette", "not part of the run; docs/scale.md says how to compare with it")


def _table(report: Report, loads: dict[str, list[Load]], count: int) -> None:
    note = f"{count} addresses, Zipf {EXPONENT:g}, {CONNECTIONS} connections, load {os.getloadavg()[0]:.1f}"
    for name, values in loads.items():
        report.add(Figure("production", name, "req/s", [one.rate for one in values], note=note))
        report.add(Figure("production", f"{name}: not 2xx", "", [one.bad for one in values], Target(0)))
    pairs = (
        ("deployed: nginx, cache, gunicorn", "nginx static, same bytes"),
        ("gunicorn alone", "bare WSGI callable"),
    )
    for ours, theirs in pairs:
        ratios = [a.rate / b.rate for a, b in zip(loads[ours], loads[theirs], strict=True)]
        report.add(Figure("production", f"{ours} to {theirs}", "ratio", ratios, Target(0.9, at_least=True)))


def _long(report: Report, scene: Scene, seconds: int) -> None:
    """The deployed stack alone, while a night is replayed."""
    script = scene.places.folder / "bench" / "mix.lua"
    before = scene.release()
    night = scene.replay()
    try:
        taken = wrk(scene.places.port, script, seconds)
    finally:
        night.terminate()
        night.wait(30)
    note = f"{seconds} s, {scene.release() - before} releases meanwhile"
    report.add(Figure("long run", "deployed", "req/s", [taken.rate], Target(15_000, at_least=True), note=note))
    report.add(Figure("long run", "99th percentile", "ms", [taken.p99], Target(100)))
    report.add(Figure("long run", "not 2xx", "", [taken.bad], Target(0)))


def _answers(port: int, names: Sequence[str], folder: Path) -> dict[str, tuple[list[tuple[str, str]], bytes]]:
    """Headers and body of every page that is there, kept for nginx too."""
    found = {}
    for path in names:
        with suppress(RuntimeError):
            headers, body = fetch(port, path)
            found[path] = headers, body
            save_page(folder, path, body)
    return found


def zipf_script(folder: Path, names: Sequence[str]) -> Path:
    """The script of wrk: addresses in the order of a Zipf draw, the same for all."""
    weights = [1 / (rank**EXPONENT) for rank in range(1, len(names) + 1)]
    drawn = random.Random(1).choices(range(1, len(names) + 1), weights, k=DRAWN)
    (folder / "paths.txt").write_text("\n".join(names), encoding="utf-8")
    (folder / "drawn.txt").write_text("\n".join(map(str, drawn)), encoding="utf-8")
    script = folder / "mix.lua"
    script.write_text(
        LUA % {"paths": folder / "paths.txt", "drawn": folder / "drawn.txt", "encodings": ENCODINGS}, encoding="utf-8"
    )
    return script


def wrk(port: int, script: Path, seconds: int) -> Load:
    """Run wrk. Raises ProgramFailed when it says nothing."""
    command = ["wrk", "-t1", f"-c{CONNECTIONS}", f"-d{seconds}s", "--latency", "-s", str(script)]
    done = subprocess.run([*command, f"http://{LOOPBACK}:{port}/"], capture_output=True, text=True, check=True)
    return load(done.stdout)


def load(said: str) -> Load:
    """What wrk's report says. Raises ProgramFailed when it counts nothing."""
    rate, slow = re.search(r"Requests/sec:\s*([0-9.]+)", said), re.search(r"99%\s+([0-9.]+)(us|ms|s)", said)
    if rate is None or slow is None:
        raise ProgramFailed(f"wrk said:\n{said}")
    bad = re.search(r"Non-2xx or 3xx responses: (\d+)", said)
    errors = re.search(r"Socket errors: connect (\d+), read (\d+), write (\d+), timeout (\d+)", said)
    count = (int(bad[1]) if bad else 0) + (sum(map(int, errors.groups())) if errors else 0)
    return Load(float(rate[1]), float(slow[1]) * {"us": 0.001, "ms": 1.0, "s": 1000.0}[slow[2]], count)


@contextmanager
def _gunicorn(port: int, application: str, more: dict[str, str]) -> Iterator[None]:
    """A gunicorn with the settings of the deployed one, without nginx."""
    own = {name: value for name, value in os.environ.items() if not name.startswith("NATYIJA_")}
    command = [
        sys.executable,
        "-m",
        "gunicorn",
        "--config",
        str(ROOT / "deploy" / "gunicorn.conf.py"),
        "--workers",
        "2",
    ]
    command += ["--bind", f"{LOOPBACK}:{port}", application]
    process = subprocess.Popen(command, cwd=ROOT, env={**own, **more}, stderr=subprocess.DEVNULL)
    try:
        until = time.monotonic() + PATIENCE
        while True:
            try:
                socket.create_connection((LOOPBACK, port), 1).close()
                break
            except OSError:
                if process.poll() is not None or time.monotonic() > until:
                    raise ProgramFailed(f"gunicorn did not start with {application}") from None
                time.sleep(0.1)
        yield
    finally:
        process.terminate()
        process.wait(20)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
