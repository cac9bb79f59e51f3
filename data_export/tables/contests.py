"""contests: what is voted on."""

from collections.abc import Iterator

from data_export.schema import Column, Kind, Reference, Row, Table, words
from data_export.tables import columns as c
from data_export.tables.precincts import name_cells
from portal.domain.documents import ContestDocument
from portal.domain.statuses import ContestKind

KIND = Column(
    "kind",
    Kind.TEXT,
    words(
        "president Президент, multi_member депутаттар, party_list партиялык тизмелер, question суроо",
        "president Президент, multi_member депутаты, party_list партийные списки, question вопрос",
        "president, multi_member (deputies), party_list or question",
    ),
    required=True,
    values=tuple(ContestKind),
)
SEATS = Column("seats", Kind.INTEGER, words("Мандаттардын саны", "Число мандатов", "Seats"), required=True)
TERRITORY = Column(
    "territory",
    Kind.TEXT,
    words(
        "Округдун аймагынын коду; бүт өлкө болсо бош",
        "Код территории округа; пусто для всей страны",
        "Code of the contest's territory; empty for the whole country",
    ),
)


class Contests(Table):
    """One row per contest."""

    name = "contests"
    title = words("Добуш берүүлөр", "Голосования", "Contests")
    columns = (c.CAMPAIGN, c.CONTEST, KIND, SEATS, TERRITORY, *c.named("name", c.NAME), c.STATUS)
    primary_key = ("contest",)
    references = (Reference(("territory",), "territories"),)

    def contest_rows(self, contest: ContestDocument) -> Iterator[Row]:
        yield (
            self.context.campaign,
            contest["code"],
            contest["kind"],
            contest["seats"],
            contest["territory"] or None,
            *name_cells(contest["name"]),
            contest["status"]["progress"],
        )
