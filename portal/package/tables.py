"""The files of a package and their columns: one table that drives reading, messages and docs/package.md."""

from dataclasses import dataclass
from enum import StrEnum

from portal.domain.decisions import DecisionKind, DecisionScope
from portal.domain.statuses import ContestKind, OptionKind, PrecinctKind, ProtocolKind, TurnoutSource
from portal.package.cells import (
    CLOCK,
    CODE,
    COUNT,
    COUNTRY,
    DAY,
    FILE,
    LATITUDE,
    LONGITUDE,
    MOMENT,
    POSITION,
    TEXT,
    ZONE,
    Kind,
    one_of,
)


class CommissionKind(StrEnum):
    """Commissions above the precinct: ОИК, ТИК."""

    OIK = "oik"
    TIK = "tik"


class MemberRole(StrEnum):
    """What a member of a commission is in it."""

    CHAIR = "chair"
    SECRETARY = "secretary"
    MEMBER = "member"
    ADMINISTRATOR = "administrator"


@dataclass(frozen=True, slots=True)
class Column:
    """One column. `required`: no cell may be empty; `optional`: the column itself may be missing."""

    name: str
    kind: Kind
    help: str
    required: bool = True
    optional: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """One file. `key` names the columns that make a row unique; `lines`: more columns follow, one per protocol line."""

    file: str
    help: str
    columns: tuple[Column, ...]
    key: tuple[str, ...]
    optional: bool = True
    lines: bool = False


def _maybe(name: str, kind: Kind, meaning: str) -> Column:
    """A column that may be missing and whose cells may be empty."""
    return Column(name, kind, meaning, required=False, optional=True)


def _empty(name: str, kind: Kind, meaning: str) -> Column:
    """A column that must be there and whose cells may be empty."""
    return Column(name, kind, meaning, required=False)


def _languages(prefix: str, meaning: str) -> tuple[Column, ...]:
    return tuple(_maybe(f"{prefix}_{code}", TEXT, f"{meaning} ({code})") for code in ("ky", "ru", "en"))


_NAME = _languages("name", "name; a language not given falls back to any given one")
_PRECINCT = Column("precinct", CODE, "number of the precinct")
_CONTEST = Column("contest", CODE, "code of the contest")
_POSITION = Column("position", POSITION, "ballot position")
_VOTES = Column("votes", COUNT, "votes")

TERRITORIES = Table(
    "territories.csv",
    "Territories; any level may hold precincts.",
    (
        Column("code", CODE, "code of the territory"),
        _empty("parent", CODE, "code of the territory above; empty at level 1"),
        Column("level", POSITION, "1 region, 2 district or city (ТИК), deeper allowed"),
        *_NAME,
        _maybe("kind", TEXT, "kind of territory, as region, city, district, abroad"),
    ),
    key=("code",),
    optional=False,
)
CONTESTS = Table(
    "contests.csv",
    "Contests.",
    (
        _CONTEST,
        Column("kind", one_of(ContestKind), "what is voted on"),
        Column("seats", COUNT, "seats to be filled"),
        _empty("territory", CODE, "territory of the district; empty: the whole campaign"),
        *_NAME,
    ),
    key=("contest",),
    optional=False,
)
OPTIONS = Table(
    "options.csv",
    "Options of every contest in ballot order.",
    (
        _CONTEST,
        _POSITION,
        Column("kind", one_of(OptionKind), "what stands at the position"),
        *_NAME,
        _maybe("id", TEXT, "the commission's own id"),
        _maybe("sex", TEXT, "m or f, where the law counts it"),
        _maybe("party", TEXT, "party or list"),
        _maybe("documents_complete_at", MOMENT, "when all documents were handed in (decides ties)"),
        _maybe("status", TEXT, "registered, withdrawn, …"),
    ),
    key=("contest", "position"),
    optional=False,
)
LIST_PERSONS = Table(
    "list_persons.csv",
    "Persons on party lists, by their number on the list.",
    (
        _CONTEST,
        Column("position", POSITION, "ballot position of the party"),
        Column("person", POSITION, "number on the party's list"),
        *_NAME,
        _maybe("id", TEXT, "the commission's own id"),
        _maybe("sex", TEXT, "m or f, where the law counts it"),
        _maybe("status", TEXT, "registered, withdrawn, …"),
    ),
    key=("contest", "position", "person"),
)
PRECINCTS = Table(
    "precincts.csv",
    "Precincts.",
    (
        _PRECINCT,
        Column("territory", CODE, "territory that the precinct is attached to"),
        Column("kind", one_of(PrecinctKind), "where it lies and what it is set up for"),
        _empty("contest", CODE, "its own contest; empty: every contest of the campaign"),
        _maybe("voters", COUNT, "voters on the list, frozen at opening: the base of turnout"),
        *_languages("name", "name of the precinct"),
        *_languages("address", "address"),
        _maybe("lat", LATITUDE, "latitude, WGS 84"),
        _maybe("lon", LONGITUDE, "longitude, WGS 84"),
        _maybe("timezone", ZONE, "own time zone (abroad)"),
        _maybe("opens", CLOCK, "own opening, local time"),
        _maybe("closes", CLOCK, "own closing, local time"),
        _maybe("country", COUNTRY, "country where it stands (abroad): ISO 3166-1 alpha-2, as TR"),
    ),
    key=("precinct",),
    optional=False,
)
PRECINCT_CONTESTS = Table(
    "precinct_contests.csv",
    "Where a precinct has several own contests: each of them.",
    (_PRECINCT, _CONTEST, _maybe("voters", COUNT, "voters on the list for this contest")),
    key=("precinct", "contest"),
)
COMMISSIONS = Table(
    "commissions.csv",
    "Commissions above the precinct.",
    (
        Column("commission", CODE, "code of the commission"),
        Column("kind", one_of(CommissionKind), "oik: ОИК, tik: ТИК"),
        _empty("parent", CODE, "commission above; empty: the CEC"),
        _empty("territory", CODE, "its territory"),
        _empty("contest", CODE, "its contest (ОИК)"),
        *_NAME,
        *_languages("address", "address"),
        _maybe("phone", TEXT, "telephone"),
        _maybe("email", TEXT, "e-mail"),
    ),
    key=("commission",),
)
MEMBERS = Table(
    "commission_members.csv",
    "Members of commissions and of precincts' own commissions (R53 ¶29); exactly one of commission and precinct"
    " is given.",
    (
        _maybe("commission", CODE, "code of the commission"),
        _maybe("precinct", CODE, "number of the precinct"),
        Column("name", TEXT, "name of the person"),
        Column("role", one_of(MemberRole), "what the person is in the commission"),
    ),
    key=("commission", "precinct", "name", "role"),
)
TURNOUT = Table(
    "turnout.csv",
    "Turnout, cumulative.",
    (
        _PRECINCT,
        Column("as_of", MOMENT, "the moment that the figure is for"),
        Column("identified", COUNT, "identified voters of the home list"),
        Column("source", one_of(TurnoutSource), "where the figure comes from"),
        _maybe("remote", COUNT, "additional remote voters"),
    ),
    key=("precinct", "as_of", "source"),
)
SCANNER = Table(
    "scanner.csv",
    "Scanner reports, one row per device and contest; a contest not the precinct's own means remote votes.",
    (
        _PRECINCT,
        _CONTEST,
        _empty("ballots_processed", COUNT, "ballots processed"),
        Column("reported_at", MOMENT, "time of the report"),
        _maybe("device", CODE, "device; the same device replaces, another one adds"),
    ),
    key=("precinct", "contest", "device"),
)
SCANNER_VOTES = Table(
    "scanner_votes.csv",
    "Votes of the scanner reports: every position of the contest, or none at all.",
    (_PRECINCT, _CONTEST, _POSITION, _VOTES, _maybe("device", CODE, "device")),
    key=(),
)
PROTOCOLS = Table(
    "protocols.csv",
    "Protocols, one column per line of the form; precinct-scope lines of the remote form stand in a row with "
    "empty contest.",
    (
        _PRECINCT,
        _empty("contest", CODE, "code of the contest; empty: precinct-scope lines"),
        Column("kind", one_of(ProtocolKind), "kind of protocol"),
        Column("signed_at", MOMENT, "date, hour and minute of signing (R139 ¶61)"),
        _maybe("members", COUNT, "members of the commission"),
        _maybe("signed", COUNT, "members who signed"),
        _maybe("opinions", COUNT, "separate opinions"),
    ),
    key=("precinct", "contest", "kind"),
    lines=True,
)
PROTOCOL_VOTES = Table(
    "protocol_votes.csv",
    "Votes of the protocols: every position of the contest, or none at all.",
    (_PRECINCT, _CONTEST, Column("kind", one_of(ProtocolKind), "kind of protocol"), _POSITION, _VOTES),
    key=(),
)
PREFERENCE_VOTES = Table(
    "preference_votes.csv",
    "Preference votes of the protocols: every person of the contest's lists, or none at all.",
    (
        _PRECINCT,
        _CONTEST,
        Column("kind", one_of(ProtocolKind), "kind of protocol"),
        Column("position", POSITION, "ballot position of the party"),
        Column("person", POSITION, "number on the party's list"),
        Column("votes", COUNT, "preference votes"),
    ),
    key=(),
)
NO_MACHINE = Table(
    "no_machine_results.csv",
    "Precincts that have no scanner report at all, and why (R53 ¶38).",
    (_PRECINCT, *_languages("reason", "reason")),
    key=("precinct",),
)
CONSOLIDATED = Table(
    "consolidated.csv",
    "Consolidated protocols as signed, one column per line of the form (R139 ¶67-70).",
    (
        Column("commission", CODE, "code of the commission"),
        _CONTEST,
        Column("kind", one_of(ProtocolKind), "kind of the protocols summed"),
        Column("signed_at", MOMENT, "time of signing"),
        _empty("uik_count", COUNT, "precinct commissions"),
        _empty("ordinary_count", COUNT, "ordinary protocols received"),
        _empty("remote_count", COUNT, "remote protocols received"),
        _maybe("members", COUNT, "members of the commission (R139 ¶69)"),
        _maybe("signed", COUNT, "members who signed; members, signed and opinions are given together or not at all"),
        _maybe("opinions", COUNT, "separate opinions"),
    ),
    key=("commission", "contest", "kind"),
    lines=True,
)
CONSOLIDATED_VOTES = Table(
    "consolidated_votes.csv",
    "Votes of the consolidated protocols: every position of the contest, or none at all.",
    (
        Column("commission", CODE, "code of the commission"),
        _CONTEST,
        Column("kind", one_of(ProtocolKind), "kind of the protocols summed"),
        _POSITION,
        _VOTES,
    ),
    key=(),
)
SCANS = Table(
    "scans/scans.csv",
    "Scans of paper documents; the files lie beside it.",
    (
        _PRECINCT,
        _empty("contest", CODE, "code of the contest; empty: all"),
        Column("kind", TEXT, "what was scanned, as protocol, act, scanner_report"),
        Column("file", FILE, "file in the folder scans/"),
    ),
    key=("file",),
)
DECISIONS = Table(
    "decisions.csv",
    "Decisions of commissions and courts (docs/package.md#decisions).",
    (
        Column("number", TEXT, "number of the act"),
        Column("date", DAY, "date of the act"),
        Column("body", TEXT, "who decided"),
        Column("kind", one_of(DecisionKind), "what it does"),
        Column("scope", one_of(DecisionScope), "what the target names"),
        _empty(
            "target", TEXT, "campaign: empty; precinct: number or number:contest; option: contest:position; else a code"
        ),
        *_languages("reason", "reason"),
    ),
    key=("number", "date", "body", "kind", "scope", "target"),
)

TABLES = (
    TERRITORIES,
    CONTESTS,
    OPTIONS,
    LIST_PERSONS,
    PRECINCTS,
    PRECINCT_CONTESTS,
    COMMISSIONS,
    MEMBERS,
    TURNOUT,
    SCANNER,
    SCANNER_VOTES,
    PROTOCOLS,
    PROTOCOL_VOTES,
    PREFERENCE_VOTES,
    NO_MACHINE,
    CONSOLIDATED,
    CONSOLIDATED_VOTES,
    SCANS,
    DECISIONS,
)
"""Every CSV file of a package, in the order in which it is read."""
