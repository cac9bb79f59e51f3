"""Relations between protocol lines, read from text such as `10 + 11 = 9 + 8` and evaluated without `eval`.

A relation is terms joined by + and −, one comparator (= <= >= < >), and terms again. A term is a line id, `options`
(the sum of option votes) or, in precinct scope, a line of one kind of protocol: `ordinary.11`, `remote.D5`,
`remote.options`. A derived figure is the same without a comparator. A term without a value leaves the whole relation
unevaluated.
"""

import operator
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

OPTIONS = "options"
PROTOCOL_KINDS = ("ordinary", "remote")
LINE_ID = re.compile(r"[^\W_]+")
COMPARATORS: Mapping[str, Callable[[int, int], bool]] = {
    "=": operator.eq,
    "<=": operator.le,
    ">=": operator.ge,
    "<": operator.lt,
    ">": operator.gt,
}
_TOKEN = re.compile(r"\s*(?:(?P<comparator>[<>]=?|=)|(?P<sign>[-+−])|(?P<term>(?:[a-z]+\.)?[^\W_]+))\s*")


class RelationError(ValueError):
    """The text is no relation; the message says what was found and what is allowed."""


@dataclass(frozen=True, slots=True)
class Term:
    """One signed term; `protocol` is "" in protocol scope, else the kind of protocol summed over the precinct."""

    line: str
    sign: int = 1
    protocol: str = ""

    @property
    def name(self) -> str:
        """The term as it is written and as it is looked up among the values."""
        return f"{self.protocol}.{self.line}" if self.protocol else self.line


@dataclass(frozen=True)
class Expression:
    """Terms joined by + and −; the first one is always positive."""

    terms: tuple[Term, ...]

    @cached_property
    def signed_names(self) -> tuple[tuple[str, int], ...]:
        """Name and sign of every term in the order of the text."""
        return tuple((term.name, term.sign) for term in self.terms)

    def value(self, values: Mapping[str, int]) -> int | None:
        """The sum over the terms, or None when a value is missing."""
        total = 0
        for name, sign in self.signed_names:
            value = values.get(name)
            if value is None:
                return None
            total += sign * value
        return total

    def __str__(self) -> str:
        first, *rest = self.signed_names
        return first[0] + "".join(f" {'+' if sign > 0 else '−'} {name}" for name, sign in rest)


class Evaluation(NamedTuple):
    """Both sides of a relation with their values, and whether it holds."""

    left: int
    right: int
    holds: bool


@dataclass(frozen=True)
class Relation:
    """Two expressions and the comparator between them."""

    left: Expression
    comparator: str
    right: Expression

    @cached_property
    def terms(self) -> tuple[Term, ...]:
        """All terms, left to right."""
        return self.left.terms + self.right.terms

    @cached_property
    def names(self) -> tuple[str, ...]:
        """Names of all terms, each once, left to right."""
        return tuple(dict.fromkeys(term.name for term in self.terms))

    @cached_property
    def lines(self) -> tuple[str, ...]:
        """The lines among the terms as they are written (in precinct scope with their protocol), each once."""
        return tuple(dict.fromkeys(term.name for term in self.terms if term.line != OPTIONS))

    def evaluate(self, values: Mapping[str, int]) -> Evaluation | None:
        """Both sides and the verdict, or None when a value is missing (a missing line = not evaluated)."""
        left = self.left.value(values)
        right = self.right.value(values)
        if left is None or right is None:
            return None
        return Evaluation(left, right, COMPARATORS[self.comparator](left, right))

    def __str__(self) -> str:
        return f"{self.left} {self.comparator} {self.right}"


def parse_relation(text: str) -> Relation:
    """The relation written in `text`.

    Raises RelationError unless there is exactly one comparator with an expression on either side.
    """
    tokens = _tokens(text)
    comparators = [index for index, (kind, _) in enumerate(tokens) if kind == "comparator"]
    if len(comparators) != 1:
        raise RelationError(
            f"{text!r} has {len(comparators)} comparators; write exactly one of {' '.join(COMPARATORS)}"
        )
    middle = comparators[0]
    return Relation(_expression(tokens[:middle], text), tokens[middle][1], _expression(tokens[middle + 1 :], text))


def parse_expression(text: str) -> Expression:
    """The expression without comparator written in `text`. Raises RelationError."""
    tokens = _tokens(text)
    if any(kind == "comparator" for kind, _ in tokens):
        raise RelationError(f"{text!r} has a comparator; a derived figure is terms joined by + and − only")
    return _expression(tokens, text)


def _tokens(text: str) -> list[tuple[str, str]]:
    tokens: list[tuple[str, str]] = []
    position = 0
    while position < len(text):
        match = _TOKEN.match(text, position)
        if match is None:
            raise RelationError(f"{text!r}: unexpected {text[position:].strip()[:10]!r} at character {position + 1}")
        kind = match.lastgroup or ""
        tokens.append((kind, match[kind]))
        position = match.end()
    return tokens


def _expression(tokens: list[tuple[str, str]], text: str) -> Expression:
    terms: list[Term] = []
    sign: int | None = 1
    for kind, token in tokens:
        if kind == "term" and sign is not None:
            protocol, _, line = token.rpartition(".")
            if protocol and protocol not in PROTOCOL_KINDS:
                raise RelationError(f"{text!r}: {token!r} must begin with one of {', '.join(PROTOCOL_KINDS)}")
            terms.append(Term(line, sign, protocol))
            sign = None
        elif kind == "sign" and sign is None:
            sign = 1 if token == "+" else -1
        else:
            raise RelationError(f"{text!r}: {token!r} is out of place; terms are joined by one + or − each")
    if sign is not None:
        raise RelationError(f"{text!r}: a term is missing at the beginning or the end of a side")
    return Expression(tuple(terms))
