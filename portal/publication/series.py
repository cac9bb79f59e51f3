"""The published series of one precinct: which fact stands, and which would make a published value fall (design, G4).

Three series are judged apart and never across each other: identified voters, scanner counts, protocols.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import TypeAlias

from portal.domain.facts import Protocol, ScannerReport, TurnoutReport
from portal.domain.hours import hour_of
from portal.domain.re_votes import PrecinctVotes
from portal.domain.statuses import Count, TurnoutSource
from portal.domain.visible import Held, OtherVote

Fact: TypeAlias = TurnoutReport | ScannerReport | Protocol
Unit: TypeAlias = tuple[str | datetime | int, ...]
Released: TypeAlias = Callable[[Fact, int], bool]

IDENTIFIED = "identified"


@dataclass(frozen=True, slots=True)
class Accepted:
    """What stands of a precinct's series, in the form `VisiblePrecinct` publishes it."""

    turnout: tuple[TurnoutReport, ...]
    final: TurnoutReport | None
    scanner: Mapping[str, tuple[ScannerReport, ...]]
    protocols: Mapping[str, tuple[Protocol, ...]]
    votes: Mapping[str, int]
    other_votes: Mapping[str, tuple[OtherVote, ...]]
    remote_lines: Mapping[str, int]
    held: tuple[Held, ...]
    corrected: frozenset[str]


@dataclass
class Published:
    """The state of a precinct's series; `step` applies the facts of one moment.

    `strict` is False for archives: every fact stands, the later one of a unit replaces the former. `votes` are the
    precinct's votes: facts of a re-vote (R139 ¶75) are a series of their own and never a fall of the former ones.
    """

    votes: PrecinctVotes
    strict: bool = True
    _standing: dict[Unit, Fact] = field(default_factory=dict)
    _versions: dict[tuple[str, int], list[Protocol]] = field(default_factory=dict)
    _held: dict[int, tuple[Fact, datetime]] = field(default_factory=dict)
    _corrected: set[str] = field(default_factory=set)

    def step(self, moment: datetime, facts: Sequence[Fact], released: Released, *, on_hold: bool) -> None:
        """Apply the facts that take effect at `moment` and look again at the held ones; order by sequence number."""
        before = dict(self._standing)
        waiting = [fact for fact, _ in self._held.values()]
        for fact in sorted((*waiting, *facts), key=lambda fact: fact.seq):
            if isinstance(fact, ScannerReport) and fact.zero:
                continue
            unit = self._unit(fact)
            standing = self._standing.get(unit)
            if standing is not None and fact.seq < standing.seq:
                self._held.pop(fact.seq, None)
                continue
            published = before.get(unit)
            sound = not on_hold and not self._falls(fact, before) and not breaks_its_own_check(fact)
            if not self.strict or sound or released(fact, published.seq if published else 0):
                self._accept(fact, unit, replaced=published)
            else:
                since = self._held[fact.seq][1] if fact.seq in self._held else moment
                self._held[fact.seq] = (fact, since)

    @property
    def accepted(self) -> Accepted:
        """What stands now."""
        standing = self._standing.values()
        reports = [fact for fact in standing if isinstance(fact, TurnoutReport)]
        parts = self._parts()
        remote = parts.pop("", ())
        shown = {c: self.votes.shown(c, frozenset(part.vote for part in found)) for c, found in parts.items()}
        current = {c: part for c, found in parts.items() for part in found if part.vote == shown[c]}
        others = {c: tuple(part for part in found if part.vote != shown[c]) for c, found in parts.items()}
        return Accepted(
            turnout=tuple(sorted((r for r in reports if not _is_final(r)), key=lambda r: r.as_of)),
            final=next((r for r in reports if _is_final(r)), None),
            scanner={c: part.scanner for c, part in current.items() if part.scanner},
            protocols={c: part.protocols for c, part in current.items() if part.protocols},
            votes={c: vote for c, vote in shown.items() if vote},
            other_votes={c: found for c, found in others.items() if found},
            remote_lines=remote[-1].protocols[-1].lines if remote else {},
            held=tuple(Held(series_of(f), contest_of(f), since, f.seq) for _, (f, since) in sorted(self._held.items())),
            corrected=frozenset(self._corrected),
        )

    def _parts(self) -> dict[str, tuple[OtherVote, ...]]:
        """What stands of every vote by contest, first votes first; precinct-scope lines stand under ""."""
        reports: dict[tuple[str, int], list[ScannerReport]] = {}
        for fact in self._standing.values():
            if isinstance(fact, ScannerReport):
                reports.setdefault((fact.contest, self.votes.of(fact)), []).append(fact)
        parts: dict[str, tuple[OtherVote, ...]] = {}
        for contest, vote in sorted({*reports, *self._versions}):
            machine = tuple(sorted(reports.get((contest, vote), ()), key=lambda report: report.device))
            part = OtherVote(vote, machine, tuple(self._versions.get((contest, vote), ())))
            parts[contest] = (*parts.get(contest, ()), part)
        return parts

    def _unit(self, fact: Fact) -> Unit:
        """The fact's unit within its vote."""
        return (*unit_of(fact), self.votes.of(fact))

    def _accept(self, fact: Fact, unit: Unit, replaced: Fact | None) -> None:
        self._held.pop(fact.seq, None)
        self._standing[unit] = fact
        if isinstance(fact, Protocol):
            versions = self._versions.setdefault((fact.contest, self.votes.of(fact)), [])
            if versions and replaced is None and self.strict:
                versions.pop()
            versions.append(fact)
        if replaced is not None and not isinstance(fact, TurnoutReport):
            self._corrected.add(contest_of(fact))

    def _falls(self, fact: Fact, before: Mapping[Unit, Fact]) -> bool:
        """True when accepting the fact would lower a value that was in effect before this moment."""
        if isinstance(fact, TurnoutReport):
            return self._turnout_falls(fact, before)
        if isinstance(fact, ScannerReport):
            unit = self._unit(fact)
            published = _sum_devices(before, fact.contest, unit[-1])
            if not published:
                return False
            proposed = _sum_devices({**self._standing, unit: fact}, fact.contest, unit[-1])
        else:
            earlier = before.get(self._unit(fact))
            published = _figures(earlier) if isinstance(earlier, Protocol) else {}
            proposed = _figures(fact)
        return any(proposed.get(name, 0) < value for name, value in published.items())

    def _turnout_falls(self, fact: TurnoutReport, before: Mapping[Unit, Fact]) -> bool:
        """Cumulative turnout never falls: neither in its own hour once published nor against the hours around it."""
        unit = self._unit(fact)
        published = before.get(unit)
        if isinstance(published, TurnoutReport) and _less(fact, published):
            return True
        if _is_final(fact):
            return False
        hours = [
            f for u, f in self._standing.items() if u != unit and isinstance(f, TurnoutReport) and not _is_final(f)
        ]
        return any(_less(fact, other) if other.as_of < fact.as_of else _less(other, fact) for other in hours)


def unit_of(fact: Fact) -> Unit:
    """What a fact is a value of; a later fact of the same unit replaces the former."""
    if isinstance(fact, TurnoutReport):
        return (IDENTIFIED, "final") if _is_final(fact) else (IDENTIFIED, hour_of(fact.as_of))
    if isinstance(fact, ScannerReport):
        return (Count.SCANNER, fact.contest, fact.device)
    return (Count.PROTOCOL, fact.contest)


def series_of(fact: Fact) -> str:
    """Name of the fact's series: identified, scanner or protocol."""
    return str(unit_of(fact)[0])


def contest_of(fact: Fact) -> str:
    """Contest of a count, "" for turnout."""
    return "" if isinstance(fact, TurnoutReport) else fact.contest


def breaks_its_own_check(fact: Fact) -> bool:
    """True for a machine report with more votes than ballots; a protocol's ratios were checked at entry (R53 ¶44)."""
    if not isinstance(fact, ScannerReport) or fact.ballots_processed is None:
        return False
    return sum(fact.votes.values()) > fact.ballots_processed


def _is_final(report: TurnoutReport) -> bool:
    return report.source is TurnoutSource.SCANNER_FINAL


def _less(one: TurnoutReport, other: TurnoutReport) -> bool:
    """True when either published figure falls; remote voters that a report leaves out are published as none."""
    return one.identified < other.identified or (one.remote or 0) < (other.remote or 0)


def _figures(protocol: Protocol) -> dict[str, int]:
    return {
        **{f"line {k}": v for k, v in protocol.lines.items()},
        **{f"option {k}": v for k, v in protocol.votes.items()},
        **{f"person {position}:{person}": v for (position, person), v in protocol.preferences.items()},
    }


def _sum_devices(standing: Mapping[Unit, Fact], contest: str, vote: object) -> dict[str, int]:
    sums: dict[str, int] = {}
    for unit, fact in standing.items():
        if isinstance(fact, ScannerReport) and fact.contest == contest and unit[-1] == vote:
            sums["ballots"] = sums.get("ballots", 0) + (fact.ballots_processed or 0)
            for position, votes in fact.votes.items():
                sums[str(position)] = sums.get(str(position), 0) + votes
    return sums
