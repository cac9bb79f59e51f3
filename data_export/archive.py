"""all.zip: every strict CSV file with a data package of its own, to be kept as one file."""

import zipfile
from pathlib import Path

from data_export.about import About
from data_export.datapackage import NAME, is_strict_csv, package
from data_export.errors import ExportError
from data_export.part_files import PartFile
from data_export.schema import words
from data_export.seal import Sealed

FILE_NAME = "all.zip"
TITLE = words(
    "Бардык CSV файлдары сыпаттамасы менен бир архивде",
    "Все файлы CSV с описанием в одном архиве",
    "All CSV files with their description in one archive",
)
LEVEL = 9
LONG_AGO = (1980, 1, 1, 0, 0, 0)
"""Time of every entry, so that the same files make the same archive."""


def write_archive(folder: Path, about: About, files: list[PartFile], sealed: dict[str, Sealed]) -> PartFile:
    """Write the archive and read it back; raises ExportError where an entry cannot be read."""
    tables = [file for file in files if is_strict_csv(file)]
    with zipfile.ZipFile(folder / FILE_NAME, "w", zipfile.ZIP_DEFLATED, compresslevel=LEVEL) as archive:
        archive.writestr(_entry(NAME), package(folder, about, tables, sealed))
        for file in tables:
            with (folder / file.name).open("rb") as source, archive.open(_entry(file.name), "w") as target:
                while chunk := source.read(1 << 20):
                    target.write(chunk)
    with zipfile.ZipFile(folder / FILE_NAME) as archive:
        if (spoilt := archive.testzip()) is not None:
            raise ExportError(f"{FILE_NAME}: {spoilt} cannot be read back")
    return PartFile(FILE_NAME, TITLE, "application/zip", None, None)


def _entry(name: str) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(name, LONG_AGO)
    entry.compress_type = zipfile.ZIP_DEFLATED
    entry.external_attr = 0o644 << 16
    return entry
