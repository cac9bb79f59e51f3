"""Sentences for the steps of an explanation, in three languages; chosen when shown, never stored.

Placeholders are the names of a step's numbers. A page may pass names of candidates and parties by ballot position.
"""

import re
from collections.abc import Mapping
from fractions import Fraction

from portal.domain.determination.outcome import Step, Value
from portal.domain.determination.parameter_words import CHOICES, PARAMETERS
from portal.domain.determination.rule_messages import MESSAGES, WORDS
from portal.domain.names import Language, Names

_PLACEHOLDER = re.compile(r"\{([a-z_]+)\}")
_POSITIONS = frozenset({"position", "positions", "other", "withdrawn"})


def sentence(step: Step, language: Language, names: Mapping[int, str] | None = None) -> str:
    """The step's sentence; without `names` candidates and parties stand as their ballot positions.

    A placeholder without a number stays visible, because a wrong sentence must not look like a right one.
    """
    numbers = dict(step.numbers)

    def filled(match: re.Match[str]) -> str:
        name = match[1]
        return _shown(name, numbers[name], language, names or {}) if name in numbers else match[0]

    return _PLACEHOLDER.sub(filled, MESSAGES[step.rule].document()[language])


def placeholders(text: str) -> frozenset[str]:
    """Names of the numbers that a message uses."""
    return frozenset(_PLACEHOLDER.findall(text))


def _grouped(value: int, language: Language) -> str:
    """A count with the language's thousands separators."""
    return f"{value:,}".replace(",", "," if language == "en" else "\N{NO-BREAK SPACE}")


def _shown(name: str, value: Value, language: Language, names: Mapping[int, str]) -> str:
    if isinstance(value, tuple):
        return ", ".join(_shown(name, number, language, names) for number in value)
    if isinstance(value, int):
        return names.get(value, f"№ {value}") if name in _POSITIONS else _grouped(value, language)
    if isinstance(value, Fraction):
        whole = _grouped(value.numerator, language)
        return whole if value.denominator == 1 else f"{whole}/{_grouped(value.denominator, language)}"
    if name == "key":
        return ", ".join(_word(PARAMETERS, key, language) for key in value.split(", "))
    if name == "allowed":
        return ", ".join(_word({**WORDS, **CHOICES}, choice, language) for choice in value.split(" | "))
    return _word(WORDS, value, language)


def _word(known: Mapping[str, Names], value: str, language: Language) -> str:
    """What a value is called; one that is not known stands as it is."""
    return known[value].document()[language] if value in known else value
