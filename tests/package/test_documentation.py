from pathlib import Path

from portal.package.documentation import reference
from portal.package.reading import CELL_LIMIT
from portal.package.tables import TABLES

DOC = (Path(__file__).parents[2] / "docs/package.md").read_text(encoding="utf-8")


def test_the_reference_of_the_documentation_is_made_of_the_column_table() -> None:
    assert DOC.endswith(reference())


def test_the_documentation_says_how_long_a_cell_may_be() -> None:
    assert f"{CELL_LIMIT:,} characters" in DOC.replace("\n  ", " ")


def test_every_key_of_a_table_is_a_column_of_it() -> None:
    for table in TABLES:
        assert set(table.key) <= {column.name for column in table.columns}
