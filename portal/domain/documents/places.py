"""Territories, contests and the campaign."""

from typing import NotRequired, TypedDict

from portal.domain.documents.consolidated import ConsolidatedDocument
from portal.domain.documents.determination import CampaignDetermination, ContestDetermination, DeterminationDocument
from portal.domain.documents.precinct import DecisionDocument, PrecinctDocument
from portal.domain.documents.totals import CountDocument, StatusDocument, TotalsDocument
from portal.domain.names import NamesDocument


class PlaceDocument(TypedDict):
    """A territory's code and name."""

    code: str
    name: NamesDocument


class ChildDocument(TypedDict):
    """A territory as a row of its parent: own status and sums."""

    code: str
    name: NamesDocument
    kind: str
    status: StatusDocument
    totals: TotalsDocument


class TerritoryDocument(TypedDict):
    """territories/<code>.json: sums of the territory, its children, and every precinct attached to it.

    `totals` = sum of the children + `direct`, the sum of the attached precincts (None without any).
    """

    code: str
    level: int
    kind: str
    name: NamesDocument
    ancestors: list[PlaceDocument]
    status: StatusDocument
    totals: TotalsDocument
    direct: TotalsDocument | None
    children: list[ChildDocument]
    precincts: list[PrecinctDocument]


class HeadPart(TypedDict):
    """The first bytes of a territory's document, up to its first precinct; `]}` makes them JSON."""

    bytes: int
    sha256: str


class PrecinctPart(TypedDict):
    """The bytes of one precinct within the document of its territory; a comma divides it from the next one."""

    number: str
    bytes: int
    sha256: str


class PartsDocument(TypedDict):
    """parts/<code>.json: of which parts the territories/<code>.json with this hash consists, one after another, so that
    a precinct can be read and checked without the others. Only territories with attached precincts have one.
    """

    code: str
    sha256: str
    head: HeadPart
    precincts: list[PrecinctPart]


class PersonDocument(TypedDict):
    """кандидат списка: a person on a party's list; `id`, `sex`, `status` are "" where the package gives none."""

    person: int
    name: NamesDocument
    id: str
    sex: str
    status: str


class OptionDocument(TypedDict):
    """позиция бюллетеня; `party`, `sex`, `id`, `status` are "" where the package gives none.

    `persons` is a party's list by number, `documents_complete_at` when all documents were handed in, by which equal
    votes are decided (R139 ¶79); both are absent where the package gives none.
    """

    position: int
    kind: str
    name: NamesDocument
    id: str
    sex: str
    party: str
    status: str
    persons: NotRequired[list[PersonDocument]]
    documents_complete_at: NotRequired[str]


class ContestRow(TypedDict):
    """A territory's part of a contest. `direct` marks the precincts attached to a territory that also has rows beneath
    it.

    The rows of a contest never overlap and sum to its totals. `flagged` as in `ContestCounts`.
    """

    code: str
    name: NamesDocument
    direct: bool
    scanner: CountDocument
    protocol: CountDocument
    flagged: NotRequired[dict[str, int]]


class ContestDocument(TypedDict):
    """contests/<contest>.json: options, votes by count and by territory; `determination` by the portal
    (R139 ¶77-81); `consolidated`, absent while there is none, the signed protocols of the commissions (¶67-70);
    `flagged` as in `ContestCounts`.
    """

    code: str
    kind: str
    seats: int
    territory: str
    name: NamesDocument
    status: StatusDocument
    options: list[OptionDocument]
    scanner: CountDocument
    protocol: CountDocument
    flagged: NotRequired[dict[str, int]]
    territories: list[ContestRow]
    determination: NotRequired[DeterminationDocument]
    consolidated: NotRequired[list[ConsolidatedDocument]]


class LeadingOption(TypedDict):
    """One of the leading options of a contest in the count that `ContestSummary.count` names."""

    position: int
    kind: str
    name: NamesDocument
    votes: int
    share: str | None


class ContestSummary(TypedDict):
    """A contest as a row of the campaign: progress and its leading options (seats + 1 of them, at most 10).

    `invalidated` are the precincts received whose votes the count leaves out (R139 ¶75), absent where there are none.
    """

    code: str
    kind: str
    seats: int
    name: NamesDocument
    territory: str
    status: StatusDocument
    count: str
    base: int
    expected: int
    received: int
    invalidated: NotRequired[int]
    leading: list[LeadingOption]
    determination: NotRequired[ContestDetermination]


class ScheduleItemDocument(TypedDict):
    """A line of the approved publication schedule."""

    what: str
    at: str
    decision: str


class StatedDocument(TypedDict):
    """Totals of an archived campaign known only as a whole, as its source states them."""

    voters: int | None
    participated: int | None
    percent: str | None
    turnout_percent_stated: str
    source: str


class CampaignDocument(TypedDict):
    """campaign.json: totals, progress, regions and contests of a campaign. `totals` holds no votes: contests do."""

    campaign: str
    kind: str
    name: NamesDocument
    notice: NamesDocument | None
    test: bool
    archive: bool
    voting_date: str
    opens: str
    closes: str
    timezone: str
    parameters: dict[str, str]
    continues: str
    continues_as: str
    stated: StatedDocument | None
    status: StatusDocument
    schedule: list[ScheduleItemDocument]
    totals: TotalsDocument
    regions: list[ChildDocument]
    contests: list[ContestSummary]
    decisions: list[DecisionDocument]
    determination: NotRequired[CampaignDetermination]
