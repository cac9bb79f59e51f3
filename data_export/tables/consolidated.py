"""consolidated: consolidated protocols as signed, beside the sums as computed (R139 ¶67-70)."""

from collections.abc import Iterator

from data_export.schema import Column, Kind, Row, Table, words
from data_export.tables import columns as c
from data_export.tables.protocol_lines import KEY
from data_export.tables.protocol_versions import MEMBERS, OPINIONS, SIGNED, SIGNED_AT
from portal.domain.documents import ContestDocument

COMMISSION = Column(
    "commission", Kind.TEXT, words("Комиссиянын коду", "Код комиссии", "Code of the commission"), required=True
)
UIK_COUNT = Column("uik_count", Kind.INTEGER, words("УШКлардын саны", "Число УИК", "Number of precinct commissions"))
ORDINARY = Column(
    "ordinary_count", Kind.INTEGER, words("Кадимки протоколдор", "Обычных протоколов", "Ordinary protocols")
)
REMOTE = Column(
    "remote_count", Kind.INTEGER, words("Аралыктан протоколдор", "Дистанционных протоколов", "Remote protocols")
)
LINE = Column(
    "line",
    Kind.TEXT,
    words("Сап; добуштарда бош", "Строка; у голосов пусто", "Line; empty for votes"),
)
POSITION = Column(
    "position",
    Kind.INTEGER,
    words("Позиция; саптарда бош", "Позиция; у строк пусто", "Position on the ballot; empty for lines"),
)
AS_SIGNED = Column("as_signed", Kind.INTEGER, words("Кол коюлгандай", "Как подписано", "Value as signed"))
AS_COMPUTED = Column("as_computed", Kind.INTEGER, words("Эсептелгендей", "Как вычислено", "Value as computed"))


class Consolidated(Table):
    """One row per line and option of every consolidated protocol in force; lines first, options in ballot order."""

    name = "consolidated"
    title = words("Кыска протоколдор", "Сводные протоколы", "Consolidated protocols")
    columns = (
        c.CAMPAIGN,
        COMMISSION,
        c.CONTEST,
        c.PROTOCOL_KIND,
        SIGNED_AT,
        UIK_COUNT,
        ORDINARY,
        REMOTE,
        LINE,
        KEY,
        POSITION,
        AS_SIGNED,
        AS_COMPUTED,
        MEMBERS,
        SIGNED,
        OPINIONS,
    )
    references = (c.TO_CONTEST,)

    def contest_rows(self, contest: ContestDocument) -> Iterator[Row]:
        keys = self.context.line_keys
        for protocol in contest.get("consolidated", ()):
            if not protocol["current"]:
                continue
            head: Row = (
                self.context.campaign,
                protocol["commission"],
                contest["code"],
                protocol["kind"],
                protocol["signed_at"],
                protocol["uik_count"],
                protocol["ordinary_count"],
                protocol["remote_count"],
            )
            people = (protocol.get("members"), protocol.get("signed"), protocol.get("opinions"))
            lines, votes = protocol["computed_lines"] or {}, protocol["computed_votes"]
            for line, value in protocol["lines"].items():
                key = keys.get((protocol["form"], line)) or None
                yield (*head, line, key, None, value, lines.get(line), *people)
            for index, option in enumerate(contest["options"]):
                computed = votes[index] if votes else None
                yield (*head, None, None, option["position"], protocol["votes"][index], computed, *people)
