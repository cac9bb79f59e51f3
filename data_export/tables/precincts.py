"""precincts: every precinct of the campaign, also those without any result."""

from collections.abc import Iterator

from data_export.schema import Column, Kind, Row, Table, words
from data_export.tables import columns as c
from portal.domain.documents import PrecinctDocument, TerritoryDocument
from portal.domain.names import NamesDocument
from portal.domain.statuses import PrecinctKind

KIND = Column(
    "kind",
    Kind.TEXT,
    words(
        "ordinary кадимки, remote аралыктан добуш берүү, abroad чет өлкөдө",
        "ordinary обычный, remote дистанционного голосования, abroad за рубежом",
        "ordinary, remote (set up for remote voting only) or abroad",
    ),
    required=True,
    values=tuple(PrecinctKind),
)
CONTESTS = Column(
    "contests",
    Kind.TEXT,
    words(
        "Участоктун өз добуш берүүлөрүнүн коддору, боштук менен",
        "Коды собственных голосований участка через пробел",
        "Codes of the precinct's own contests, separated by spaces",
    ),
)
NAMED = c.named("name", c.NAME)
ADDRESS = c.named("address", words("Дареги", "Адрес", "Address"))
LAT = Column("lat", Kind.DECIMAL, words("Кеңдик, градус", "Широта, градусы", "Latitude, degrees (WGS 84)"))
LON = Column("lon", Kind.DECIMAL, words("Узундук, градус", "Долгота, градусы", "Longitude, degrees (WGS 84)"))
TIMEZONE = Column("timezone", Kind.TEXT, words("Убакыт алкагы", "Часовой пояс", "Time zone"))
OPENS = Column("opens", Kind.TEXT, words("Ачылышы", "Открытие", "Opening"))
CLOSES = Column("closes", Kind.TEXT, words("Жабылышы", "Закрытие", "Closing"))
FLAGS = Column(
    "flags",
    Kind.TEXT,
    words(
        "Белгилер: invalidated, corrected, recounted, held",
        "Отметки: invalidated, corrected, recounted, held",
        "Flags: invalidated, corrected, recounted, held",
    ),
)
CHAIR = Column("chair", Kind.TEXT, words("УШКнын төрагасы", "Председатель УИК", "Chair of the precinct commission"))
SECRETARY = Column("secretary", Kind.TEXT, words("УШКнын катчысы", "Секретарь УИК", "Secretary of the commission"))
COUNTRY = Column(
    "country",
    Kind.TEXT,
    words(
        "Чет өлкөдөгү участоктун өлкөсү, ISO 3166-1 alpha-2 коду",
        "Страна участка за рубежом, код ISO 3166-1 alpha-2",
        "Country of a precinct abroad, code of ISO 3166-1 alpha-2",
    ),
)
NO_MACHINE = c.named(
    "no_machine_result",
    words("АЭУнун жыйынтыгы жоктугунун себеби", "Причина отсутствия результата АСУ", "Why there is no machine result"),
)


class Precincts(Table):
    """One row per precinct."""

    name = "precincts"
    title = words("Шайлоо участкалары", "Избирательные участки", "Precincts")
    columns = (
        c.CAMPAIGN,
        c.PRECINCT,
        c.TERRITORY,
        KIND,
        CONTESTS,
        c.VOTERS,
        *NAMED,
        *ADDRESS,
        LAT,
        LON,
        TIMEZONE,
        OPENS,
        CLOSES,
        c.STATUS,
        FLAGS,
        CHAIR,
        SECRETARY,
        *NO_MACHINE,
        COUNTRY,
    )
    primary_key = ("precinct",)
    references = (c.TO_TERRITORY,)

    def territory_rows(self, territory: TerritoryDocument) -> Iterator[Row]:
        for precinct in territory["precincts"]:
            yield (
                self.context.campaign,
                precinct["number"],
                territory["code"],
                precinct["kind"],
                " ".join(precinct["contests"]) or None,
                precinct["voters"],
                *name_cells(precinct["name"]),
                *name_cells(precinct["address"]),
                *_when_and_where(precinct),
                precinct["status"]["progress"],
                " ".join(precinct["status"]["flags"]) or None,
                precinct["chair"] or None,
                precinct["secretary"] or None,
                *name_cells(precinct["no_machine_result"]),
                precinct.get("country"),
            )


def name_cells(name: NamesDocument | None) -> tuple[str | None, str | None, str | None]:
    """A name as three cells, missing where there is none."""
    return (None, None, None) if name is None else (name["ky"] or None, name["ru"] or None, name["en"] or None)


def _when_and_where(precinct: PrecinctDocument) -> tuple[str | None, ...]:
    fields = precinct["lat"], precinct["lon"], precinct["timezone"], precinct["opens"], precinct["closes"]
    return tuple(field or None for field in fields)
