import ast
import sys
import tempfile
from pathlib import Path
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from data_export.agreement import contest_disagreements, territory_disagreements
from data_export.part import write_data_part
from data_export.recompute import recompute_from_csv
from tests.data_export import recompute as from_wide
from tests.data_export.factories import (
    contest_document,
    contest_entry,
    count,
    precinct,
    protocol,
    result,
    scanner,
    small_view,
    territory_document,
    territory_entry,
)
from tests.depth import depth

REMOTE_BY_HAND = count(1, [0, 0], [4, 5], 0, 1, ballots_found=9, ballots_valid=9)
SOURCES = (Path("data_export/recompute.py"), Path("tests/data_export/recompute.py"))


def part_of_small_view(tmp_path: Path) -> dict[str, Any]:
    write_data_part(small_view(), tmp_path / "data")
    return recompute_from_csv(tmp_path / "data")


def test_recomputation_uses_nothing_but_the_standard_library() -> None:
    for source in SOURCES:
        for node in ast.walk(ast.parse((Path(__file__).parents[2] / source).read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import):
                assert all(alias.name in sys.stdlib_module_names for alias in node.names)
            elif isinstance(node, ast.ImportFrom):
                assert node.level == 0
                assert (node.module or "").partition(".")[0] in sys.stdlib_module_names


def test_totals_of_a_contest_add_home_and_remote_votes(tmp_path: Path) -> None:
    totals = part_of_small_view(tmp_path)
    assert totals["contests"]["2"]["scanner"] == {
        "home": [40, 50],
        "remote": [4, 5],
        "votes": [44, 55],
        "base": 99,
        "expected": 1,
        "received": 1,
        "invalidated": 0,
        "remote_received": 1,
        "lines": {},
    }


def test_invalidated_votes_are_in_no_total(tmp_path: Path) -> None:
    contest = part_of_small_view(tmp_path)["contests"]["1"]["scanner"]
    assert (contest["votes"], contest["invalidated"], contest["received"]) == ([10, 20, 30], 1, 2)


def test_a_region_is_the_sum_of_everything_beneath_it(tmp_path: Path) -> None:
    territories = part_of_small_view(tmp_path)["territories"]
    assert territories["1"]["kinds"] == {"ordinary": 3}
    assert territories["1"]["voters"] == 3000
    assert territories["1"]["contests"]["2"]["scanner"]["votes"] == [44, 55]
    assert territories["11"]["contests"]["2"]["scanner"]["remote"] == [4, 5]
    assert territories["12"]["contests"]["2"]["scanner"]["home"] == [40, 50]


def test_a_contest_document_that_agrees_has_no_disagreements(tmp_path: Path) -> None:
    totals = part_of_small_view(tmp_path)
    entry = contest_entry("2", 2)
    honest = contest_document(entry, scanner=count(1, [40, 50], [4, 5], 1, 1), protocol=REMOTE_BY_HAND)
    assert list(contest_disagreements(totals, honest)) == []


def test_lines_are_summed_over_current_protocols_only(tmp_path: Path) -> None:
    totals = part_of_small_view(tmp_path)
    assert totals["contests"]["1"]["protocol"]["lines"] == {"ballots_found": 61, "ballots_valid": 61}
    assert totals["territories"]["1"]["contests"]["2"]["protocol"]["lines"] == {"ballots_found": 9, "ballots_valid": 9}


def test_a_wrong_line_and_a_wrong_number_of_precincts_are_named(tmp_path: Path) -> None:
    totals = part_of_small_view(tmp_path)
    by_hand = count(1, [0, 0], [4, 5], 0, 2, ballots_found=9, ballots_valid=8)
    wrong = contest_document(contest_entry("2", 2), scanner=count(1, [40, 50], [4, 5], 1, 1), protocol=by_hand)
    assert list(contest_disagreements(totals, wrong)) == [
        "contest 2, protocol: remote_received 2 in the document, 1 in the CSV files",
        "contest 2, protocol: ballots_valid 8 in the document, 9 in the CSV files",
    ]


def test_a_wrong_total_is_named_with_both_numbers(tmp_path: Path) -> None:
    totals = part_of_small_view(tmp_path)
    wrong = contest_document(contest_entry("2", 2), scanner=count(1, [40, 51], [4, 5], 1, 1), protocol=REMOTE_BY_HAND)
    assert list(contest_disagreements(totals, wrong)) == [
        "contest 2, scanner: votes [44, 56] in the document, [44, 55] in the CSV files",
        "contest 2, scanner: home [40, 51] in the document, [40, 50] in the CSV files",
        "contest 2, scanner: base 100 in the document, 99 in the CSV files",
    ]


def territory_with(scanner_of_two: Any, **totals: Any) -> Any:
    contests = {"2": {"scanner": scanner_of_two, "protocol": count(1, [0, 0], [0, 0])}}
    sums = {"precincts": {"ordinary": 1, "remote": 0}, "voters": 1000, "contests": contests} | totals
    return territory_document(territory_entry("12", "1", 2, 1), [], totals=sums)


def test_a_territory_document_that_agrees_has_no_disagreements(tmp_path: Path) -> None:
    totals = part_of_small_view(tmp_path)
    assert list(territory_disagreements(totals, territory_with(count(1, [40, 50], [0, 0], 1)))) == []


def test_a_territory_that_hides_a_contest_or_a_voter_is_found(tmp_path: Path) -> None:
    totals = part_of_small_view(tmp_path)
    document = territory_with(count(1, [40, 50], [0, 0], 1), contests={}, voters=999)
    assert [line.partition(":")[2] for line in territory_disagreements(totals, document)] == [
        " voters 999 in the document, 1000 in precincts.csv",
        " in results.csv or precincts.csv, but not in the document",
    ]


votes = st.lists(st.integers(0, 5000), min_size=2, max_size=2)


@settings(max_examples=depth(100))
@given(reports=st.lists(st.tuples(votes, votes, st.booleans(), st.booleans()), min_size=1, max_size=5))
def test_long_and_wide_tables_recompute_to_the_same_totals(
    reports: list[tuple[list[int], list[int], bool, bool]],
) -> None:
    places: dict[str, list[Any]] = {"11": [], "12": []}
    for number, (machine, hand, counted, remote) in enumerate(reports):
        found = result("2", scanner(*machine), protocol(*hand), counted=counted, remote=remote)
        place = precinct(str(2000 + number), "1" if remote else "2", results=[found])
        places["11" if number % 2 else "12"].append(place)
    with tempfile.TemporaryDirectory() as parent:
        folder = Path(parent) / "data"
        write_data_part(small_view(places=places), folder)
        totals = recompute_from_csv(folder)
        for kind in ("scanner", "protocol"):
            tally = totals["contests"]["2"].get(kind, {"votes": [0, 0]})
            assert from_wide.wide_votes(folder, "2", kind) == tally["votes"]
            for code in ("1", "11", "12"):
                counts = totals["territories"][code]["contests"].get("2", {})
                assert from_wide.wide_votes(folder, "2", kind, code) == counts.get(kind, {"votes": [0, 0]})["votes"]
