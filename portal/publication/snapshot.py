"""Everything of a campaign that one build looks at, read in one consistent snapshot of the store."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy.orm import Session

from portal.domain.configuration import Precinct
from portal.domain.decisions import state_at
from portal.domain.facts import Order, OrderKind, PrecinctFacts, Schedule, ScheduleItem
from portal.domain.hierarchy import Hierarchy
from portal.domain.statuses import PrecinctKind
from portal.domain.tabulation.scheme import Scheme
from portal.publication.effects import pause_in_force
from portal.publication.gate import Gate, open_gate
from portal.publication.schedule import Timetable
from portal.store.queries import configuration, facts, publication, timetable
from portal.store.queries.configuration import StoredConfiguration


@dataclass(frozen=True)
class Snapshot:
    """A campaign as the store holds it, seen through the gate at `gate.now`; `now` is the election clock itself."""

    session: Session
    stored: StoredConfiguration
    scheme: Scheme
    gate: Gate
    orders: tuple[Order, ...]
    now: datetime

    @property
    def campaign(self) -> str:
        """Id of the campaign."""
        return self.stored.campaign.id

    @property
    def schedule(self) -> Schedule | None:
        """The approved schedule in force."""
        in_force = [s for s in self.gate.timetable.schedules if s.approved_at <= self.gate.now]
        return in_force[-1] if in_force else None

    @property
    def schedule_number(self) -> int | None:
        """Which approved schedule is in force, counted from 1; drafts that nobody approved are not counted, so that
        the number says nothing of them.
        """
        count = sum(s.approved_at <= self.gate.now for s in self.gate.timetable.schedules)
        return count or None

    @property
    def redacted(self) -> frozenset[str]:
        """Hashes of scans that redactions in force took away."""
        found = [o.target.partition(":") for o in self.approved_orders(None) if o.kind is OrderKind.REDACTION]
        return frozenset(name for what, _, name in found if what == "scan")

    @property
    def pause(self) -> Order | None:
        """The order that stopped publication, None while it runs."""
        return pause_in_force(self.approved_orders(None))

    @property
    def not_before(self) -> datetime | None:
        """The last moment up to now at which time alone made something visible; None for an archive."""
        if self.gate.history:
            return None
        return max((moment for moment in self.moments() if moment <= self.gate.now), default=None)

    @property
    def schedule_items(self) -> tuple[ScheduleItem, ...]:
        """Lines of the schedule in force; () without one."""
        return self.schedule.items if self.schedule else ()

    def approved_orders(self, after: datetime | None) -> list[Order]:
        """Orders that came into force after that time and by now, in order."""
        found = [o for o in self.orders if o.approved_at and o.approved_at <= self.now]
        return [o for o in found if after is None or o.approved_at is None or o.approved_at > after]

    def precincts(self, territories: Sequence[str]) -> list[Precinct]:
        """Precincts attached to these territories."""
        found = configuration.precincts(self.session, self.campaign, self.stored.version, territories)
        return [voting_at_home(precinct) for precinct in found]

    def precincts_by_number(self, numbers: Iterable[str]) -> list[Precinct]:
        """The precincts with these numbers; one that is not configured is left out."""
        found = configuration.precincts_by_number(self.session, self.campaign, self.stored.version, sorted(numbers))
        return [voting_at_home(precinct) for precinct in found]

    def facts(self, precincts: Iterable[Precinct]) -> dict[str, PrecinctFacts]:
        """Every fact of these precincts."""
        return facts.facts_of(self.session, self.campaign, [precinct.number for precinct in precincts])

    def territories_of(self, numbers: Iterable[str]) -> set[str]:
        """Territories to which these precincts are attached."""
        return {precinct.territory for precinct in self.precincts_by_number(numbers)}

    def territories_closing(self, after: datetime, until: datetime) -> set[str]:
        """Territories with a precinct whose own closing lies in (after, until]."""
        groups = timetable.closings(self.session, self.campaign, self.stored.version)
        found: set[str] = set()
        for precinct, territories in groups:
            if after < self.gate.timetable.closing(precinct) <= until:
                found |= territories
        return found

    def moments(self) -> set[datetime]:
        """Every time at which something may become visible without a new fact: schedule lines, approvals, closings."""
        times = self.gate.timetable
        found = {schedule.approved_at for schedule in times.schedules}
        found |= {item.at for schedule in times.schedules for item in schedule.items}
        groups = timetable.closings(self.session, self.campaign, self.stored.version)
        return found | {times.closing(precinct) for precinct, _ in groups}

    def all_precincts(self) -> Iterator[Precinct]:
        """Every precinct of the campaign, streaming."""
        return configuration.precincts(self.session, self.campaign, self.stored.version)


def voting_at_home(precinct: Precinct) -> Precinct:
    """The precinct with the contests that its own list votes in: none where it is for remote voting only (R139 ¶32)."""
    return replace(precinct, contests=()) if precinct.kind is PrecinctKind.REMOTE else precinct


def take_snapshot(
    session: Session, campaign: str, now: datetime, *, test: bool, aside: frozenset[int] = frozenset()
) -> Snapshot:
    """Read what a build of the campaign at `now` needs; precincts and facts follow when they are asked for.

    `aside` are sequence numbers of orders that do not count yet: they wait for their approvers' signatures.
    Raises InputError for a campaign that is not in the store.
    """
    stored = configuration.configuration(session, campaign)
    registered = publication.decisions(session, campaign)
    orders = tuple(order for order in publication.orders(session, campaign) if order.seq not in aside)
    dated = publication.names_publication_date(session, campaign)
    times = Timetable(stored.campaign, publication.schedules(session, campaign), registered, dated)
    hierarchy = Hierarchy.of(stored.territories)
    gate = open_gate(times, now, registered, orders, hierarchy)
    in_force = [d.decision for d in registered if d.confirmed_at is not None and d.confirmed_at <= gate.now]
    scheme = Scheme(
        campaign=stored.campaign,
        contests={contest.code: contest for contest in stored.contests},
        hierarchy=hierarchy,
        decisions=state_at(in_force),
        test=test,
    )
    return Snapshot(session, stored, scheme, gate, orders, now)
