"""Ask a public host for every page of the newest releases: it then shows them when nothing behind it answers.

Run it after every self-contained release (archive, opening, official) and now and then: kept pages are replaced as
readers ask for them, and the last good one is shown while the pages behind are away.
"""

import argparse
import http.client
from collections import Counter
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from http import HTTPStatus
from itertools import product
from threading import local
from urllib.parse import urlsplit

from portal import urls
from portal.errors import CheckFailed, InputError
from portal.languages import LANGUAGES
from portal.published.errors import DamagedFile
from portal.published.release import Release
from portal.published.site import Site
from portal.settings import Settings

ENCODINGS = ("br", "gzip", "identity")
TEXTS = ("about", "verify", "notices", "method", "glossary", "accessibility")
PATIENCE = 10.0
"""Seconds to wait for one answer."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Which host, and what of it."""
    parser.add_argument("host", help="address of the public host, http://127.0.0.1:8600")
    parser.add_argument("--campaign", action="append", default=[], help="only this campaign (repeat for several)")
    parser.add_argument("--encoding", action="append", default=[], choices=ENCODINGS, help="only this encoding")
    parser.add_argument("--threads", type=int, default=4, help="requests at a time (4)")


def run(arguments: argparse.Namespace, settings: Settings) -> int:
    """Ask; 0 when every page came. Raises InputError for a host that is none, CheckFailed with what failed."""
    parts = urlsplit(arguments.host)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise InputError([f"{arguments.host}: write the address of a host, http://127.0.0.1:8600"])
    site = Site(settings.public)
    unknown = sorted(set(arguments.campaign) - set(site.current().releases))
    if unknown:
        raise InputError([f"--campaign {name}: has no release in {settings.public}" for name in unknown])
    wanted = product(pages(site, arguments.campaign), arguments.encoding or ENCODINGS)
    asker = Asker(arguments.host)
    with ThreadPoolExecutor(max(1, arguments.threads)) as pool:
        answers = list(pool.map(lambda pair: (pair[0], asker.ask(*pair)), wanted))
    found = Counter(status for _, status in answers)
    print(", ".join(f"{count} × {status or 'no answer'}" for status, count in sorted(found.items())))
    failed = sorted({f"{page}: {status or 'no answer'}" for page, status in answers if not _fine(status)})
    if failed:
        raise CheckFailed(failed)
    return 0


def _fine(status: int) -> bool:
    """A page that a campaign does not have is no failure."""
    return status in (HTTPStatus.OK, HTTPStatus.FOUND, HTTPStatus.NOT_FOUND)


def pages(site: Site, campaigns: Sequence[str] = ()) -> Iterator[str]:
    """Addresses of all pages of the newest releases, in every language; the most visited first."""
    releases = site.current().releases
    wanted = [name for name in releases if not campaigns or name in campaigns]
    yield "/"
    yield from (urls.campaigns(language) for language in LANGUAGES)
    for language, name in product(LANGUAGES, wanted):
        yield from overview(language, name, releases[name])
    yield from (urls.text(language, name) for language, name in product(LANGUAGES, TEXTS))
    for name in wanted:
        numbers = list(_precincts(releases[name]))
        yield from (urls.precinct(language, name, number) for number, language in product(numbers, LANGUAGES))


def overview(language: str, campaign: str, release: Release) -> Iterator[str]:
    """Addresses of a campaign's pages, without those of single precincts."""
    made = (urls.campaign, urls.turnout, urls.results_map, urls.differences, urls.scans, urls.data, urls.releases)
    yield from (make(language, campaign) for make in made)
    yield urls.twin(urls.campaign(language, campaign), "json")
    yield urls.release(language, campaign, release.number)
    try:
        configuration = release.configuration()
    except DamagedFile as damage:
        raise CheckFailed([str(damage)]) from damage
    yield from (urls.contest(language, campaign, contest["code"]) for contest in configuration["contests"])
    yield from (urls.territory(language, campaign, place["code"]) for place in configuration["territories"])


def _precincts(release: Release) -> Iterator[str]:
    try:
        yield from release.precincts_index()["precincts"]
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
