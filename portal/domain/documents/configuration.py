"""What changes only with the configuration of a campaign."""

from typing import NotRequired, TypedDict

from portal.domain.documents.places import OptionDocument
from portal.domain.names import NamesDocument


class FormLineDocument(TypedDict):
    """A line of a protocol form."""

    id: str
    key: str
    name: NamesDocument
    scope: str


class FormDocument(TypedDict):
    """A protocol form: what its lines are called."""

    id: str
    legal: str
    name: NamesDocument
    lines: list[FormLineDocument]


class RuleDocument(TypedDict):
    """A control ratio or another rule of the campaign with its sentence, placeholders in braces."""

    code: str
    form: str
    relation: str
    severity: str
    source: str
    message: NamesDocument


class TerritoryEntry(TypedDict):
    """A territory in the configuration document."""

    code: str
    parent: str
    level: int
    kind: str
    name: NamesDocument
    precincts: int


class ContestEntry(TypedDict):
    """A contest with its options in the configuration document."""

    code: str
    kind: str
    seats: int
    territory: str
    name: NamesDocument
    options: list[OptionDocument]


class WithdrawalDocument(TypedDict):
    """Figures that the commission withdrew: they stay readable, with this mark.

    `precinct` is "" when it withdrew those of the whole campaign; `decision` is the number of its act, "" for none.
    """

    precinct: str
    at: str
    decision: str
    reason: NamesDocument


class ConfigurationDocument(TypedDict):
    """configuration.json: names, options and hierarchy; changes only with the configuration of the campaign.

    `remote_count` says which count of remote votes is in force, scanner or protocol (R53 ¶24, R139 ¶50-56); it is
    absent where the campaign has no remote voting. `pause` is what every page says while publication is paused and
    `paused_at` since when it is, absent while it runs, `withdrawals` is absent where nothing was withdrawn; they stand
    here because every page reads this document.
    """

    campaign: str
    kind: str
    name: NamesDocument
    notice: NamesDocument | None
    test: bool
    timezone: str
    territories: list[TerritoryEntry]
    contests: list[ContestEntry]
    forms: dict[str, FormDocument]
    rules: list[RuleDocument]
    remote_count: NotRequired[str]
    pause: NotRequired[NamesDocument]
    paused_at: NotRequired[str]
    withdrawals: NotRequired[list[WithdrawalDocument]]


class PrecinctsIndexDocument(TypedDict):
    """precincts-index.json: precinct number → code of the territory whose document holds it, in natural order."""

    precincts: dict[str, str]


class FindRow(TypedDict):
    """What a search for a precinct needs; `country` (ISO 3166-1 alpha-2) where a precinct abroad states one."""

    number: str
    territory: str
    name: NamesDocument
    address: NamesDocument
    country: NotRequired[str]


class AbroadPrecinct(TypedDict):
    """A precinct abroad."""

    number: str
    address: NamesDocument


class AbroadPlace(TypedDict):
    """Precincts of one country; `country` is "" and the name that of their territory where none is stated."""

    country: str
    name: NamesDocument
    precincts: list[AbroadPrecinct]


class AbroadDocument(TypedDict):
    """abroad.json: the precincts abroad, which have no place on the map; only in campaigns that have any."""

    places: list[AbroadPlace]


class FindDocument(TypedDict):
    """find.json: compact search data of every precinct."""

    rows: list[FindRow]
