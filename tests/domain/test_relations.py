import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.domain.relations import (
    COMPARATORS,
    Evaluation,
    Expression,
    Relation,
    RelationError,
    Term,
    parse_expression,
    parse_relation,
)

line_ids = st.from_regex(r"[0-9]{1,2}[а-яa-z]?|D[1-9]|options", fullmatch=True)


@st.composite
def expressions(draw: st.DrawFn) -> Expression:
    terms = draw(
        st.lists(st.tuples(line_ids, st.sampled_from((1, -1)), st.sampled_from(("", "ordinary", "remote"))), min_size=1)
    )
    (line, _, protocol), *rest = terms
    return Expression((Term(line, 1, protocol), *(Term(*term) for term in rest)))


relations = st.builds(Relation, expressions(), st.sampled_from(sorted(COMPARATORS)), expressions())


@given(relations)
def test_a_printed_relation_reads_back_as_itself(relation: Relation) -> None:
    assert parse_relation(str(relation)) == relation


@given(expressions())
def test_a_printed_expression_reads_back_as_itself(expression: Expression) -> None:
    assert parse_expression(str(expression)) == expression


@given(relations, st.data())
def test_an_evaluation_is_the_sum_of_its_signed_terms(relation: Relation, data: st.DataObject) -> None:
    values = {name: data.draw(st.integers(0, 10**6)) for name in relation.names}
    left = sum(term.sign * values[term.name] for term in relation.left.terms)
    right = sum(term.sign * values[term.name] for term in relation.right.terms)
    holds = {"=": left == right, "<=": left <= right, ">=": left >= right, "<": left < right, ">": left > right}
    assert relation.evaluate(values) == Evaluation(left, right, holds[relation.comparator])


@given(relations, st.data())
def test_the_order_of_the_values_changes_nothing(relation: Relation, data: st.DataObject) -> None:
    values = {name: data.draw(st.integers(0, 1000)) for name in relation.names}
    shuffled = dict(data.draw(st.permutations(list(values.items()))))
    assert relation.evaluate(values) == relation.evaluate(shuffled)


@given(relations, st.data())
def test_one_missing_line_leaves_the_relation_unevaluated(relation: Relation, data: st.DataObject) -> None:
    missing = data.draw(st.sampled_from(relation.names))
    assert relation.evaluate({name: 1 for name in relation.names if name != missing}) is None


@pytest.mark.parametrize("text", ["2 = 3+4+5+6+11-12", "2=3 + 4 + 5 + 6 + 11 − 12", " 2 = 3 +4+ 5+6+11 -12 "])
def test_both_minus_signs_and_any_spacing_mean_the_same(text: str) -> None:
    assert str(parse_relation(text)) == "2 = 3 + 4 + 5 + 6 + 11 − 12"


def test_a_line_with_a_cyrillic_letter_is_a_line_of_its_own() -> None:
    relation = parse_relation("11а + 11 = options")
    assert relation.lines == ("11а", "11")
    assert relation.evaluate({"11а": 2, "11": 3, "options": 5}) == (5, 5, True)


def test_a_precinct_relation_names_the_protocol_of_every_line() -> None:
    relation = parse_relation("ordinary.11 + remote.D7 <= ordinary.3 + remote.D2")
    assert relation.lines == ("ordinary.11", "remote.D7", "ordinary.3", "remote.D2")


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "0 comparators"),
        ("1 + 2", "0 comparators"),
        ("1 = 2 = 3", "2 comparators"),
        ("1 == 2", "2 comparators"),
        ("8 <= 7 and 8 <= 10", "2 comparators"),
        ("= 2", "a term is missing"),
        ("1 =", "a term is missing"),
        ("1 + = 2", "a term is missing"),
        ("1 2 = 3", "'2' is out of place"),
        ("1 ++ 2 = 3", "'+' is out of place"),
        ("-1 = 2", "'-' is out of place"),
        ("1 * 2 = 3", "unexpected '* 2 = 3' at character 3"),
        ("(1 + 2) = 3", "unexpected"),
        ("__import__('os') = 1", "unexpected"),
        ("recount.1 = 2", "must begin with one of ordinary, remote"),
        ("1 != 2", "unexpected"),
    ],
)
def test_what_is_no_relation_is_refused_with_its_reason(text: str, reason: str) -> None:
    with pytest.raises(RelationError, match=reason.replace("+", r"\+").replace("*", r"\*")):
        parse_relation(text)


def test_a_derived_figure_has_no_comparator() -> None:
    with pytest.raises(RelationError, match="has a comparator"):
        parse_expression("3 + 4 = 5")


@given(st.text(max_size=40))
def test_any_text_is_either_read_or_refused(text: str) -> None:
    try:
        relation = parse_relation(text)
    except RelationError:
        return
    assert parse_relation(str(relation)) == relation
