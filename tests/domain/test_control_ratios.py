from collections.abc import Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.domain.control_ratios import (
    Figures,
    RatioResult,
    broken_as_findings,
    catalogue,
    check_pair,
    evaluate_precinct,
    evaluate_protocol,
    refusals,
    rules_by_code,
)
from portal.domain.names import LANGUAGES
from portal.domain.protocol_form import FormError, Severity, load_form, shipped_form
from portal.domain.rules import PLACEHOLDER, sentence
from portal.domain.statuses import ProtocolKind

ORDINARY, REMOTE = shipped_form("kg-2025"), shipped_form("kg-2025-remote")
CODES = ("C1", "C2", "C3p", "C4", "C5", "C6", "C7", "C8", "C9a", "C9b", "C10")
SOUND = {"1": 1000, "2": 510, "3": 510, "4": 510, "5": 3, "6": 20, "7": 22, "8": 2, "9": 500, "10": 12, "11": 490}
SOUND_REMOTE = {"D5": 10, "D6": 1, "D7": 9}
SOUND_PRECINCT = {"D1": 12, "D2": 12, "D3": 12, "D4": 0}


def broken(results: tuple[RatioResult, ...]) -> set[str]:
    return {result.code for result in results if not result.holds}


def of_protocol(changes: Mapping[str, int], options: int = 490) -> tuple[RatioResult, ...]:
    return evaluate_protocol(ORDINARY, {**SOUND, **changes}, options)


def test_a_sound_protocol_breaks_nothing_and_every_ratio_is_evaluated() -> None:
    results = evaluate_protocol(ORDINARY, SOUND, 490, members=9, signed=5)
    assert [result.code for result in results] == list(CODES)
    assert broken(results) == set()


@pytest.mark.parametrize(
    ("changes", "options", "codes"),
    [
        ({"9": 501}, 490, {"C1"}),
        ({"9": 499}, 490, {"C1"}),
        ({"10": 13}, 490, {"C1"}),
        ({}, 491, {"C2"}),
        ({}, 489, {"C2"}),
        ({"1": 510}, 490, set()),
        ({"1": 509}, 490, {"C4"}),
        ({"6": 19}, 490, {"C5"}),
        ({"7": 23}, 490, {"C5"}),
        ({"4": 511}, 490, {"C6"}),
        ({"4": 509}, 490, {"C6"}),
        ({"2": 500, "3": 500, "4": 500}, 490, set()),
        ({"2": 499, "3": 499, "4": 499}, 490, {"C7"}),
        ({"2": 509}, 490, {"C8"}),
        ({"2": 511}, 490, {"C8"}),
        ({"2": 490, "3": 490, "4": 490}, 490, {"C7"}),
        ({"2": 489, "3": 489, "4": 489}, 490, {"C7", "C3p"}),
        ({"7": 2}, 490, set()),
        ({"7": 1}, 490, {"C9a"}),
        ({"8": 12, "9": 490}, 490, set()),
        ({"8": 13, "9": 489}, 490, {"C9b"}),
    ],
)
def test_every_ratio_of_the_ordinary_form_breaks_exactly_past_its_boundary(
    changes: Mapping[str, int], options: int, codes: set[str]
) -> None:
    assert broken(of_protocol(changes, options)) == codes


@pytest.mark.parametrize(
    ("changes", "options", "codes"),
    [({}, 9, set()), ({"D5": 11}, 9, {"D-C1"}), ({"D6": 0}, 9, {"D-C1"}), ({}, 8, {"D-C2"}), ({}, 10, {"D-C2"})],
)
def test_every_protocol_ratio_of_the_remote_form_breaks_exactly_past_its_boundary(
    changes: Mapping[str, int], options: int, codes: set[str]
) -> None:
    lines = {**SOUND_REMOTE, **changes}
    results = evaluate_protocol(REMOTE, lines, options, kind=ProtocolKind.REMOTE, contest_is_own=False)
    assert broken(results) == codes
    assert {result.severity for result in results} == {Severity.REFUSE}


@pytest.mark.parametrize(("members", "signed", "valid"), [(9, 5, True), (9, 4, False), (10, 6, True), (10, 5, False)])
def test_a_protocol_needs_the_signatures_of_a_majority_of_the_commission(
    members: int, signed: int, valid: bool
) -> None:
    results = evaluate_protocol(ORDINARY, SOUND, 490, members, signed)
    assert broken(results) == (set() if valid else {"C10"})


@pytest.mark.parametrize(("members", "signed"), [(None, 5), (9, None), (None, None)])
def test_signatures_are_not_judged_while_they_are_unknown(members: int | None, signed: int | None) -> None:
    assert "C10" not in {result.code for result in evaluate_protocol(ORDINARY, SOUND, 490, members, signed)}


def test_a_remote_protocol_of_the_own_district_is_refused() -> None:
    own = evaluate_protocol(REMOTE, SOUND_REMOTE, 9, kind=ProtocolKind.REMOTE, contest_is_own=True)
    assert [result.code for result in refusals(own)] == ["C11"]
    assert not broken(evaluate_protocol(REMOTE, SOUND_REMOTE, 9, kind=ProtocolKind.REMOTE, contest_is_own=False))
    ordinary = evaluate_protocol(ORDINARY, SOUND, 490, kind=ProtocolKind.ORDINARY, contest_is_own=True)
    assert "C11" not in {result.code for result in ordinary}


@given(st.sets(st.sampled_from(sorted(SOUND))))
def test_a_missing_line_leaves_out_exactly_the_ratios_that_need_it(missing: set[str]) -> None:
    lines = {id: value for id, value in SOUND.items() if id not in missing}
    evaluated = {result.code for result in evaluate_protocol(ORDINARY, lines, 490)}
    needed = {r.code: set(r.relation.lines) for r in ORDINARY.ratios if r.scope.value == "protocol"}
    assert evaluated == {code for code, ids in needed.items() if not ids & missing}


def test_unknown_option_votes_leave_their_ratio_out() -> None:
    assert "C2" not in {result.code for result in evaluate_protocol(ORDINARY, SOUND, None)}


@given(st.permutations(list(SOUND.items())), st.dictionaries(st.sampled_from(sorted(SOUND)), st.integers(0, 600)))
def test_the_order_of_the_lines_changes_no_verdict(items: list[tuple[str, int]], changes: dict[str, int]) -> None:
    shuffled = {id: changes.get(id, value) for id, value in items}
    assert evaluate_protocol(ORDINARY, shuffled, 490) == of_protocol(changes)


def of_precinct(ordinary: Mapping[str, int], remote: Mapping[str, int], once: Mapping[str, int]) -> set[str]:
    return broken(
        evaluate_precinct(
            ORDINARY,
            [Figures({**SOUND, **ordinary}, 490)],
            REMOTE,
            [Figures({**SOUND_REMOTE, **remote}, 9), Figures({"D5": 2, "D6": 0, "D7": 2}, 2)],
            {**SOUND_PRECINCT, **once},
        )
    )


@pytest.mark.parametrize(
    ("ordinary", "remote", "once", "codes"),
    [
        ({}, {}, {}, set()),
        ({"3": 489}, {}, {}, set()),
        ({"3": 488}, {}, {}, {"C3"}),
        ({"11": 511}, {}, {}, set()),
        ({"11": 512}, {}, {}, {"C3"}),
        ({}, {"D7": 30}, {}, set()),
        ({}, {"D7": 31}, {}, {"C3"}),
        ({}, {"D5": 11}, {}, {"D-C3"}),
        ({}, {}, {"D2": 11}, {"D-C3", "D-C4", "D-C5"}),
        ({}, {}, {"D3": 13}, {"D-C4"}),
        ({}, {}, {"D1": 11}, {"D-C5"}),
    ],
)
def test_precinct_ratios_judge_the_sums_over_all_protocols(
    ordinary: Mapping[str, int], remote: Mapping[str, int], once: Mapping[str, int], codes: set[str]
) -> None:
    assert of_precinct(ordinary, remote, once) == codes


def test_a_precinct_without_remote_voting_is_judged_by_its_ordinary_protocol() -> None:
    sound = evaluate_precinct(ORDINARY, [Figures({**SOUND, "11": 510})], REMOTE)
    assert [(result.code, result.left, result.right, result.holds) for result in sound] == [("C3", 510, 510, True)]
    assert broken(evaluate_precinct(ORDINARY, [Figures({**SOUND, "11": 511})])) == {"C3"}


def test_a_precinct_of_remote_voting_alone_is_judged_by_its_remote_protocols() -> None:
    results = evaluate_precinct(ORDINARY, [], REMOTE, [Figures(SOUND_REMOTE, 9)], SOUND_PRECINCT)
    assert {result.code: result.holds for result in results} == {"C3": True, "D-C3": True, "D-C4": True, "D-C5": True}


def test_a_line_missing_in_one_protocol_leaves_the_precinct_sum_out() -> None:
    remote = [Figures(SOUND_REMOTE, 9), Figures({"D6": 0}, 2)]
    results = evaluate_precinct(ORDINARY, [Figures(SOUND, 490)], REMOTE, remote, SOUND_PRECINCT)
    assert {result.code for result in results} == {"D-C4", "D-C5"}
    without_lines = evaluate_precinct(ORDINARY, [Figures(SOUND, 490)], REMOTE, remote[:1])
    assert without_lines == ()


def test_a_precinct_without_protocols_has_no_verdicts() -> None:
    assert evaluate_precinct(ORDINARY, [], REMOTE) == ()


def test_the_sum_of_option_votes_of_all_protocols_can_be_a_term() -> None:
    form = load_form(
        'id = "f"\nname.en = "F"\n[[line]]\nid = "1"\nkey = "a"\nname.en = "A"\n'
        '[[ratio]]\ncode = "A1"\nrelation = "ordinary.options = ordinary.1"\nseverity = "refuse"\nscope = "precinct"\n',
        "f",
    )
    (result,) = evaluate_precinct(form, [Figures({"1": 3}, 3), Figures({"1": 4}, 5)])
    assert (result.left, result.right, result.holds, result.lines) == (8, 7, False, ("ordinary.1",))
    assert evaluate_precinct(form, [Figures({"1": 3}, 3), Figures({"1": 4})]) == ()


def test_the_shipped_forms_fit_together() -> None:
    check_pair(ORDINARY, REMOTE)
    check_pair(ORDINARY, None)


def test_forms_that_do_not_fit_together_are_refused_with_all_problems() -> None:
    other = load_form(
        'id = "other"\nname.en = "O"\n[[line]]\nid = "1"\nkey = "a"\nname.en = "A"\n'
        '[[ratio]]\ncode = "C1"\nrelation = "1 = options"\nseverity = "warn"\n',
        "other",
    )
    with pytest.raises(FormError) as caught:
        check_pair(ORDINARY, other)
    assert [str(problem) for problem in caught.value.problems] == [
        "kg-2025: ratio C3: unknown line remote.D7, remote.D2",
        "other: ratio C1: the same code stands in kg-2025; choose another one",
    ]


def test_one_form_for_both_kinds_of_protocol_is_judged_once() -> None:
    form = load_form(
        'id = "f"\nname.en = "F"\n[[line]]\nid = "1"\nkey = "a"\nname.en = "A"\n'
        '[[ratio]]\ncode = "A1"\nrelation = "ordinary.1 = remote.1"\nseverity = "warn"\nscope = "precinct"\n',
        "f",
    )
    check_pair(form, form)
    assert len(evaluate_precinct(form, [Figures({"1": 3})], form, [Figures({"1": 3})])) == 1


def test_hard_rules_refuse_and_soft_rules_want_a_reason_that_stays_with_the_finding() -> None:
    form = load_form(
        'id = "pl"\nname.en = "Coded rules"\n'
        '[[line]]\nid = "4"\nkey = "ballots_issued"\nname.en = "Issued"\n'
        '[[line]]\nid = "9"\nkey = "ballots_found"\nname.en = "Found"\n'
        '[[line]]\nid = "13"\nkey = "ballots_valid"\nname.en = "Valid"\n'
        '[[ratio]]\ncode = "P1"\nrelation = "13 <= 9"\nseverity = "refuse"\n'
        '[[ratio]]\ncode = "S1"\nrelation = "9 = 4"\nseverity = "warn"\nmessage.en = "{9} of {4} came back."\n',
        "pl",
    )
    results = evaluate_protocol(form, {"4": 100, "9": 98, "13": 97}, 97)
    assert refusals(results) == ()
    assert [result.code for result in results if not result.holds] == ["S1"]
    (finding,) = broken_as_findings(results, "1", {"S1": "Two voters kept their ballots."})
    assert finding.explanation == "Two voters kept their ballots."
    assert (finding.lines, finding.values) == (("9", "4"), {"9": 98, "4": 100, "left": 98, "right": 100})
    assert sentence(rules_by_code([form])["S1"], finding.values, "ky", lines=finding.lines) == "98 of 100 came back."
    assert [result.code for result in refusals(evaluate_protocol(form, {"4": 100, "9": 98, "13": 99}, 99))] == ["P1"]


def test_a_broken_ratio_names_its_lines_and_values() -> None:
    (finding,) = broken_as_findings(of_protocol({"9": 501}), "12")
    assert (finding.code, finding.severity, finding.contest) == ("C1", Severity.REFUSE, "12")
    assert finding.source == "R139 ¶48, 53, 57"
    assert finding.lines == ("10", "11", "9", "8")
    assert finding.values == {"10": 12, "11": 490, "9": 501, "8": 2, "left": 502, "right": 503}
    shown = sentence(rules_by_code([ORDINARY])["C1"], finding.values, "ru", lines=finding.lines)
    assert shown.startswith("Недействительных (12) и")


def test_codes_of_a_campaigns_catalogue_are_unique() -> None:
    codes = [rule.code for rule in catalogue([ORDINARY, REMOTE])]
    assert len(codes) == len(set(codes)) == 11 + 5 + 2 + 9


def test_every_rule_has_a_message_in_three_languages_also_where_its_form_has_none() -> None:
    bare = load_form(
        'id = "bare"\nname.en = "B"\n[[line]]\nid = "1"\nkey = "a"\nname.en = "A"\n'
        '[[ratio]]\ncode = "B1"\nrelation = "1 <= options"\nseverity = "warn"\n',
        "bare",
    )
    for rule in catalogue([ORDINARY, REMOTE, bare]):
        assert all((rule.messages.ky, rule.messages.ru, rule.messages.en)), rule.code
    (finding,) = broken_as_findings(evaluate_protocol(bare, {"1": 5}, 4))
    assert sentence(rules_by_code([bare])["B1"], finding.values, "en", lines=finding.lines) == (
        "The control ratio does not hold: 1 <= options; 5 on the left, 4 on the right."
    )


def test_the_placeholders_of_a_rule_are_the_same_in_every_language() -> None:
    for rule in catalogue([ORDINARY, REMOTE]):
        messages = rule.messages.document()
        assert len({frozenset(PLACEHOLDER.findall(messages[language])) for language in LANGUAGES}) == 1, rule.code
