"""What an approval would change before anything is published: precincts added, changed, withdrawn; totals around it.

The same gate judges the facts of the store twice, as things stand and as if the draft were approved now.
"""

from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy.orm import Session

from portal.domain.configuration import Precinct
from portal.domain.facts import PrecinctFacts, Schedule, ScheduleItem
from portal.domain.visible import VisiblePrecinct
from portal.publication.console.concerned import every_precinct, with_facts
from portal.publication.gate import Gate, open_gate, series_facts
from portal.publication.schedule import NEVER
from portal.publication.snapshot import Snapshot, take_snapshot
from portal.store.queries.facts import precinct_of


@dataclass(frozen=True, slots=True)
class Sums:
    """Totals of what may be seen: precincts with a value, and the sums of their newest values."""

    turnout: int = 0
    identified: int = 0
    scanner: int = 0
    scanner_votes: int = 0
    protocol: int = 0
    protocol_votes: int = 0
    scans: int = 0

    def plus(self, shown: VisiblePrecinct) -> "Sums":
        """These sums and one more precinct."""
        newest = shown.final or (shown.turnout[-1] if shown.turnout else None)
        machine = [votes for reports in shown.scanner.values() for report in reports for votes in report.votes.values()]
        hand = [votes for versions in shown.protocols.values() for votes in versions[-1].votes.values()]
        return Sums(
            turnout=self.turnout + (newest is not None),
            identified=self.identified + (newest.identified + (newest.remote or 0) if newest else 0),
            scanner=self.scanner + bool(shown.scanner),
            scanner_votes=self.scanner_votes + sum(machine),
            protocol=self.protocol + bool(shown.protocols),
            protocol_votes=self.protocol_votes + sum(hand),
            scans=self.scans + len(shown.scans),
        )


@dataclass(frozen=True, slots=True)
class Preview:
    """Numbers of precincts in natural order, and totals; `at` is the moment for which it is asked.

    `whole` is False for totals of the precincts that the order names: it cannot concern any other.
    """

    at: datetime
    added: tuple[str, ...]
    changed: tuple[str, ...]
    withdrawn: tuple[str, ...]
    before: Sums
    after: Sums
    whole: bool = True


def preview(
    session: Session,
    campaign: str,
    now: datetime,
    *,
    at: datetime | None = None,
    items: tuple[ScheduleItem, ...] | None = None,
    order: int | None = None,
) -> Preview:
    """What approving a schedule of these items, or the order of this number, at `now` changes as of `at` (now).

    Only facts received by now are looked at, and of an order that names a precinct or a fact only that precinct's. Of a
    schedule the precincts that have facts, and judged again are those alone for which it moves a fact.
    Raises InputError for an unknown campaign.
    """
    moment = max(at or now, now)
    snapshot = take_snapshot(session, campaign, moment, test=False)
    assumed = _assumed(snapshot, now, items, order)
    added: list[str] = []
    changed: list[str] = []
    withdrawn: list[str] = []
    before, after = Sums(), Sums()
    named = _named(snapshot, order)
    looked_at = every_precinct(snapshot) if named is None else with_facts(snapshot, named)
    for precinct, facts in looked_at:
        old = snapshot.gate.visible(precinct, facts)
        alike = items is not None and _moments(snapshot.gate, precinct, facts) == _moments(assumed, precinct, facts)
        new = old if alike else assumed.visible(precinct, facts)
        before, after = before.plus(old), after.plus(new)
        if old == new:
            continue
        missing = _lost(old, new)
        (withdrawn if missing else changed if _anything(old) else added).append(precinct.number)
    return Preview(moment, tuple(added), tuple(changed), tuple(withdrawn), before, after, named is None)


def _moments(gate: Gate, precinct: Precinct, facts: PrecinctFacts) -> list[datetime]:
    """When each fact of the precinct, its results and its scans come into effect, NEVER for what does not by now.

    Two gates that differ in nothing but their timetable judge a precinct alike when these moments are alike.
    """
    closing, times = gate.timetable.closing(precinct), gate.timetable
    effects = [gate.effective_at(precinct, fact) for fact in series_facts(facts)]
    shown = max(closing, times.results_open), max(closing, times.scans_open)
    return [moment if moment <= gate.now else NEVER for moment in (*effects, *shown)]


def _named(snapshot: Snapshot, order: int | None) -> list[Precinct] | None:
    """The precinct that an order names, by itself or by one of its facts; None where it may concern every one."""
    number = precinct_of(snapshot.session, snapshot.campaign, order) if order is not None else None
    return None if number is None else snapshot.precincts_by_number([number])


def _assumed(snapshot: Snapshot, now: datetime, items: tuple[ScheduleItem, ...] | None, order: int | None) -> Gate:
    times = snapshot.gate.timetable
    if items is not None:
        times = times.with_schedule(Schedule(0, items, now))
    orders = [
        replace(each, approved_at=each.approved_at or now) if each.seq == order else each for each in snapshot.orders
    ]
    return open_gate(times, snapshot.now, times.decisions, orders, snapshot.scheme.hierarchy)


def _anything(shown: VisiblePrecinct) -> bool:
    return bool(shown.turnout or shown.final or shown.scanner or shown.protocols or shown.scans)


def _lost(old: VisiblePrecinct, new: VisiblePrecinct) -> bool:
    """True when something that may be seen now could not be seen any more."""
    return (
        not {report.as_of for report in old.turnout} <= {report.as_of for report in new.turnout}
        or not old.scanner.keys() <= new.scanner.keys()
        or not old.protocols.keys() <= new.protocols.keys()
        or not {scan.sha256 for scan in old.scans} <= {scan.sha256 for scan in new.scans}
    )
