from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.domain.findings import (
    Finding,
    final_turnout_against_found,
    found_against_processed,
    participated_against_identified,
    remote_voters_against_scanner,
    signed_against_computed,
    total,
    turnout_above_list,
    turnout_falls,
    votes_against_scanner,
    zero_report_not_zero,
)
from portal.domain.form_parts import Severity
from portal.domain.names import LANGUAGES, Language
from portal.domain.rules import sentence
from portal.domain.source_rules import SOURCE_RULES

count = st.integers(0, 10_000)


def test_ballots_found_equal_to_the_scanner_leave_no_finding() -> None:
    assert found_against_processed(500, 12, 512) is None


@pytest.mark.parametrize("processed", [511, 513])
def test_one_ballot_more_or_less_than_the_scanner_is_a_finding(processed: int) -> None:
    assert found_against_processed(500, 12, processed, "7") == Finding(
        code="X1",
        severity=Severity.WARN,
        source="R139 ¶58, 68",
        lines=("ballots_found",),
        values={"found": 500, "remote_found": 12, "processed": processed},
        contest="7",
        explanation="",
    )


def test_every_option_that_differs_from_the_scanner_has_its_own_finding() -> None:
    found = votes_against_scanner({3: 10, 1: 5, 2: 7}, {1: 5, 2: 8, 3: 9}, "1")
    assert [finding.values for finding in found] == [
        {"position": 2, "protocol": 7, "scanner": 8},
        {"position": 3, "protocol": 10, "scanner": 9},
    ]
    assert {finding.code for finding in found} == {"X2"}


def test_a_position_known_to_one_count_only_is_not_compared() -> None:
    assert votes_against_scanner({1: 5}, {2: 8}) == ()


def test_signatures_are_compared_with_identification_inside_and_outside() -> None:
    assert participated_against_identified(400, 10, 395, 15) is None
    finding = participated_against_identified(400, 10, 395, 14)
    assert finding is not None
    assert finding.code == "X3"
    assert finding.values == {
        "participated": 400,
        "remote_participated": 10,
        "identified": 395,
        "identified_outside": 14,
    }


def test_final_turnout_differing_from_ballots_found_is_a_finding() -> None:
    assert final_turnout_against_found(410, 410) is None
    finding = final_turnout_against_found(410, 411)
    assert finding is not None
    assert (finding.code, finding.values) == ("X4", {"turnout": 410, "found": 411})


def test_remote_voters_differing_from_the_scanner_are_a_finding() -> None:
    assert remote_voters_against_scanner(10, 10) is None
    finding = remote_voters_against_scanner(10, 0)
    assert finding is not None
    assert (finding.code, finding.values) == ("X5", {"remote_participated": 10, "scanner_remote": 0})


@pytest.mark.parametrize(("processed", "votes"), [(1, {}), (0, {1: 0, 2: 3}), (None, {1: 1})])
def test_a_zero_report_with_anything_in_it_is_a_finding(processed: int | None, votes: dict[int, int]) -> None:
    finding = zero_report_not_zero(processed, votes)
    assert finding is not None
    assert finding.values == {"processed": processed or 0, "votes": sum(votes.values())}


@pytest.mark.parametrize("processed", [0, None])
def test_a_zero_report_of_zeros_leaves_no_finding(processed: int | None) -> None:
    assert zero_report_not_zero(processed, {1: 0, 2: 0}) is None


def test_a_consolidated_protocol_is_compared_figure_by_figure() -> None:
    found = signed_against_computed(
        {"ballots_valid": 100, "ballots_invalid": 5, "ballots_found": 105},
        {"ballots_valid": 100, "ballots_invalid": 6},
        {1: 60, 2: 40},
        {1: 61, 2: 40},
        "3",
    )
    assert [(finding.code, finding.lines, finding.values) for finding in found] == [
        ("X7", ("ballots_invalid",), {"signed": 5, "computed": 6}),
        ("X7", (), {"position": 1, "signed": 60, "computed": 61}),
    ]


def test_a_fall_is_measured_from_the_last_known_report() -> None:
    found = turnout_falls([100, None, 99, 99, 150, 149])
    assert [finding.values for finding in found] == [
        {"report": 3, "before": 100, "after": 99},
        {"report": 6, "before": 150, "after": 149},
    ]


@given(st.lists(count))
def test_turnout_in_rising_order_never_falls(series: list[int]) -> None:
    assert turnout_falls(sorted(series)) == ()


@given(st.lists(count))
def test_turnout_falls_exactly_where_a_report_is_below_the_one_before(series: list[int]) -> None:
    falls = sum(after < before for before, after in pairwise(series))
    assert len(turnout_falls(series)) == falls


def test_the_whole_list_may_take_part_but_not_one_voter_more() -> None:
    assert turnout_above_list(1000, 1000) is None
    finding = turnout_above_list(1001, 1000)
    assert finding is not None
    assert (finding.code, finding.values) == ("T2", {"identified": 1001, "voters": 1000})


@given(st.tuples(count, count, count, count), st.integers(0, 3))
def test_what_is_not_known_is_not_compared(counts: tuple[int, int, int, int], unknown: int) -> None:
    values: list[int | None] = list(counts)
    values[unknown] = None
    first, second, third, fourth = values
    assert participated_against_identified(first, second, third, fourth) is None
    if unknown < 3:
        assert found_against_processed(first, second, third) is None
    if unknown < 2:
        assert final_turnout_against_found(first, second) is None
        assert remote_voters_against_scanner(first, second) is None
        assert turnout_above_list(first, second) is None


def test_a_total_is_unknown_as_soon_as_one_part_is() -> None:
    assert total([1, 2, 3]) == 6
    assert total([1, None]) is None
    assert total([]) is None


def every_finding() -> list[Finding]:
    findings = [
        found_against_processed(1, 2, 4),
        *votes_against_scanner({1: 1}, {1: 2}),
        participated_against_identified(1, 2, 3, 4),
        final_turnout_against_found(1, 2),
        remote_voters_against_scanner(1, 2),
        zero_report_not_zero(1, {1: 2}),
        *signed_against_computed({"ballots_valid": 1}, {"ballots_valid": 2}, {1: 3}, {1: 4}),
        *turnout_falls([2, 1]),
        turnout_above_list(2, 1),
    ]
    return [finding for finding in findings if finding is not None]


def test_every_rule_across_sources_can_be_found() -> None:
    assert {finding.code for finding in every_finding()} == set(SOURCE_RULES)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("finding", every_finding(), ids=lambda finding: f"{finding.code}{finding.lines}")
def test_every_finding_becomes_a_whole_sentence_with_all_its_values(finding: Finding, language: Language) -> None:
    shown = sentence(SOURCE_RULES[finding.code], finding.values, language, lines=finding.lines)
    assert "{" not in shown
    assert shown.endswith(".")
    assert all(str(value) in shown for value in finding.values.values())


def test_a_line_is_called_by_the_name_that_the_form_gives_it() -> None:
    (finding,) = signed_against_computed({"ballots_valid": 1}, {"ballots_valid": 2}, {}, {})
    named = sentence(SOURCE_RULES["X7"], finding.values, "en", {"ballots_valid": "Valid ballots"}, finding.lines)
    assert named == "Consolidated protocol, Valid ballots: 1 as signed, 2 as computed."
