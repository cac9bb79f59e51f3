"""What the gate lets through of one precinct: the only facts that a published document may depend on."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from portal.domain.facts import NoMachineResult, Protocol, Scan, ScannerReport, TurnoutReport


@dataclass(frozen=True, slots=True)
class Held:
    """A fact that waits because it would lower a published value or breaks its unit's checks (design, G4).

    `series` is identified, scanner or protocol; `seq` is for the staff's console and never published.
    """

    series: str
    contest: str
    since: datetime
    seq: int


@dataclass(frozen=True, slots=True)
class OtherVote:
    """A vote of the precinct beside the one that is shown as current: 0 the first, 1 the first re-vote … (R139 ¶75)."""

    vote: int
    scanner: tuple[ScannerReport, ...] = ()
    protocols: tuple[Protocol, ...] = ()


@dataclass(frozen=True, slots=True)
class VisiblePrecinct:
    """Accepted facts of a precinct at one moment.

    `turnout` holds one report per hour in order, `scanner` one report per device and contest, `protocols` every version
    that was ever published per (contest, kind), the current one last. `corrected` names the contests where a later fact
    replaced a published one. Both counts are those of one vote, `votes` by contest where it is a re-vote; figures of a
    contest's other votes stand in `other_votes`, in order.
    """

    turnout: tuple[TurnoutReport, ...] = ()
    final: TurnoutReport | None = None
    scanner: Mapping[str, tuple[ScannerReport, ...]] = field(default_factory=dict)
    protocols: Mapping[str, tuple[Protocol, ...]] = field(default_factory=dict)
    remote_lines: Mapping[str, int] = field(default_factory=dict)
    no_machine: NoMachineResult | None = None
    scans: tuple[Scan, ...] = ()
    held: tuple[Held, ...] = ()
    corrected: frozenset[str] = frozenset()
    zero_reports: tuple[ScannerReport, ...] = ()
    votes: Mapping[str, int] = field(default_factory=dict)
    other_votes: Mapping[str, tuple[OtherVote, ...]] = field(default_factory=dict)


NOTHING = VisiblePrecinct()
