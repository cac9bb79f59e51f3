"""Seats of party lists while voters may still be counted: what each party has at least and at most; never a forecast.

The bounds are sound, not sharp: no completion leaves them, and some of what they allow may not happen. For a divisor
method the worst and the best case give every rival, or the party, all the votes at once; for a quota the quota itself
is bounded. With nobody left to count they are the seats themselves.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from portal.domain.determination.apportionment import Claim, Method, apportion, quota
from portal.domain.determination.inputs import Standing, Totals, against_all, candidates, check_positions
from portal.domain.determination.list_persons import ListOrder
from portal.domain.determination.local_city import CityParameters, determine, threshold_base
from portal.domain.determination.outcome import OutcomeKind
from portal.domain.determination.parameters import AgainstAll
from portal.domain.determination.turnout import turnout_met


@dataclass(frozen=True, slots=True)
class ListBounds:
    """Seats by ballot position that a party has at least and at most, however `extra` more voters vote (None: unknown).

    `none_possible`: the contest can end without seats (against all, turnout, nobody over the threshold or a tie that
    nothing decides); `some_possible`: it can end with seats.
    """

    extra: int | None
    seats: int
    at_least: tuple[tuple[int, int], ...]
    at_most: tuple[tuple[int, int], ...]
    none_possible: bool
    some_possible: bool
    persons_open: bool = False

    @property
    def certain(self) -> frozenset[int]:
        """Positions certain of a seat."""
        return frozenset(position for position, seats in self.at_least if seats)

    @property
    def possible(self) -> frozenset[int]:
        """Positions that may have a seat."""
        return frozenset(position for position, seats in self.at_most if seats)

    @property
    def open_seats(self) -> int:
        """Seats that no party is certain of."""
        return self.seats - sum(seats for _, seats in self.at_least)

    @property
    def settled(self) -> bool:
        """True when no completion changes how many seats a party has, nor which persons take them."""
        same = self.at_least == self.at_most and self.none_possible != self.some_possible
        return same and not (self.persons_open and self.possible)

    def document(self) -> dict[str, object]:
        """The bounds for a published document, positions in ballot order."""
        most = dict(self.at_most)
        rows = [{"position": position, "at_least": n, "at_most": most[position]} for position, n in self.at_least]
        return {"extra": self.extra, "lists": rows, "open_seats": self.open_seats, "settled": self.settled}


def certain_and_open(
    standings: Sequence[Standing], parameters: CityParameters, seats: int, totals: Totals, extra: int | None
) -> ListBounds:
    """Bounds over every completion by `extra` voters, one mark each at most. Raises InputError."""
    ordered = check_positions(standings)
    running = candidates(ordered)
    if extra == 0:
        return _as_they_stand(ordered, running, parameters, seats, totals)
    cap = seats if parameters.party_cap is None else min(seats, parameters.party_cap)
    base = threshold_base(running, ordered, parameters.threshold_of, totals)
    enough_now = turnout_met(totals, parameters.turnout_minimum, 0)
    enough_later = extra is None or turnout_met(totals, parameters.turnout_minimum, extra)
    against = against_all(ordered) if parameters.against_all is AgainstAll.INVALIDATES else None
    leader = max((standing.votes for standing in running), default=0)
    held = extra is not None and bool(base) and enough_now and (against is None or against + extra <= leader)
    some = bool(running) and enough_later and (extra is None or against is None or against <= leader + extra)
    race = _Race(running, parameters, seats, cap, base or 0, extra or 0)
    least = [(s.position, race.at_least(s) if held else 0) for s in running]
    most = [(s.position, _most(race, s, known=bool(base) and extra is not None) if some else 0) for s in running]
    passing = held and any(race.surely_passes(s) for s in running)
    persons = parameters.lists.order is ListOrder.PREFERENCES
    return ListBounds(extra, seats, tuple(least), tuple(most), not passing, some, persons)


def _most(race: "_Race", own: Standing, *, known: bool) -> int:
    return race.at_most(own) if known else race.cap


def _as_they_stand(
    ordered: Sequence[Standing],
    running: Sequence[Standing],
    parameters: CityParameters,
    seats: int,
    totals: Totals,
) -> ListBounds:
    """The seats themselves; one that stays between tied parties may go to each of them."""
    outcome = determine(ordered, {}, parameters, seats, totals)
    won = dict(outcome.list_seats)
    tied = outcome.contenders if won else ()
    least = tuple((s.position, won.get(s.position, 0)) for s in running)
    most = tuple((position, n + (outcome.open_seats if position in tied else 0)) for position, n in least)
    elected = outcome.kind is OutcomeKind.ELECTED
    return ListBounds(0, seats, least, most, not (won or elected), bool(won or elected))


@dataclass(frozen=True, slots=True)
class _Race:
    running: Sequence[Standing]
    parameters: CityParameters
    seats: int
    cap: int
    base: int
    extra: int

    def surely_passes(self, own: Standing) -> bool:
        """Over the threshold with no more votes, while the others raise the base."""
        return bool(own.votes) and self._met(own.votes, self.base + self._moving)

    def may_pass(self, own: Standing) -> bool:
        """Over the threshold with all the votes that may come."""
        votes, base = own.votes + self.extra, self.base + self._moving
        return bool(votes) and (votes >= base or self._met(votes, base))

    def at_least(self, own: Standing) -> int:
        """Its seats when every rival that may pass has all the votes, or under the highest quota."""
        if not self.surely_passes(own):
            return 0
        rivals = [rival for rival in self.running if rival.position != own.position and self.may_pass(rival)]
        if self._by_divisor:
            claims = [Claim(rival.position, rival.votes + self.extra, (0,)) for rival in rivals]
            return self._apportioned(own, Claim(own.position, own.votes, (1,)), claims)
        highest = own.votes + sum(rival.votes for rival in rivals) + self.extra
        return min(self.cap, own.votes // quota(self.parameters.method, highest, self.seats))

    def at_most(self, own: Standing) -> int:
        """Its seats when it has all the votes and only those sure of the threshold share, or under the lowest quota."""
        if not self.may_pass(own):
            return 0
        rivals = [rival for rival in self.running if rival.position != own.position and self.surely_passes(rival)]
        if self._by_divisor:
            claims = [Claim(rival.position, rival.votes, (1,)) for rival in rivals]
            return self._apportioned(own, Claim(own.position, own.votes + self.extra, (0,)), claims)
        lowest = own.votes + sum(rival.votes for rival in rivals)
        if self.parameters.party_cap is not None or not lowest:
            return self.cap
        return min(self.seats, (own.votes + self.extra) // quota(self.parameters.method, lowest, self.seats) + 1)

    @property
    def _by_divisor(self) -> bool:
        return self.parameters.method in (Method.DHONDT, Method.SAINTE_LAGUE)

    @property
    def _moving(self) -> int:
        return 0 if self.parameters.threshold_of.value == "voters" else self.extra

    def _met(self, votes: int, base: int) -> bool:
        return self.parameters.threshold_comparison.met(Fraction(votes, base), self.parameters.threshold)

    def _apportioned(self, own: Standing, claim: Claim, rivals: Sequence[Claim]) -> int:
        given = apportion(self.parameters.method, [claim, *rivals], self.seats, self.parameters.party_cap)
        return given.seats[own.position]
