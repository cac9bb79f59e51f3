"""What happens on the invented election day, as values in the order of receipt.

The fields of an event are the columns of its files in docs/package.md, in their order; `at` is when it is received by
the election clock. A protocol carries besides what only the store knows: the reasons for its broken warn ratios.
"""

from dataclasses import dataclass
from datetime import date, datetime

from portal.domain.names import Names

Votes = tuple[tuple[int, int], ...]
"""Pairs of ballot position and votes, in ballot order."""


@dataclass(frozen=True, slots=True)
class TurnoutEvent:
    """явка: cumulative identified voters of the home list and, apart, remote voters (turnout.csv)."""

    at: datetime
    precinct: str
    as_of: datetime
    identified: int
    source: str
    remote: int


@dataclass(frozen=True, slots=True)
class ScannerEvent:
    """отчет АСУ of one device for one contest (scanner.csv and scanner_votes.csv)."""

    at: datetime
    precinct: str
    contest: str
    ballots_processed: int
    reported_at: datetime
    device: str
    votes: Votes


@dataclass(frozen=True, slots=True)
class NoMachineEvent:
    """The last case of R53 ¶38: there will be no machine result, and why (no_machine_results.csv)."""

    at: datetime
    precinct: str
    reason: Names


@dataclass(frozen=True, slots=True)
class ProtocolEvent:
    """протокол: one row of protocols.csv with its votes of protocol_votes.csv.

    `lines` are pairs of line id and value. The lines of a remote protocol that stand once for the precinct come as an
    event of their own with empty `contest` and no votes. `reasons` are pairs of ratio code and written reason.
    """

    at: datetime
    precinct: str
    contest: str
    kind: str
    signed_at: datetime
    lines: tuple[tuple[str, int], ...]
    members: int
    signed: int
    opinions: int
    votes: Votes
    reasons: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class DecisionEvent:
    """решение: a row of decisions.csv."""

    at: datetime
    number: str
    date: date
    body: str
    kind: str
    scope: str
    target: str
    reason_ky: str
    reason_ru: str
    reason_en: str


Event = TurnoutEvent | ScannerEvent | NoMachineEvent | ProtocolEvent | DecisionEvent
