"""corrections: every published number that a later release changed, with its reason and decision."""

from collections.abc import Iterator

from data_export.corrected import Correction, corrections
from data_export.past import Past, writings
from data_export.schema import Column, Kind, Row, Table, words
from data_export.tables import columns as c
from data_export.tables.precincts import name_cells
from data_export.view import ReleaseView
from portal.domain.documents import ReleaseDocument, TerritoryDocument
from portal.domain.statuses import Flag, ReleaseKind

RELEASE = Column(
    "release", Kind.INTEGER, words("Оңдогон чыгарылыш", "Исправивший выпуск", "Release that corrects"), required=True
)
FIELD = Column(
    "field",
    Kind.TEXT,
    words(
        "Талаа: line.САП, votes.ОРДУ, preferences.ОРДУ, scanner.…, turnout.…",
        "Поле: line.СТРОКА, votes.ПОЗИЦИЯ, preferences.МЕСТО, scanner.…, turnout.…",
        "What was corrected: line.LINE, votes.PLACE or preferences.PLACE of the protocol, scanner.…, turnout.…",
    ),
    required=True,
)
OLD = Column("old", Kind.INTEGER, words("Мурунку мааниси", "Прежнее значение", "Former value"))
NEW = Column("new", Kind.INTEGER, words("Жаңы мааниси", "Новое значение", "New value"))
DECISION = Column("decision", Kind.TEXT, words("Чечимдин номери", "Номер решения", "Number of the decision"))


class Corrections(Table):
    """One row per corrected number of a precinct, in the order of territories, oldest correction first."""

    name = "corrections"
    title = words("Оңдоолор", "Исправления", "Corrections")
    columns = (
        RELEASE,
        c.PRECINCT,
        c.CONTEST_OR_EMPTY,
        FIELD,
        OLD,
        NEW,
        *c.named("reason", c.REASON),
        DECISION,
    )
    references = (c.TO_PRECINCT,)

    def release_rows(self, view: ReleaseView) -> Iterator[Row]:
        """Remembers the releases; the rows come with the territories."""
        self._past, self._newest, self._release = view.past, view.release["n"], view.release
        self._correcting = {code for release in _correcting(view.past, self._newest) for code in _touched(release)}
        return iter(())

    def territory_rows(self, territory: TerritoryDocument) -> Iterator[Row]:
        code = territory["code"]
        if not territory["precincts"] or (code not in self._correcting and not _has_versions(territory)):
            return
        written = list(writings(self._past, self._newest, code)) or [(self._release, territory)]
        former: TerritoryDocument | None = None
        for release, document in reversed(written):
            for correction in _corrections(release, former, document):
                yield _row(correction)
            former = document


def _corrections(
    release: ReleaseDocument, before: TerritoryDocument | None, after: TerritoryDocument
) -> Iterator[Correction]:
    known = {precinct["number"]: precinct for precinct in before["precincts"]} if before else {}
    for precinct in after["precincts"]:
        former = known.get(precinct["number"])
        if former != precinct:
            yield from corrections(release, former, precinct)


def _row(correction: Correction) -> Row:
    change = correction.change
    return (
        correction.release,
        correction.precinct,
        change.contest or None,
        change.field,
        change.old,
        change.new,
        *name_cells(correction.reason),
        correction.decision or None,
    )


def _has_versions(territory: TerritoryDocument) -> bool:
    return any(
        Flag.CORRECTED in precinct["status"]["flags"] or any(result["versions"] for result in precinct["results"])
        for precinct in territory["precincts"]
    )


def _correcting(past: Past, newest: int) -> Iterator[ReleaseDocument]:
    for n in range(1, newest + 1):
        view = past(n)
        if view is not None and view.release["kind"] == ReleaseKind.CORRECTION:
            yield view.release


def _touched(release: ReleaseDocument) -> list[str]:
    return release["changed"].get("territories", [])
