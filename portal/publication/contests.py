"""Documents of the contests of one release, from the territories that are made in it and the rows of the others."""

from collections.abc import Iterable

from portal.domain.documents import ContestDocument, ContestRow, TerritoryDocument
from portal.domain.tabulation.contest import contest_document, contest_row
from portal.publication.checks import Inspector
from portal.publication.determining import Determining
from portal.publication.snapshot import Snapshot


def contest_path(code: str) -> str:
    """Path of a contest's document in its release."""
    return f"contests/{code}.json"


class Contests:
    """The contests of one release. Every territory that is made is shown to it first."""

    def __init__(self, snapshot: Snapshot, determining: Determining, inspector: Inspector) -> None:
        self._scheme = snapshot.scheme
        self._determining = determining
        self._inspector = inspector
        self._rows: dict[str, dict[tuple[str, bool], ContestRow]] = {}
        self._parts: dict[str, list[tuple[str, bool]]] = {}
        for contest in snapshot.stored.contests:
            for code, direct in self._scheme.hierarchy.parts(contest.territory):
                self._parts.setdefault(code, []).append((contest.code, direct))

    def territory(self, document: TerritoryDocument) -> None:
        """Take the territory's part of each contest of which it is a row."""
        code = document["code"]
        for contest, direct in self._parts.get(code, ()):
            options = len(self._scheme.contests[contest].options)
            rows = self._rows.setdefault(contest, {})
            rows[code, direct] = contest_row(document, contest, direct=direct, options=options)

    def touched(self) -> list[str]:
        """Contests with something in a row that was taken, in the order of the package."""
        return [code for code in self._scheme.contests if _holds_anything(self._rows.get(code, {}).values())]

    def document(self, code: str, former: ContestDocument | None) -> ContestDocument:
        """The contest with its determination, checked; rows not taken are those of the `former` document."""
        rows = {(row["code"], row["direct"]): row for row in (former["territories"] if former else ())}
        rows |= self._rows.get(code, {})
        parts = self._scheme.hierarchy.parts(self._scheme.contests[code].territory)
        document = contest_document(self._scheme, code, [rows[part] for part in parts if part in rows])
        document = self._determining.contest(document, former)
        self._inspector.contest(document)
        self._inspector.elected(self._scheme, document)
        return document


def _holds_anything(rows: Iterable[ContestRow]) -> bool:
    counts = [count for row in rows for count in (row["scanner"], row["protocol"])]
    return any(count["expected"] or count["base"] or count["remote_received"] for count in counts)
