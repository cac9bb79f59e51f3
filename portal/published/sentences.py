"""Findings and control ratios as sentences of the reader's language; the campaign's own rules choose the words."""

from collections.abc import Mapping
from functools import cache

from portal.domain.documents import ConfigurationDocument, FindingDocument, RatioDocument, RuleDocument
from portal.domain.form_parts import Severity
from portal.domain.names import Language, Names
from portal.domain.relations import Expression, Relation, RelationError, parse_relation
from portal.domain.rules import Rule, sentence


class Sentences:
    """The rules of one campaign, written in one language; `line_names` says how lines and keys are called in it."""

    def __init__(self, configuration: ConfigurationDocument, language: Language, line_names: Mapping[str, str]) -> None:
        self._rules = {rule["code"]: rule for rule in configuration["rules"]}
        self._language = language
        self._line_names = line_names

    def finding(self, finding: FindingDocument) -> str:
        """The finding in words with its values; "" for a rule that the campaign does not have."""
        return self._sentence(finding["code"], finding["values"], tuple(finding["lines"]))

    def ratio(self, ratio: RatioDocument, values: Mapping[str, int]) -> str:
        """A broken ratio in words; `values` are what its terms stand for."""
        known = {**values, "left": ratio["left"], "right": ratio["right"]}
        return self._sentence(ratio["code"], known, tuple(ratio["lines"]))

    def relation(self, code: str) -> str:
        """The rule as the form writes it: "7 − 8 ≤ 6"; "" for a rule that the campaign does not have."""
        rule = self._rules.get(code)
        return _with_signs(rule["relation"]) if rule else ""

    def in_words(self, code: str, terms: Mapping[str, str]) -> str:
        """The rule with its terms written out as `terms` names them; "" where it has one that is not named there."""
        rule = self._rules.get(code)
        relation = _parsed(rule["relation"]) if rule else None
        if relation is None or not all(name in terms for name in relation.names):
            return ""
        left, right = (_joined(side, terms) for side in (relation.left, relation.right))
        return f"{left} {_with_signs(relation.comparator)} {right}"

    def _sentence(self, code: str, values: Mapping[str, int], lines: tuple[str, ...]) -> str:
        rule = self._rules.get(code)
        return sentence(_rule(rule), values, self._language, self._line_names, lines) if rule else ""


@cache
def _parsed(relation: str) -> Relation | None:
    """The relation as terms; None for a rule that is code and only looks like one."""
    try:
        return parse_relation(relation)
    except RelationError:
        return None


def _joined(side: Expression, terms: Mapping[str, str]) -> str:
    first, *rest = side.signed_names
    return terms[first[0]] + "".join(f" {'+' if sign > 0 else '−'} {terms[name]}" for name, sign in rest)


def _with_signs(text: str) -> str:
    return text.replace("<=", "≤").replace(">=", "≥")


def _rule(document: RuleDocument) -> Rule:
    return Rule(
        code=document["code"],
        form=document["form"],
        relation=document["relation"],
        scope="",
        severity=Severity(document["severity"]),
        source=document["source"],
        messages=Names(**document["message"]),
    )
