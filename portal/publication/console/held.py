"""Held facts: what the gate keeps back because it would lower a published value or fails its check (design, G4)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from portal.domain.configuration import Precinct
from portal.domain.facts import PrecinctFacts, Protocol, TurnoutReport
from portal.domain.visible import Held, VisiblePrecinct
from portal.publication.console.concerned import looked_at
from portal.publication.gate import series_facts
from portal.publication.scope import Note
from portal.publication.series import Fact, unit_of
from portal.publication.snapshot import take_snapshot


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure of a held fact: what is published (None: nothing) and what waits."""

    name: str
    published: int | None
    waiting: int | None

    @property
    def falls(self) -> bool:
        """True when the waiting value is below the published one."""
        return self.published is not None and (self.waiting or 0) < self.published


@dataclass(frozen=True, slots=True)
class HeldFact:
    """A fact on the console; `seq` is what an order names as `fact:<seq>`."""

    precinct: str
    series: str
    contest: str
    since: datetime
    seq: int
    figures: tuple[Figure, ...]


def held_facts(session: Session, campaign: str, now: datetime, note: Note | None = None) -> list[HeldFact]:
    """Every held fact of the campaign at `now`, those that wait longest first.

    With the publisher's `note` of the newest release only what changed since is looked at; the answer is the same.
    """
    snapshot = take_snapshot(session, campaign, now, test=False)
    found = []
    for precinct, facts in looked_at(snapshot, note):
        shown = snapshot.gate.visible(precinct, facts)
        found += [_held(precinct, facts, shown, held) for held in shown.held]
    return sorted(found, key=lambda each: (each.since, each.seq))


def _held(precinct: Precinct, facts: PrecinctFacts, shown: VisiblePrecinct, held: Held) -> HeldFact:
    fact = next(fact for fact in series_facts(facts) if fact.seq == held.seq)
    former = _figures(_published(shown, fact))
    waiting = _figures(fact)
    names = list(dict.fromkeys([*former, *waiting]))
    figures = tuple(Figure(name, former.get(name), waiting.get(name)) for name in names)
    return HeldFact(precinct.number, held.series, held.contest, held.since, held.seq, figures)


def _published(shown: VisiblePrecinct, fact: Fact) -> Fact | None:
    """What is published of the same unit."""
    known: list[Fact] = [*shown.turnout, *([shown.final] if shown.final else [])]
    known += [report for reports in shown.scanner.values() for report in reports]
    known += [versions[-1] for versions in shown.protocols.values()]
    return next((each for each in known if unit_of(each) == unit_of(fact)), None)


def _figures(fact: Fact | None) -> Mapping[str, int]:
    if fact is None:
        return {}
    if isinstance(fact, TurnoutReport):
        return {"identified": fact.identified, **({"remote": fact.remote} if fact.remote is not None else {})}
    figures = {f"option {position}": votes for position, votes in sorted(fact.votes.items())}
    if isinstance(fact, Protocol):
        return {**{f"line {line}": value for line, value in fact.lines.items()}, **figures}
    processed = {"ballots": fact.ballots_processed} if fact.ballots_processed is not None else {}
    return {**processed, **figures}
