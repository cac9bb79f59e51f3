"""Parameters of a campaign package, read from flat text; every error names the key, the value and what is allowed."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from typing import TypeVar

Choice = TypeVar("Choice", bound=StrEnum)

_FRACTION = re.compile(r"(\d{1,9})/(\d{1,9})", re.ASCII)
_PERCENT = re.compile(r"(\d{1,3})(?:\.(\d{1,6}))?%", re.ASCII)


class ParameterError(ValueError):
    """A campaign parameter that cannot be read; `key`, `value` (None: missing) and `allowed` say what and why."""

    def __init__(self, key: str, value: str | None, allowed: str) -> None:
        given = "is missing" if value is None else f"is {value!r}"
        super().__init__(f"parameter {key} {given}; allowed: {allowed}")
        self.key, self.value, self.allowed = key, value, allowed


class Comparison(StrEnum):
    """How a share is held against its limit."""

    AT_LEAST = "at_least"
    MORE_THAN = "more_than"

    def met(self, share: Fraction, limit: Fraction) -> bool:
        """True when the share meets the limit."""
        return share >= limit if self is Comparison.AT_LEAST else share > limit


class Ties(StrEnum):
    """How equal votes of candidates are decided."""

    DOCUMENTS = "documents"
    UNDETERMINED = "undetermined"


class AgainstAll(StrEnum):
    """What "against all" strictly above the leader means."""

    INVALIDATES = "invalidates"
    IGNORED = "ignored"


@dataclass(frozen=True, slots=True)
class Reader:
    """Reads one contest's parameters: `key.CONTEST` before `key`."""

    values: Mapping[str, str]
    contest: str = ""

    def text(self, key: str) -> str | None:
        """The value as given, None where neither the contest nor the campaign has one."""
        own = self.values.get(f"{key}.{self.contest}") if self.contest else None
        return self.values.get(key) if own is None else own

    def choice(self, key: str, kind: type[Choice], default: Choice | None = None) -> Choice:
        """One member of an enum. Raises ParameterError."""
        value = self.text(key)
        if value is None and default is not None:
            return default
        if value is None or value not in [member.value for member in kind]:
            raise ParameterError(key, value, " | ".join(member.value for member in kind))
        return kind(value)

    def share(self, key: str, default: str | None = None) -> Fraction:
        """An exact share from 0 to 1, written "1/3" or "7.5%". Raises ParameterError."""
        value = self.text(key)
        found = _share(default if value is None and default is not None else value or "")
        if found is None:
            raise ParameterError(key, value, 'a share from 0 to 1 as "1/3" or "7.5%"')
        return found

    def optional_share(self, key: str) -> Fraction | None:
        """A share as `share` reads it, or None for "none" or no value."""
        return None if self.text(key) in (None, "none") else self.share(key)

    def count(self, key: str, default: str) -> int | None:
        """A whole number from 0 to 999999999, or None for "none". Raises ParameterError."""
        value = self.text(key)
        text = default if value is None else value
        if text == "none":
            return None
        if not (text.isascii() and text.isdigit() and len(text) <= 9):
            raise ParameterError(key, value, 'a whole number, or "none"')
        return int(text)


def _share(text: str) -> Fraction | None:
    if match := _FRACTION.fullmatch(text):
        numerator, denominator = int(match[1]), int(match[2])
        return Fraction(numerator, denominator) if 0 < denominator >= numerator else None
    if match := _PERCENT.fullmatch(text):
        digits = match[2] or ""
        share = Fraction(int(match[1] + digits), 100 * 10 ** len(digits))
        return share if share <= 1 else None
    return None
