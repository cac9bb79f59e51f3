"""Where a finished view comes from: the cache, or the documents of the served release."""

from contextlib import suppress
from dataclasses import asdict
from typing import Any

import orjson

from dashboards.addresses import Address
from dashboards.cache import ViewCache
from dashboards.figures import figure
from dashboards.filters import Filters, understood
from dashboards.limits import Bucket
from dashboards.precincts import SECTIONS, Precincts
from dashboards.source import Source
from dashboards.surroundings import Surroundings
from dashboards.texts import gettext
from dashboards.views.view import View
from portal.published.errors import DamagedFile, PublishedError
from portal.published.held import empty_pages
from portal.published.site import Snapshot

ATTEMPTS = 3


class Desk:
    """`page` and `figure` give the finished parts of a view. Both raise NotPublished, TooMany, DamagedFile."""

    def __init__(self, surroundings: Surroundings) -> None:
        self.surroundings = surroundings
        self._cache = ViewCache(surroundings)
        self._precincts = Precincts(self._cache)
        self._bucket = Bucket()

    def warm(self) -> None:
        """Reads the precincts of the newest campaign before anybody waits for them; damage is left to requests."""
        releases = self.surroundings.site.current().releases.values()
        with suppress(PublishedError):
            newest = max(releases, key=lambda release: release.campaign_document()["voting_date"], default=None)
            if newest is not None:
                codes = [row["code"] for row in newest.configuration()["territories"] if row["precincts"]]
                for _ in self._precincts.rows(newest, SECTIONS[0], codes):
                    pass

    def source(self, address: Address, filters: Filters, snapshot: Snapshot | None = None) -> Source:
        """The documents of a sheet; also what its filter form is made of."""
        served = snapshot or self.surroundings.site.current()
        return Source(self.surroundings, self._precincts, served, address.language, address.campaign, filters)

    def page(self, address: Address, query: str) -> dict[str, Any]:
        """Title, lines under it, summary, table and notes of a sheet."""
        page: dict[str, Any] = orjson.loads(self._part("page", address, query))
        return page

    def figure(self, address: Address, query: str) -> dict[str, Any]:
        """The sheet's figure for plotly.js."""
        drawn: dict[str, Any] = orjson.loads(self._part("figure", address, query))
        return drawn

    def _part(self, part: str, address: Address, query: str) -> bytes:
        filters = understood(query, address.sheet.filters)
        for _ in range(ATTEMPTS):
            snapshot = self.surroundings.site.current()
            try:
                return self._cached(part, address, self.source(address, filters, snapshot))
            except DamagedFile as damage:
                # The reader falls back to an older whole release; the view is then made of that one.
                if self.surroundings.site.damaged(address.campaign, damage, snapshot) is snapshot:
                    raise
                last = damage
        raise last

    def _cached(self, part: str, address: Address, source: Source) -> bytes:
        identities = source.identities(address.sheet.documents)
        key = [
            *(address.language, address.campaign, address.explorer.name, address.sheet.name),
            *(f"{name}={value}" for name, values in source.filters.items() for value in values),
            *(f"{path}:{identity}" for path, identity, _ in identities),
        ]
        if before := source.value("before"):
            key.append(f"before:{source.snapshot.release(before).number}")

        def compute() -> bytes:
            self._bucket.take()
            view = address.sheet.build(source)
            head = self._head(source, max(owner for _, _, owner in identities))
            lines = heading(source, view, head)
            parts = {"page": orjson.dumps(_page(view, lines, head)), "figure": orjson.dumps(figure(view, lines))}
            for other, content in parts.items():
                if other != part:
                    self._cache.put((other, *key), content)
            return parts[part]

        return self._cache.get((part, *key), compute)

    def _head(self, source: Source, release: int) -> dict[str, Any]:
        """What the frame of a campaign's page shows: the release that last changed one of the documents read."""
        changed = source.release.past(release)
        return {
            "id": source.campaign,
            "name": source.configuration["name"],
            "notice": source.configuration["notice"],
            "pause": source.configuration.get("pause"),
            "paused_at": source.configuration.get("paused_at", ""),
            "test": source.configuration["test"],
            "voting_date": source.document["voting_date"],
            "whole": False,
            "archive": source.document["archive"],
            "empty": sorted(empty_pages(source.document, source.scans())),
            "release": release,
            "as_of": source.release.figures_as_of(release),
            "published_at": changed["published_at"],
            "withdrawals": [mark for mark in source.configuration.get("withdrawals", ()) if not mark["precinct"]],
            "root": source.release.root_after(release),
        }


def heading(source: Source, view: View, head: dict[str, Any]) -> list[str]:
    """What stands under every title, on saved pictures too: test or pause; campaign; count, status; time, release."""
    status = source.words.progress_word(source.document["status"]["progress"]).label
    release = gettext("release %(number)s", number=head["release"])
    warnings = [gettext("Test: nothing on this page is a real result.")] if head["test"] else []
    warnings += [head["pause"][source.language]] if head["pause"] else []
    if source.document["archive"]:
        time = f"{gettext('Archive. Voting day:')} {source.formats.date(head['voting_date'])}"
    else:
        time = f"{gettext('As of')} {source.formats.moment(head['as_of'])}"
    return [*warnings, source.campaign_name, f"{view.count} · {status}", f"{time} · {release}"]


def _page(view: View, lines: list[str], head: dict[str, Any]) -> dict[str, Any]:
    return {
        "title": view.title,
        "lines": lines,
        "summary": [text for text in view.summary if text],
        "notes": list(view.notes),
        "columns": [asdict(column) for column in view.columns],
        "rows": list(view.rows),
        "drawn": any(value for row in view.series for value in row["values"]),
        "head": head,
    }
