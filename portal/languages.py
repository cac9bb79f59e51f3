"""The languages of the site: ky, ru, en; Kyrgyz where nothing else was asked for."""

from collections.abc import Mapping
from types import MappingProxyType

from werkzeug.datastructures import LanguageAccept
from werkzeug.http import parse_accept_header

from portal.domain.names import LANGUAGES, Language

__all__ = ["DEFAULT", "LANGUAGES", "OWN_NAMES", "Language", "from_accept_language", "from_path"]

DEFAULT: Language = "ky"
OWN_NAMES: Mapping[Language, str] = MappingProxyType({"ky": "Кыргызча", "ru": "Русский", "en": "English"})
"""What each language calls itself; shown in the language switch and never translated."""


def from_accept_language(header: str | None) -> Language:
    """The best language for an Accept-Language header; Kyrgyz without one or without a match."""
    accepted = parse_accept_header(header, LanguageAccept)
    best = accepted.best_match(LANGUAGES)
    return next((language for language in LANGUAGES if language == best), DEFAULT)


def from_path(path: str) -> Language | None:
    """The language a path begins with: `/ru/…` or `/ru.json`; None for others."""
    first = path[1:].split("/", 1)[0].split(".", 1)[0]
    return next((language for language in LANGUAGES if language == first), None)
