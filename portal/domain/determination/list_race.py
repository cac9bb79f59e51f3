"""Party lists while voters may still be counted: one completion of the votes and the seats that it gives."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cached_property
from math import ceil, floor

from portal.domain.determination.apportionment import Claim, Method, apportion
from portal.domain.determination.inputs import Standing, Totals, against_all, candidates
from portal.domain.determination.local_city import CityParameters, ThresholdOf, order_of, threshold_base
from portal.domain.determination.parameters import AgainstAll, Comparison
from portal.domain.determination.turnout import turnout_met
from portal.domain.statuses import OptionKind


@dataclass(frozen=True, slots=True)
class Completion:
    """How voters who may still be counted vote: for parties by position, for another position, or for nobody."""

    added: Mapping[int, int] = field(default_factory=dict)
    elsewhere: int = 0
    blank: int = 0

    @property
    def voters(self) -> int:
        """Voters who take part."""
        return sum(self.added.values()) + self.elsewhere + self.blank


@dataclass(frozen=True, slots=True)
class Range:
    """Seats of each party in one completion: with undecided ties against it, and in its favour."""

    least: Mapping[int, int]
    most: Mapping[int, int]


@dataclass(frozen=True)
class Race:
    """A contest of party lists with `extra` voters to come. `base` is that of the threshold as it stands."""

    ordered: Sequence[Standing]
    parameters: CityParameters
    seats: int
    totals: Totals
    extra: int

    @cached_property
    def running(self) -> tuple[Standing, ...]:
        """Parties that can be elected."""
        return candidates(self.ordered)

    @cached_property
    def base(self) -> int:
        """The number of which the threshold is a share; 0 where it is not held."""
        return threshold_base(self.running, self.ordered, self.parameters.threshold_of, self.totals) or 0

    @cached_property
    def full_base(self) -> int:
        """The base once every voter has voted."""
        return self.base + (0 if self.parameters.threshold_of is ThresholdOf.VOTERS else self.extra)

    @property
    def cap(self) -> int:
        """The most seats of one party."""
        cap = self.parameters.party_cap
        return self.seats if cap is None else min(self.seats, cap)

    @property
    def by_divisor(self) -> bool:
        """True for d'Hondt and Sainte-Laguë."""
        return self.parameters.method in (Method.DHONDT, Method.SAINTE_LAGUE)

    @cached_property
    def against(self) -> int | None:
        """Votes for "against all" where they can make the contest invalid."""
        return against_all(self.ordered) if self.parameters.against_all is AgainstAll.INVALIDATES else None

    @cached_property
    def elsewhere_refuses(self) -> bool | None:
        """Whether votes for no party can only go to "against all"; None where the ballot has no such position."""
        kinds = {
            standing.kind is OptionKind.AGAINST_ALL
            for standing in self.ordered
            if not standing.invalidated and standing not in self.running
        }
        return min(kinds) if kinds else None

    def needed(self, base: int) -> int:
        """The fewest votes that pass the threshold."""
        share = self.parameters.threshold * base
        at_least = self.parameters.threshold_comparison is Comparison.AT_LEAST
        return max(1, ceil(share) if at_least else floor(share) + 1)

    def seats_in(self, completion: Completion) -> Range:
        """The seats that this completion gives; none for anybody where it elects nobody."""
        nobody = Range({s.position: 0 for s in self.running}, {s.position: 0 for s in self.running})
        votes = {s.position: s.votes + completion.added.get(s.position, 0) for s in self.running}
        leader = max(votes.values(), default=0)
        refused = (self.against or 0) + (completion.elsewhere if self.elsewhere_refuses else 0)
        if not leader or (self.against is not None and refused > leader):
            return nobody
        if not turnout_met(self.totals, self.parameters.turnout_minimum, completion.voters):
            return nobody
        needed = self.needed(self.base + self._grown(completion))
        claims = [self.claim(s, votes[s.position]) for s in self.running if votes[s.position] >= needed]
        if not claims:
            return nobody
        given = apportion(self.parameters.method, claims, self.seats, self.parameters.party_cap)
        gain = 1 if given.open_seats < len(given.tied) else given.open_seats
        most = {p: n + (min(gain, self.cap - n) if p in given.tied else 0) for p, n in given.seats.items()}
        return Range({**nobody.least, **given.seats}, {**nobody.most, **most})

    def _grown(self, completion: Completion) -> int:
        """By how much the base grows."""
        votes = sum(completion.added.values())
        return {
            ThresholdOf.PARTY_VOTES: votes,
            ThresholdOf.VALID_VOTES: votes + completion.elsewhere,
            ThresholdOf.TOOK_PART: completion.voters,
            ThresholdOf.VOTERS: 0,
        }[self.parameters.threshold_of]

    def claim(self, standing: Standing, votes: int) -> Claim:
        """The party with so many votes."""
        moved = Standing(standing.position, standing.kind, votes, documents_complete_at=standing.documents_complete_at)
        return Claim(standing.position, votes, order_of(moved, self.parameters.party_ties))

    def met(self, votes: int, base: int) -> bool:
        """True when so many votes pass the threshold of this base."""
        return (
            votes > 0
            and base > 0
            and self.parameters.threshold_comparison.met(Fraction(votes, base), self.parameters.threshold)
        )
