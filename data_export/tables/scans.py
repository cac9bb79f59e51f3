"""scans: published scans of reports, protocols and acts (R139 ¶62)."""

from collections.abc import Iterator

from data_export.schema import Column, Kind, Row, Table, words
from data_export.tables import columns as c
from portal.domain.documents import TerritoryDocument

SHA256 = Column(
    "sha256", Kind.TEXT, words("Файлдын sha256 хеши", "Хеш sha256 файла", "sha256 of the file"), required=True
)
KIND = Column("kind", Kind.TEXT, words("Документтин түрү", "Вид документа", "Kind of document"), required=True)
URL = Column("url", Kind.TEXT, words("Сайттагы дареги", "Адрес на сайте", "Address on this site"), required=True)
PUBLISHED_AT = Column(
    "published_at",
    Kind.MOMENT,
    words(
        "Текшерилип, жарыялоого чыгарылган убакыт",
        "Время выпуска к публикации после проверки",
        "When the checked scan was released for publication",
    ),
)
ORIGINAL_SHA256 = Column(
    "original_sha256",
    Kind.TEXT,
    words(
        "Тазаланган көчүрмө жарыяланса: келген файлдын sha256 хеши",
        "Если опубликована очищенная копия: хеш sha256 файла в том виде, в каком он поступил",
        "Where a cleaned copy is published: sha256 of the file as it came",
    ),
)
RECEIVED_AT = Column("received_at", Kind.MOMENT, words("Келген убакыт", "Время поступления", "Time of receipt"))


class Scans(Table):
    """One row per published scan and precinct."""

    name = "scans"
    title = words("Жарыяланган скандар", "Опубликованные сканы", "Published scans")
    columns = (
        SHA256,
        KIND,
        URL,
        PUBLISHED_AT,
        c.CAMPAIGN,
        c.CONTEST_OR_EMPTY,
        c.TERRITORY,
        c.PRECINCT,
        RECEIVED_AT,
        ORIGINAL_SHA256,
    )
    references = (c.TO_TERRITORY, c.TO_PRECINCT)

    def territory_rows(self, territory: TerritoryDocument) -> Iterator[Row]:
        for precinct in territory["precincts"]:
            for scan in precinct["scans"]:
                yield (
                    scan["sha256"],
                    scan["kind"],
                    scan["url"],
                    scan["released_at"] or None,
                    self.context.campaign,
                    scan["contest"] or None,
                    territory["code"],
                    precinct["number"],
                    scan["received_at"] or None,
                    scan.get("original_sha256"),
                )
