"""Addresses of the explorers: `/{language}/explore/{explorer}/{campaign}/{sheet}/`, filters in the query."""

import re
from dataclasses import dataclass

from dashboards.views.catalogue import EXPLORERS, Explorer
from dashboards.views.view import Sheet
from portal.languages import LANGUAGES, Language, from_path

_PATH = re.compile(
    rf"/({'|'.join(LANGUAGES)})/explore/({'|'.join(EXPLORERS)})/([0-9A-Za-z][0-9A-Za-z_-]{{0,63}})/(?:([a-z]{{1,20}})/)?"
)


@dataclass(frozen=True, slots=True)
class Address:
    """One sheet of one explorer for one campaign in one language."""

    language: Language
    explorer: Explorer
    campaign: str
    sheet: Sheet

    @property
    def path(self) -> str:
        """The page's path."""
        return sheet_path(self.language, self.explorer.name, self.campaign, self.sheet.name)

    @property
    def csv_path(self) -> str:
        """The path of the table as CSV."""
        return self.path.rstrip("/") + ".csv"


def prefix(language: str, explorer: str) -> str:
    """Where the Dash app of an explorer and a language is mounted."""
    return f"/{language}/explore/{explorer}/"


def sheet_path(language: str, explorer: str, campaign: str, sheet: str) -> str:
    """The path of a sheet."""
    return f"{prefix(language, explorer)}{campaign}/{sheet}/"


def first_sheet_path(language: str, campaign: str, explorer: str = "turnout") -> str:
    """The path of an explorer's first sheet; what pages of the public site link to."""
    return sheet_path(language, explorer, campaign, next(iter(EXPLORERS[explorer].sheets)))


def start_path(language: str) -> str:
    """The list of explorers."""
    return f"/{language}/explore/"


def parse(path: str) -> Address | None:
    """The sheet behind a path, the explorer's first one where none is named; None for any other path."""
    match = _PATH.fullmatch(path)
    language = from_path(path)
    if match is None or language is None:
        return None
    explorer = EXPLORERS[match[2]]
    sheet = explorer.sheets.get(match[4] or next(iter(explorer.sheets)))
    return Address(language, explorer, match[3], sheet) if sheet else None
