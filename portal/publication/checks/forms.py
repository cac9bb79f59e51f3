"""What the checks need of protocol forms: lines by key, ballots found, and ratios evaluated a second time (G1)."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from portal.domain.documents import FindingDocument, ProtocolDocument
from portal.domain.form_parts import RatioScope
from portal.domain.protocol_form import ProtocolForm
from portal.domain.relations import Term

_OPTIONS = "options"
_VERDICTS = {
    "=": lambda left, right: left == right,
    "<=": lambda left, right: left <= right,
    ">=": lambda left, right: left >= right,
    "<": lambda left, right: left < right,
    ">": lambda left, right: left > right,
}


@dataclass(frozen=True)
class FormSums:
    """`keys` by line id; `found` the signed lines that make up the ballots found; ratios of one protocol as terms."""

    keys: Mapping[str, str]
    found: tuple[tuple[str, int], ...]
    ratios: tuple[tuple[str, tuple[Term, ...], str, tuple[Term, ...]], ...]


def form_sums(form: ProtocolForm) -> FormSums:
    """The form as plain sums."""
    found: tuple[tuple[str, int], ...] = tuple((line.id, 1) for line in form.lines if line.key == "ballots_found")
    for derived in form.derived:
        if derived.key == "ballots_found":
            found = tuple((term.line, term.sign) for term in derived.relation.terms)
    ratios = tuple(
        (ratio.code, ratio.relation.left.terms, ratio.relation.comparator, ratio.relation.right.terms)
        for ratio in form.ratios
        if ratio.scope is RatioScope.PROTOCOL
    )
    return FormSums({line.id: line.key for line in form.lines}, found, ratios)


def ballots_found(protocol: ProtocolDocument, form: FormSums | None) -> int | None:
    """Ballots found by the hand count; None when the form or the protocol does not hold them."""
    if form is None or not form.found:
        return None
    figures = {_OPTIONS: sum(protocol["votes"]), **protocol["lines"]}
    if any(line not in figures for line, _ in form.found):
        return None
    return sum(sign * figures[line] for line, sign in form.found)


def ratio_problems(
    contest: str, protocol: ProtocolDocument, form: FormSums | None, findings: list[FindingDocument]
) -> Iterator[str]:
    """Ratios that were not evaluated, or wrongly, and broken ones without their finding."""
    stated = {ratio["code"]: ratio for ratio in protocol["ratios"]}
    figures = {_OPTIONS: sum(protocol["votes"]), **protocol["lines"]}
    for code, left_terms, comparator, right_terms in form.ratios if form else ():
        if any(term.line not in figures for term in (*left_terms, *right_terms)):
            continue
        left = sum(term.sign * figures[term.line] for term in left_terms)
        right = sum(term.sign * figures[term.line] for term in right_terms)
        ratio = stated.get(code)
        if ratio is None:
            yield f"contest {contest}: control ratio {code} is not evaluated"
        elif (ratio["left"], ratio["right"], ratio["holds"]) != (left, right, _VERDICTS[comparator](left, right)):
            yield f"contest {contest}: control ratio {code} is {left} {comparator} {right}, not as stated"
    attached = {finding["code"] for finding in findings if finding["contest"] == contest}
    for ratio in protocol["ratios"]:
        if not ratio["holds"] and ratio["code"] not in attached:
            yield f"contest {contest}: the broken control ratio {ratio['code']} is not among the findings"
