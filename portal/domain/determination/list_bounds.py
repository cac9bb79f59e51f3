"""Seats of party lists while voters may still be counted: what each party has at least and at most; never a forecast.

No completion leaves the bounds. They are exact where a completion that reaches each of them is found (`list_extremes`
looks for it); where the parties near the threshold are too many, or a cap meets a quota, they may be wider, and say so.
With nobody left to count they are the seats themselves.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from portal.domain.determination.inputs import Standing, Totals, check_positions
from portal.domain.determination.list_extremes import Extreme, fewest, most, nobody
from portal.domain.determination.list_persons import ListOrder
from portal.domain.determination.list_race import Completion, Race
from portal.domain.determination.local_city import CityParameters, determine
from portal.domain.determination.outcome import OutcomeKind
from portal.domain.determination.turnout import turnout_met


@dataclass(frozen=True, slots=True)
class ListBounds:
    """Seats by ballot position that a party has at least and at most, however `extra` more voters vote (None: unknown).

    `none_possible`: the contest can end without seats (against all, turnout, nobody over the threshold or a tie that
    nothing decides); `some_possible`: it can end with seats. `exact`: some completion reaches each of the numbers.
    """

    extra: int | None
    seats: int
    at_least: tuple[tuple[int, int], ...]
    at_most: tuple[tuple[int, int], ...]
    none_possible: bool
    some_possible: bool
    persons_open: bool = False
    exact: bool = True

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
        return {
            "extra": self.extra,
            "lists": rows,
            "open_seats": self.open_seats,
            "settled": self.settled,
            "exact": self.exact,
        }


def certain_and_open(
    standings: Sequence[Standing], parameters: CityParameters, seats: int, totals: Totals, extra: int | None
) -> ListBounds:
    """Bounds over every completion by `extra` voters, one mark each at most. Raises InputError."""
    ordered = check_positions(standings)
    race = Race(ordered, parameters, seats, totals, extra or 0)
    if extra == 0:
        return _as_they_stand(race)
    known, persons = extra is not None and bool(race.base), parameters.lists.order is ListOrder.PREFERENCES
    enough_now = turnout_met(totals, parameters.turnout_minimum, 0)
    enough_later = extra is None or turnout_met(totals, parameters.turnout_minimum, extra)
    leader = max((standing.votes for standing in race.running), default=0)
    held = known and enough_now and (race.against is None or race.against + race.extra <= leader)
    some = bool(race.running) and enough_later
    some = some and (extra is None or race.against is None or race.against <= leader + extra)
    if not known:
        unknown = tuple((s.position, race.cap if some else 0) for s in race.running)
        return ListBounds(extra, seats, tuple((at, 0) for at, _ in unknown), unknown, True, some, persons, exact=False)
    race = _without_idle_cap(race)
    passing = held and any(race.met(s.votes, race.full_base) for s in race.running)
    least = {s.position: fewest(race, s) if passing else nobody(race, s) for s in race.running}
    highest = {s.position: most(race, s) if some else (0, ()) for s in race.running}
    reached = _reached(race, least, highest)
    at_least = tuple((position, number) for position, (number, _) in least.items())
    at_most = tuple((position, number) for position, (number, _) in highest.items())
    return ListBounds(extra, seats, at_least, at_most, not passing, some, persons, exact=reached)


def _without_idle_cap(race: Race) -> Race:
    """The race without its cap where no party can come above it; a cap that can bind makes quotas start anew."""
    if race.by_divisor or race.cap == race.seats:
        return race
    free = replace(race, parameters=replace(race.parameters, party_cap=None))
    return race if any(most(free, party)[0] > race.cap for party in free.running) else free


def _reached(race: Race, least: Mapping[int, Extreme], highest: Mapping[int, Extreme]) -> bool:
    """True when a completion was found for every bound; each is looked at for all parties at once."""
    low, high = dict.fromkeys(least, race.seats + 1), dict.fromkeys(highest, -1)

    def look(ways: Iterable[Completion], reached: Callable[[], bool]) -> bool:
        for completion in () if reached() else ways:
            found = race.seats_in(completion)
            for position in low:
                low[position] = min(low[position], found.least[position])
                high[position] = max(high[position], found.most[position])
            if reached():
                return True
        return reached()

    return all(
        look(least[at][1], lambda at=at: low[at] == least[at][0])  # type: ignore[misc]
        and look(highest[at][1], lambda at=at: high[at] == highest[at][0] or not highest[at][0])  # type: ignore[misc]
        for at in least
    )


def _as_they_stand(race: Race) -> ListBounds:
    """The seats themselves; one that stays between tied parties may go to each of them."""
    outcome = determine(race.ordered, {}, race.parameters, race.seats, race.totals)
    won = dict(outcome.list_seats)
    as_is = race.seats_in(Completion())
    least = tuple((s.position, won.get(s.position, 0)) for s in race.running)
    most_of = tuple((position, as_is.most[position] if won else 0) for position, _ in least)
    elected = outcome.kind is OutcomeKind.ELECTED
    return ListBounds(0, race.seats, least, most_of, not (won or elected), bool(won or elected))
