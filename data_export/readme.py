"""README files of a data part, one per language: what it is, its status and licence, and which file answers what."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from types import MappingProxyType

from data_export.about import About
from data_export.part_files import PartFile
from data_export.questions import QUESTIONS
from data_export.schema import words
from portal.domain.names import Language

MEDIA_TYPE = "text/markdown"
TITLE = words("Окуп чыгыңыз, кыргызча", "Прочтите, по-русски", "Read me, in English")
LANGUAGES: tuple[Language, ...] = ("ky", "ru", "en")
TEXTS: Mapping[Language, Mapping[str, str]] = MappingProxyType(
    {
        "ky": {
            "title": "ачык маалыматтар",
            "test": "ТЕСТ: бул файлдарда чыныгы жыйынтыктар жок.",
            "release": "Чыгарылыш",
            "status": "Абалы",
            "as_of": "Убактысы",
            "licence": "Лицензия",
            "files": "Кайсы файл кайсы суроого жооп берет",
            "check": "Текшерүү: `sha256sum -c SHA256SUMS`. Бардык файлдар жана мамычалар `datapackage.json` ичинде.",
            "legal": "Расмий жарыяланганга чейин бардык сандар алдын ала жана юридикалык күчү жок (R139 ¶82).",
            "empty": "Бош уяча: маалымат жок. Ал эч качан нөл эмес.",
        },
        "ru": {
            "title": "открытые данные",
            "test": "ТЕСТ: в этих файлах нет настоящих результатов.",
            "release": "Выпуск",
            "status": "Состояние",
            "as_of": "По состоянию на",
            "licence": "Лицензия",
            "files": "Какой файл на какой вопрос отвечает",
            "check": "Проверка: `sha256sum -c SHA256SUMS`. Все файлы и столбцы описаны в `datapackage.json`.",
            "legal": "До официального опубликования все числа предварительные и юридической силы не имеют (R139 ¶82).",
            "empty": "Пустая ячейка: данных нет. Это никогда не ноль.",
        },
        "en": {
            "title": "open data",
            "test": "TEST: nothing in these files is a real result.",
            "release": "Release",
            "status": "Status",
            "as_of": "As of",
            "licence": "Licence",
            "files": "Which file answers which question",
            "check": "To check: `sha256sum -c SHA256SUMS`. All files and columns are described in `datapackage.json`.",
            "legal": "Before official publication all numbers are preliminary and have no legal force (R139 ¶82).",
            "empty": "An empty cell is missing data. It is never a zero.",
        },
    }
)


def write_readmes(folder: Path, about: About) -> list[PartFile]:
    """Write README.ky.md, README.ru.md and README.en.md; the same release makes the same bytes."""
    files = []
    for language in LANGUAGES:
        name = f"README.{language}.md"
        (folder / name).write_text("\n".join(_lines(about, language)) + "\n", encoding="utf-8")
        files.append(PartFile(name, TITLE, MEDIA_TYPE, None, None))
    return files


def _lines(about: About, language: Language) -> Iterator[str]:
    text = TEXTS[language]
    yield f"# {about.name[language]}: {text['title']}"
    yield ""
    if about.test:
        yield f"**{text['test']}**"
        yield ""
    yield f"- {text['release']}: {about.release} ({about.kind})"
    yield f"- {text['status']}: {about.progress}"
    yield f"- {text['as_of']}: {about.as_of}"
    yield f"- {text['licence']}: {about.licence.title} ({about.licence.name}), {about.licence.path}"
    yield ""
    yield f"{text['legal']} {text['empty']}"
    yield ""
    yield f"## {text['files']}"
    yield ""
    for table, question in QUESTIONS.items():
        name = "results_wide/…csv" if table == "results_wide" else f"{table}.csv"
        yield f"- {question[language]} `{name}`"
    yield ""
    yield text["check"]
