"""turnout: identified voters per precinct and time."""

from collections.abc import Iterator

from data_export.schema import Column, Kind, Row, Table, words
from data_export.tables import columns as c
from portal.domain.documents import TerritoryDocument
from portal.domain.statuses import TurnoutSource

AS_OF = Column(
    "as_of", Kind.MOMENT, words("Кайсы убакытка карата", "По состоянию на", "Time that the number is of"), required=True
)
IDENTIFIED = Column(
    "identified",
    Kind.INTEGER,
    words(
        "Участоктун тизмеси боюнча идентификациядан өткөндөр, күндүн башынан",
        "Прошедшие идентификацию по списку участка, с начала дня",
        "Identified voters of the home list since the morning",
    ),
    required=True,
)
REMOTE = Column(
    "remote",
    Kind.INTEGER,
    words(
        "Аралыктан добуш берген башка округдардын шайлоочулары",
        "Дистанционные избиратели других округов",
        "Remote voters of other districts",
    ),
)
SOURCE = Column(
    "source",
    Kind.TEXT,
    words(
        "online идентификация системасы, manual комиссия киргизген, scanner_final АЭУ алган бюллетендер",
        "online система идентификации, manual введено комиссией, scanner_final бюллетени, принятые АСУ",
        "online (identification system), manual (typed by a commission) or scanner_final (ballots taken by the ASU)",
    ),
    values=tuple(TurnoutSource),
    required=True,
)


class Turnout(Table):
    """One row per accepted report; the final number by ballots taken (R139 ¶35) has the source scanner_final."""

    name = "turnout"
    title = words("Участоктор боюнча катышуу", "Явка по участкам", "Turnout per precinct")
    columns = (c.CAMPAIGN, c.TERRITORY, c.PRECINCT, AS_OF, IDENTIFIED, REMOTE, c.VOTERS, SOURCE)
    primary_key = ("precinct", "as_of", "source")
    references = (c.TO_TERRITORY, c.TO_PRECINCT)

    def territory_rows(self, territory: TerritoryDocument) -> Iterator[Row]:
        for precinct in territory["precincts"]:
            reports = list(precinct["turnout"])
            if precinct["final"] is not None and precinct["final"] not in reports:
                reports.append(precinct["final"])
            for report in reports:
                yield (
                    self.context.campaign,
                    territory["code"],
                    precinct["number"],
                    report["as_of"],
                    report["identified"],
                    report["remote"],
                    precinct["voters"],
                    report["source"],
                )
