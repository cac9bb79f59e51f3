import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.published.errors import DamagedFile
from portal.published.marked import marked_rows

ROWS = st.lists(
    st.fixed_dictionaries(
        {"number": st.text(max_size=4), "name": st.fixed_dictionaries({"ky": st.text(max_size=9)})},
        optional={"country": st.sampled_from(["KZ", "RU"]), "schematic": st.booleans()},
    ),
    max_size=8,
)


@given(ROWS, st.sampled_from([("country", None), ("country", "RU"), ("schematic", True)]), st.sampled_from([None, 1]))
def test_rows_found_by_their_mark_are_those_found_by_reading_everything(rows, mark, most):
    key, value = mark
    wanted = [row for row in rows if key in row and value in (None, row[key])][:most]
    for option in (0, orjson.OPT_APPEND_NEWLINE, orjson.OPT_INDENT_2, orjson.OPT_SORT_KEYS):
        content = orjson.dumps({"v": 1, "rows": rows}, option=option)
        assert marked_rows(content, "find.json", "number", mark, most) == wanted


def test_a_mark_inside_a_text_is_none():
    rows = [{"number": "1", "name": {"ky": '","country":"RU"},{"number":"2","country":"RU"}'}}]
    assert marked_rows(orjson.dumps({"rows": rows}), "find.json", "number", ("country", None)) == []


def test_bytes_that_are_no_document_are_damage():
    with pytest.raises(DamagedFile):
        marked_rows(b'{"rows":[{"number":"1","country":"RU}]}', "find.json", "number", ("country", None))
