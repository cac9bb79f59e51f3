"""protocol_versions: every version of every protocol, so that nothing is overwritten (R53 ¶45)."""

from collections.abc import Iterator

from data_export.schema import Column, Kind, Row, Table, words
from data_export.tables import columns as c
from data_export.tables.protocol_lines import protocols
from portal.domain.documents import TerritoryDocument

VERSION = Column(
    "version", Kind.INTEGER, words("Протоколдун версиясы", "Версия протокола", "Version of the protocol"), required=True
)
FORM = Column("form", Kind.TEXT, words("Протоколдун формасы", "Форма протокола", "Protocol form"), required=True)
CURRENT = Column(
    "current",
    Kind.INTEGER,
    words("1: колдонуудагы версия", "1: действующая версия", "1: the version in force"),
    required=True,
    values=("0", "1"),
)
SIGNED_AT = Column("signed_at", Kind.MOMENT, words("Кол коюлган убакыт", "Время подписания", "Time of signing"))
RECEIVED_AT = Column(
    "received_at", Kind.MOMENT, words("Системага киргизилген убакыт", "Время ввода в систему", "Time of entry")
)
VOTES = Column(
    "votes",
    Kind.TEXT,
    words(
        "Добуштар бюллетендин иретинде, боштук менен ажыратылган",
        "Голоса в порядке бюллетеня через пробел",
        "Votes in ballot order, separated by spaces",
    ),
)
MEMBERS = Column("members", Kind.INTEGER, words("Комиссиянын мүчөлөрү", "Членов комиссии", "Members of the commission"))
SIGNED = Column("signed", Kind.INTEGER, words("Кол койгондор", "Подписали", "Members who signed"))
OPINIONS = Column("opinions", Kind.INTEGER, words("Өзгөчө пикирлер", "Особых мнений", "Separate opinions"))
REASONS = Column(
    "reasons",
    Kind.TEXT,
    words(
        "Бузулган катыштар боюнча жазуу жүзүндөгү себептер",
        "Письменные причины по нарушенным соотношениям",
        "Written reasons by the code of the broken ratio",
    ),
)


class ProtocolVersions(Table):
    """One row per version of a protocol; the figures of its lines stand in protocol_lines."""

    name = "protocol_versions"
    title = words("Протоколдордун версиялары", "Версии протоколов", "Versions of the protocols")
    columns = (
        c.CAMPAIGN,
        c.CONTEST,
        c.TERRITORY,
        c.PRECINCT,
        c.PROTOCOL_KIND,
        VERSION,
        CURRENT,
        c.COUNTED,
        FORM,
        SIGNED_AT,
        RECEIVED_AT,
        VOTES,
        MEMBERS,
        SIGNED,
        OPINIONS,
        REASONS,
    )
    primary_key = ("contest", "precinct", "kind", "version")
    references = (c.TO_CONTEST, c.TO_TERRITORY, c.TO_PRECINCT)

    def territory_rows(self, territory: TerritoryDocument) -> Iterator[Row]:
        for precinct in territory["precincts"]:
            for contest, counted, current, protocol in protocols(precinct):
                yield (
                    self.context.campaign,
                    contest,
                    territory["code"],
                    precinct["number"],
                    protocol["kind"],
                    protocol["version"],
                    int(current),
                    int(counted),
                    protocol["form"],
                    protocol["signed_at"] or None,
                    protocol["received_at"] or None,
                    " ".join(map(str, protocol["votes"])) or None,
                    protocol["members"],
                    protocol["signed"],
                    protocol["opinions"],
                    "; ".join(f"{code}: {reason}" for code, reason in protocol["reasons"].items()) or None,
                )
