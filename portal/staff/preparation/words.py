"""What sheets, columns, gaps and the reader's reasons are called on the pages."""

import re

from flask_babel import gettext

from portal.preparation.readiness import Missing
from portal.staff.said import N_, told

SHEETS = {
    "campaign": N_("Campaign"),
    "schedule": N_("Turnout schedule and publication date"),
    "parameters": N_("Parameters"),
    "territories": N_("Territories"),
    "contests": N_("Contests"),
    "options": N_("Options"),
    "list_persons": N_("Persons on party lists"),
    "precincts": N_("Precincts"),
    "precinct_contests": N_("Contests of precincts"),
    "commissions": N_("Commissions"),
    "members": N_("Members of commissions"),
    "forms": N_("Protocol forms"),
    "boundaries": N_("Borders"),
}
_COLUMNS = {
    "id": N_("id"),
    "kind": N_("kind"),
    "name": N_("name"),
    "voting_date": N_("voting date"),
    "opens": N_("opens"),
    "closes": N_("closes"),
    "timezone": N_("time zone"),
    "form_ordinary": N_("ordinary protocol form"),
    "form_remote": N_("remote protocol form"),
    "notice": N_("notice"),
    "continues_campaign": N_("continues the campaign"),
    "continues_as": N_("continues it as"),
    "what": N_("what becomes visible"),
    "at": N_("from"),
    "decision": N_("decision No."),
    "key": N_("parameter"),
    "value": N_("value"),
    "code": N_("code"),
    "parent": N_("above"),
    "level": N_("level"),
    "contest": N_("contest"),
    "seats": N_("seats"),
    "territory": N_("territory"),
    "position": N_("position"),
    "sex": N_("sex"),
    "party": N_("party"),
    "person": N_("place on the list"),
    "country": N_("country"),
    "documents_complete_at": N_("documents complete"),
    "status": N_("status"),
    "precinct": N_("precinct"),
    "voters": N_("voters"),
    "address": N_("address"),
    "lat": N_("latitude"),
    "lon": N_("longitude"),
    "commission": N_("commission"),
    "phone": N_("telephone"),
    "email": N_("e-mail"),
    "role": N_("role"),
    "file": N_("file"),
    "sha256": N_("SHA-256"),
    "text": N_("text"),
}
_MISSING = {
    Missing.CAMPAIGN: N_("the campaign's own data"),
    Missing.TURNOUT_SCHEDULE: N_("turnout display schedule"),
    Missing.OPENING: N_("opening of preliminary results"),
    Missing.PUBLICATION_DATE: N_("publication date"),
    Missing.CONTESTS: N_("contests"),
    Missing.OPTIONS: N_("options of contests"),
    Missing.COMMISSIONS: N_("commissions"),
    Missing.TERRITORY: N_("territory of the commission"),
    Missing.CONTACTS: N_("contacts of the commission"),
    Missing.CHAIR: N_("chair of the commission"),
    Missing.SECRETARY: N_("secretary of the commission"),
    Missing.ADMINISTRATOR: N_("system administrator"),
    Missing.PRECINCTS: N_("precincts"),
    Missing.ADDRESS: N_("addresses of precincts"),
    Missing.VOTERS: N_("voters of precincts"),
    Missing.PRECINCT_CHAIR: N_("chairs of precinct commissions"),
    Missing.PRECINCT_SECRETARY: N_("secretaries of precinct commissions"),
}
_REASONS = (
    (r"is empty", N_("is empty")),
    (r"is missing", N_("is missing")),
    (r"(?P<a>“.*”) is negative.*", N_("%(a)s is negative; leave the cell empty when the number is not known")),
    (r"(?P<a>“.*”) is not a whole number", N_("%(a)s is not a whole number")),
    (r"(?P<a>“.*”) is larger than (?P<b>\d+)", N_("%(a)s is larger than %(b)s")),
    (r"(?P<a>“.*”) is not a code.*", N_("%(a)s is not a code; use 1 to 64 of 0-9, A-Z, a-z and -")),
    (r"(?P<a>“.*”) is not a moment.*", N_("%(a)s is not a moment; write 2026-11-29T20:00:00+06:00")),
    (r"(?P<a>“.*”) has no offset.*", N_("%(a)s has no offset from UTC; write 2026-11-29T20:00:00+06:00")),
    (r"(?P<a>“.*”) is not a date.*", N_("%(a)s is not a date; write 2026-11-29")),
    (r"(?P<a>“.*”) is not a time of day.*", N_("%(a)s is not a time of day; write 08:00")),
    (r"(?P<a>“.*”) is not a time zone.*", N_("%(a)s is not a time zone; write a name such as Asia/Bishkek")),
    (r"(?P<a>“.*”) is unknown; use one of (?P<b>.*)", N_("%(a)s is unknown; use one of %(b)s")),
    (r"(?P<what>territory|contest|commission) (?P<a>\S+) is unknown", N_("there is no such row: %(a)s")),
    (r"(?P<a>“.*”) is a reserved word.*", N_("%(a)s is a word of the site's own addresses; choose another id")),
    (r"campaign (?P<a>\S+) exists already", N_("campaign %(a)s exists already")),
    (r"contest (?P<a>\S+) has no position (?P<b>\d+)", N_("contest %(a)s has no position %(b)s")),
    (r"position (?P<a>\d+) is no party; .*", N_("position %(a)s is no party; only parties have lists")),
    (r"has no name in any language", N_("no name is given; give one in at least one language")),
    (r"no name is given.*", N_("no name is given; give one in at least one language")),
    (r"the row was changed.*meanwhile.*", N_("the row was changed by somebody meanwhile; look at it again")),
    (r"there is such a row already.*", N_("there is such a row already; edit that one")),
    (r"the file has no rows", N_("the table has no rows")),
    (r"(?P<a>\S+) has no options in options.csv", N_("contest %(a)s has no options")),
)
_CHANGES = (
    (r"territories: (?P<n>\d+) added(?P<some> \(.*\))?", N_("territories added: %(n)s")),
    (r"contests: (?P<n>\d+) added(?P<some> \(.*\))?", N_("contests added: %(n)s")),
    (r"precincts: (?P<n>\d+) added(?P<some> \(.*\))?", N_("precincts added: %(n)s")),
    (r"commissions: (?P<n>\d+) added(?P<some> \(.*\))?", N_("commissions added: %(n)s")),
    (r"territories: (?P<n>\d+) removed(?P<some> \(.*\))?", N_("territories taken out: %(n)s")),
    (r"contests: (?P<n>\d+) removed(?P<some> \(.*\))?", N_("contests taken out: %(n)s")),
    (r"precincts: (?P<n>\d+) removed(?P<some> \(.*\))?", N_("precincts taken out: %(n)s")),
    (r"territories: (?P<n>\d+) changed(?P<some> \(.*\))?", N_("territories changed: %(n)s")),
    (r"contests: (?P<n>\d+) changed(?P<some> \(.*\))?", N_("contests changed: %(n)s")),
    (r"precincts: (?P<n>\d+) changed(?P<some> \(.*\))?", N_("precincts changed: %(n)s")),
    (r"campaign: changed (?P<a>.*)", N_("of the campaign itself changed: %(a)s")),
    (r"precinct (?P<a>\S+) has facts.*", N_("Precinct %(a)s has facts and cannot be taken out.")),
    (r"contest (?P<a>\S+) has facts.*", N_("Contest %(a)s has facts and cannot be taken out.")),
    (r"commission (?P<a>\S+) has facts.*", N_("Commission %(a)s has facts and cannot be taken out.")),
    (r"territory (?P<a>\S+) has facts.*", N_("Territory %(a)s has facts and cannot be taken out.")),
    (r"protocol line (?P<a>.+) has facts.*", N_("Protocol line %(a)s has facts and cannot be taken out.")),
    (
        r"contest (?P<a>\S+), position (?P<b>\S+) has facts.*",
        N_("Position %(b)s of contest %(a)s has facts and cannot be taken out."),
    ),
    (
        r"contest (?P<a>\S+), person (?P<b>\S+) has facts.*",
        N_("Person %(b)s of contest %(a)s has facts and cannot be taken out."),
    ),
)
_LINE = re.compile(r"(?P<place>line \d+(?:, \w+)?): (?P<reason>.*)", re.DOTALL)


def sheet_name(name: str) -> str:
    """What a sheet is called."""
    return str(gettext(SHEETS[name])) if name in SHEETS else name


def column_name(name: str) -> str:
    """What a column is called; names by language carry its code."""
    base, _, language = name.rpartition("_")
    if language in ("ky", "ru", "en") and base in _COLUMNS:
        return f"{gettext(_COLUMNS[base])} ({language})"
    return str(gettext(_COLUMNS[name])) if name in _COLUMNS else name


def missing_name(what: Missing) -> str:
    """What is missing."""
    return str(gettext(_MISSING[what]))


def reason(text: str) -> str:
    """A reason of the reader in the language of the page, where it has one."""
    return told(text, _REASONS)


def change(text: str) -> str:
    """What a new version would change, or why it cannot be; codes that the line lists stand behind it."""
    listed = re.search(r" \(.*\)\Z", text, re.DOTALL)
    return told(text, _CHANGES) + (listed[0] if listed and told(text, _CHANGES) != text else "")


def problem(text: str) -> str:
    """A problem `column: reason` or `line N, column: reason`."""
    line = _LINE.fullmatch(text)
    if line:
        number, _, column = line["place"].removeprefix("line ").partition(", ")
        place = gettext("line %(number)s", number=number)
        return f"{place}{', ' + column_name(column) if column else ''}: {reason(line['reason'])}"
    column, colon, rest = text.partition(": ")
    return f"{column_name(column)}: {reason(rest)}" if colon and " " not in column else reason(text)
