import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.domain.control_ratios import catalogue
from portal.domain.form_parts import RESERVED_CODES
from portal.domain.names import Names
from portal.domain.preferences import PREFERENCE_RULES
from portal.domain.protocol_form import (
    FormError,
    LineScope,
    RatioScope,
    Severity,
    load_form,
    shipped_form,
    shipped_form_ids,
)

HEAD = 'id = "test-form"\nname.en = "Test form"\n'
LINES = '[[line]]\nid = "1"\nkey = "a"\nname.en = "A"\n[[line]]\nid = "2"\nkey = "b"\nname.en = "B"\n'
KEYS = (
    *("voters_on_list", "ballots_received", "issued_early", "issued_in_room", "issued_outside", "ballots_cancelled"),
    *("ballots_portable", "ballots_stationary", "ballots_invalid", "ballots_valid", "ballots_lost", "unaccounted"),
)
TWELVE_LINES = HEAD + "".join(
    f'[[line]]\nid = "{number}"\nkey = "{key}"\nname.ru = "Строка {number}"\n' for number, key in enumerate(KEYS, 1)
)


def problems(text: str) -> list[str]:
    with pytest.raises(FormError) as caught:
        load_form(text, "form.toml")
    assert all(problem.where.startswith("form.toml") for problem in caught.value.problems)
    return [str(problem) for problem in caught.value.problems]


def ratio(relation: str, *more: str) -> str:
    return "\n".join(("[[ratio]]", 'code = "A1"', f'relation = "{relation}"', 'severity = "warn"', *more, ""))


def test_a_minimal_form_is_read_with_its_defaults() -> None:
    form = load_form(HEAD + LINES + ratio("1 <= 2"), "form.toml")
    assert (form.id, form.legal, form.names, form.line_ids) == ("test-form", "", Names(en="Test form"), ("1", "2"))
    assert {line.scope for line in form.lines} == {LineScope.CONTEST}
    assert [(r.code, str(r.relation), r.severity, r.source, r.scope) for r in form.ratios] == [
        ("A1", "1 <= 2", Severity.WARN, "", RatioScope.PROTOCOL)
    ]


def test_a_twelve_line_form_with_derived_figures_is_read() -> None:
    form = load_form(
        TWELVE_LINES
        + '[[derived]]\nkey = "ballots_issued"\nrelation = "3 + 4 + 5"\n'
        + '[[derived]]\nkey = "ballots_found"\nrelation = "7 + 8"\n'
        + "".join(
            f'[[ratio]]\ncode = "H{number}"\nrelation = "{relation}"\nseverity = "refuse"\n'
            for number, relation in enumerate(("2 = 3+4+5+6+11-12", "7+8 = 9+10", "10 = options"), 1)
        ),
        "ru.toml",
    )
    lines = {"3": 10, "4": 300, "5": 20, "7": 25, "8": 300}
    assert form.value_by_key("ballots_issued", lines) == 330
    assert form.value_by_key("ballots_found", lines) == 325
    assert form.value_by_key("ballots_portable", lines) == 25
    assert form.value_by_key("ballots_valid", lines) is None
    assert form.value_by_key("cheques", lines) is None
    assert form.value_by_key("ballots_found", {"7": 25}) is None
    assert str(form.ratios[0].relation) == "2 = 3 + 4 + 5 + 6 + 11 − 12"


def test_a_key_derived_from_option_votes_needs_their_sum() -> None:
    form = load_form(HEAD + LINES + '[[derived]]\nkey = "ballots_valid"\nrelation = "options"\n', "form.toml")
    assert form.value_by_key("ballots_valid", {"1": 5}, 17) == 17
    assert form.value_by_key("ballots_valid", {"1": 5}) is None


def test_a_line_id_may_hold_a_cyrillic_letter() -> None:
    form = load_form(HEAD + '[[line]]\nid = "11а"\nkey = "lost"\nname.ru = "Утрачено"\n' + ratio("11а = 11а"), "f")
    assert form.value_by_key("lost", {"11а": 3}) == 3


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("id = ", "form.toml: is not valid TOML"),
        ('name.en = "T"\n' + LINES, "form.toml: form: id is missing"),
        ('id = 5\nname.en = "T"\n' + LINES, "form.toml: form: id must be text in quotation marks, not 5"),
        ('id = "../x"\nname.en = "T"\n' + LINES, "form.toml: form: id '../x' must be letters, digits and hyphens"),
        ('id = "x"\n' + LINES, "form.toml: form: name is missing"),
        ('id = "x"\nname = "T"\n' + LINES, "form.toml: form: name must be given per language"),
        ('id = "x"\nname.de = "T"\nname.en = "T"\n' + LINES, "form.toml: form name: unknown key 'de'"),
        (HEAD, "form.toml: form: has no [[line]]"),
        (HEAD + "line = 3\n", "form.toml: line: must be written as [[line]] tables"),
        (HEAD + "lines = 3\n" + LINES, "form.toml: form: unknown key 'lines'"),
        (HEAD + LINES + 'colour = "red"\n', "form.toml: line 2: unknown key 'colour'"),
        (
            HEAD + LINES + 'scope = "country"\n',
            "form.toml: line 2: unknown scope 'country'; known are contest, precinct",
        ),
        (HEAD + LINES + LINES, "form.toml: line 1: the same id stands there twice"),
        (
            HEAD + LINES + '[[line]]\nid = "3"\nkey = "a"\nname.en = "C"\n',
            "form.toml: key a: the same key stands there twice",
        ),
        (HEAD + LINES + '[[line]]\nkey = "c"\nname.en = "C"\n', "form.toml: line number 3: id is missing"),
        (HEAD + LINES + '[[line]]\nid = "3"\nname.en = "C"\n', "form.toml: line 3: key is missing"),
        (HEAD + LINES + '[[line]]\nid = "3"\nkey = "c"\n', "form.toml: line 3: name is missing"),
        (
            HEAD + LINES + '[[line]]\nid = "3.1"\nkey = "c"\nname.en = "C"\n',
            "form.toml: line 3.1: id '3.1' must be letters",
        ),
        (HEAD + LINES + '[[line]]\nid = "options"\nkey = "c"\nname.en = "C"\n', "id 'options' is a reserved word"),
        (
            HEAD + LINES + '[[derived]]\nkey = "b"\nrelation = "1"\n',
            "form.toml: key b: the same key stands there twice",
        ),
        (HEAD + LINES + '[[derived]]\nkey = "c"\nrelation = "1 + 9"\n', "form.toml: derived c: unknown line '9'"),
        (
            HEAD + LINES + '[[derived]]\nkey = "c"\nrelation = "1 = 2"\n',
            "form.toml: derived c: relation '1 = 2' has a comparator",
        ),
        (HEAD + LINES + '[[derived]]\nkey = "c"\n', "form.toml: derived c: relation is missing"),
        (
            HEAD + LINES + ratio("1 = 9"),
            "form.toml: ratio A1: unknown line '9' in the relation; known are 1, 2, options",
        ),
        (HEAD + LINES + ratio("1 = = 2"), "form.toml: ratio A1: relation '1 = = 2' has 2 comparators"),
        (HEAD + LINES + ratio("1 = ordinary.2"), "ordinary.2 may stand only in a ratio with scope"),
        (HEAD + LINES + ratio("1 = 2", 'scope = "precinct"'), "write ordinary.1 or remote.1 in precinct scope"),
        (HEAD + LINES + ratio("remote.1 = remote.9", 'scope = "precinct"'), "unknown line in the relation: remote.9"),
        (HEAD + LINES + ratio("1 = 2", 'scope = "country"'), "unknown scope 'country'; known are protocol, precinct"),
        (HEAD + LINES + ratio("1 = 2") + ratio("1 <= 2"), "form.toml: ratio A1: the same code stands there twice"),
        (HEAD + LINES + ratio("1 = 2", 'message.en = "{3} is wrong"'), "unknown placeholder {3} in a message"),
        (HEAD + LINES + ratio("1 = 2").replace("warn", "fatal"), "unknown severity 'fatal'; known are refuse, warn"),
        (HEAD + LINES + ratio("1 = 2").replace('severity = "warn"', ""), "form.toml: ratio A1: severity is missing"),
        (HEAD + LINES + ratio("1 = 2").replace("A1", "C10"), "code 'C10' belongs to a rule that holds for every form"),
        (HEAD + LINES + 'scope = "precinct"\n' + ratio("1 = 2"), "line 2 belongs to the precinct"),
        (
            HEAD + LINES + 'scope = "precinct"\n[[derived]]\nkey = "c"\nrelation = "1 + 2"\n',
            "derived c: adds lines of a contest",
        ),
    ],
)
def test_a_wrong_form_is_refused_with_place_and_reason(text: str, problem: str) -> None:
    assert any(problem in found for found in problems(text)), problems(text)


def test_all_problems_of_a_form_are_listed_at_once() -> None:
    found = problems(HEAD + "x = 1\n" + LINES + 'y = 2\n[[line]]\nid = "1"\n' + ratio("1 = 9").replace("warn", "bad"))
    assert found == [
        "form.toml: form: unknown key 'x'; known are id, legal, name, line, derived, ratio",
        "form.toml: line 2: unknown key 'y'; known are id, key, name, scope",
        "form.toml: line 1: key is missing",
        "form.toml: line 1: name is missing; give at least one of name.ky, name.ru, name.en",
        "form.toml: ratio A1: unknown line '9' in the relation; known are 1, 2, options",
        "form.toml: ratio A1: unknown severity 'bad'; known are refuse, warn",
        "form.toml: line 1: the same id stands there twice; every id must be unique",
    ]


@given(
    st.sets(st.sampled_from("123456789"), min_size=1, max_size=8), st.lists(st.sampled_from("123456789"), min_size=2)
)
def test_a_relation_is_accepted_exactly_when_all_its_lines_exist(known: set[str], named: list[str]) -> None:
    text = HEAD + "".join(f'[[line]]\nid = "{id}"\nkey = "k{id}"\nname.en = "L"\n' for id in sorted(known))
    text += ratio(" + ".join(named[1:]) + " = " + named[0])
    if set(named) <= known:
        assert load_form(text, "f").ratios[0].relation.lines == tuple(dict.fromkeys((*named[1:], named[0])))
    else:
        assert all("unknown line" in problem for problem in problems(text))


def test_the_shipped_forms_are_the_two_of_the_home_case() -> None:
    assert shipped_form_ids() == ("kg-2025", "kg-2025-remote")
    assert {id: shipped_form(id).id for id in shipped_form_ids()} == {id: id for id in shipped_form_ids()}
    with pytest.raises(FormError, match="known are kg-2025, kg-2025-remote"):
        shipped_form("../secrets")


def test_the_shipped_ordinary_form_has_the_eleven_lines_of_the_regulation() -> None:
    form = shipped_form("kg-2025")
    assert [(line.id, line.key) for line in form.lines] == [
        ("1", "voters_on_list"),
        ("2", "voters_participated"),
        ("3", "ballots_issued"),
        ("4", "cheques"),
        ("5", "ballots_spoiled"),
        ("6", "applications_outside"),
        ("7", "ballots_portable"),
        ("8", "ballots_portable_invalidated"),
        ("9", "ballots_found"),
        ("10", "ballots_invalid"),
        ("11", "ballots_valid"),
    ]
    assert form.precinct_line_ids == ()


def test_the_shipped_remote_form_has_four_precinct_lines_and_three_per_district() -> None:
    form = shipped_form("kg-2025-remote")
    assert form.precinct_line_ids == ("D1", "D2", "D3", "D4")
    assert form.contest_line_ids == ("D5", "D6", "D7")
    assert form.value_by_key("ballots_found", {"D5": 7}) == 7


@pytest.mark.parametrize("id", shipped_form_ids())
def test_every_name_and_message_of_a_shipped_form_is_in_three_languages(id: str) -> None:
    form = shipped_form(id)
    for names in (form.names, *(line.names for line in form.lines), *(ratio.messages for ratio in form.ratios)):
        assert all((names.ky, names.ru, names.en)), names
        assert len({names.ky, names.ru, names.en}) == 3


def test_reserved_codes_are_exactly_those_of_the_rules_in_the_code() -> None:
    assert {rule.code for rule in catalogue(())} | PREFERENCE_RULES.keys() == RESERVED_CODES
