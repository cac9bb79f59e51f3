"""Freshness under load: from the answer 201 of the intake until the public page, through nginx, shows the figure.

The invented national election, 50 messages a second, 1,000 readers who look again and again, bulk files being made all
the time. A watcher asks for the page of every eighth message's precinct until it shows the new count of ballots.
"""

import http.client
import json
import re
import subprocess
import sys
import threading
import time
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path

from bench.feed import Accepted, Feed
from bench.form import latest, production_form, restart, wait_for_release
from bench.measure import ROOT, ProgramFailed
from bench.table import Figure, Report, Target
from deploy.local.places import LOOPBACK, Places
from portal import urls
from portal.cli.warm import pages
from portal.demo.home import CAMPAIGN
from portal.errors import InputError, NatyijaError
from portal.published.site import Site

PACE = 50
READERS = 1000
EVERY = 5.0
"""Seconds between two looks of a reader."""
SECONDS = 40
WATCHED = 8
"""One message in so many is watched."""
WATCHERS = 4
LOOK_EVERY = 0.2
GIVEN_UP = 60.0
COALESCE = 5
ADDRESSES = 1200
BALLOTS = re.compile(r"ballots processed: ([\d\s,.\u00a0\u202f]*\d)")


@dataclass
class Watch:
    """Pages that do not show their message yet, and the seconds that it took the others."""

    port: int
    waiting: deque[tuple[Accepted, float]] = field(default_factory=deque)
    seconds: list[float] = field(default_factory=list)
    missed: list[str] = field(default_factory=list)
    number: int = 0

    def take(self, accepted: Accepted) -> None:
        """A message was accepted."""
        self.number += 1
        if self.number % WATCHED == 0:
            self.waiting.append((accepted, accepted.at))

    def look(self, done: threading.Event) -> None:
        """Look at one page after another until all are seen and `done` is set."""
        connection = http.client.HTTPConnection(LOOPBACK, self.port, timeout=30)
        try:
            while True:
                try:
                    accepted, due = self.waiting.popleft()
                except IndexError:
                    if done.is_set():
                        return
                    time.sleep(LOOK_EVERY)
                    continue
                time.sleep(max(0.0, due - time.monotonic()))
                shown = ballots(_page(connection, urls.precinct("en", CAMPAIGN, accepted.precinct)))
                now = time.monotonic()
                if shown >= accepted.ballots:
                    self.seconds.append(now - accepted.at)
                elif now - accepted.at > GIVEN_UP:
                    self.missed.append(f"{accepted.precinct}: {shown}, not {accepted.ballots}")
                else:
                    self.waiting.append((accepted, now + LOOK_EVERY))
        finally:
            connection.close()


def ballots(page: str) -> int:
    """The greatest count of processed ballots that a page of a precinct shows; 0 when it shows none."""
    return max((int(re.sub(r"\D", "", found)) for found in BALLOTS.findall(page)), default=0)


def _page(connection: http.client.HTTPConnection, path: str) -> str:
    """The page as a reader has it, "" for any answer but 200."""
    try:
        connection.request("GET", path, headers={"Accept-Encoding": "identity"})
        answer = connection.getresponse()
        body = answer.read()
    except (OSError, http.client.HTTPException):
        connection.close()
        return ""
    return body.decode() if answer.status == http.client.OK else ""


def measure_freshness(report: Report, port: int, seconds: int = SECONDS) -> None:
    """Start the form, measure, stop it."""
    try:
        with production_form(port) as places:
            freshness_of(report, places, Feed(places.home, port + 3), seconds)
    except InputError as error:
        report.leave_out("freshness", str(error))
    except NatyijaError as error:
        report.fail("freshness", str(error))


def freshness_of(report: Report, places: Places, feed: Feed, seconds: int) -> None:
    """Add the figures of a running form. The publisher is started anew, so that bulk files are made without a pause."""
    restart(places, "publisher", {"NATYIJA_DATA_SECONDS": "1"})
    before = latest(places, CAMPAIGN)
    quiet = threading.Event()
    feed.send(10, 20, lambda _: None, quiet)
    wait_for_release(places, CAMPAIGN, before["release"])
    mix = places.folder / "readers.txt"
    names = islice(pages(Site(places.home / "public"), [CAMPAIGN]), 4, 4 + ADDRESSES)
    mix.write_text("\n".join(names), encoding="utf-8")
    first = latest(places, CAMPAIGN)
    watch, taken = Watch(places.port), list[Accepted]()

    def accepted(one: Accepted) -> None:
        taken.append(one)
        watch.take(one)

    readers = _readers(places.port, seconds + 5, mix)
    done = threading.Event()
    lookers = [threading.Thread(target=watch.look, args=(done,)) for _ in range(WATCHERS)]
    try:
        for looker in lookers:
            looker.start()
        time.sleep(3)
        feed.send(PACE, PACE * seconds, accepted, quiet)
    finally:
        done.set()
        for looker in lookers:
            looker.join()
        said, _ = readers.communicate(timeout=60)
    last = latest(places, CAMPAIGN)
    _add(report, watch, taken, json.loads(said), seconds)
    made = last["release"] - first["release"]
    note = f"newest bulk part: release {last['data']} of {last['release']}"
    report.add(Figure("freshness", "light releases meanwhile", "", [made], note=note))


def _readers(port: int, seconds: float, mix: Path) -> "subprocess.Popen[bytes]":
    command = [sys.executable, "-m", "bench.readers", str(port), str(READERS), str(EVERY), str(seconds), str(mix)]
    return subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE)


def _add(report: Report, watch: Watch, taken: Sequence[Accepted], read: dict[str, float], seconds: int) -> None:
    if not watch.seconds:
        raise ProgramFailed(f"no message was seen on its page: {'; '.join(watch.missed[:3])}")
    found = sorted(watch.seconds)
    rate = len(taken) / max(taken[-1].at - taken[0].at, 0.001)
    note = (
        f"{len(found)} pages looked at every {LOOK_EVERY} s, {rate:.0f} messages/s for {seconds} s, {READERS} readers"
    )
    report.add(Figure("freshness", "201 to visible, median", "s", [found[len(found) // 2]], note=note))
    note = f"at most the {COALESCE} s of gathering and 2 s"
    slowest = found[int(len(found) * 0.99)]
    report.add(Figure("freshness", "201 to visible, 99th percentile", "s", [slowest], Target(COALESCE + 2), note=note))
    report.add(Figure("freshness", "messages never seen on their page", "", [len(watch.missed)], Target(0)))
    waits = sorted(each.waited * 1000 for each in taken)
    report.add(Figure("freshness", "the intake's answer, 99th percentile", "ms", [waits[int(len(waits) * 0.99)]]))
    note = f"{read['asked']} answers in {seconds + 5} s"
    report.add(Figure("freshness", "readers: answer, 99th percentile", "ms", [read["p99"] * 1000], note=note))
    report.add(Figure("freshness", "readers: not 200 or 304", "", [read["wrong"]], Target(0)))
