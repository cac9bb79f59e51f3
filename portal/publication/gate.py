"""The publication gate: a pure function of facts and time that says what may be seen (design, publication gate and G4).

A fact takes effect at the later of its receipt and the moment its schedule shows it. Facts take effect in that order;
one that would lower a value already in effect, or breaks its unit's own check, is held until an approved order or a
confirmed decision about the precinct releases it. Nothing here depends on when the publisher happened to run, so a full
rebuild and a chain of incremental releases agree.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import partial
from zoneinfo import ZoneInfo

from portal.domain.configuration import Precinct
from portal.domain.decisions import DecisionKind, DecisionScope, DecisionState, state_at
from portal.domain.facts import Order, OrderKind, PrecinctFacts, Protocol, RegisteredDecision, TurnoutReport
from portal.domain.hierarchy import Hierarchy
from portal.domain.re_votes import PrecinctVotes
from portal.domain.statuses import TurnoutSource
from portal.domain.visible import VisiblePrecinct
from portal.publication.schedule import NEVER, Timetable
from portal.publication.series import Accepted, Fact, Published

RELEASING_KINDS = frozenset({DecisionKind.PERMIT_REENTRY, DecisionKind.RECOUNT})
"""Decisions under which published values may fall (R53 ¶45, R139 ¶73)."""


@dataclass(frozen=True, slots=True)
class Release:
    """Something that lets held facts of a precinct through.

    An order names one `fact`, or ends the hold of its precinct; a decision permits new protocols, of one `contest` or
    of all where it names none.
    """

    at: datetime
    seq: int
    fact: int | None = None
    permits_protocols: bool = False
    contest: str = ""


@dataclass(frozen=True)
class Gate:
    """What every precinct of a campaign is judged by at one moment `now` of the election clock.

    `history` (an archive) lets everything through in order of entry: history cannot be held. `decisions` say which vote
    of a precinct a fact belongs to; the turnout series is that of the voting day: a re-vote is left out of it,
    its protocol says who took part.
    """

    timetable: Timetable
    now: datetime
    releases: Mapping[str, tuple[Release, ...]]
    releases_by_fact: tuple[Release, ...]
    holds: Mapping[str, tuple[tuple[datetime, bool], ...]]
    history: bool = False
    releases_by_area: tuple[tuple[str, Release], ...] = ()
    hierarchy: Hierarchy | None = None
    decisions: DecisionState = field(default_factory=DecisionState)

    def visible(self, precinct: Precinct, facts: PrecinctFacts) -> VisiblePrecinct:
        """What may be seen of the precinct now."""
        votes = PrecinctVotes(self.decisions, precinct.number, self._zone(precinct))
        series = Published(votes, strict=not self.history)
        moments: dict[datetime, list[Fact]] = defaultdict(list)
        for fact in series_facts(facts):
            if isinstance(fact, TurnoutReport) and votes.of(fact):
                continue
            effect = self.effective_at(precinct, fact)
            if effect <= self.now:
                moments[effect].append(fact)
        releases = self._releases(precinct, facts)
        times = set(moments) | {release.at for release in releases if release.at <= self.now}
        for moment in sorted(times):
            in_force = tuple(release for release in releases if release.at <= moment)
            due = sorted(moments.get(moment, ()), key=lambda fact: fact.seq)
            series.step(moment, due, partial(_released, in_force), on_hold=self._on_hold(precinct.number, moment))
        return self._with_documents(precinct, facts, series.accepted)

    def effective_at(self, precinct: Precinct, fact: Fact) -> datetime:
        """Moment at which the fact may be seen; NEVER while no approved schedule shows it."""
        if self.history:
            return fact.received_at
        known = max(fact.received_at, self.timetable.visible_from)
        if isinstance(fact, TurnoutReport) and fact.source is not TurnoutSource.SCANNER_FINAL:
            return max(known, self.timetable.turnout_visible_from(fact.as_of))
        opened = self.timetable.protocols_open if isinstance(fact, Protocol) else self.timetable.results_open
        return max(known, opened, self.timetable.closing(precinct))

    def _releases(self, precinct: Precinct, facts: PrecinctFacts) -> tuple[Release, ...]:
        by_precinct = self.releases.get(precinct.number, ())
        if self.releases_by_area:
            above = self.hierarchy.ancestors(precinct.territory) if self.hierarchy else ()
            inside = ("", precinct.territory, *above)
            by_precinct += tuple(release for area, release in self.releases_by_area if area in inside)
        if not self.releases_by_fact:
            return by_precinct
        own = {fact.seq for fact in series_facts(facts)}
        return by_precinct + tuple(release for release in self.releases_by_fact if release.fact in own)

    def _zone(self, precinct: Precinct) -> ZoneInfo:
        return ZoneInfo(precinct.timezone or self.timetable.campaign.timezone)

    def _on_hold(self, number: str, moment: datetime) -> bool:
        """True while an order holds the precinct's new facts at `moment`."""
        switches = [held for at, held in self.holds.get(number, ()) if at <= moment]
        return bool(switches) and switches[-1]

    def _with_documents(self, precinct: Precinct, facts: PrecinctFacts, accepted: Accepted) -> VisiblePrecinct:
        """The accepted series with what never falls: scans, zero reports, the word that no machine result will come."""
        opened = self.timetable.closing(precinct)
        results = max(opened, self.timetable.results_open)
        scans_from = max(opened, self.timetable.scans_open)
        shown = self.history or self.now >= results
        scans_shown = self.history or self.now >= scans_from
        return VisiblePrecinct(
            turnout=accepted.turnout,
            final=accepted.final,
            scanner=accepted.scanner,
            protocols=accepted.protocols,
            votes=accepted.votes,
            other_votes=accepted.other_votes,
            remote_lines=accepted.remote_lines,
            held=accepted.held,
            corrected=accepted.corrected,
            zero_reports=tuple(r for r in facts.scanner if r.zero and shown and r.received_at <= self.now),
            no_machine=next((n for n in reversed(facts.no_machine) if shown and n.received_at <= self.now), None),
            scans=tuple(s for s in facts.scans if scans_shown and s.released_at and s.released_at <= self.now),
        )


def open_gate(
    timetable: Timetable,
    now: datetime,
    decisions: Iterable[RegisteredDecision] = (),
    orders: Iterable[Order] = (),
    hierarchy: Hierarchy | None = None,
) -> Gate:
    """The gate of a campaign at `now` (UTC). A pause stops its clock at the moment the pause was approved.

    A decision on a territory or a contest (a recount, R139 ¶73) releases the protocols of all precincts in it;
    `hierarchy` says which territories lie in which.
    """
    orders = [order for order in orders if order.approved_at is not None and order.approved_at <= now]
    now = paused_since(orders) or now
    by_precinct: dict[str, list[Release]] = defaultdict(list)
    by_area: list[tuple[str, Release]] = []
    decisions = tuple(decisions)
    for entry in decisions:
        decision = entry.decision
        if entry.confirmed_at is None or decision.kind not in RELEASING_KINDS:
            continue
        moment = max(entry.received_at, entry.confirmed_at)
        release = Release(moment, entry.seq, permits_protocols=True, contest=decision.contest)
        if decision.scope is DecisionScope.PRECINCT:
            by_precinct[decision.precinct].append(release)
        else:
            by_area.append((decision.target if decision.scope is DecisionScope.TERRITORY else "", release))
    by_fact, holds = [], defaultdict(list)
    for order in orders:
        what, _, name = order.target.partition(":")
        approved = order.approved_at or NEVER
        if order.kind in (OrderKind.CORRECTION, OrderKind.RELEASE_HOLD) and what == "fact":
            by_fact.append(Release(approved, order.seq, int(name)))
        if order.kind in (OrderKind.HOLD, OrderKind.RELEASE_HOLD) and what == "precinct":
            holds[name].append((approved, order.kind is OrderKind.HOLD))
            if order.kind is OrderKind.RELEASE_HOLD:
                by_precinct[name].append(Release(approved, order.seq))
    return Gate(
        timetable=timetable,
        now=now,
        releases={number: tuple(found) for number, found in by_precinct.items()},
        releases_by_fact=tuple(by_fact),
        holds={number: tuple(sorted(found)) for number, found in holds.items()},
        history=timetable.campaign.archive,
        releases_by_area=tuple(by_area),
        hierarchy=hierarchy,
        decisions=state_at(e.decision for e in decisions if e.confirmed_at is not None and e.confirmed_at <= now),
    )


def series_facts(facts: PrecinctFacts) -> tuple[Fact, ...]:
    """The facts of a precinct that carry numbers of a published series."""
    return (*facts.turnout, *facts.scanner, *facts.protocols)


def paused_since(orders: Iterable[Order]) -> datetime | None:
    """Time of the pause in force, None while publication runs."""
    since = None
    for order in sorted(orders, key=lambda order: (order.approved_at or NEVER, order.seq)):
        if order.kind is OrderKind.PAUSE and since is None:
            since = order.approved_at
        elif order.kind is OrderKind.RESUME:
            since = None
    return since.astimezone(UTC) if since else None


def _released(in_force: tuple[Release, ...], fact: Fact, published: int) -> bool:
    return any(_releases(release, fact, published) for release in in_force)


def _releases(release: Release, fact: Fact, published: int) -> bool:
    """An order releases its fact, or what its precinct's hold kept back; a decision releases later protocols."""
    if release.fact is not None:
        return release.fact == fact.seq
    if not release.permits_protocols:
        return fact.seq < release.seq
    return isinstance(fact, Protocol) and release.contest in ("", fact.contest) and release.seq > published
