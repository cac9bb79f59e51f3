"""results: votes per precinct, count and option; current versions only."""

from collections.abc import Iterator

from data_export.schema import Column, Kind, Row, Table, words
from data_export.tables import columns as c
from portal.domain.documents import ResultDocument, TerritoryDocument
from portal.domain.statuses import Count, OptionKind

COUNT = Column(
    "count",
    Kind.TEXT,
    words(
        "Ким эсептеген: scanner АЭУнун отчету, protocol протокол (кол менен); экөө эч качан кошулбайт",
        "Чей подсчет: scanner отчет АСУ, protocol протокол (вручную); один с другим никогда не складывается",
        "Which count: scanner (ASU report) or protocol (hand count); the two are never added to each other",
    ),
    required=True,
    values=tuple(Count),
)
OPTION_KIND = Column(
    "option_kind",
    Kind.TEXT,
    words(
        "Добуш берүү вариантынын түрү: candidate талапкер, party партия, answer жооп, against_all баарына каршы",
        "Вид позиции: candidate кандидат, party партия, answer ответ, against_all против всех",
        "Kind of option: candidate, party, answer or against_all",
    ),
    required=True,
    values=tuple(OptionKind),
)
VOTES = Column("votes", Kind.INTEGER, words("Добуштардын саны", "Число голосов", "Number of votes"), required=True)
AS_OF = Column(
    "as_of",
    Kind.MOMENT,
    words(
        "Сан качан билдирилген: АЭУнун отчетунун же протоколго кол коюлган убакыт",
        "Когда названо число: время отчета АСУ или подписания протокола",
        "When the number was stated: time of the scanner report, or of signing the protocol",
    ),
)


class Results(Table):
    """One row per precinct, contest, count and option; a remote vote stands in the contest that it belongs to.

    Rows of a territory come contest by contest: equal names stand close together, which makes the compressed file a
    third smaller than precinct by precinct.
    """

    name = "results"
    title = words(
        "Участоктор, эсептөөлөр жана варианттар боюнча добуштар",
        "Голоса по участкам, подсчетам и позициям бюллетеня",
        "Votes per precinct, count and option",
    )
    columns = (
        c.CAMPAIGN,
        c.CONTEST,
        c.TERRITORY,
        c.PRECINCT,
        COUNT,
        c.POSITION,
        OPTION_KIND,
        *c.named("option_name", words("Варианттын аталышы", "Название позиции", "Name of the option")),
        VOTES,
        c.COUNTED,
        c.STATUS,
        AS_OF,
    )
    primary_key = ("contest", "precinct", "count", "position")
    references = (c.TO_CONTEST, c.TO_TERRITORY, c.TO_PRECINCT, c.TO_OPTION)

    def territory_rows(self, territory: TerritoryDocument) -> Iterator[Row]:
        by_contest: dict[str, list[tuple[str, ResultDocument]]] = {contest: [] for contest in self.context.contests}
        for precinct in territory["precincts"]:
            for result in precinct["results"]:
                by_contest.setdefault(result["contest"], []).append((precinct["number"], result))
        for results in by_contest.values():
            for number, result in results:
                yield from self._result_rows(territory["code"], number, result)

    def _result_rows(self, territory: str, precinct: str, result: ResultDocument) -> Iterator[Row]:
        contest, counted, progress = result["contest"], int(result["counted"]), result["status"]["progress"]
        for count, votes, as_of in current_counts(result):
            head = (self.context.campaign, contest, territory, precinct, count.value)
            tail = (counted, progress, as_of)
            options = self.context.options(contest, votes, f"precinct {precinct}, {count}")
            for option, number in zip(options, votes, strict=True):
                yield (*head, *option, number, *tail)


def current_counts(result: ResultDocument) -> Iterator[tuple[Count, list[int], str]]:
    """Count, votes in option order and time of each count that a result has."""
    if (scanner := result["scanner"]) is not None:
        yield Count.SCANNER, scanner["votes"], scanner["reported_at"]
    if (protocol := result["protocol"]) is not None:
        yield Count.PROTOCOL, protocol["votes"], protocol["signed_at"]
