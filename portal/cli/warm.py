"""Ask a public host for every page of the newest releases: it then shows them when nothing behind it answers.

With `--follow` it goes on beside the host: a campaign is asked for again after each of its self-contained releases
(archive, opening, official), everything once an hour. In between kept pages are replaced as readers ask for them, and
the last good one is shown while the pages behind are away.
"""

import argparse
import http.client
import signal
import time
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from http import HTTPStatus
from itertools import islice, product
from threading import Event, local
from urllib.parse import urlsplit

from portal import urls
from portal.domain.statuses import SELF_CONTAINED
from portal.errors import CheckFailed, InputError
from portal.languages import LANGUAGES
from portal.logs import configure_logs, get_logger
from portal.published.errors import DamagedFile, NotPublished
from portal.published.files import read_json
from portal.published.release import Release
from portal.published.site import Site
from portal.settings import Settings

ENCODINGS = ("br", "gzip", "identity")
TEXTS = ("about", "verify", "notices", "method", "glossary", "accessibility")
PATIENCE = 10.0
"""Seconds to wait for one answer."""
AT_A_TIME = 1000
"""Addresses that are handed to the threads at once: a nation has millions."""
LOOK_EVERY = 1.0
"""Seconds between two looks at what was published."""
HOUR = 3600.0
RETRY = 30.0
"""Seconds after which what did not come is asked for again."""

logger = get_logger("warm")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Which host, and what of it."""
    parser.add_argument("host", help="address of the public host, http://127.0.0.1:8600")
    parser.add_argument("--campaign", action="append", default=[], help="only this campaign (repeat for several)")
    parser.add_argument("--encoding", action="append", default=[], choices=ENCODINGS, help="only this encoding")
    parser.add_argument("--threads", type=int, default=4, help="requests at a time (4)")
    parser.add_argument("--overview", action="store_true", help="no pages of single precincts")
    parser.add_argument("--follow", action="store_true", help="go on after each self-contained release, and hourly")


def run(arguments: argparse.Namespace, settings: Settings) -> int:
    """Ask; 0 when every page came. Raises InputError for a host that is none, CheckFailed with what failed.

    With --follow until SIGINT or SIGTERM; what fails is logged and asked for again.
    """
    parts = urlsplit(arguments.host)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise InputError([f"{arguments.host}: write the address of a host, http://127.0.0.1:8600"])
    site = Site(settings.public)
    warmer = Warmer(arguments.host, arguments.encoding or ENCODINGS, max(1, arguments.threads), arguments.overview)
    if arguments.follow:
        configure_logs(settings.log_level)
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, lambda *_: warmer.stopped.set())
        follow(warmer, site, arguments.campaign)
        return 0
    unknown = sorted(set(arguments.campaign) - set(site.current().releases))
    if unknown:
        raise InputError([f"--campaign {name}: has no release in {settings.public}" for name in unknown])
    found = warmer.warm(pages(site, arguments.campaign, overviews=arguments.overview))
    print(", ".join(f"{count} × {status or 'no answer'}" for status, count in sorted(found.statuses.items())))
    if found.failed:
        raise CheckFailed(sorted(found.failed))
    return 0


@dataclass
class Warmed:
    """How many answers of each status came (0: none), and the pages that did not come."""

    statuses: Counter[int] = field(default_factory=Counter)
    failed: set[str] = field(default_factory=set)


class Warmer:
    """Asks one host for pages in several encodings, several at a time, until `stopped`."""

    def __init__(self, host: str, encodings: Sequence[str], threads: int, overviews: bool = False) -> None:
        self.overviews = overviews
        self.stopped = Event()
        self._encodings, self._threads, self._asker = encodings, threads, Asker(host)

    def warm(self, wanted: Iterable[str]) -> Warmed:
        """Ask for all of them."""
        found = Warmed()
        pairs = product(wanted, self._encodings)
        with ThreadPoolExecutor(self._threads) as pool:
            while not self.stopped.is_set() and (some := list(islice(pairs, AT_A_TIME))):
                for (page, _), status in zip(some, pool.map(self._ask, some), strict=True):
                    found.statuses[status] += 1
                    if not _fine(status):
                        found.failed.add(f"{page}: {status or 'no answer'}")
        return found

    def _ask(self, pair: tuple[str, str]) -> int:
        return HTTPStatus.OK if self.stopped.is_set() else self._asker.ask(*pair)


def follow(warmer: Warmer, site: Site, campaigns: Sequence[str] = ()) -> None:
    """Warm everything, then each campaign after its self-contained releases and everything hourly, until stopped."""
    seen: dict[str, int] = {}
    due: dict[str, float] = {}
    while not warmer.stopped.is_set():
        for name, release in site.current().releases.items():
            if campaigns and name not in campaigns:
                continue
            now = time.monotonic()
            if name not in seen or _self_contained_since(site, name, seen[name], release.number):
                due[name] = now
            seen[name] = release.number
            if due[name] <= now:
                due[name] = now + _warm_campaign(warmer, site, name)
        warmer.stopped.wait(LOOK_EVERY)


def _warm_campaign(warmer: Warmer, site: Site, name: str) -> float:
    """Ask for a campaign's pages; the seconds until they are due again."""
    try:
        found = warmer.warm(pages(site, [name], overviews=warmer.overviews))
    except CheckFailed as error:
        logger.error("warm.failed", campaign=name, problems=list(error.problems))
        return RETRY
    if found.failed:
        logger.warning("warm.incomplete", campaign=name, failed=len(found.failed), first=min(found.failed))
        return RETRY
    logger.info("warm.done", campaign=name, answers=found.statuses.total())
    return HOUR


def _self_contained_since(site: Site, campaign: str, former: int, newest: int) -> bool:
    """Whether a self-contained release lies among those after `former`; one that is not here counts for nothing."""
    for n in range(former + 1, newest + 1):
        try:
            if read_json(site.library.root, f"releases/{campaign}/{n}/release.json").get("kind") in SELF_CONTAINED:
                return True
        except DamagedFile:
            continue
    return False


def _fine(status: int) -> bool:
    """A page that a campaign does not have is no failure."""
    return status in (HTTPStatus.OK, HTTPStatus.FOUND, HTTPStatus.NOT_FOUND)


def pages(site: Site, campaigns: Sequence[str] = (), *, overviews: bool = False) -> Iterator[str]:
    """Addresses of all pages of the newest releases, in every language; the most visited first.

    With `overviews` those of single precincts are left away.
    """
    releases = site.current().releases
    wanted = [name for name in releases if not campaigns or name in campaigns]
    yield "/"
    yield from (urls.campaigns(language) for language in LANGUAGES)
    for language, name in product(LANGUAGES, wanted):
        yield from overview(language, name, releases[name])
    yield from (urls.text(language, name) for language, name in product(LANGUAGES, TEXTS))
    for name in wanted if not overviews else ():
        numbers = list(_precincts(releases[name]))
        yield from (urls.precinct(language, name, number) for number, language in product(numbers, LANGUAGES))


def overview(language: str, campaign: str, release: Release) -> Iterator[str]:
    """Addresses of a campaign's pages, without those of single precincts."""
    made = (urls.campaign, urls.turnout, urls.results_map, urls.differences, urls.scans, urls.decisions, urls.data)
    yield from (make(language, campaign) for make in (*made, urls.releases))
    yield urls.twin(urls.campaign(language, campaign), "json")
    yield urls.release(language, campaign, release.number)
    try:
        configuration = release.configuration()
    except NotPublished:
        return  # The notices of the whole site have no contests and no precincts.
    except DamagedFile as damage:
        raise CheckFailed([str(damage)]) from damage
    yield from (urls.contest(language, campaign, contest["code"]) for contest in configuration["contests"])
    yield from (urls.territory(language, campaign, place["code"]) for place in configuration["territories"])


def _precincts(release: Release) -> Iterator[str]:
    try:
        yield from release.precincts_index()["precincts"]
    except NotPublished:
        return
    except DamagedFile as damage:
        raise CheckFailed([str(damage)]) from damage


class Asker:
    """Asks one host, over one connection per thread."""

    def __init__(self, host: str) -> None:
        self._host = urlsplit(host)
        self._own = local()

    def ask(self, page: str, encoding: str) -> int:
        """Status of the answer, read to its end; 0 when there is none."""
        for _ in range(2):  # A kept connection may have been closed meanwhile.
            try:
                connection = self._connection()
                connection.request("GET", page, headers={"Accept-Encoding": encoding})
                response = connection.getresponse()
                response.read()
                return response.status
            except (OSError, http.client.HTTPException):
                self._own.connection = None
        return 0

    def _connection(self) -> http.client.HTTPConnection:
        kept: http.client.HTTPConnection | None = getattr(self._own, "connection", None)
        if kept is None:
            secure = self._host.scheme == "https"
            make = http.client.HTTPSConnection if secure else http.client.HTTPConnection
            kept = self._own.connection = make(self._host.hostname or "", self._host.port, timeout=PATIENCE)
        return kept
