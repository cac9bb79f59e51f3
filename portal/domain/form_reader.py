"""Reads a protocol form from its TOML document and finds everything that is wrong with it (design contract 1)."""

import re
from collections.abc import Callable, Iterable, Sequence
from enum import StrEnum
from typing import NamedTuple, TypeVar

from portal.domain.form_parts import RESERVED_CODES, Derived, Line, LineScope, Ratio, RatioScope, Severity
from portal.domain.names import Names
from portal.domain.relations import (
    LINE_ID,
    OPTIONS,
    PROTOCOL_KINDS,
    Expression,
    Relation,
    RelationError,
    Term,
    parse_expression,
    parse_relation,
)
from portal.domain.toml_tables import Table, TableReader

RESERVED_IDS = frozenset({OPTIONS, "precinct", "commission", "contest", "kind", "signed", "members", "opinions"})
"""Words that stand beside line ids in relations and in the header of protocols.csv."""
PLACEHOLDER = re.compile(r"\{([^{}]*)\}")
_KEY = re.compile(r"[a-z][a-z0-9_]*")
_CODE = re.compile(r"[0-9A-Za-z-]+")

T = TypeVar("T")
E = TypeVar("E", bound=StrEnum)


class FormContent(NamedTuple):
    """The parts of one form document."""

    id: str
    legal: str
    names: Names
    lines: tuple[Line, ...]
    derived: tuple[Derived, ...]
    ratios: tuple[Ratio, ...]


def _by_value(kind: type[E]) -> dict[str, E]:
    return {member.value: member for member in kind}


class FormReader(TableReader):
    """Reads one form document; lines first, because relations may name only them."""

    def read(self, document: Table) -> FormContent:
        """All parts of the document; look at `problems` before using them."""
        self.check_keys(document, "form", ("id", "legal", "name", "line", "derived", "ratio"))
        lines = self.rows(document, "line", "id", self.line)
        if not lines:
            self.problem("form", "has no [[line]]; a form has at least one")
        self.lines = {line.id: line for line in lines}
        content = FormContent(
            id=self.word(document, "form", "id", _CODE, "letters, digits and hyphens"),
            legal=self.text(document, "form", "legal"),
            names=self.names(document, "form", "name", required=True),
            lines=tuple(lines),
            derived=tuple(self.rows(document, "derived", "key", self.derived)),
            ratios=tuple(self.rows(document, "ratio", "code", self.ratio)),
        )
        self.check_unique("line", "id", (line.id for line in lines))
        self.check_unique("key", "key", [line.key for line in lines] + [derived.key for derived in content.derived])
        self.check_unique("ratio", "code", (ratio.code for ratio in content.ratios))
        return content

    def line(self, table: Table, place: str) -> Line:
        """One [[line]]; its scope defaults to contest."""
        self.check_keys(table, place, ("id", "key", "name", "scope"))
        id = self.word(table, place, "id", LINE_ID, "letters and digits")
        if id in RESERVED_IDS:
            self.problem(place, f"id {id!r} is a reserved word; choose another one")
        return Line(
            id=id,
            key=self.word(table, place, "key", _KEY, "lower-case Latin letters, digits and _"),
            names=self.names(table, place, "name", required=True),
            scope=self.choice(table, place, "scope", _by_value(LineScope), LineScope.CONTEST),
        )

    def derived(self, table: Table, place: str) -> Derived:
        """One [[derived]] figure, without comparator."""
        self.check_keys(table, place, ("key", "relation"))
        key = self.word(table, place, "key", _KEY, "lower-case Latin letters, digits and _")
        expression = self._relation(table, place, parse_expression) or Expression(())
        self._check_protocol_terms(expression.terms, place)
        if len({self.lines[term.line].scope for term in expression.terms if term.line in self.lines}) > 1:
            self.problem(place, "adds lines of a contest to lines of the whole precinct")
        return Derived(key, expression)

    def ratio(self, table: Table, place: str) -> Ratio:
        """One [[ratio]]; its scope defaults to protocol."""
        self.check_keys(table, place, ("code", "relation", "severity", "source", "message", "scope"))
        scope = self.choice(table, place, "scope", _by_value(RatioScope), RatioScope.PROTOCOL)
        relation = self._relation(table, place, parse_relation) or Relation(Expression(()), "=", Expression(()))
        messages = self.names(table, place, "message")
        if scope is RatioScope.PROTOCOL:
            self._check_protocol_terms(relation.terms, place)
            for term in relation.terms:
                if term.line in self.lines and self.lines[term.line].scope is LineScope.PRECINCT:
                    self.problem(place, f'line {term.line} belongs to the precinct; the ratio needs scope = "precinct"')
        else:
            self._check_precinct_terms(relation.terms, place)
        self._check_placeholders(messages, {"left", "right", "relation", *relation.names}, place)
        code = self.word(table, place, "code", _CODE, "letters, digits and hyphens")
        if code in RESERVED_CODES:
            self.problem(place, f"code {code!r} belongs to a rule that holds for every form; choose another one")
        return Ratio(
            code=code,
            relation=relation,
            severity=self.choice(table, place, "severity", _by_value(Severity)),
            source=self.text(table, place, "source"),
            messages=messages,
            scope=scope,
        )

    def _relation(self, table: Table, place: str, parse: Callable[[str], T]) -> T | None:
        text = self.text(table, place, "relation", required=True)
        try:
            return parse(text) if text else None
        except RelationError as error:
            self.problem(place, f"relation {error}")
            return None

    def _check_protocol_terms(self, terms: Iterable[Term], place: str) -> None:
        for term in terms:
            if term.protocol:
                self.problem(place, f'{term.name} may stand only in a ratio with scope = "precinct"')
            elif not self._knows(term):
                self.problem(
                    place, f"unknown line {term.line!r} in the relation; known are {', '.join(self.lines)}, {OPTIONS}"
                )

    def _check_precinct_terms(self, terms: Sequence[Term], place: str) -> None:
        unknown: dict[str, list[str]] = {}
        for term in terms:
            if not term.protocol:
                self.problem(
                    place, f"write {' or '.join(f'{kind}.{term.line}' for kind in PROTOCOL_KINDS)} in precinct scope"
                )
                return
            unknown.setdefault(term.protocol, []).extend([] if self._knows(term) else [term.name])
        # A precinct ratio may also name lines of the other form of the pair, which only check_pair can see.
        if unknown and all(unknown.values()):
            self.problem(
                place, f"unknown line in the relation: {', '.join(n for names in unknown.values() for n in names)}"
            )

    def _knows(self, term: Term) -> bool:
        return term.line == OPTIONS or term.line in self.lines

    def _check_placeholders(self, messages: Names, known: set[str], place: str) -> None:
        for message in (messages.ky, messages.ru, messages.en):
            for name in PLACEHOLDER.findall(message):
                if name not in known:
                    self.problem(
                        place, f"unknown placeholder {{{name}}} in a message; known are {', '.join(sorted(known))}"
                    )
