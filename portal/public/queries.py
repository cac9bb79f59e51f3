"""Query parameters: a page declares those that it understands, everything else is as if it had not been sent."""

import re
from collections.abc import Callable, Iterable, Mapping
from types import MappingProxyType
from urllib.parse import parse_qsl

MAXIMUM_LENGTH = 500
_CODE = re.compile(r"[0-9A-Za-z-]{1,64}")


def _page(value: str) -> str | None:
    """A page number from 2 up; the first page is the address without a number."""
    number = value.isascii() and value.isdigit() and len(value) <= 5 and value[0] != "0"
    return value if number and value != "1" else None


def _count(value: str) -> str | None:
    return value if value in ("scanner", "protocol") else None


def _contest(value: str) -> str | None:
    return value if _CODE.fullmatch(value) else None


READERS: Mapping[str, Callable[[str], str | None]] = MappingProxyType(
    {"contest": _contest, "count": _count, "page": _page}
)
"""Every parameter of the public pages with what reads it; None means that the value says nothing."""


def understood(raw: str, allowed: Iterable[str]) -> dict[str, str]:
    """The parameters that mean something to a page, in one fixed order; the first of equals counts."""
    if not raw or len(raw) > MAXIMUM_LENGTH:
        return {}
    given: dict[str, str] = {}
    for name, value in parse_qsl(raw, max_num_fields=None, encoding="utf-8", errors="replace"):
        given.setdefault(name, value)
    read = {name: READERS[name](given[name]) for name in sorted(allowed) if name in given}
    return {name: value for name, value in read.items() if value is not None}


def canonical(parameters: Mapping[str, str]) -> str:
    """The one query string for these parameters; values need no quoting."""
    return "&".join(f"{name}={value}" for name, value in parameters.items())
