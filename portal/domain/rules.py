"""One shape for every rule of the product: ratios of the forms, rules in the code, findings across sources.

A broken rule is recorded as a code, lines and values; its sentence is made here, when it is shown, in the reader's
language.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from portal.domain.form_parts import Severity
from portal.domain.names import Language, Names

PLACEHOLDER = re.compile(r"\{([^{}]+)\}")
LINES = "lines"
"""Placeholder for the figures that a finding is about."""
DEFAULT_MESSAGE = Names(
    ky="Контролдук салыштыруу аткарылган жок: {relation}; сол жагы {left}, оң жагы {right}.",
    ru="Контрольное соотношение не выполнено: {relation}; слева {left}, справа {right}.",
    en="The control ratio does not hold: {relation}; {left} on the left, {right} on the right.",
)
"""Says what is wrong where a form gives a ratio no message of its own."""
AT_POSITION = Names(
    ky="{position}-позицияга берилген добуштар",
    ru="голоса по позиции {position}",
    en="votes at position {position}",
)


@dataclass(frozen=True, slots=True)
class Rule:
    """One row of the catalogue, with messages in all three languages; `form` is "" for a rule of every form."""

    code: str
    form: str
    relation: str
    scope: str
    severity: Severity
    source: str
    messages: Names


def sentence(
    rule: Rule,
    values: Mapping[str, int],
    language: Language,
    line_names: Mapping[str, str] | None = None,
    lines: tuple[str, ...] = (),
) -> str:
    """The rule's message in `language` with values in its placeholders.

    `line_names` says how the figures in `lines` are called in that language; a figure without a name stands as its id
    or key. A placeholder without a value stays visible as it is, because a wrong sentence must not look like a right
    one.
    """
    names = line_names or {}
    figures = ", ".join(names.get(line, line) for line in lines)
    if not figures and "position" in values:
        figures = _fill(AT_POSITION.document()[language], values, "", rule.relation)
    return _fill(rule.messages.document()[language], values, figures, rule.relation)


def _fill(message: str, values: Mapping[str, int], figures: str, relation: str) -> str:
    def replacement(match: re.Match[str]) -> str:
        name = match[1]
        if name == LINES and figures:
            return figures
        if name == "relation":
            return relation
        return str(values[name]) if name in values else match[0]

    return PLACEHOLDER.sub(replacement, message)
