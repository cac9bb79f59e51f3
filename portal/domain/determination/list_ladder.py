"""The cheapest way to put enough rivals' seats before a party's next one.

Under every method seats go to the highest of some values, and a party's values need votes that climb in equal steps:
with divisors `first` votes for one seat before that of the party and `step` for each further one, with a quota the
party's remainder and then a whole quota each.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from heapq import heapify, heappop, heappush


@dataclass(frozen=True, slots=True)
class Ladder:
    """Votes that a rival needs for its first seat before the party's, and for each further one; at most `limit`."""

    first: Fraction
    step: Fraction
    limit: int

    def votes(self, seats: int) -> Fraction:
        """Votes for so many seats."""
        return self.first + (seats - 1) * self.step

    def seats(self, votes: int) -> int:
        """Seats that so many votes have, equal values included."""
        if votes < self.first:
            return 0
        return min(self.limit, int((votes - self.first) // self.step) + 1) if self.step else self.limit

    def cheapest(self, rivals: Mapping[int, int], wanted: int) -> tuple[Fraction, dict[int, int]] | None:
        """The fewest votes, as an exact fraction, that give rivals with these votes so many seats together.

        Also the seats of each of them; None where their limits do not allow it.
        """
        slots = {position: self.seats(votes) for position, votes in rivals.items()}
        short, cost = wanted - sum(slots.values()), Fraction(0)
        offers = [
            (self.votes(slots[position] + 1) - votes, position)
            for position, votes in rivals.items()
            if slots[position] < self.limit
        ]
        heapify(offers)
        while short > 0:
            if not offers:
                return None
            votes, position = heappop(offers)
            cost += votes
            slots[position] += 1
            short -= 1
            if slots[position] < self.limit:
                heappush(offers, (self.step, position))
        return cost, slots
