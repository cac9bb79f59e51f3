"""Whatever a name holds, CSV, JSON and Parquet give it back, and all three say the same."""

import tempfile
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
from hypothesis import given, settings
from hypothesis import strategies as st

from data_export.part import write_data_part
from tests.data_export.factories import TABLES, contest_entry, names, precinct, protocol, result, scanner, small_view
from tests.data_export.reading import as_text, csv_text, json_rows, parquet_rows
from tests.depth import depth

awkward = st.text(st.sampled_from(list(",;\"'\r\n\t =+-@ӨөҮүҢңәЖ…«»1a")), min_size=1, max_size=12)
anything = st.text(st.characters(codec="utf-8", exclude_characters="\0"), min_size=1, max_size=12)
texts = awkward | anything
numbers = st.integers(min_value=0, max_value=2**40)


@settings(max_examples=depth(100))
@given(text=texts, votes=st.lists(numbers, min_size=3, max_size=3), reason=texts)
def test_any_text_and_number_survives_in_all_formats(text: str, votes: list[int], reason: str) -> None:
    paper = protocol(*votes)
    paper["reasons"] = {"C6": reason}
    place = precinct("1001", results=[result("1", scanner(*votes), paper)], name=names(text), chair=text)
    view = small_view(contest_entries=[contest_entry("1", 3, text)], places={"11": [place]})
    with tempfile.TemporaryDirectory() as parent:
        folder = Path(parent) / "data"
        write_data_part(view, folder)
        for table in [*TABLES, "results_wide/1"]:
            rows = json_rows(folder, table)
            assert parquet_rows(folder, table) == rows
            assert csv_text(folder, table) == as_text(rows)
        assert [row["name_ky"] for row in json_rows(folder, "precincts")] == [text]
        assert [row["option_name_en"] for row in json_rows(folder, "results")] == [text] * 6
        assert [row["votes"] for row in json_rows(folder, "results")] == votes * 2
        assert json_rows(folder, "protocol_versions")[0]["reasons"] == f"C6: {reason}"


def test_no_table_has_a_float_in_any_format(tmp_path: Path) -> None:
    write_data_part(small_view(), tmp_path / "data")
    for table in [*TABLES, "results_wide/1", "results_wide/2"]:
        schema = pq.read_schema(tmp_path / "data" / f"{table}.parquet")
        assert {field.type for field in schema} <= {pa.int64(), pa.string()}
        cells = [cell for row in json_rows(tmp_path / "data", table) for cell in row.values()]
        assert all(cell is None or type(cell) in (int, str) for cell in cells)
        assert "NaN" not in (tmp_path / "data" / f"{table}.csv").read_text(encoding="utf-8")


def test_csv_is_utf8_without_mark_and_every_line_ends_with_cr_lf(tmp_path: Path) -> None:
    write_data_part(small_view(), tmp_path / "data")
    for path in (tmp_path / "data").rglob("*.csv"):
        content = path.read_bytes()
        assert not content.startswith(b"\xef\xbb\xbf")
        assert content.endswith(b"\r\n")
        assert content.count(b"\n") == content.count(b"\r\n")


def test_kyrgyz_letters_stand_as_themselves(tmp_path: Path) -> None:
    write_data_part(small_view(), tmp_path / "data")
    assert "Өмүрбек Үсөнов" in (tmp_path / "data/results.csv").read_text(encoding="utf-8")
    assert "Өмүрбек Үсөнов".encode() in (tmp_path / "data/results.json").read_bytes()
    assert parquet_rows(tmp_path / "data", "options")[0]["name_ky"] == "Өмүрбек Үсөнов"


def test_parquet_is_compressed_with_zstd(tmp_path: Path) -> None:
    write_data_part(small_view(), tmp_path / "data")
    metadata = pq.read_metadata(tmp_path / "data/results.parquet")
    assert {metadata.row_group(0).column(i).compression for i in range(metadata.num_columns)} == {"ZSTD"}
