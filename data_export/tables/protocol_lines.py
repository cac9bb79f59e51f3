"""protocol_lines: every line of every version of every protocol."""

from collections.abc import Iterator

from data_export.schema import Column, Kind, Row, Table, words
from data_export.tables import columns as c
from portal.domain.documents import PrecinctDocument, ProtocolDocument, TerritoryDocument
from portal.domain.statuses import ProtocolKind

VERSION = Column(
    "version",
    Kind.INTEGER,
    words(
        "Протоколдун версиясы; бүт участокко тиешелүү саптарда бош",
        "Версия протокола; пусто у строк, относящихся ко всему участку",
        "Version of the protocol; empty for lines that concern the whole precinct",
    ),
)
LINE = Column(
    "line", Kind.TEXT, words("Протоколдун сабы", "Строка протокола", "Line of the protocol form"), required=True
)
KEY = Column(
    "key",
    Kind.TEXT,
    words("Саптын стандарттык белгиси", "Стандартное обозначение строки", "Standard key of the line"),
)
VALUE = Column("value", Kind.INTEGER, words("Мааниси", "Значение", "Value as entered"), required=True)


def protocols(precinct: PrecinctDocument) -> Iterator[tuple[str, bool, bool, ProtocolDocument]]:
    """Contest, counted, current and document of every protocol of a precinct, the current one first.

    Protocols of a vote that a re-vote replaced (R139 ¶75) are in no sum.
    """
    for result in precinct["results"]:
        if result["protocol"] is not None:
            yield result["contest"], result["counted"], True, result["protocol"]
        for version in result["versions"]:
            yield result["contest"], result["counted"], False, version
        for other in result.get("other_votes", []):
            for version in other["versions"]:
                yield result["contest"], False, False, version


class ProtocolLines(Table):
    """One row per line; which version is the current one stands in protocol_versions."""

    name = "protocol_lines"
    title = words("Протоколдордун саптары", "Строки протоколов", "Lines of the protocols")
    columns = (c.CAMPAIGN, c.CONTEST_OR_EMPTY, c.TERRITORY, c.PRECINCT, c.PROTOCOL_KIND, VERSION, LINE, KEY, VALUE)
    references = (c.TO_TERRITORY, c.TO_PRECINCT)

    def territory_rows(self, territory: TerritoryDocument) -> Iterator[Row]:
        campaign, code, keys = self.context.campaign, territory["code"], self.context.line_keys
        for precinct in territory["precincts"]:
            number = precinct["number"]
            for contest, _, _, protocol in protocols(precinct):
                head = (campaign, contest, code, number, protocol["kind"], protocol["version"])
                for line, value in protocol["lines"].items():
                    yield (*head, line, keys.get((protocol["form"], line)) or None, value)
            for line, value in precinct["remote_lines"].items():
                key = self.context.precinct_line_keys.get(line) or None
                yield campaign, None, code, number, ProtocolKind.REMOTE.value, None, line, key, value
