"""Freshness under load: from the answer 201 of the intake until the public page, through nginx, shows the figure.

The invented national election, 50 messages a second, bulk files being made all the time; then the same beside 1,000
readers who look again and again, on the same cores. A watcher asks for the page of every eighth message's precinct
until it shows the new count: of ballots, or of votes where the precinct has remote voting only and its page names none.

The first warming of a new host is left out: it takes minutes of all cores and belongs to the days before the election.
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

from bench.feed import Accepted, Feed
from bench.form import latest, production_form, restart, wait_for_release
from bench.measure import ROOT, ProgramFailed
from bench.table import Figure, Report, Target
from deploy.local import control
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
SECONDS = 30
WATCHED = 8
"""One message in so many is watched."""
WATCHERS = 24
"""So many look at a time, so that no page waits for the one before it to be made."""
SETTLED, AFTERWARDS = 3.0, 13.0
"""Seconds of readers before the first message and, in all, beside those of sending."""
SHOWN = 5
LOOK_EVERY = 0.2
GIVEN_UP = 60.0
COALESCE = 5
ADDRESSES = 1200
BALLOTS = re.compile(r"ballots processed: ([\d\s,.\u00a0\u202f]*\d)")
REMOTE = re.compile(r"</span></td>\s*<td[^>]*>([\d,]+)</td>\s*<td[^>]*>")
"""A contest's votes by the machine of a precinct for remote voting, between its status and its protocol."""


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
                page = _page(connection, urls.precinct("en", CAMPAIGN, accepted.precinct))
                now = time.monotonic()
                if shows(page, accepted):
                    self.seconds.append(now - accepted.at)
                elif now - accepted.at > GIVEN_UP:
                    self.missed.append(accepted.precinct)
                else:
                    self.waiting.append((accepted, now + LOOK_EVERY))
        finally:
            connection.close()


def shows(page: str, accepted: Accepted) -> bool:
    """Whether the page of a precinct shows the message: its greatest count of ballots, of votes where it names none."""
    if counted := _numbers(BALLOTS, page):
        return max(counted) >= accepted.ballots
    return max(_numbers(REMOTE, page), default=0) >= accepted.votes


def _numbers(pattern: re.Pattern[str], page: str) -> list[int]:
    return [int(re.sub(r"\D", "", found)) for found in pattern.findall(page)]


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
    """Add the figures of a running form, without readers and with them.

    The publisher is started anew, so that bulk files are made without a pause.
    """
    control.hold(places, "warm")
    restart(places, "publisher", {"NATYIJA_DATA_SECONDS": "1"})
    before = latest(places, CAMPAIGN)
    feed.send(10, 20, lambda _: None, threading.Event())
    wait_for_release(places, CAMPAIGN, before["release"])
    mix = places.folder / "readers.txt"
    names = islice(pages(Site(places.home / "public"), [CAMPAIGN]), 4, 4 + ADDRESSES)
    mix.write_text("\n".join(names), encoding="utf-8")
    _part(report, "freshness", places, feed, seconds, 0)
    _part(report, "freshness, 1,000 readers", places, feed, seconds, READERS)


def _part(report: Report, part: str, places: Places, feed: Feed, seconds: int, readers: int) -> None:
    """Send, watch, and add what was seen; readers go on for as long as anybody may wait for a page."""
    first, watch, taken = latest(places, CAMPAIGN), Watch(places.port), list[Accepted]()

    def accepted(one: Accepted) -> None:
        taken.append(one)
        watch.take(one)

    process = _readers(places, readers, seconds + AFTERWARDS) if readers else None
    done = threading.Event()
    lookers = [threading.Thread(target=watch.look, args=(done,)) for _ in range(WATCHERS)]
    try:
        for looker in lookers:
            looker.start()
        time.sleep(SETTLED)
        feed.send(PACE, PACE * seconds, accepted, threading.Event())
    finally:
        done.set()
        for looker in lookers:
            looker.join()
        said = process.communicate(timeout=60)[0] if process else b""
    last = latest(places, CAMPAIGN)
    _add(report, part, watch, taken, seconds)
    if process:
        _add_readers(report, part, json.loads(said), readers, seconds + AFTERWARDS)
    note = f"newest bulk part: release {last['data']} of {last['release']}"
    report.add(Figure(part, "light releases meanwhile", "", [last["release"] - first["release"]], note=note))


def _readers(places: Places, readers: int, seconds: float) -> "subprocess.Popen[bytes]":
    file = places.folder / "readers.txt"
    command = [sys.executable, "-m", "bench.readers", str(places.port), str(readers), str(EVERY), str(seconds)]
    return subprocess.Popen([*command, str(file)], cwd=ROOT, stdout=subprocess.PIPE)


def _add(report: Report, part: str, watch: Watch, taken: Sequence[Accepted], seconds: int) -> None:
    if not watch.seconds:
        raise ProgramFailed(f"no message was seen on its page: {', '.join(watch.missed[:3])}")
    found = sorted(watch.seconds)
    rate = len(taken) / max(taken[-1].at - taken[0].at, 0.001)
    note = f"{len(found)} pages looked at every {LOOK_EVERY} s, {rate:.0f} messages/s for {seconds} s"
    report.add(Figure(part, "201 to visible, median", "s", [found[len(found) // 2]], note=note))
    note = f"at most the {COALESCE} s of gathering and 2 s"
    slowest = found[int(len(found) * 0.99)]
    report.add(Figure(part, "201 to visible, 99th percentile", "s", [slowest], Target(COALESCE + 2), note=note))
    note = f"precincts {', '.join(watch.missed[:SHOWN])}" if watch.missed else ""
    report.add(Figure(part, "messages never seen on their page", "", [len(watch.missed)], Target(0), note=note))
    waits = sorted(each.waited * 1000 for each in taken)
    report.add(Figure(part, "the intake's answer, 99th percentile", "ms", [waits[int(len(waits) * 0.99)]]))


def _add_readers(report: Report, part: str, read: dict[str, float], readers: int, seconds: float) -> None:
    note = f"{readers} who look every {EVERY:g} s: {read['asked']} answers in {seconds:g} s"
    report.add(Figure(part, "readers: answer, 99th percentile", "ms", [read["p99"] * 1000], note=note))
    report.add(Figure(part, "readers: not 200 or 304", "", [read["wrong"]], Target(0)))
