"""Precincts of the whole country for lists and distributions: the few fields that explorers show, per territory.

A national release holds 23 MB of territory documents; a view of the country needs a twentieth of it. The fields are
copied from the documents, nothing is computed, and kept by the hash of the document they came from.
"""

import zlib
from collections.abc import Callable, Iterator
from typing import Any, Literal

import orjson

from dashboards.cache import ViewCache
from portal.domain.documents import PrecinctDocument, PrecinctTurnout, ProtocolDocument, ResultDocument, ScannerDocument
from portal.domain.tabulation.lists import missing
from portal.published.release import Release

Section = Literal["turnout", "counts", "votes", "shares"]
SECTIONS: tuple[Section, ...] = ("turnout", "counts", "votes", "shares")


class Precincts:
    """Compact rows of one release's precincts, from the cache or from its territory documents."""

    def __init__(self, cache: ViewCache) -> None:
        self._cache = cache

    def rows(self, release: Release, section: Section, codes: list[str]) -> Iterator[dict[str, Any]]:
        """The rows of these territories' own precincts, in the order of the documents; territories without any: none.

        Raises DamagedFile.
        """
        for code in codes:
            identity = release.identity(f"territories/{code}.json")
            if identity:
                yield from orjson.loads(zlib.decompress(self._section(release, code, identity, section)))

    def _section(self, release: Release, code: str, identity: str, section: Section) -> bytes:
        def compute() -> bytes:
            sections = _sections(release, code)
            for other, content in sections.items():
                if other != section:
                    self._cache.put(("precincts", other, release.campaign, code, identity), content)
            return sections[section]

        return self._cache.get(("precincts", section, release.campaign, code, identity), compute)


def _sections(release: Release, code: str) -> dict[Section, bytes]:
    path = f"territories/{code}.json"
    document = orjson.loads(release.file(path).read_bytes())
    precincts: list[PrecinctDocument] = document["precincts"]
    places = [_place(row, code) for row in precincts]
    made: dict[Section, Callable[[PrecinctDocument], dict[str, Any]]] = {
        "turnout": _turnout,
        "counts": _counts,
        "votes": _votes,
        "shares": _shares,
    }
    return {
        section: _packed([{**place, **fields(row)} for place, row in zip(places, precincts, strict=True)])
        for section, fields in made.items()
    }


def _packed(rows: list[dict[str, Any]]) -> bytes:
    """Six times smaller for little time: the rows of a country fit into a worker's memory."""
    return zlib.compress(orjson.dumps(rows), 1)


def _place(row: PrecinctDocument, code: str) -> dict[str, Any]:
    return {
        "number": row["number"],
        "territory": code,
        "kind": row["kind"],
        "voters": row["voters"],
        "contests": row["contests"],
        "closes": row["closes"],
        "status": row["status"],
    }


def _turnout(row: PrecinctDocument) -> dict[str, Any]:
    newest = row["final"] or (row["turnout"][-1] if row["turnout"] else None)
    return {
        "hours": [report["hour"] for report in row["turnout"]],
        "newest": _report(newest),
        "falls": [finding["values"] for finding in row["findings"] if finding["code"] == "T1"],
    }


def _report(report: PrecinctTurnout | None) -> dict[str, Any] | None:
    keys = ("as_of", "hour", "identified", "remote", "source", "home_percent")
    return {key: report[key] for key in keys} if report else None  # type: ignore[literal-required]


def _counts(row: PrecinctDocument) -> dict[str, Any]:
    """What there is and what differs: times of reports, findings, differences; no votes."""
    return {
        "findings": [{**finding, "source": ""} for finding in row["findings"]],
        "missing": missing(row),
        "results": [
            {
                "contest": result["contest"],
                "remote": result["remote"],
                "scanner": result["scanner"]["reported_at"] if result["scanner"] else None,
                "protocol": result["protocol"]["received_at"] if result["protocol"] else None,
                "differences": result["differences"],
            }
            for result in row["results"]
        ],
    }


def _votes(row: PrecinctDocument) -> dict[str, Any]:
    """Votes and bases with the time they came, as short lists: contest, then for each count time, base and votes."""
    return {"results": [[result["contest"], *_reports(result)] for result in row["results"] if result["counted"]]}


def _reports(result: ResultDocument) -> list[list[Any] | None]:
    scanner, protocol = result["scanner"], result["protocol"]
    return [
        [scanner["reported_at"], scanner["base"], scanner["votes"]] if scanner else None,
        [protocol["received_at"], protocol["base"], protocol["votes"]] if protocol else None,
    ]


def _shares(row: PrecinctDocument) -> dict[str, Any]:
    """Shares of the precinct's own contests, beside its newest turnout."""
    newest = row["final"] or (row["turnout"][-1] if row["turnout"] else None)
    return {
        "turnout": newest["home_percent"] if newest else None,
        "results": [
            {
                "contest": result["contest"],
                "scanner": result["scanner"] and _own(result["scanner"]),
                "protocol": result["protocol"] and _own(result["protocol"]),
            }
            for result in row["results"]
            if not result["remote"]
        ],
    }


def _own(report: ScannerDocument | ProtocolDocument) -> dict[str, Any]:
    return {"votes": report["votes"], "base": report["base"], "shares": report["shares"]}
