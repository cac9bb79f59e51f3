"""The files of a data part and what each one holds."""

from collections.abc import Sequence
from dataclasses import dataclass

from data_export.exporters.base import Exporter
from data_export.schema import Table, words
from portal.domain.names import NamesDocument

DESCRIPTION_FILES = ("datapackage.json", "SHA256SUMS")
ALL_TABLES = words("Бардык таблицалар", "Все таблицы", "All tables")


@dataclass(frozen=True, slots=True)
class PartFile:
    """A file by its path in the part; `table` and `rows` are None where it holds all tables."""

    name: str
    title: NamesDocument
    media_type: str
    table: Table | None
    rows: int | None


def part_files(exporters: Sequence[Exporter], counts: Sequence[tuple[Table, int]]) -> list[PartFile]:
    """Every file that the exporters wrote, in the order of formats and tables."""
    files = []
    for exporter in exporters:
        if exporter.one_file_for_all:
            title = _joined(ALL_TABLES, exporter.TITLE)
            files.append(PartFile(exporter.FILE_NAME, title, exporter.MEDIA_TYPE, None, None))
            continue
        for table, rows in counts:
            if exporter.takes(table):
                title = _joined(table.title, exporter.TITLE)
                files.append(PartFile(exporter.file_name(table), title, exporter.MEDIA_TYPE, table, rows))
    return files


def _joined(first: NamesDocument, second: NamesDocument) -> NamesDocument:
    return {
        "ky": f"{first['ky']} ({second['ky']})",
        "ru": f"{first['ru']} ({second['ru']})",
        "en": f"{first['en']} ({second['en']})",
    }
