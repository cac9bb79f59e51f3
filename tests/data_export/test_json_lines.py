"""Rows of a JSON file are written all at once with the bytes of one after another."""

import orjson
from hypothesis import given
from hypothesis import strategies as st

from data_export.exporters.json_files import lines_of

cells = st.none() | st.integers(-(2**53) + 1, 2**53 - 1) | st.text(alphabet='},{"\\ aҮ\n') | st.text()
rows = st.lists(st.fixed_dictionaries({"name": cells, "votes": cells}), min_size=1, max_size=6)


@given(rows)
def test_rows_written_at_once_are_those_written_one_by_one(rows: list[dict[str, object]]) -> None:
    assert lines_of(rows) == b",\n".join(map(orjson.dumps, rows))


def test_a_text_that_looks_like_the_end_of_a_row_stays_whole() -> None:
    row = {"name": "a},{b"}
    assert lines_of([row, row]) == b'{"name":"a},{b"},\n{"name":"a},{b"}'
