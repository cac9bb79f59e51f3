"""Query parameters: a page declares those that it understands, everything else is as if it had not been sent."""

import re
from collections.abc import Callable, Iterable, Mapping
from types import MappingProxyType
from urllib.parse import parse_qsl, quote_plus

MAXIMUM_LENGTH = 500
CODES = 30
"""So many precincts or territories may stand on one list."""
_CODE = re.compile(r"[0-9A-Za-z-]{1,64}")


def _page(value: str) -> str | None:
    """A page number from 2 up; the first page is the address without a number."""
    number = value.isascii() and value.isdigit() and len(value) <= 5 and value[0] != "0"
    return value if number and value != "1" else None


def _count(value: str) -> str | None:
    return value if value in ("scanner", "protocol") else None


def _contest(value: str) -> str | None:
    return value if _CODE.fullmatch(value) else None


def _one_of(*choices: str) -> Callable[[str], str | None]:
    return lambda value: value if value in choices else None


def _words(value: str) -> str | None:
    return " ".join(value.split())[:100] or None


def _codes(value: str) -> str | None:
    """A list of codes, as a reader's own list on the watch page."""
    codes = [part for part in value.replace(",", " ").split() if _CODE.fullmatch(part)]
    return ",".join(dict.fromkeys(codes[:CODES])) or None


READERS: Mapping[str, Callable[[str], str | None]] = MappingProxyType(
    {
        "campaign": _contest,
        "contest": _contest,
        "count": _count,
        "order": _one_of("ballot"),
        "page": _page,
        "precinct": _codes,
        "q": _words,
        "show": _one_of(
            *("missing", "complete", "differences", "findings", "corrected", "recounted", "held", "invalidated"),
            *("no_machine_result", "missing_scanner", "missing_protocol", "with_scans", "without_scans"),
        ),
        "sort": _one_of("name", "received", "votes"),
        "territory": _codes,
    }
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
    """The one query string for these parameters."""
    return "&".join(f"{name}={quote_plus(value, safe=',')}" for name, value in parameters.items())
