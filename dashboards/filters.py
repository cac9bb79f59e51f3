"""Filters stand in the address: an allow-list of names, each with what reads it; anything else says nothing."""

import re
from collections.abc import Callable, Iterable, Mapping
from types import MappingProxyType
from urllib.parse import parse_qsl, quote_plus

MAXIMUM_LENGTH = 4000
MOST_TERRITORIES = 12
_CODE = re.compile(r"[0-9A-Za-z-]{1,64}")
_CAMPAIGN = re.compile(r"[0-9A-Za-z][0-9A-Za-z_-]{0,63}")
_PAGE = re.compile(r"[1-9][0-9]{0,3}")

Filters = Mapping[str, tuple[str, ...]]
"""Name → values; only `territory` may have several."""


def _matching(pattern: re.Pattern[str]) -> Callable[[str], bool]:
    return lambda value: pattern.fullmatch(value) is not None


def _one_of(*values: str) -> Callable[[str], bool]:
    return lambda value: value in values


READERS: Mapping[str, Callable[[str], bool]] = MappingProxyType(
    {
        "territory": _matching(_CODE),
        "contest": _matching(_CODE),
        "precinct": _matching(_CODE),
        "before": _matching(_CAMPAIGN),
        "code": _matching(_CODE),
        "count": _one_of("scanner", "protocol"),
        "measure": _one_of("percent", "total"),
        "by": _one_of("size", "place"),
        "page": _matching(_PAGE),
    }
)
"""Every filter of the explorers with what accepts a value."""


def understood(query: str, allowed: Iterable[str]) -> Filters:
    """The filters of a query string that a view allows, in one fixed order; unknown names and values are dropped."""
    if not query or len(query) > MAXIMUM_LENGTH:
        return {}
    given: dict[str, list[str]] = {}
    for name, value in parse_qsl(query, encoding="utf-8", errors="replace"):
        if name in READERS and READERS[name](value) and value not in given.get(name, ()):
            given.setdefault(name, []).append(value)
    return {
        name: tuple(sorted(given[name])[:MOST_TERRITORIES] if name == "territory" else given[name][:1])
        for name in sorted(allowed)
        if name in given
    }


def canonical(filters: Filters, **changed: str | None) -> str:
    """The one query string of these filters; `changed` replaces a filter, None leaves it out."""
    rows = {**filters, **{name: (value,) if value else () for name, value in changed.items()}}
    return "&".join(f"{name}={quote_plus(value)}" for name in sorted(rows) for value in rows[name])
