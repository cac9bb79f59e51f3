"""What codes of cells are called on the pages: kinds, roles, moments; and what a cell of a kind has to hold."""

from datetime import date, datetime

from flask_babel import gettext

from portal.staff.said import N_

_VALUES = {
    ("kind", "president"): N_("President"),
    ("kind", "parliament"): N_("Jogorku Kenesh"),
    ("kind", "local_aiyl"): N_("aiyl keneshes"),
    ("kind", "local_city"): N_("city keneshes"),
    ("kind", "local"): N_("aiyl and city keneshes"),
    ("kind", "referendum"): N_("referendum"),
    ("kind", "multi_member"): N_("district with several seats"),
    ("kind", "party_list"): N_("party lists"),
    ("kind", "question"): N_("question"),
    ("kind", "candidate"): N_("candidate"),
    ("kind", "party"): N_("party"),
    ("kind", "answer"): N_("answer"),
    ("kind", "against_all"): N_("against all"),
    ("kind", "ordinary"): N_("ordinary precinct"),
    ("kind", "remote"): N_("remote voting precinct"),
    ("kind", "abroad"): N_("precinct abroad"),
    ("kind", "oik"): N_("ОИК"),
    ("kind", "tik"): N_("ТИК"),
    ("role", "chair"): N_("chair"),
    ("role", "secretary"): N_("secretary"),
    ("role", "member"): N_("member"),
    ("role", "administrator"): N_("system administrator"),
    ("what", "turnout"): N_("turnout"),
    ("what", "results"): N_("ballot-scanner (ASU) reports"),
    ("what", "protocols"): N_("protocols"),
    ("what", "scans"): N_("scans"),
    ("what", "official"): N_("official results"),
    ("what", "campaign"): N_("the campaign's data"),
}
_HINTS = {
    "code": N_("letters A–Z, digits, hyphen"),
    "count": N_("a whole number, or empty"),
    "position": N_("a whole number"),
    "moment with offset": N_("such as 2026-11-29T20:00:00+06:00"),
    "date": N_("such as 2026-11-29"),
    "time of day": N_("such as 08:00"),
    "time zone": N_("such as Asia/Bishkek"),
    "latitude": N_("degrees, such as 42.87"),
    "longitude": N_("degrees, such as 74.59"),
    "country": N_("two letters, such as KG"),
    "file name": N_("name of a file"),
}


def value_name(column: str, value: str) -> str:
    """What a code in a column is called; any other value as it is."""
    return str(gettext(_VALUES[column, value])) if (column, value) in _VALUES else value


def cell(column: str, value: str) -> str:
    """A cell as the table shows it: codes by their name, a moment as day and time of its own offset."""
    if column == "voting_date":
        return day(value)
    if column in ("at", "documents_complete_at") and value:
        try:
            instant = datetime.fromisoformat(value)
            return f"{instant:%d.%m.%Y %H:%M} ({instant.tzinfo or 'UTC'})"
        except ValueError:
            return value
    return value_name(column, value)


def day(text: str) -> str:
    """A day as people write it, 29.11.2026; what is no day as it is."""
    try:
        return date.fromisoformat(text).strftime("%d.%m.%Y")
    except ValueError:
        return text


def hint(title: str) -> str:
    """What a cell of this kind has to hold; nothing for a kind without a hint."""
    return str(gettext(_HINTS[title])) if title in _HINTS else ""
