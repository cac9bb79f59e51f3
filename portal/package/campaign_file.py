"""campaign.toml: the campaign itself, its forms and its schedule."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from portal.domain.configuration import Campaign, StatedTotals
from portal.domain.control_ratios import check_pair
from portal.domain.facts import ScheduleItem, ScheduleItemKind
from portal.domain.protocol_form import SHIPPED, FormError, ProtocolForm, load_form, shipped_form_ids
from portal.domain.publication_date import before_publication, second_dates
from portal.domain.statuses import CampaignKind
from portal.package.cells import CLOCK, CODE, COUNT, DAY, MOMENT, ZONE, one_of
from portal.package.parameters import PARAMETERS
from portal.package.problems import Problems
from portal.package.toml_file import TomlFile

RESERVED = frozenset(
    {"find", "verify", "explore", "data", "log", "scans", "embed", "staff", "ingest", "static", "about", "site"}
    | {"ky", "ru", "en", "kg", "healthz", "readyz"}
    | {"accounts", "activate", "audit", "campaigns", "carried-over", "confirm", "incidents", "inquiries", "login"}
    | {"logout", "reports", "sessions", "assets"}
)
"""Words of the site's own addresses, public pages first, staff pages last; no campaign may take one as its id (design,
contract 4). A test holds the list to the URL maps.
"""
ARCHIVE_AGE = timedelta(days=30)
CONTINUATIONS = ("second_round", "re_vote", "repeat")
KEYS = {
    "id": "identifies the campaign for ever: 0-9, A-Z, a-z and -, not a reserved word",
    "kind": "kind of campaign; local: keneshes of aiyls and cities together; other: no election, for archives only",
    "name": "name by language: name.ky, name.ru, name.en",
    "notice": "text shown on every page of the campaign, by language (optional)",
    "voting_date": "day of voting",
    "opens": "opening of precincts, local time",
    "closes": "closing of precincts, local time",
    "timezone": "time zone, as Asia/Bishkek",
    "form": "protocol form: an id, or a table with ordinary and remote; <id>.toml beside the package or shipped",
    "parameters": "table of campaign parameters (optional)",
    "continues": "table with campaign and as (second_round | re_vote | repeat) (optional)",
    "schedule": "publication schedule: tables with what, at and decision (not for archives)",
    "archive": "true: published at once without schedule; voting must have ended 30 days ago",
    "totals": "table with voters, participated or turnout_percent_stated, and source: archives known only as a whole",
}
"""Keys of campaign.toml with their help, for messages and docs/package.md."""
_HARMLESS: dict[str, Any] = {
    "id": "",
    "kind": CampaignKind.PARLIAMENT,
    "voting_date": date(2000, 1, 1),
    "opens": time(8),
    "closes": time(20),
    "timezone": "UTC",
    "continues": "",
}
_FORM_ID = re.compile(r"[0-9A-Za-z-]{1,64}", re.ASCII)
_PERCENT = re.compile(r"[0-9]{1,3}([.,][0-9]{1,4})?", re.ASCII)


@dataclass(frozen=True, slots=True)
class CampaignFile:
    """What campaign.toml says; the forms also as the texts that were read, and whether they could be used."""

    campaign: Campaign
    ordinary_form: str
    remote_form: str
    schedule: tuple[ScheduleItem, ...]
    forms_usable: bool = True


def read_campaign_file(folder: Path, problems: Problems, now: datetime) -> CampaignFile | None:
    """campaign.toml of the package, None when it cannot be read at all. `now` decides whether an archive is old enough.

    Wrong values are in `problems` and replaced by harmless ones, so that the other files can be checked as well.
    """
    toml = TomlFile(folder, problems)
    if not toml.document:
        return None
    before = problems.count
    toml.check_keys(toml.document, "", KEYS)
    forms = _Forms(folder, toml, problems)
    ordinary, remote = forms.read()
    archive = toml.flag("archive")
    document = toml.document
    continues = toml.table("continues")
    toml.check_keys(continues, "continues", ("campaign", "as"))
    values: dict[str, Any] = {
        "id": toml.value(document, "", "id", CODE),
        "kind": toml.value(document, "", "kind", one_of(CampaignKind)),
        "names": toml.names(document, "", "name", required=True),
        "voting_date": toml.value(document, "", "voting_date", DAY),
        "opens": toml.value(document, "", "opens", CLOCK),
        "closes": toml.value(document, "", "closes", CLOCK),
        "timezone": toml.value(document, "", "timezone", ZONE),
        "archive": archive,
        "notice": toml.names(document, "", "notice"),
        "parameters": _parameters(toml),
        "continues": toml.value(continues, "continues", "campaign", CODE) if continues else "",
        "continues_as": _continuation(toml, continues),
        "stated": _stated(toml, archive),
        "ordinary_form": ordinary,
        "remote_form": remote,
    }
    schedule = _schedule(toml, archive)
    _check_id(toml, values["id"])
    _check_kind(toml, values["kind"], archive)
    usable = problems.count == before
    campaign = Campaign(**{**values, **{key: _HARMLESS[key] for key in _HARMLESS if values[key] is None}})
    if archive and usable:
        _check_age(toml, campaign, now)
    return CampaignFile(campaign, forms.texts[0], forms.texts[1], schedule, forms.usable)


def _check_id(toml: TomlFile, id: str | None) -> None:
    if id in RESERVED:
        toml.add("id", f"“{id}” is a reserved word of the site's addresses; choose another id")


def _check_kind(toml: TomlFile, kind: CampaignKind | None, archive: bool) -> None:
    if kind is CampaignKind.OTHER and not archive:
        toml.add("kind", "“other” is for archives only; a campaign is one of the elections of R53 ¶26 or a referendum")


def _check_age(toml: TomlFile, campaign: Campaign, now: datetime) -> None:
    closed = datetime.combine(campaign.voting_date, campaign.closes, ZoneInfo(campaign.timezone))
    if closed.astimezone(UTC) + ARCHIVE_AGE > now:
        toml.add(
            "archive",
            f"voting ended less than {ARCHIVE_AGE.days} days ago ({closed:%Y-%m-%d %H:%M}); an archive is old",
        )


def _parameters(toml: TomlFile) -> dict[str, str]:
    """Parameters as text by key; a table [parameters.key] sets `key.CONTEST` for single contests."""
    found: dict[str, str] = {}
    for key, value in toml.table("parameters").items():
        items = (
            {f"{key}.{contest}": each for contest, each in value.items()} if isinstance(value, dict) else {key: value}
        )
        for name, item in items.items():
            base = name.partition(".")[0]
            if base not in PARAMETERS:
                toml.check_keys({base: item}, "parameters", PARAMETERS)
                continue
            text = str(item).lower() if isinstance(item, bool) else str(item)
            allowed = PARAMETERS[base][0]
            if not isinstance(item, str | int) or (allowed and text not in allowed):
                toml.add(
                    f"parameters.{name}", f"{item!r} is unknown; use one of {', '.join(allowed) or 'text, number'}"
                )
            found[name] = text
    return found


def _continuation(toml: TomlFile, continues: Mapping[str, Any]) -> str:
    how = continues.get("as", "")
    if continues and how not in CONTINUATIONS:
        toml.add("continues.as", f"{how!r} is unknown; use one of {', '.join(CONTINUATIONS)}")
    return str(how)


def _stated(toml: TomlFile, archive: bool) -> StatedTotals | None:
    """Totals of an archive known only as a whole; the percent stays the text of its source."""
    totals = toml.table("totals")
    if not totals:
        return None
    toml.check_keys(totals, "totals", ("voters", "participated", "turnout_percent_stated", "source"))
    if not archive:
        toml.add("totals", "only an archive may be known as a whole; set archive = true or give the files")
    participated = toml.value(totals, "totals", "participated", COUNT, required=False)
    percent = str(totals.get("turnout_percent_stated", ""))
    if percent and _PERCENT.fullmatch(percent) is None:
        toml.add("totals.turnout_percent_stated", f"“{percent}” is not a percent; write 57.95")
    if participated is None and not percent:
        toml.add("totals", "give participated or turnout_percent_stated")
    voters = toml.value(totals, "totals", "voters", COUNT, required=False)
    if voters is not None and participated is not None and participated > voters:
        toml.add("totals.participated", f"{participated} is more than the {voters} voters")
    return StatedTotals(voters, participated, percent, toml.text(totals, "totals", "source", required=True))


def _schedule(toml: TomlFile, archive: bool) -> tuple[ScheduleItem, ...]:
    tables = toml.document.get("schedule", [])
    if not isinstance(tables, list) or not all(isinstance(table, dict) for table in tables):
        toml.add("schedule", "must be written as [[schedule]] tables")
        return ()
    if tables and archive:
        toml.add("schedule", "an archive is published at once and has no schedule; remove one of the two")
    items = []
    for table in tables:
        toml.check_keys(table, "schedule", ("what", "at", "decision"))
        what = toml.value(table, "schedule", "what", one_of(ScheduleItemKind))
        at = toml.value(table, "schedule", "at", MOMENT)
        decision = toml.text(table, "schedule", "decision")
        if what is not None and at is not None:
            items.append(ScheduleItem(what, at, decision))
    for number in second_dates(items):
        toml.add("schedule", f"{items[number - 1].at.isoformat()}: a second publication date; keep one")
    for number in before_publication(items):
        line = items[number - 1]
        toml.add("schedule", f"{line.what}, {line.at.isoformat()}: earlier than the campaign's publication date")
    return tuple(items)


class _Forms:
    """The protocol forms that campaign.toml names, from beside the package or shipped."""

    def __init__(self, folder: Path, toml: TomlFile, problems: Problems) -> None:
        self._folder, self._toml, self._problems = folder, toml, problems
        self.texts = ["", ""]
        self.usable = True

    def read(self) -> tuple[ProtocolForm | None, ProtocolForm | None]:
        """The ordinary and the remote form, None where there is none."""
        before = self._problems.count
        found = self._read()
        self.usable = self._problems.count == before
        return found

    def _read(self) -> tuple[ProtocolForm | None, ProtocolForm | None]:
        given = self._toml.document.get("form", {})
        if isinstance(given, str):
            given = {"ordinary": given}
        if not isinstance(given, dict):
            self._toml.add("form", "must be the id of a form or a table with ordinary and remote")
            return None, None
        self._toml.check_keys(given, "form", ("ordinary", "remote"))
        ordinary = self._form(0, given.get("ordinary", ""), "form.ordinary")
        remote = self._form(1, given.get("remote", ""), "form.remote")
        if ordinary is not None:
            self._refuse(lambda: check_pair(ordinary, remote))
        elif remote is not None and not given.get("ordinary"):
            self._toml.add("form.ordinary", "is missing; a remote form needs an ordinary one beside it")
        return ordinary, remote

    def _form(self, slot: int, id: Any, path: str) -> ProtocolForm | None:
        if id == "":
            return None
        if not isinstance(id, str) or _FORM_ID.fullmatch(id) is None:
            self._toml.add(path, f"{id!r} is not the id of a form")
            return None
        beside = self._folder / f"{id}.toml"
        source = beside if beside.is_file() else SHIPPED / f"{id}.toml"
        if not source.is_file():
            known = ", ".join(shipped_form_ids())
            self._toml.add(path, f"there is no {id}.toml beside the package, and shipped are only {known}")
            return None
        try:
            self.texts[slot] = source.read_text(encoding="utf-8-sig")
        except UnicodeDecodeError:
            self._problems.add(source.name, 1, 1, "is not UTF-8; save the file as UTF-8")
            return None
        form: ProtocolForm | None = self._refuse(lambda: load_form(self.texts[slot], source.name))
        if form is not None and form.id != id:
            self._problems.add(source.name, 1, "id", f"“{form.id}” differs from the name of the file")
        return form

    def _refuse(self, read: Any) -> Any:
        try:
            return read()
        except FormError as error:
            for problem in error.problems:
                file, _, place = problem.where.partition(":")
                self._problems.add(file, 1, place.strip() or 1, problem.reason)
            return None
