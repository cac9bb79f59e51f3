"""Columns that several tables share, so that the same word means the same everywhere."""

from data_export.schema import Column, Kind, Reference, words
from portal.domain.names import NamesDocument
from portal.domain.statuses import Progress, ProtocolKind

CAMPAIGN = Column(
    "campaign",
    Kind.TEXT,
    words("Шайлоо кампаниясынын белгиси", "Обозначение избирательной кампании", "Identifier of the campaign"),
    required=True,
)
CONTEST = Column(
    "contest",
    Kind.TEXT,
    words(
        "Добуш берүүнүн (округдун же суроонун) коду",
        "Код голосования (по округу или вопросу)",
        "Code of the contest (of a district or question)",
    ),
    required=True,
)
CONTEST_OR_EMPTY = Column(
    "contest",
    Kind.TEXT,
    words(
        "Добуш берүүнүн коду; бүт участокко тиешелүү болсо бош",
        "Код голосования; пусто, если относится ко всему участку",
        "Code of the contest; empty where the row concerns the whole precinct",
    ),
)
TERRITORY = Column(
    "territory",
    Kind.TEXT,
    words(
        "Участок караган аймактын коду",
        "Код территории, к которой относится участок",
        "Code of the territory that the precinct is attached to",
    ),
    required=True,
)
PRECINCT = Column(
    "precinct",
    Kind.TEXT,
    words("Шайлоо участкасынын номери", "Номер избирательного участка", "Number of the precinct"),
    required=True,
)
POSITION = Column(
    "position",
    Kind.INTEGER,
    words("Бюллетендеги орду", "Позиция в бюллетене", "Position on the ballot"),
    required=True,
)
STATUS = Column(
    "status",
    Kind.TEXT,
    words(
        "Эсептөөнүн абалы: none жок, preliminary алдын ала, partial жарым-жартылай, complete толук, official расмий",
        "Подсчет: none нет, preliminary предварительно, partial частично, complete полно, official официально",
        "Progress of the count: none, preliminary, partial, complete or official",
    ),
    required=True,
    values=tuple(Progress),
)
COUNTED = Column(
    "counted",
    Kind.INTEGER,
    words(
        "1: суммага кирет; 0: участоктун жыйынтыгы жараксыз деп табылган, суммага кирбейт",
        "1: входит в суммы; 0: итоги участка признаны недействительными и в суммы не входят",
        "1: part of the sums; 0: the precinct's totals are invalidated and in no sum",
    ),
    required=True,
    values=("0", "1"),
)
PROTOCOL_KIND = Column(
    "kind",
    Kind.TEXT,
    words(
        "Протоколдун түрү: ordinary кадимки, remote аралыктан добуш берүү, recount кайра эсептөө",
        "Вид протокола: ordinary обычный, remote дистанционное голосование, recount повторный подсчет",
        "Kind of protocol: ordinary, remote (voting) or recount",
    ),
    required=True,
    values=tuple(ProtocolKind),
)
VOTERS = Column(
    "voters",
    Kind.INTEGER,
    words(
        "Участоктун тизмесиндеги шайлоочулардын саны (катышуунун негизи)",
        "Число избирателей в списке участка (основа явки)",
        "Voters on the precinct's list (the base of turnout)",
    ),
)
IS_TEST = Column(
    "is_test",
    Kind.INTEGER,
    words("1: тестирлөөнүн маалыматы", "1: данные тестирования", "1: data of a test, not of an election"),
    required=True,
    values=("1",),
)

TO_CONTEST = Reference(("contest",), "contests")
TO_TERRITORY = Reference(("territory",), "territories")
TO_PRECINCT = Reference(("precinct",), "precincts")
TO_OPTION = Reference(("contest", "position"), "options")


def named(prefix: str, what: NamesDocument, *, required: bool = False) -> tuple[Column, Column, Column]:
    """Three columns with a text in Kyrgyz, Russian and English."""
    return (
        Column(f"{prefix}_ky", Kind.TEXT, suffixed(what, "кыргызча", "по-кыргызски", "in Kyrgyz"), required),
        Column(f"{prefix}_ru", Kind.TEXT, suffixed(what, "орусча", "по-русски", "in Russian"), required),
        Column(f"{prefix}_en", Kind.TEXT, suffixed(what, "англисче", "по-английски", "in English"), required),
    )


def suffixed(what: NamesDocument, ky: str, ru: str, en: str) -> NamesDocument:
    """The same text with a word after it in each language."""
    return words(f"{what['ky']}, {ky}", f"{what['ru']}, {ru}", f"{what['en']}, {en}")


NAME = words("Аталышы", "Название", "Name")
REASON = words("Негизи", "Основание", "Reason")
