"""Measure the production form beside its rivals: `python -m bench.production`, or `make bench-production`.

One form on loopback, the invented national election in it, one table: freshness under load; requests a second of one
mix of addresses (Zipf), the same for all and asked in turn on these cores; the rows of one precinct as JSON beside
Datasette; cold start and memory; intake beside single-row commits; with `--minutes 10` the deployed stack alone for so
long while a night goes on, and the proof that each page was of one release.
"""

import argparse
import os
import shutil
import signal
import sys
import threading
from collections.abc import Callable, Sequence
from contextlib import ExitStack, suppress
from dataclasses import dataclass, field
from functools import cached_property
from itertools import islice
from pathlib import Path

from bench import bare, datasette
from bench.feed import Feed
from bench.footprint import measure_footprint
from bench.form import latest, processor_seconds, production_form
from bench.freshness import freshness_of
from bench.intake import measure_intake
from bench.long_run import measure_long_run
from bench.measure import ROOT, ProgramFailed, portal
from bench.production_peers import PAGE, gunicorn, save_page, static_nginx
from bench.serving import fetch
from bench.table import Figure, Report, Target
from bench.wrk import CONNECTIONS, EXPONENT, Load, wrk, zipf_script
from deploy.local import control
from deploy.local.places import Places
from deploy.local.programs import unit_program
from portal import urls
from portal.cli.warm import pages
from portal.demo.home import CAMPAIGN
from portal.errors import NatyijaError
from portal.published.site import Site

ADDRESSES = 1200
FEWEST = 1000
"""So many different pages the mix has at least."""
ATTEMPTS = 3
PRECINCTS = 500
ROUNDS, SECONDS = 4, 2
WARM_UP, STEADY, WARM_UPS = 5, 1.03, 12
"""Seconds of a round in which the workers of a contender meet the pages of the mix. It is repeated while the rate grows
by more than this, and so often at most.
"""
FIRST_MESSAGES = 300
"""Sent before anything is measured, so that pages have figures."""
FRESHNESS_SECONDS = 40
PARTS = ("freshness", "load", "datasette", "footprint", "intake")
JSON = ROOT / "var" / "bench" / "production.json"
STATIC, DEPLOYED, ALONE, BARE = (
    "nginx static, same bytes and headers",
    "deployed: nginx, finished pages, cache, gunicorn",
    "gunicorn alone",
    "bare WSGI callable",
)
CACHING = "Flask with flask-caching"


@dataclass
class Contender:
    """Who is asked where, by which script; its programs, and what they took for a request in each round."""

    port: int
    script: Path
    pids: list[int]
    micros: list[float] = field(default_factory=list)


@dataclass
class Bench:
    """One form that runs, and what is measured of it."""

    report: Report
    places: Places
    seconds: int
    minutes: float
    _micros: dict[str, list[float]] = field(default_factory=dict)

    @cached_property
    def feed(self) -> Feed:
        """The scanners of the election."""
        return Feed(self.places.home, self.places.port + 3)

    @property
    def folder(self) -> Path:
        """What is written for the comparison."""
        return self.places.folder / "bench"

    @cached_property
    def script(self) -> Path:
        """The mix of addresses for wrk; every page is asked for once and kept for nginx and the bare callable."""
        names = islice(pages(Site(self.places.home / "public"), [CAMPAIGN]), 4, 4 + ADDRESSES)
        found = {}
        for path in names:
            for _ in range(ATTEMPTS):
                with suppress(RuntimeError):
                    found[path] = fetch(self.places.port, path)
                    save_page(self.folder, path, found[path][1])
                    break
        if len(found) < FEWEST:
            raise ProgramFailed(f"only {len(found)} pages answered")
        middle = sorted(found, key=lambda path: len(found[path][1]))[len(found) // 2]
        bare.save(self.folder / "middle", *found[middle])
        return zipf_script(self.folder / "mix", list(found))

    def freshness(self) -> None:
        """See bench.freshness."""
        freshness_of(self.report, self.places, self.feed, FRESHNESS_SECONDS)

    def load(self) -> None:
        """Every contender's requests a second and the ratios, taken in the same rounds."""
        self._let_settle()
        script, first = self.script, self.places.port + 6
        middle = str(self.folder / "middle")
        own = dict(unit_program(self.places, "public").environment)
        own.pop("NATYIJA_PAGES", None)
        with ExitStack() as stack:
            peers = {
                STATIC: static_nginx(self.folder, first, bare.headers(self.folder / "middle")),
                ALONE: gunicorn(first + 1, "wsgi:app", own),
                BARE: gunicorn(first + 2, "bench.bare:app", {bare.ANSWER: middle}),
                CACHING: gunicorn(first + 3, "bench.production_peers:app", {PAGE: middle}),
            }
            contenders = {
                name: Contender(first + place, script, [stack.enter_context(peer)])
                for place, (name, peer) in enumerate(peers.items())
            }
            contenders[DEPLOYED] = self._deployed(script)
            loads = self._in_turn({name: contenders[name] for name in (STATIC, DEPLOYED, ALONE, BARE, CACHING)})
        count = len((script.parent / "paths.txt").read_text(encoding="utf-8").splitlines())
        note = f"{count} addresses, Zipf {EXPONENT:g}, {CONNECTIONS} connections, load {os.getloadavg()[0]:.1f}"
        self._add("production", loads, note)
        self._ratio("production", loads, DEPLOYED, STATIC, Target(0.9, at_least=True))
        self._ratio("production", loads, ALONE, BARE, Target(0.9, at_least=True))
        self._ratio("production", loads, DEPLOYED, CACHING)

    def datasette(self) -> None:
        """The rows of one precinct as JSON, from the deployed stack and from Datasette."""
        self._let_settle()
        n, part = latest(self.places, CAMPAIGN)["release"], self.folder / "part"
        self.folder.mkdir(exist_ok=True)
        portal(self.folder, "data-part", self.places.home / "public", CAMPAIGN, str(n), part, "--office")
        release = Site(self.places.home / "public").current().releases[CAMPAIGN]
        numbers = list(islice(release.precincts_index()["precincts"], PRECINCTS))
        file, port = part / "all.sqlite", self.places.port + 6
        ours = zipf_script(
            self.folder / "ours", [urls.twin(urls.precinct("en", CAMPAIGN, number), "json") for number in numbers]
        )
        theirs = zipf_script(self.folder / "theirs", datasette.addresses(file, numbers))
        with datasette.served(file, port) as pid:
            names = "precinct as JSON, deployed", "precinct as JSON, Datasette"
            loads = self._in_turn({names[0]: self._deployed(ours), names[1]: Contender(port, theirs, [pid])})
        self._add("datasette", loads, f"{len(numbers)} precincts, {datasette.VERSION}, indexed, 64 connections")
        self._ratio("datasette", loads, *names)

    def footprint(self) -> None:
        """See bench.footprint."""
        measure_footprint(self.report, self.places, CAMPAIGN, self.places.port + 6)

    def intake(self) -> None:
        """See bench.intake."""
        measure_intake(self.report, self.folder / "intake")

    def long_run(self) -> None:
        """See bench.long_run."""
        measure_long_run(self.report, self.places, self.feed, self.script, int(self.minutes * 60))

    def _let_settle(self) -> None:
        """Until the newest release has its bulk files: nobody but the contenders works then."""

        def settled() -> bool:
            pointer = latest(self.places, CAMPAIGN)
            return pointer["data"] == pointer["release"]

        control.wait_until(settled, "the bulk files of the newest release", 180)

    def _deployed(self, script: Path) -> "Contender":
        programs = control.pids(self.places)
        return Contender(self.places.port, script, [programs["nginx"], programs["public"]])

    def _in_turn(self, contenders: dict[str, "Contender"]) -> dict[str, list[Load]]:
        """What wrk says of each, asked in turn, every other round in the opposite order."""
        for contender in contenders.values():
            _warm(contender)
        loads: dict[str, list[Load]] = {name: [] for name in contenders}
        for number in range(ROUNDS):
            order = list(contenders.items())
            for name, contender in order if number % 2 == 0 else reversed(order):
                before = processor_seconds(contender.pids)
                load = wrk(contender.port, contender.script, self.seconds)
                loads[name].append(load)
                used = processor_seconds(contender.pids) - before
                contender.micros.append(used / max(load.rate * self.seconds, 1) * 1e6)
        self._micros |= {name: contender.micros for name, contender in contenders.items()}
        return loads

    def _add(self, part: str, loads: dict[str, list[Load]], note: str) -> None:
        for name, values in loads.items():
            p99 = sorted(one.p99 for one in values)[len(values) // 2]
            own = f"{note}; 99th percentile {p99:.3g} ms"
            self.report.add(Figure(part, name, "req/s", [one.rate for one in values], note=own))
            note_of_time = "of the asked programs, without wrk"
            self.report.add(Figure(part, f"{name}: processor time", "µs/req", self._micros[name], note=note_of_time))
            self.report.add(Figure(part, f"{name}: not 2xx", "", [one.bad for one in values], Target(0)))

    def _ratio(
        self, part: str, loads: dict[str, list[Load]], ours: str, theirs: str, target: Target | None = None
    ) -> None:
        ratios = [a.rate / b.rate for a, b in zip(loads[ours], loads[theirs], strict=True)]
        self.report.add(Figure(part, f"{ours} to {theirs}", "ratio", ratios, target, note="per pair of runs"))


def _warm(contender: Contender) -> None:
    """Until it is no longer faster than before: it has made and kept every page, however slow the machine is."""
    before = 0.0
    for _ in range(WARM_UPS):
        rate = wrk(contender.port, contender.script, WARM_UP).rate
        if rate < before * STEADY:
            return
        before = rate


def main(argv: Sequence[str]) -> int:
    """Measure; 0 when all of it ran, whatever the figures are, 2 when wrk is missing."""
    parser = argparse.ArgumentParser(prog="python -m bench.production", description=__doc__)
    parser.add_argument("--seconds", type=int, default=SECONDS, help=f"of each run of wrk ({SECONDS})")
    parser.add_argument("--minutes", type=float, default=0, help="also the deployed stack alone for so long (0)")
    parser.add_argument("--only", action="append", choices=PARTS, help="this part (repeatable); all without it")
    parser.add_argument("--port", type=int, default=8660, help="the first of ten ports (8660)")
    parser.add_argument("--json", type=Path, default=JSON, metavar="PATH", help="where the figures are written")
    arguments = parser.parse_args(argv)
    if shutil.which("wrk") is None:
        print("wrk is not installed: install the Debian package wrk", file=sys.stderr)
        return 2
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # Whoever ends this ends the form too.
    report = Report()
    wanted = [part for part in PARTS if part in (arguments.only or PARTS)] + ["long_run"] * bool(arguments.minutes)
    try:
        with production_form(arguments.port) as places:
            _measure(Bench(report, places, arguments.seconds, arguments.minutes), wanted)
    except NatyijaError as error:
        report.fail("the production form", str(error))
    print(report.text())
    report.write(arguments.json)
    print(f"written to {arguments.json}", file=sys.stderr)
    return 1 if report.failed else 0


def _measure(bench: Bench, wanted: Sequence[str]) -> None:
    """Each part; one that fails is named in the report, and the others are measured all the same."""
    bench.feed.send(50, FIRST_MESSAGES, lambda _: None, threading.Event())
    for name in wanted:
        part: Callable[[], None] = getattr(bench, name)
        try:
            part()
        except (ProgramFailed, NatyijaError, OSError, RuntimeError) as error:
            bench.report.fail(name, str(error))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
