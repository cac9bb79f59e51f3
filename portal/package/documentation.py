"""The tables of docs/package.md, made from the column table so that the text cannot differ from the code."""

from collections.abc import Iterator

from portal.package.campaign_file import KEYS, RESERVED
from portal.package.parameters import PARAMETERS
from portal.package.tables import TABLES, Column, Table


def reference() -> str:
    """Markdown of everything that a package may hold: keys, parameters, files and columns."""
    return "\n".join(_lines()) + "\n"


def _lines() -> Iterator[str]:
    yield "### campaign.toml"
    yield ""
    yield "| key | meaning |"
    yield "|---|---|"
    yield from (f"| `{key}` | {_escaped(meaning)} |" for key, meaning in KEYS.items())
    yield ""
    yield f"Reserved ids: {', '.join(sorted(RESERVED))}."
    yield ""
    yield "| parameter | values | meaning |"
    yield "|---|---|---|"
    for name, (allowed, meaning) in PARAMETERS.items():
        yield f"| `{name}` | {', '.join(allowed) or '—'} | {_escaped(meaning)} |"
    for table in TABLES:
        yield from _table(table)


def _table(table: Table) -> Iterator[str]:
    yield ""
    yield f"### {table.file}{' (optional)' if table.optional else ''}"
    yield ""
    yield table.help
    yield ""
    yield "| column | holds | may be left out | may be empty | meaning |"
    yield "|---|---|---|---|---|"
    yield from (_column(column) for column in table.columns)
    if table.lines:
        yield "| *line id* | count | yes | yes | one column per line of the protocol forms |"
    if table.key:
        yield ""
        yield f"One row per {', '.join(table.key)}."


def _column(column: Column) -> str:
    optional = "yes" if column.optional else "no"
    empty = "no" if column.required else "yes"
    return f"| `{column.name}` | {_escaped(column.kind.title)} | {optional} | {empty} | {_escaped(column.help)} |"


def _escaped(text: str) -> str:
    return text.replace("|", "\\|")
