"""Precincts of the whole country for lists and distributions: the few fields that explorers show, per territory.

A national release holds 23 MB of territory documents; a view of the country needs a twentieth of it. The fields are
copied from the documents, nothing is computed, and kept by the hash of the document they came from.
"""

import zlib
from collections.abc import Iterator
from typing import Any, Literal

import orjson

from dashboards.cache import ViewCache
from portal.domain.documents import PrecinctDocument, PrecinctTurnout, ResultDocument
from portal.published.release import Release

Section = Literal["turnout", "counts"]
SECTIONS: tuple[Section, ...] = ("turnout", "counts")


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
    turnout = [{**_place(row, code), **_turnout(row)} for row in precincts]
    counts = [{**_place(row, code), **_counts(row)} for row in precincts]
    return {"turnout": _packed(turnout), "counts": _packed(counts)}


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
    newest = row["final"] or (row["turnout"][-1] if row["turnout"] else None)
    findings = [{**finding, "source": ""} for finding in row["findings"]]
    return {
        "newest": _report(newest),
        "findings": findings,
        "held": row["held"],
        "no_machine_result": row["no_machine_result"],
        "results": [_result(result) for result in row["results"]],
    }


def _result(result: ResultDocument) -> dict[str, Any]:
    scanner, protocol = result["scanner"], result["protocol"]
    return {
        "contest": result["contest"],
        "remote": result["remote"],
        "counted": result["counted"],
        "scanner": scanner and {key: scanner[key] for key in ("votes", "base", "shares", "reported_at")},
        "protocol": protocol and {key: protocol[key] for key in ("votes", "base", "shares", "received_at", "kind")},
        "differences": result["differences"],
    }
