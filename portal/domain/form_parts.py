"""Parts of a protocol form: lines, derived figures, control ratios (R139 ¶59)."""

from dataclasses import dataclass
from enum import StrEnum

from portal.domain.names import Names
from portal.domain.relations import Expression, Relation

RESERVED_CODES = frozenset({"C10", "C11", "L1", "L2", *(f"X{number}" for number in range(1, 8)), "T1", "T2"})
"""Codes of the rules that are code and hold for every form; a form may not use them again."""


class Severity(StrEnum):
    """What breaking a ratio means: the protocol is not saved (R53 ¶44), or it is saved with a written reason."""

    REFUSE = "refuse"
    WARN = "warn"


class LineScope(StrEnum):
    """Whether a line is filled per contest or once for the precinct (remote form, R139 ¶47)."""

    CONTEST = "contest"
    PRECINCT = "precinct"


class RatioScope(StrEnum):
    """Whether a ratio looks at one protocol or at sums over all protocols of the precinct (R139 ¶51)."""

    PROTOCOL = "protocol"
    PRECINCT = "precinct"


@dataclass(frozen=True, slots=True)
class Line:
    """строка протокола: id as printed ("11а" is legal), standard key and name."""

    id: str
    key: str
    names: Names
    scope: LineScope = LineScope.CONTEST


@dataclass(frozen=True, slots=True)
class Derived:
    """A standard key that the form does not print, as a sum of its lines."""

    key: str
    relation: Expression


@dataclass(frozen=True, slots=True)
class Ratio:
    """контрольное соотношение. Messages may hold {left}, {right} and {term} for every term of the relation."""

    code: str
    relation: Relation
    severity: Severity
    source: str = ""
    messages: Names = Names()
    scope: RatioScope = RatioScope.PROTOCOL
