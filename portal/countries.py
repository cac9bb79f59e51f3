"""Countries in which precincts stand abroad: ISO 3166-1 alpha-2 codes, named by the locale data of CLDR."""

from functools import lru_cache

from babel import Locale

from portal.domain.names import LANGUAGES, Language, NamesDocument

HOME = "KG"
"""Not a country abroad; its Russian name in the locale data is not ours either."""
_NO_COUNTRIES = frozenset({"EU", "EZ", "QO", "UN", "XA", "XB", "ZZ", "AC", "CP", "CQ", "DG", "EA", "IC", "TA", HOME})
"""Codes of the locale data that are reserved, are not countries, or are not abroad."""


def is_country(code: str) -> bool:
    """Whether the code names a country abroad."""
    return len(code) == 2 and code.isalpha() and code in _names("en") and code not in _NO_COUNTRIES


def country_name(code: str, language: Language) -> str:
    """Name of a country abroad in a language; the code where the locale data have none."""
    return _names(language).get(code, code)


def country_names(code: str) -> NamesDocument:
    """The name in all languages."""
    return {language: country_name(code, language) for language in LANGUAGES}  # type: ignore[return-value]


@lru_cache(maxsize=len(LANGUAGES))
def _names(language: str) -> dict[str, str]:
    return {code: str(name) for code, name in Locale(language).territories.items()}
