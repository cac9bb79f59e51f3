"""Facts: what was reported, entered or decided, as immutable values in the order of their sequence numbers.

`seq` is the store's monotonic number, `received_at` the election clock's time at receipt (UTC). Facts are never
changed: which of them counts is decided by the gate (`portal.publication.gate`) and by the fold of decisions.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from portal.domain.decisions import Decision
from portal.domain.names import Names
from portal.domain.statuses import ProtocolKind, TurnoutSource

Preferences = Mapping[tuple[int, int], int]
"""Preference votes by ballot position of the list and number of the person on it."""


@dataclass(frozen=True, slots=True)
class TurnoutReport:
    """явка: cumulative identified voters of a precinct at `as_of`; `identified` is the home list, `remote` additional
    voters.

    `outside` are the voters identified outside the room before voting day, where the source tells them apart.
    """

    seq: int
    received_at: datetime
    precinct: str
    as_of: datetime
    identified: int
    source: TurnoutSource
    remote: int | None = None
    outside: int | None = None


@dataclass(frozen=True, slots=True)
class ScannerReport:
    """отчет АСУ of one device for one contest; a contest not the precinct's own means remote votes (R139 ¶50).

    `votes` maps ballot positions to votes. A later report of the same device replaces the former, another device adds.
    `zero` marks the zero report printed before opening (R53 ¶31).
    """

    seq: int
    received_at: datetime
    precinct: str
    contest: str
    device: str
    ballots_processed: int | None
    reported_at: datetime
    votes: Mapping[int, int]
    remote_voters: int | None = None
    zero: bool = False


@dataclass(frozen=True, slots=True)
class Protocol:
    """протокол об итогах голосования: one version of one protocol of a precinct for one contest (R139 ¶61).

    `lines` maps line ids of the form to values; precinct-scope lines of a remote protocol stand in a row of their own
    whose `contest` is "". `reasons` holds the written reason for each warn ratio that the protocol breaks.
    `preferences` are {} where the protocol states none.
    """

    seq: int
    received_at: datetime
    precinct: str
    contest: str
    kind: ProtocolKind
    version: int
    signed_at: datetime
    lines: Mapping[str, int]
    votes: Mapping[int, int]
    members: int | None = None
    signed: int | None = None
    opinions: int | None = None
    reasons: Mapping[str, str] = field(default_factory=dict)
    preferences: Preferences = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class NoMachineResult:
    """The last case of R53 ¶38: a precinct that will have no scanner report, and why."""

    seq: int
    received_at: datetime
    precinct: str
    reason: Names


@dataclass(frozen=True, slots=True)
class Consolidated:
    """сводный протокол of an ОИК/ТИК as signed: its own figures, shown beside the computed ones (R139 ¶68).

    `members` of the commission, those who `signed`, separate `opinions`: None where they are not known (R139 ¶69).
    """

    seq: int
    received_at: datetime
    commission: str
    territory: str
    contest: str
    kind: ProtocolKind
    signed_at: datetime
    uik_count: int | None
    ordinary_count: int | None
    remote_count: int | None
    lines: Mapping[str, int]
    votes: Mapping[int, int]
    members: int | None = None
    signed: int | None = None
    opinions: int | None = None


@dataclass(frozen=True, slots=True)
class Scan:
    """скан-копия of a paper document; public only once checked and released (R139 ¶62).

    `sha256` and `extension` are those of the file that is published. `original` is the sha256 of the file as it came
    where the check released a cleaned copy, "" elsewhere.
    """

    seq: int
    received_at: datetime
    precinct: str
    contest: str
    kind: str
    sha256: str
    extension: str
    released_at: datetime | None = None
    original: str = ""


@dataclass(frozen=True, slots=True)
class RegisteredDecision:
    """A decision as it stands in the register; in force for the portal once a second person confirmed its entry."""

    seq: int
    received_at: datetime
    confirmed_at: datetime | None
    decision: Decision


class OrderKind(StrEnum):
    """Publication orders: they change what is published and need two different people (design, publication gate)."""

    CORRECTION = "correction"
    OFFICIAL = "official"
    WITHDRAWAL = "withdrawal"
    PAUSE = "pause"
    RESUME = "resume"
    REDACTION = "redaction"
    HOLD = "hold"
    RELEASE_HOLD = "release_hold"


@dataclass(frozen=True, slots=True)
class Order:
    """A publication order with its reason in three languages; in force once two different people approved it.

    `target` names what it is about: "" for the campaign, `precinct:12-0007`, `fact:<seq>` (a held fact),
    `scan:<sha256>`. `approved_at` is the time of the second approval, None while it waits.
    """

    seq: int
    kind: OrderKind
    target: str
    reason: Names
    decision: str
    approved_at: datetime | None


class ScheduleItemKind(StrEnum):
    """What a publication schedule can make visible (R53 ¶27, ¶34-36); `campaign`: anything of the campaign at all."""

    TURNOUT = "turnout"
    RESULTS = "results"
    PROTOCOLS = "protocols"
    SCANS = "scans"
    OFFICIAL = "official"
    CAMPAIGN = "campaign"


@dataclass(frozen=True, slots=True)
class ScheduleItem:
    """One line of the publication schedule: `what` becomes visible at `at` by the CEC's decision of that number.

    A turnout item shows every turnout report whose `as_of` is not after `at`.
    """

    what: ScheduleItemKind
    at: datetime
    decision: str = ""


@dataclass(frozen=True, slots=True)
class Schedule:
    """The approved publication schedule in force; `approved_at` is the time of its second approval, `approvers` are the
    two who gave the approvals that count.
    """

    version: int
    items: tuple[ScheduleItem, ...]
    approved_at: datetime
    approvers: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PrecinctFacts:
    """Every fact of one precinct, each list in order of sequence number."""

    turnout: tuple[TurnoutReport, ...] = ()
    scanner: tuple[ScannerReport, ...] = ()
    protocols: tuple[Protocol, ...] = ()
    no_machine: tuple[NoMachineResult, ...] = ()
    scans: tuple[Scan, ...] = ()
