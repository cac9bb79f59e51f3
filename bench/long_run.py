"""The deployed stack for minutes while a night goes on, and the proof that every page is of one release.

Scanners report all the time, a light release is made every 5 s and a bulk part every minute. A sampler takes pages as
readers get them. Afterwards each sample is made anew from the files of the very release that its footer names and of no
other: every byte has to be the same.
"""

import http.client
import os
import random
import re
import shutil
import threading
import time
from collections import defaultdict
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import brotli  # type: ignore[import-untyped]
import orjson
from flask import Flask

from bench.feed import Feed
from bench.form import latest, restart
from bench.table import Figure, Report, Target
from bench.wrk import Load, wrk
from deploy.local.places import LOOPBACK, Places
from portal.app import create_app
from portal.demo.home import CAMPAIGN
from portal.public.kept import KeptPages
from portal.published import site as site_module
from portal.settings import Settings

PACE = 4
"""Messages a second: each light release holds some twenty."""
DATA_SECONDS = 60
SAMPLE_EVERY = 0.5
RATE, P99 = 15_000, 100
FOOTER = re.compile(rb'id="changed">.*?/releases/(\d+)/', re.DOTALL)


@dataclass(frozen=True, slots=True)
class Sample:
    """A page as it was sent: its address, the release that its footer names, and its body (brotli)."""

    path: str
    release: int
    body: bytes


def measure_long_run(report: Report, places: Places, feed: Feed, script: Path, seconds: int) -> None:
    """Add the figures of so many seconds. Raises ProgramFailed, StorageError."""
    restart(places, "publisher", {"NATYIJA_DATA_SECONDS": str(DATA_SECONDS)})
    before, refused = latest(places, CAMPAIGN), feed.refused
    parts = {before["data"]}
    paths = [path for path in (script.parent / "paths.txt").read_text(encoding="utf-8").splitlines() if _sampled(path)]
    samples: list[Sample] = []
    stop = threading.Event()
    workers = [
        threading.Thread(target=feed.send, args=(PACE, PACE * seconds, lambda _: None, stop)),
        threading.Thread(target=_sample, args=(places.port, paths, samples, stop)),
        threading.Thread(target=_note_parts, args=(places, parts, stop)),
    ]
    try:
        for worker in workers:
            worker.start()
        taken = wrk(places.port, script, seconds)
    finally:
        stop.set()
        for worker in workers:
            worker.join()
    releases = latest(places, CAMPAIGN)["release"] - before["release"]
    again = Figure("long run", "messages sent again", "", [feed.refused - refused], note="the intake asked for it")
    report.add(again)
    mixed, checked = prove(places, samples)
    _add(report, taken, seconds, f"{releases} releases, {len(parts) - 1} bulk parts meanwhile")
    report.add(
        Figure("long run", "light releases", "", [releases], note=f"one every {seconds / max(releases, 1):.1f} s")
    )
    shown = len({sample.release for sample in samples})
    note = f"{checked} pages of {shown} releases made anew from the release that each names"
    report.add(Figure("long run", "pages not of one release", "", [len(mixed)], Target(0), note=note))
    if mixed:
        report.fail("long run", f"pages that are not of one release: {'; '.join(mixed[:5])}")


def _add(report: Report, taken: Load, seconds: int, note: str) -> None:
    note = f"{seconds} s, {note}"
    report.add(Figure("long run", "deployed", "req/s", [taken.rate], Target(RATE, at_least=True), note=note))
    report.add(Figure("long run", "99th percentile", "ms", [taken.p99], Target(P99)))
    report.add(Figure("long run", "not 2xx", "", [taken.bad], Target(0)))


def _sampled(path: str) -> bool:
    """Pages of results; lists of releases and files name the newest of all, whatever changed them last."""
    return (
        path.startswith(tuple(f"/{language}/{CAMPAIGN}/" for language in ("ky", "ru", "en")))
        and not path.endswith(("/releases/", "/data/"))
        and "/releases/" not in path
        and path.endswith("/")
    )


def _sample(port: int, paths: Sequence[str], samples: list[Sample], stop: threading.Event) -> None:
    """Take a page now and then, the most read ones more often."""
    chance, connection = random.Random(2), http.client.HTTPConnection(LOOPBACK, port, timeout=30)
    while not stop.wait(SAMPLE_EVERY):
        path = paths[min(int(chance.paretovariate(0.5)), len(paths)) - 1]
        try:
            connection.request("GET", path, headers={"Accept-Encoding": "br"})
            answer = connection.getresponse()
            body = answer.read()
        except (OSError, http.client.HTTPException):
            connection.close()  # wrk counts what fails.
            continue
        if answer.status == http.client.OK and (found := FOOTER.search(brotli.decompress(body))):
            samples.append(Sample(path, int(found[1]), body))
    connection.close()


def _note_parts(places: Places, parts: set[int | None], stop: threading.Event) -> None:
    while not stop.wait(1):
        parts.add(latest(places, CAMPAIGN)["data"])


def prove(places: Places, samples: Sequence[Sample]) -> tuple[list[str], int]:
    """What is not the page of the release that its footer names, and how many different samples were checked."""
    by_release: dict[int, set[Sample]] = defaultdict(set)
    for sample in samples:
        by_release[sample.release].add(sample)
    mixed = []
    with _one_release_at_a_time(places) as (app, turn_to):
        for release in sorted(by_release):
            turn_to(release)
            client = app.test_client()
            for sample in sorted(by_release[release], key=lambda each: each.path):
                made = client.get(sample.path, headers={"Accept-Encoding": "br"})
                if made.data != sample.body:
                    mixed.append(f"{sample.path} of release {release}")
    return mixed, sum(map(len, by_release.values()))


@contextmanager
def _one_release_at_a_time(places: Places) -> Iterator[tuple[Flask, "TurnTo"]]:
    """The application over a copy of what is published, whose pointer is turned to one release after another."""
    home = places.folder / "proof"
    shutil.rmtree(home, ignore_errors=True)
    shutil.copytree(places.home / "public", home / "public", copy_function=os.link)
    former = site_module.LOOK_EVERY, KeptPages.start
    site_module.LOOK_EVERY, KeptPages.start = 0.0, lambda self, make: None  # type: ignore[method-assign]
    try:
        turn = TurnTo(home / "public" / "releases" / CAMPAIGN)
        turn(1)
        own = Settings(home=home, site_url=places.public_url, pages=places.folder / "proof-pages")
        yield create_app(settings=own), turn
    finally:
        site_module.LOOK_EVERY, KeptPages.start = former  # type: ignore[method-assign]


class TurnTo:
    """Turns the pointer of a copied campaign."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def __call__(self, release: int) -> None:
        """From now on the pointer names this release, without bulk files."""
        made = orjson.loads((self._folder / str(release) / "release.json").read_bytes())
        pointer = self._folder / "latest.json"
        new = pointer.with_suffix(".new")  # The pointer itself is a link to the published one.
        new.write_bytes(orjson.dumps({"release": release, "data": None, "as_of": made["as_of"]}))
        new.replace(pointer)
        time.sleep(0.01)  # A pointer is known by its time.
