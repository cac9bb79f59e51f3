"""The sheets of a draft: the package's own tables, and campaign.toml cut into tables, so that one reader checks all."""

import json
from collections.abc import Mapping
from dataclasses import dataclass

from portal.domain.facts import ScheduleItemKind
from portal.domain.statuses import CampaignKind
from portal.errors import InputError
from portal.package.campaign_file import KEYS
from portal.package.cells import CLOCK, CODE, DAY, MOMENT, TEXT, ZONE, Kind, one_of
from portal.package.tables import (
    COMMISSIONS,
    CONTESTS,
    LIST_PERSONS,
    MEMBERS,
    OPTIONS,
    PRECINCT_CONTESTS,
    PRECINCTS,
    TERRITORIES,
    Column,
    Table,
)

LANGUAGES = ("ky", "ru", "en")
KINDS = tuple(kind for kind in CampaignKind if kind is not CampaignKind.OTHER)
"""Kinds of campaigns that are prepared (R53 ¶26); any other vote is an archive, which comes by import."""


def _maybe(name: str, kind: Kind, meaning: str) -> Column:
    return Column(name, kind, meaning, required=False, optional=True)


CAMPAIGN = Table(
    "campaign",
    "The campaign itself (R53 ¶26).",
    (
        Column("id", CODE, KEYS["id"]),
        Column("kind", one_of(KINDS), KEYS["kind"]),
        *(_maybe(f"name_{code}", TEXT, f"name ({code})") for code in LANGUAGES),
        Column("voting_date", DAY, KEYS["voting_date"]),
        Column("opens", CLOCK, KEYS["opens"]),
        Column("closes", CLOCK, KEYS["closes"]),
        Column("timezone", ZONE, KEYS["timezone"]),
        _maybe("form_ordinary", TEXT, "id of the ordinary protocol form"),
        _maybe("form_remote", TEXT, "id of the remote protocol form"),
        *(_maybe(f"notice_{code}", TEXT, f"text on every page ({code})") for code in LANGUAGES),
        _maybe("continues_campaign", CODE, "the campaign that this one continues"),
        _maybe("continues_as", TEXT, "second_round, re_vote or repeat"),
    ),
    key=("id",),
)
SCHEDULE = Table(
    "schedule",
    "Turnout display schedule and publication date (R53 ¶27, ¶34, ¶36): what becomes visible when.",
    (
        Column("what", one_of(ScheduleItemKind), "what becomes visible"),
        Column("at", MOMENT, "from which moment"),
        _maybe("decision", TEXT, "number of the CEC's decision"),
    ),
    key=("what", "at"),
)
PARAMETERS = Table(
    "parameters",
    "What the law leaves to the campaign; key.CONTEST sets one contest's.",
    (Column("key", TEXT, "parameter"), Column("value", TEXT, "its value")),
    key=("key",),
)
FORMS = Table(
    "forms",
    "Protocol forms that are not shipped (docs/control-ratios.md).",
    (Column("id", TEXT, "id of the form"), Column("text", TEXT, "the form as TOML")),
    key=("id",),
)
BOUNDARIES = Table(
    "boundaries",
    "Border files that came with a package.",
    (Column("file", TEXT, "name of the file"), Column("sha256", TEXT, "its content")),
    key=("file",),
)


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet: the name in addresses, its table, and whether people type its rows (else they come by package)."""

    name: str
    table: Table
    typed: bool = True

    @property
    def columns(self) -> tuple[str, ...]:
        """Names of the columns in their order."""
        return tuple(column.name for column in self.table.columns)

    def key(self, cells: Mapping[str, str]) -> str:
        """What tells a row from the others."""
        return json.dumps([cells.get(name, "") for name in self.table.key], ensure_ascii=False)

    @property
    def of_toml(self) -> bool:
        """Whether the sheet is a part of campaign.toml or of files beside it, not a CSV file."""
        return not self.table.file.endswith(".csv")


SHEETS = {
    sheet.name: sheet
    for sheet in (
        Sheet("campaign", CAMPAIGN),
        Sheet("schedule", SCHEDULE),
        Sheet("parameters", PARAMETERS),
        Sheet("territories", TERRITORIES),
        Sheet("contests", CONTESTS),
        Sheet("options", OPTIONS),
        Sheet("list_persons", LIST_PERSONS),
        Sheet("precincts", PRECINCTS),
        Sheet("precinct_contests", PRECINCT_CONTESTS),
        Sheet("commissions", COMMISSIONS),
        Sheet("members", MEMBERS),
        Sheet("forms", FORMS, typed=False),
        Sheet("boundaries", BOUNDARIES, typed=False),
    )
}


def sheet_named(name: str) -> Sheet:
    """The sheet. Raises InputError for an unknown name."""
    if name not in SHEETS:
        raise InputError([f"sheet {name!r} is unknown; there are {', '.join(SHEETS)}"])
    return SHEETS[name]
