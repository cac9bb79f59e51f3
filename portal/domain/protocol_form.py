"""Protocol forms as data: lines, derived figures, control ratios, read from TOML (R139 ¶59; docs/control-ratios.md).

The form is what a commission approves; nothing in the code knows a line id. What other modules need of a protocol they
ask for by standard key (`ballots_found`), which every form maps to one of its lines or derives from several.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path

from portal.domain.form_parts import Derived, Line, LineScope, Ratio, RatioScope, Severity
from portal.domain.form_reader import FormReader
from portal.domain.names import Names
from portal.domain.relations import OPTIONS, Expression
from portal.domain.toml_tables import FormError, Problem

__all__ = [
    "Derived",
    "FormError",
    "Line",
    "LineScope",
    "Problem",
    "ProtocolForm",
    "Ratio",
    "RatioScope",
    "Severity",
    "load_form",
    "shipped_form",
    "shipped_form_ids",
]

SHIPPED = Path(__file__).resolve().parent.parent / "protocol_forms"


@dataclass(frozen=True)
class ProtocolForm:
    """форма протокола об итогах голосования: an immutable value with its lookups."""

    id: str
    legal: str
    names: Names
    lines: tuple[Line, ...]
    derived: tuple[Derived, ...] = ()
    ratios: tuple[Ratio, ...] = ()

    @cached_property
    def line_ids(self) -> tuple[str, ...]:
        """Ids of all lines in the order of the form."""
        return tuple(line.id for line in self.lines)

    @cached_property
    def contest_line_ids(self) -> tuple[str, ...]:
        """Ids of the lines that are filled per contest."""
        return tuple(line.id for line in self.lines if line.scope is LineScope.CONTEST)

    @cached_property
    def precinct_line_ids(self) -> tuple[str, ...]:
        """Ids of the lines that are filled once per precinct (in the package: a row with empty contest)."""
        return tuple(line.id for line in self.lines if line.scope is LineScope.PRECINCT)

    @cached_property
    def _line_by_id(self) -> dict[str, Line]:
        return {line.id: line for line in self.lines}

    @cached_property
    def _id_by_key(self) -> dict[str, str]:
        return {line.key: line.id for line in self.lines}

    @cached_property
    def _derived_by_key(self) -> dict[str, Expression]:
        return {derived.key: derived.relation for derived in self.derived}

    def line(self, id: str) -> Line | None:
        """The line with this id, or None."""
        return self._line_by_id.get(id)

    def value_by_key(self, key: str, lines: Mapping[str, int], options_total: int | None = None) -> int | None:
        """Value of a standard key, printed or derived; None when the form or the protocol does not hold it.

        `options_total` is needed only where a form derives a key from `options`.
        """
        id = self._id_by_key.get(key)
        if id is not None:
            return lines.get(id)
        derived = self._derived_by_key.get(key)
        if derived is None:
            return None
        return derived.value(lines if options_total is None else {**lines, OPTIONS: options_total})


def load_form(text: str, where: str) -> ProtocolForm:
    """The form written in TOML `text`; `where` (a file name) begins every problem.

    Raises FormError with all problems: broken TOML, unknown or missing keys, unknown lines, unparsable relations,
    duplicate ids, keys or codes, unknown severity or scope, unknown placeholders in messages.
    """
    try:
        document = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise FormError([Problem(where, f"is not valid TOML: {error}")]) from None
    reader = FormReader(where)
    content = reader.read(document)
    if reader.problems:
        raise FormError(reader.problems)
    return ProtocolForm(*content)


@cache
def shipped_form(id: str) -> ProtocolForm:
    """A form that comes with the product. Raises FormError when there is none of this id."""
    known = shipped_form_ids()
    if id not in known:
        raise FormError([Problem(f"form {id}", f"is not shipped; known are {', '.join(known)}")])
    return load_form((SHIPPED / f"{id}.toml").read_text(encoding="utf-8"), f"{id}.toml")


def shipped_form_ids() -> tuple[str, ...]:
    """Ids of all forms that come with the product, sorted."""
    return tuple(sorted(path.stem for path in SHIPPED.glob("*.toml")))
