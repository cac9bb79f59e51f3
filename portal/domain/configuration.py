"""A campaign's configuration: what is fixed before the first vote, as immutable values.

One `Configuration` is one version of a campaign package without its facts (docs/package.md). Codes of territories,
contests and precincts are text; territories and borders belong to the campaign, never to the country (R53 ¶26-29).
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time
from functools import cached_property

from portal.domain.names import Names
from portal.domain.protocol_form import ProtocolForm
from portal.domain.statuses import CampaignKind, ContestKind, OptionKind, PrecinctKind


@dataclass(frozen=True, slots=True)
class Territory:
    """территория: a region (level 1), a district or city with its ТИК (level 2), or a part of one."""

    code: str
    parent: str
    level: int
    names: Names
    kind: str = ""


@dataclass(frozen=True, slots=True)
class ListedPerson:
    """кандидат списка: a person on a party's list; `number` is the place on it, `status` "withdrawn" for who is out."""

    number: int
    names: Names
    id: str = ""
    sex: str = ""
    status: str = ""


@dataclass(frozen=True, slots=True)
class Option:
    """позиция бюллетеня: one position of a contest's ballot, in ballot order; `persons` is a party's list."""

    position: int
    kind: OptionKind
    names: Names
    id: str = ""
    sex: str = ""
    party: str = ""
    documents_complete_at: datetime | None = None
    status: str = ""
    persons: tuple[ListedPerson, ...] = ()


@dataclass(frozen=True)
class Contest:
    """голосование по округу или вопросу; `territory` is "" for the whole country; `options` are in ballot order."""

    code: str
    kind: ContestKind
    seats: int
    territory: str
    names: Names
    options: tuple[Option, ...]

    @cached_property
    def positions(self) -> tuple[int, ...]:
        """Ballot positions in the order in which every published list of votes stands."""
        return tuple(option.position for option in self.options)

    @cached_property
    def listed(self) -> tuple[tuple[int, int], ...]:
        """Position and number of every person on a list, in the order in which preference votes are published."""
        return tuple((option.position, person.number) for option in self.options for person in option.persons)


@dataclass(frozen=True, slots=True)
class Precinct:
    """избирательный участок. `voters` is the base of turnout, frozen at opening, per own contest where they differ.

    `contests` are its own contests; any precinct may report remote votes for others (R139 ¶32).
    """

    number: str
    territory: str
    kind: PrecinctKind
    contests: tuple[str, ...]
    voters: int | None = None
    voters_by_contest: Mapping[str, int] = field(default_factory=dict)
    names: Names = Names()
    addresses: Names = Names()
    lat: str = ""
    lon: str = ""
    timezone: str = ""
    opens: time | None = None
    closes: time | None = None
    chair: str = ""
    secretary: str = ""
    country: str = ""
    """ISO 3166-1 alpha-2 code of the country abroad where it stands, "" at home and where it is not said."""


@dataclass(frozen=True, slots=True)
class StatedTotals:
    """Totals of an archived campaign known only as a whole; the percent is the source's own, never computed."""

    voters: int | None
    participated: int | None
    turnout_percent_stated: str
    source: str


@dataclass(frozen=True, slots=True)
class Campaign:
    """избирательная кампания and its parameters (design contract 1)."""

    id: str
    kind: CampaignKind
    names: Names
    voting_date: date
    opens: time
    closes: time
    timezone: str
    archive: bool = False
    notice: Names = Names()
    parameters: Mapping[str, str] = field(default_factory=dict)
    continues: str = ""
    continues_as: str = ""
    stated: StatedTotals | None = None
    ordinary_form: ProtocolForm | None = None
    remote_form: ProtocolForm | None = None
