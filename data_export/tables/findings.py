"""findings: inconsistencies as code, lines and values."""

from collections.abc import Iterator

from data_export.schema import Column, Kind, Row, Table, words
from data_export.tables import columns as c
from portal.domain.documents import TerritoryDocument

SOURCE = Column("source", Kind.TEXT, words("Эреженин булагы", "Источник правила", "Source of the rule"))
CODE = Column("code", Kind.TEXT, words("Эреженин коду", "Код правила", "Code of the rule"), required=True)
SEVERITY = Column("severity", Kind.TEXT, words("Катаалдыгы", "Строгость", "Severity"), required=True)
LINES = Column(
    "lines",
    Kind.TEXT,
    words("Саптар, боштук менен", "Строки через пробел", "Lines concerned, separated by spaces"),
)
VALUES = Column(
    "values",
    Kind.TEXT,
    words("Маанилер: аталыш=сан; …", "Значения: имя=число; …", "Values as name=number, separated by semicolons"),
)
EXPLANATION = Column("explanation", Kind.TEXT, words("Түшүндүрмө", "Пояснение", "Explanation given"))


class Findings(Table):
    """One row per finding; what the codes mean stands in the documentation of control ratios."""

    name = "findings"
    title = words("Дал келбестиктер", "Несоответствия", "Findings")
    columns = (
        c.CAMPAIGN,
        c.CONTEST_OR_EMPTY,
        c.TERRITORY,
        c.PRECINCT,
        SOURCE,
        CODE,
        SEVERITY,
        LINES,
        VALUES,
        EXPLANATION,
    )
    references = (c.TO_TERRITORY, c.TO_PRECINCT)

    def territory_rows(self, territory: TerritoryDocument) -> Iterator[Row]:
        for precinct in territory["precincts"]:
            for finding in precinct["findings"]:
                yield (
                    self.context.campaign,
                    finding["contest"] or None,
                    territory["code"],
                    precinct["number"],
                    finding["source"] or None,
                    finding["code"],
                    finding["severity"],
                    " ".join(finding["lines"]) or None,
                    "; ".join(f"{name}={value}" for name, value in finding["values"].items()) or None,
                    finding["explanation"] or None,
                )
