"""options: candidates, parties and answers in ballot order."""

from collections.abc import Iterator

from data_export.schema import Column, Kind, Row, Table, words
from data_export.tables import columns as c
from data_export.tables.precincts import name_cells
from data_export.tables.results import OPTION_KIND
from data_export.view import ReleaseView

KIND = Column("kind", Kind.TEXT, OPTION_KIND.description, required=True, values=OPTION_KIND.values)
IDENTIFIER = Column("id", Kind.TEXT, words("Белгиси", "Обозначение", "Identifier"))
SEX = Column("sex", Kind.TEXT, words("Жынысы", "Пол", "Sex"))
PARTY = Column("party", Kind.TEXT, words("Партиясы", "Партия", "Party"))
STATUS = Column("status", Kind.TEXT, words("Абалы", "Состояние", "Status, empty if nothing is to be said"))
DOCUMENTS = Column(
    "documents_complete_at",
    Kind.MOMENT,
    words(
        "Документтердин толук топтому качан тапшырылган; бирдей добуштарды чечет",
        "Когда представлен полный пакет документов; решает при равенстве голосов",
        "When all documents were handed in; decides between equal votes",
    ),
)


class Options(Table):
    """One row per contest and position."""

    name = "options"
    title = words("Добуш берүү варианттары", "Позиции бюллетеней", "Options of the ballots")
    columns = (
        *(c.CAMPAIGN, c.CONTEST, c.POSITION, KIND, *c.named("name", c.NAME)),
        *(IDENTIFIER, SEX, PARTY, STATUS, DOCUMENTS),
    )
    primary_key = ("contest", "position")
    references = (c.TO_CONTEST,)

    def release_rows(self, view: ReleaseView) -> Iterator[Row]:
        for contest in view.configuration["contests"]:
            for option in contest["options"]:
                yield (
                    self.context.campaign,
                    contest["code"],
                    option["position"],
                    option["kind"],
                    *name_cells(option["name"]),
                    option["id"] or None,
                    option["sex"] or None,
                    option["party"] or None,
                    option["status"] or None,
                    option.get("documents_complete_at"),
                )
