"""results_wide/<contest>: a row per precinct with the options as columns, for spreadsheets and maps."""

from collections.abc import Iterator, Mapping

from data_export.context import PartContext
from data_export.schema import Column, Kind, Row, Table, words
from data_export.tables import columns as c
from portal.domain.documents import PrecinctDocument, ResultDocument, TerritoryDocument
from portal.domain.statuses import Count, Progress

TITLE = words(
    "Добуштар кең таблицада: ар бир участокко бир сап",
    "Голоса в широкой таблице: строка на участок",
    "Votes in a wide table: one row per precinct",
)
REMOTE = Column(
    "remote",
    Kind.INTEGER,
    words(
        "1: башка округдун участогунда аралыктан берилген добуштар",
        "1: голоса, поданные дистанционно на участке другого округа",
        "1: remote votes taken by a precinct of another district",
    ),
    required=True,
    values=("0", "1"),
)
VOTES = {
    Count.SCANNER: words("позициядагы добуштар, АЭУ", "голоса за позицию, АСУ", "votes of the option, scanner"),
    Count.PROTOCOL: words(
        "позициядагы добуштар, протокол", "голоса за позицию, протокол", "votes of the option, protocol"
    ),
}
BALLOTS = Column(
    "scanner_ballots",
    Kind.INTEGER,
    words("АЭУ иштеткен бюллетендер", "Бюллетени, обработанные АСУ", "Ballots processed by the scanners"),
)
LEADING = (c.CAMPAIGN, c.CONTEST, c.TERRITORY, c.PRECINCT, REMOTE, c.VOTERS, c.COUNTED, c.STATUS, BALLOTS)


def votes_columns(positions: list[str]) -> tuple[Column, ...]:
    """A column per count and position: scanner_1, scanner_2 …, protocol_1, protocol_2 …"""
    return tuple(Column(f"{count}_{position}", Kind.INTEGER, VOTES[count]) for count in Count for position in positions)


class ResultsWide(Table):
    """Votes of one contest; a precinct of it without any result has empty votes and the status none."""

    title = TITLE
    primary_key = ("precinct",)
    references = (c.TO_CONTEST, c.TO_TERRITORY, c.TO_PRECINCT)

    def __init__(self, context: PartContext, contest: str) -> None:
        self.name = f"results_wide/{contest}"
        super().__init__(context)
        self.contest = contest
        self.alias = f"results_wide_{contest}"
        positions = [str(option["position"]) for option in context.contests[contest]["options"]]
        self.columns = (*LEADING, *votes_columns(positions))
        self._no_votes = (None,) * len(positions)

    def row(self, territory: str, precinct: PrecinctDocument, result: ResultDocument | None) -> Row:
        """The row of one precinct; `result` is None where the precinct has none of this contest."""
        head = (self.context.campaign, self.contest, territory, precinct["number"])
        if result is None:
            return (*head, 0, precinct["voters"], 1, Progress.NONE.value, None, *self._no_votes, *self._no_votes)
        votes = (self._votes(precinct["number"], result, count) for count in Count)
        state = (int(result["remote"]), precinct["voters"], int(result["counted"]), result["status"]["progress"])
        scanner = result["scanner"]
        ballots = None if scanner is None else scanner["ballots_processed"]
        return (*head, *state, ballots, *(number for numbers in votes for number in numbers))

    def _votes(self, precinct: str, result: ResultDocument, count: Count) -> tuple[int | None, ...]:
        source = result["scanner"] if count is Count.SCANNER else result["protocol"]
        if source is None:
            return self._no_votes
        self.context.options(self.contest, source["votes"], f"precinct {precinct}, {count}")
        return tuple(source["votes"])


def wide_rows(tables: Mapping[str, ResultsWide], territory: TerritoryDocument) -> Iterator[tuple[str, Row]]:
    """Contest and row for every contest that a precinct of the territory has as its own or took remote votes for."""
    for precinct in territory["precincts"]:
        results = {result["contest"]: result for result in precinct["results"]}
        for contest in dict.fromkeys((*precinct["contests"], *results)):
            yield contest, tables[contest].row(territory["code"], precinct, results.get(contest))


class ResultsWideSchema(Table):
    """The schema of the wide tables for the data dictionary; n stands for a position."""

    name = "results_wide/<contest>"
    title = TITLE
    columns = (*LEADING, *votes_columns(["n"]))
    primary_key = ResultsWide.primary_key
    references = ResultsWide.references
