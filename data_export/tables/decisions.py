"""decisions: registered acts that concern the campaign or a unit of it."""

from collections.abc import Iterable, Iterator

from data_export.context import PartContext
from data_export.schema import Column, Kind, Row, Table, words
from data_export.tables import columns as c
from data_export.tables.precincts import name_cells
from data_export.view import ReleaseView
from portal.domain.documents import DecisionDocument, TerritoryDocument

NUMBER = Column("number", Kind.TEXT, words("Номери", "Номер", "Number"), required=True)
DATE = Column("date", Kind.DATE, words("Күнү", "Дата", "Date"), required=True)
BODY = Column("body", Kind.TEXT, words("Орган", "Орган", "Body that decided"))
KIND = Column("kind", Kind.TEXT, words("Чечимдин түрү", "Вид решения", "Kind of decision"), required=True)
SCOPE = Column("scope", Kind.TEXT, words("Эмнеге тиешелүү", "К чему относится", "What it concerns"))
TARGET = Column("target", Kind.TEXT, words("Кайсынысы", "К какой единице", "Which one it concerns"))


class Decisions(Table):
    """One row per decision and target, the campaign's own first; an act that several documents show stands once."""

    name = "decisions"
    title = words("Чечимдер", "Решения", "Decisions")
    columns = (c.CAMPAIGN, NUMBER, DATE, BODY, KIND, SCOPE, TARGET, *c.named("reason", c.REASON))

    def __init__(self, context: PartContext) -> None:
        super().__init__(context)
        self._written: set[Row] = set()

    def release_rows(self, view: ReleaseView) -> Iterator[Row]:
        yield from self._new_rows(view.campaign["decisions"])

    def territory_rows(self, territory: TerritoryDocument) -> Iterator[Row]:
        for precinct in territory["precincts"]:
            yield from self._new_rows(precinct["decisions"])

    def _new_rows(self, decisions: Iterable[DecisionDocument]) -> Iterator[Row]:
        for decision in decisions:
            row = (
                self.context.campaign,
                decision["number"],
                decision["date"],
                decision["body"] or None,
                decision["kind"],
                decision["scope"] or None,
                decision["target"] or None,
                *name_cells(decision["reason"]),
            )
            if row not in self._written:
                self._written.add(row)
                yield row
