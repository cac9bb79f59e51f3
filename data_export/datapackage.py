"""datapackage.json: the part described by the Data Package standard, version 2."""

import csv
from itertools import islice
from pathlib import Path
from typing import Any

import orjson

from data_export.about import About
from data_export.part_files import PartFile
from data_export.questions import question
from data_export.schema import Column, Kind, Reference, Table
from data_export.seal import Sealed

PROFILES = "https://datapackage.org/profiles/2.0"
NAME = "datapackage.json"
FIRST_ROWS = 3
"""Rows of each table that stand in its description: a page shows them without reading the table."""
TEST_NOTICE = "DATA OF A TEST, NOT OF AN ELECTION. "


def write_datapackage(folder: Path, about: About, files: list[PartFile], sealed: dict[str, Sealed]) -> Path:
    """Write the description of the files; the sizes and hashes are those of the sealed files."""
    path = folder / NAME
    path.write_bytes(package(folder, about, files, sealed))
    return path


def package(folder: Path, about: About, files: list[PartFile], sealed: dict[str, Sealed]) -> bytes:
    """The content of datapackage.json for these files of the folder."""
    tables = [file for file in files if is_strict_csv(file)]
    others = sorted((file for file in files if not is_strict_csv(file)), key=lambda file: file.name)
    described = descriptor(about) | {
        "resources": [resource(file, sealed[file.name], first_rows(folder / file.name)) for file in tables],
        "files": [stated(file, sealed[file.name]) for file in others],
    }
    return orjson.dumps(described, option=orjson.OPT_INDENT_2) + b"\n"


def is_strict_csv(file: PartFile) -> bool:
    """Whether the file is the CSV of one table, from which everything can be recomputed."""
    return file.table is not None and file.name == f"{file.table.name}.csv"


def descriptor(about: About) -> dict[str, Any]:
    """Which release the package was made of, and under which licence."""
    what = f"release {about.release} ({about.kind}), status {about.progress}, as of {about.as_of}"
    return {
        "$schema": f"{PROFILES}/datapackage.json",
        "name": f"{about.campaign.lower()}-{about.release}",
        "title": about.name["en"],
        "titles": about.name,
        "description": f"{TEST_NOTICE if about.test else ''}Open data of {what}.",
        "version": str(about.release),
        "created": about.published_at,
        "as_of": about.as_of,
        "status": about.progress,
        "is_test": about.test,
        "licenses": [{"name": about.licence.name, "title": about.licence.title, "path": about.licence.path}],
        "sources": [{"title": f"Release {about.release} of campaign {about.campaign}"}],
    }


def stated(file: PartFile, sealed: Sealed) -> dict[str, Any]:
    """A file with its size and hash. Formats beside strict CSV hold the same rows and are listed as `files`.

    They are no resources, because a validator would want to read them and most cannot read all of them.
    """
    described: dict[str, Any] = {
        "name": resource_name(file),
        "path": file.name,
        "title": file.title["en"],
        "titles": file.title,
        "format": file.name.rpartition(".")[2],
        "mediatype": file.media_type,
        "bytes": sealed.size,
        "hash": f"sha256:{sealed.sha256}",
    }
    return described if file.rows is None else described | {"rowcount": file.rows}


def first_rows(path: Path) -> list[list[str]]:
    """The first rows of a CSV table below its header."""
    with path.open(encoding="utf-8", newline="") as file:
        return list(islice(csv.reader(file), 1, 1 + FIRST_ROWS))


def resource(file: PartFile, sealed: Sealed, first: list[list[str]]) -> dict[str, Any]:
    """A CSV table with its schema and keys; its title names the table alone, whatever formats it has besides."""
    assert file.table is not None
    return stated(file, sealed) | {
        "title": file.table.title["en"],
        "titles": file.table.title,
        "type": "table",
        "questions": question(file.table),
        "encoding": "utf-8",
        "dialect": {"delimiter": ",", "lineTerminator": "\r\n"},
        "firstRows": first,
        "schema": table_schema(file.table),
    }


def resource_name(file: PartFile) -> str:
    """Name of a file: that of its table for strict CSV, with a suffix or prefix for the other formats."""
    if file.table is None:
        return file.name
    name = file.name.replace(file.table.name, file.table.alias).removesuffix(".csv")
    return name.lower().replace("/", "-")


def table_schema(table: Table) -> dict[str, Any]:
    """The Table Schema of a table."""
    schema: dict[str, Any] = {"fields": [field(column) for column in table.columns], "missingValues": [""]}
    if table.primary_key:
        schema["primaryKey"] = list(table.primary_key)
    if table.references:
        schema["foreignKeys"] = [foreign_key(reference) for reference in table.references]
    return schema


def field(column: Column) -> dict[str, Any]:
    """A column with its description in three languages and its constraints."""
    constraints: dict[str, Any] = {"required": True} if column.required else {}
    if column.kind is Kind.INTEGER:
        constraints["minimum"] = 0
    if column.values:
        constraints["enum"] = (
            [int(value) for value in column.values] if column.kind is Kind.INTEGER else list(column.values)
        )
    described: dict[str, Any] = {
        "name": column.name,
        "type": column.kind.value,
        "description": column.description["en"],
        "descriptions": column.description,
    }
    return described | ({"constraints": constraints} if constraints else {})


def foreign_key(reference: Reference) -> dict[str, Any]:
    """A foreign key; an empty resource name is the table itself."""
    target = {"resource": reference.table, "fields": list(reference.to or reference.columns)}
    return {"fields": list(reference.columns), "reference": target}
