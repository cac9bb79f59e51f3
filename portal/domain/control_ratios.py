"""Control ratios of a protocol and of a precinct's protocols together, and the catalogue of all rules (R139 ¶59).

The one table of rules is `catalogue`: ratios come from the forms, two rules about people and districts stand here,
rules that compare sources in `source_rules`. A refuse ratio that does not hold means that the protocol is not saved
(R53 ¶44); a warn ratio wants a written explanation, which is published as a flag.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from portal.domain.findings import Finding
from portal.domain.form_parts import LineScope, RatioScope, Severity
from portal.domain.names import Names
from portal.domain.protocol_form import FormError, Problem, ProtocolForm
from portal.domain.relations import OPTIONS, PROTOCOL_KINDS, Relation
from portal.domain.rules import DEFAULT_MESSAGE, Rule
from portal.domain.source_rules import SOURCE_RULES
from portal.domain.statuses import ProtocolKind

MAJORITY_SIGNED = Rule(
    code="C10",
    form="",
    relation="2 × signed > members",
    scope=RatioScope.PROTOCOL.value,
    severity=Severity.REFUSE,
    source="R139 ¶61",
    messages=Names(
        ky="Протоколго комиссиянын {members} мүчөсүнүн {signed} кол койгон; көпчүлүгү кол коюшу керек.",
        ru="Протокол подписали {signed} из {members} членов комиссии; нужно большинство от числа членов.",
        en="{signed} of the commission's {members} members signed the protocol; a majority of all members is needed.",
    ),
)
DISTRICT_NOT_OWN = Rule(
    code="C11",
    form="",
    relation="own_district = 0",
    scope=RatioScope.PROTOCOL.value,
    severity=Severity.REFUSE,
    source="R139 ¶32",
    messages=Names(
        ky="Аралыктан добуш берүүнүн протоколу участканын өз округу боюнча түзүлгөн; ага жол берилбейт.",
        ru="Протокол дистанционного голосования составлен по своему округу участка; это не допускается.",
        en="The remote protocol is for the precinct's own district; there is no remote voting within it.",
    ),
)


class Figures(NamedTuple):
    """One protocol as numbers: its lines by id and the sum of its option votes (None when not known)."""

    lines: Mapping[str, int]
    options_total: int | None = None


class RatioResult(NamedTuple):
    """One evaluated rule: lines used (`11`; in precinct scope `ordinary.11`), values of terms, both sides, verdict."""

    code: str
    severity: Severity
    source: str
    lines: tuple[str, ...]
    values: Mapping[str, int]
    left: int
    right: int
    holds: bool


def evaluate_protocol(
    form: ProtocolForm,
    lines: Mapping[str, int],
    options_total: int | None,
    members: int | None = None,
    signed: int | None = None,
    *,
    kind: ProtocolKind = ProtocolKind.ORDINARY,
    contest_is_own: bool | None = None,
) -> tuple[RatioResult, ...]:
    """Every rule of protocol scope that can be evaluated, in the order of the form; a missing figure leaves its rule
    out.

    `options_total` is the sum of option votes; `members` and `signed` are people of the commission. `contest_is_own`
    matters for remote protocols only: whether the precinct votes in this contest itself. At a precinct set up for
    remote voting alone it is False for every contest.
    """
    figures = lines if options_total is None else {**lines, OPTIONS: options_total}
    results = [
        result
        for ratio in form.ratios
        if ratio.scope is RatioScope.PROTOCOL
        and (result := _result(ratio.code, ratio.severity, ratio.source, ratio.relation, figures)) is not None
    ]
    if members is not None and signed is not None:
        values = {"signed": signed, "members": members}
        results.append(_coded(MAJORITY_SIGNED, values, 2 * signed, members, 2 * signed > members))
    if kind is ProtocolKind.REMOTE and contest_is_own is not None:
        own = int(contest_is_own)
        results.append(_coded(DISTRICT_NOT_OWN, {"own_district": own}, own, 0, own == 0))
    return tuple(results)


def evaluate_precinct(
    ordinary_form: ProtocolForm,
    ordinary: Sequence[Figures],
    remote_form: ProtocolForm | None = None,
    remote: Sequence[Figures] = (),
    precinct_lines: Mapping[str, int] | None = None,
) -> tuple[RatioResult, ...]:
    """Every rule of precinct scope that can be evaluated over the current protocols of one precinct.

    `precinct_lines` are the lines of precinct scope of the remote form. A kind of protocol that the precinct does not
    have adds 0; a line missing in one of its protocols leaves the rule out. The verdict stands for the protocols given,
    so a refusal is meant for the moment when the last protocol that the precinct owes is entered.
    """
    forms = {"ordinary": ordinary_form, "remote": remote_form}
    protocols = {"ordinary": ordinary, "remote": remote}
    once = precinct_lines or {}
    present = {kind for kind in PROTOCOL_KINDS if protocols[kind]} | ({"remote"} if once else set())
    results: list[RatioResult] = []
    for ratio in (ratio for form in _distinct(ordinary_form, remote_form) for ratio in form.ratios):
        terms = ratio.relation.terms
        if ratio.scope is not RatioScope.PRECINCT or present.isdisjoint(term.protocol for term in terms):
            continue
        values = {
            term.name: value
            for term in terms
            if (
                value := _sum(term.line, forms[term.protocol], protocols[term.protocol], once, term.protocol in present)
            )
            is not None
        }
        result = _result(ratio.code, ratio.severity, ratio.source, ratio.relation, values)
        if result is not None:
            results.append(result)
    return tuple(results)


def check_pair(ordinary: ProtocolForm, remote: ProtocolForm | None) -> None:
    """Both forms of a campaign fit together: no code in both, every line that a precinct ratio names exists.

    Without a remote form its terms count as 0. Raises FormError with all problems.
    """
    forms = {"ordinary": ordinary, "remote": remote}
    problems: list[Problem] = []
    codes: dict[str, str] = {}
    for form in _distinct(ordinary, remote):
        for ratio in form.ratios:
            place = f"{form.id}: ratio {ratio.code}"
            unknown = [term.name for term in ratio.relation.terms if not _known(term.line, forms.get(term.protocol))]
            if unknown:
                problems.append(Problem(place, f"unknown line {', '.join(unknown)}"))
            if ratio.code in codes:
                problems.append(Problem(place, f"the same code stands in {codes[ratio.code]}; choose another one"))
            codes[ratio.code] = form.id
    if problems:
        raise FormError(problems)


def refusals(results: Iterable[RatioResult]) -> tuple[RatioResult, ...]:
    """Broken rules for which the protocol is not saved."""
    return tuple(result for result in results if not result.holds and result.severity is Severity.REFUSE)


def broken_as_findings(
    results: Iterable[RatioResult], contest: str = "", explanations: Mapping[str, str] | None = None
) -> tuple[Finding, ...]:
    """A finding for every broken rule; `values` hold both sides as left and right, `explanations` are by code."""
    reasons = explanations or {}
    return tuple(
        Finding(
            code=result.code,
            severity=result.severity,
            source=result.source,
            lines=result.lines,
            values={**result.values, "left": result.left, "right": result.right},
            contest=contest,
            explanation=reasons.get(result.code, ""),
        )
        for result in results
        if not result.holds
    )


def catalogue(forms: Iterable[ProtocolForm]) -> tuple[Rule, ...]:
    """All rules under these forms, messages in three languages: the forms' ratios, the coded ones, the sources'."""
    ratios = [
        Rule(
            code=ratio.code,
            form=form.id,
            relation=str(ratio.relation),
            scope=ratio.scope.value,
            severity=ratio.severity,
            source=ratio.source,
            messages=Names(**(ratio.messages or DEFAULT_MESSAGE).document()),
        )
        for form in forms
        for ratio in form.ratios
    ]
    return (*ratios, MAJORITY_SIGNED, DISTRICT_NOT_OWN, *SOURCE_RULES.values())


def rules_by_code(forms: Iterable[ProtocolForm]) -> dict[str, Rule]:
    """The catalogue of one campaign by code; codes are unique there (see `check_pair`)."""
    return {rule.code: rule for rule in catalogue(forms)}


def _result(
    code: str, severity: Severity, source: str, relation: Relation, figures: Mapping[str, int]
) -> RatioResult | None:
    evaluation = relation.evaluate(figures)
    if evaluation is None:
        return None
    values = {name: figures[name] for name in relation.names}
    return RatioResult(code, severity, source, relation.lines, values, *evaluation)


def _coded(rule: Rule, values: Mapping[str, int], left: int, right: int, holds: bool) -> RatioResult:
    return RatioResult(rule.code, rule.severity, rule.source, (), values, left, right, holds)


def _sum(
    line: str, form: ProtocolForm | None, protocols: Sequence[Figures], once: Mapping[str, int], present: bool
) -> int | None:
    if not present:
        return 0
    printed = form.line(line) if form else None
    if printed is not None and printed.scope is LineScope.PRECINCT:
        return once.get(line)
    counts = [figures.options_total if line == OPTIONS else figures.lines.get(line) for figures in protocols]
    return None if None in counts else sum(count for count in counts if count is not None)


def _known(line: str, form: ProtocolForm | None) -> bool:
    return form is None or line == OPTIONS or form.line(line) is not None


def _distinct(ordinary: ProtocolForm, remote: ProtocolForm | None) -> tuple[ProtocolForm, ...]:
    return (ordinary,) if remote is None or remote == ordinary else (ordinary, remote)
