"""The data dictionary: every table and column in three languages, made from the schemas that the files are made of."""

from collections.abc import Iterator

from data_export.exporters.registry import EXPORTERS
from data_export.schema import Column, Reference, Table
from data_export.tables.registry import TABLES
from data_export.tables.results_wide import ResultsWideSchema

DESCRIBED: tuple[type[Table], ...] = (*TABLES, ResultsWideSchema)


def dictionary() -> str:
    """The tables and columns as Markdown, in the order of the registry."""
    return "\n".join(line for table in DESCRIBED for line in _section(table))


def formats() -> str:
    """The file formats as a Markdown table."""
    lines = ["| file | кыргызча | русский | English | when |", "|---|---|---|---|---|"]
    for exporter in EXPORTERS:
        when = "archive, opening, slot, official" if exporter.office else "every part"
        title = exporter.TITLE
        lines.append(f"| `{exporter.FILE_NAME}` | {title['ky']} | {title['ru']} | {title['en']} | {when} |")
    return "\n".join(lines)


def _section(table: type[Table]) -> Iterator[str]:
    title = table.title
    yield f"### `{table.name}`"
    yield ""
    yield f"{title['ky']} · {title['ru']} · {title['en']}"
    yield ""
    if table.primary_key:
        yield f"Key: {_codes(table.primary_key)}."
    if table.references:
        yield "Refers to: " + ", ".join(map(_reference, table.references)) + "."
    if table.primary_key or table.references:
        yield ""
    yield "| column | type | кыргызча | русский | English |"
    yield "|---|---|---|---|---|"
    yield from map(_column, table.columns)
    yield ""


def _column(column: Column) -> str:
    kind = column.kind.value if column.required else f"{column.kind.value}, may be empty"
    words = column.description
    return f"| `{column.name}` | {kind} | {words['ky']} | {words['ru']} | {words['en']} |"


def _reference(reference: Reference) -> str:
    return f"{_codes(reference.columns)} → `{reference.table or 'the table itself'}`"


def _codes(names: tuple[str, ...]) -> str:
    return " + ".join(f"`{name}`" for name in names)
