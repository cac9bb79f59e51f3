"""territories: regions, districts, cities and what lies beneath them."""

from collections.abc import Iterator

from data_export.schema import Column, Kind, Reference, Row, Table, words
from data_export.tables import columns as c
from data_export.tables.precincts import name_cells
from data_export.view import ReleaseView

CODE = Column("territory", Kind.TEXT, words("Аймактын коду", "Код территории", "Code of the territory"), required=True)
PARENT = Column(
    "parent",
    Kind.TEXT,
    words(
        "Жогорку аймактын коду; эң жогоркуда бош",
        "Код вышестоящей территории; у верхних пусто",
        "Code of the territory above; empty at the top",
    ),
)
LEVEL = Column(
    "level",
    Kind.INTEGER,
    words(
        "1 облус, 2 район же шаар, андан ары",
        "1 область, 2 район или город, далее ниже",
        "1 region, 2 district or city",
    ),
    required=True,
)
KIND = Column("kind", Kind.TEXT, words("Түрү", "Вид", "Kind"))
PRECINCTS = Column(
    "precincts",
    Kind.INTEGER,
    words("Түз караган участоктор", "Участков непосредственно", "Precincts attached directly"),
    required=True,
)


class Territories(Table):
    """One row per territory of the campaign; territories and borders belong to the campaign."""

    name = "territories"
    title = words("Аймактар", "Территории", "Territories")
    columns = (c.CAMPAIGN, CODE, PARENT, LEVEL, KIND, *c.named("name", c.NAME), PRECINCTS)
    primary_key = ("territory",)
    references = (Reference(("parent",), "", ("territory",)),)

    def release_rows(self, view: ReleaseView) -> Iterator[Row]:
        for territory in view.configuration["territories"]:
            yield (
                self.context.campaign,
                territory["code"],
                territory["parent"] or None,
                territory["level"],
                territory["kind"] or None,
                *name_cells(territory["name"]),
                territory["precincts"],
            )
