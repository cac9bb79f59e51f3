"""The fewest and the most seats of a party list, and the completions that could give them.

Both numbers hold in every completion. Which rivals share the seats is looked at for every set of those near the
threshold: within a set, a party has most seats with all votes that the set leaves over, and fewest with none of them
while the rivals climb in the cheapest way (`list_ladder`). That is arithmetic in fractions; whether whole votes, ties
and the threshold allow it is shown by a completion that does, or the number is called a bound that is not exact.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from itertools import chain, combinations
from math import ceil

from portal.domain.determination.apportionment import DIVISORS, Claim, Method, apportion, quota
from portal.domain.determination.inputs import Standing
from portal.domain.determination.list_ladder import Ladder
from portal.domain.determination.list_race import Completion, Race

FLEXIBLE = 8
"""So many rivals near the threshold are looked at in all their sets; with more the bounds are wider."""
Extreme = tuple[int, Iterable[Completion]]


@dataclass(frozen=True, slots=True)
class Sharing:
    """Rivals that share the seats, with the votes that each has at least, and the votes left over for anybody."""

    votes: Mapping[int, int]
    lifts: Mapping[int, int]
    left: int


def fewest(race: Race, own: Standing) -> Extreme:
    """The fewest seats of a party, and completions that may give them."""
    if not race.met(own.votes, race.full_base):
        return 0, _away_from(race, own)
    sets = list(_sharings(race, own, race.base))
    if not sets or (race.cap < race.seats and not race.by_divisor):
        return _loose_fewest(race, own), _away_from(race, own)
    found = [_fewest_among(race, own, sharing) for sharing in sets]
    least = min(found)
    full = _sharings(race, own, race.full_base)
    lowest = [sharing for sharing, number in zip(sets, found, strict=True) if number == least]
    ways = (_climbing(race, own, sharing, least + 1) for sharing in (*lowest, *full))
    return least, chain(_away_from(race, own), *ways)


def nobody(race: Race, own: Standing) -> Extreme:
    """No seat: the contest may elect nobody at all."""
    return 0, _away_from(race, own)


def most(race: Race, own: Standing) -> Extreme:
    """The most seats of a party, and completions that may give them."""
    if not race.met(own.votes + race.extra, max(own.votes + race.extra, race.full_base)):
        return 0, ()
    if race.by_divisor:
        claims = [race.claim(rival, rival.votes) for rival in _sure(race, own)]
        return _favoured(race, own, own.votes + race.extra, claims), _towards(race, own, ())
    sets = list(_sharings(race, own, race.base))
    if not sets or race.cap < race.seats:
        return race.cap, _towards(race, own, ())
    return max(_most_among(race, own, sharing) for sharing in sets), _towards(race, own, sets)


def _sure(race: Race, own: Standing) -> list[Standing]:
    """Rivals over the threshold with no more votes, while the others raise the base."""
    return [s for s in race.running if s.position != own.position and race.met(s.votes, race.full_base)]


def _sharings(race: Race, own: Standing, base: int) -> Iterator[Sharing]:
    """Every set of rivals that may share the seats, each with the votes that pass the threshold of this base.

    Nothing where the rivals near the threshold are too many.
    """
    rivals = [s for s in race.running if s.position != own.position]
    if not race.parameters.threshold:
        yield Sharing({s.position: s.votes for s in rivals}, {}, race.extra)
        return
    sure = {s.position: s.votes for s in _sure(race, own)}
    top = max(race.full_base, 1)
    flexible = [s for s in rivals if s.position not in sure and race.met(s.votes + race.extra, _reached(race, s, top))]
    if len(flexible) > FLEXIBLE:
        return
    needed = race.needed(base)
    for some in chain.from_iterable(combinations(flexible, size) for size in range(len(flexible) + 1)):
        lifts = {s.position: max(0, needed - s.votes) for s in some}
        left = race.extra - sum(lifts.values())
        if left >= 0:
            yield Sharing({**sure, **{s.position: s.votes + lifts[s.position] for s in some}}, lifts, left)


def _reached(race: Race, standing: Standing, top: int) -> int:
    """The base of a party that has all the votes to come; figures that contradict each other pass it."""
    return top if standing.votes + race.extra < top else standing.votes + race.extra


def _fewest_among(race: Race, own: Standing, sharing: Sharing) -> int:
    if race.by_divisor:
        return _first_lost(race, own, sharing) - 1
    least = race.seats
    if not any(sharing.votes.values()):
        least = min(_alone(race, own.votes + more) for more in range(min(sharing.left, race.seats + 1) + 1))
    if not sharing.votes:
        return least
    for votes in _sums(race, own.votes + sum(sharing.votes.values()), sharing.left):
        price = quota(race.parameters.method, votes, race.seats)
        whole = own.votes // price
        ladder = Ladder(own.votes - whole * price, price, race.seats)
        climb = ladder.cheapest(sharing.votes, race.seats - whole)
        least = min(least, whole if climb and climb[0] <= sharing.left else whole + 1)
    return least


def _alone(race: Race, votes: int) -> int:
    """Seats of the only party that shares: a whole quota may leave it seats that nobody has a remainder for."""
    return apportion(race.parameters.method, [Claim(0, votes)], race.seats).seats[0]


def _sums(race: Race, votes: int, more: int) -> list[int]:
    """The sums of votes at which the quota treats a party best or worst: the last one, and for a whole quota the last
    one before it grows.
    """
    last = votes + more
    if race.parameters.method is not Method.DROOP:
        return [last]
    before = last - (last + 1) % (race.seats + 1)
    return [last, before] if before >= votes else [last]


def _first_lost(race: Race, own: Standing, sharing: Sharing) -> int:
    """The first seat of a party, under a divisor, that its rivals can climb before."""
    low, high = 1, race.cap + 1
    while low < high:
        middle = (low + high) // 2
        climb = _divisor_ladder(race, own, middle).cheapest(sharing.votes, race.seats - middle + 1)
        if climb is not None and climb[0] <= sharing.left:
            high = middle
        else:
            low = middle + 1
    return low


def _divisor_ladder(race: Race, own: Standing, seat: int) -> Ladder:
    divisor = DIVISORS[race.parameters.method]
    quotient = Fraction(own.votes, divisor(seat - 1))
    return Ladder(quotient * divisor(0), quotient * (divisor(1) - divisor(0)), race.cap)


def _climbing(race: Race, own: Standing, sharing: Sharing, seat: int) -> Iterator[Completion]:
    """Rivals climb before this seat of the party, with the votes left over used in several ways."""
    if race.by_divisor:
        if seat <= race.cap:
            yield from _spent(race, own, sharing, _divisor_ladder(race, own, seat), race.seats - seat + 1, sharing.left)
        return
    whole_votes = own.votes + sum(sharing.votes.values())
    for unused in range(min(sharing.left, race.seats) + 1):
        price = quota(race.parameters.method, whole_votes + sharing.left - unused, race.seats)
        ladder = Ladder(own.votes - (seat - 1) * price, price, race.seats)
        if ladder.first >= 0:
            yield from _spent(race, own, sharing, ladder, race.seats - seat + 1, sharing.left - unused)


def _spent(
    race: Race, own: Standing, sharing: Sharing, ladder: Ladder, wanted: int, budget: int
) -> Iterator[Completion]:
    climbed = _climbed(race, own, sharing, ladder, wanted)
    if climbed is None:
        return
    added, strongest = climbed
    left = race.extra - sum(added.values())
    rest = budget + sum(sharing.lifts.values()) - sum(added.values())
    if left < 0 or rest < 0:
        return
    yield Completion(added)
    for position in strongest:
        yield Completion({**added, position: added.get(position, 0) + rest})
        yield Completion({**added, position: added.get(position, 0) + rest}, blank=left - rest)
    yield from _wasted(race, added, left)


def _climbed(
    race: Race, own: Standing, sharing: Sharing, ladder: Ladder, wanted: int
) -> tuple[dict[int, int], list[int]] | None:
    """Whole votes for each rival so that together they climb before so many seats, always by the cheapest next step.

    Also the rivals by seats, most first; None where their limits do not allow it.
    """
    rivals = {s.position: s for s in race.running if s.position in sharing.votes}
    votes = dict(sharing.votes)
    slots = dict.fromkeys(rivals, 0)
    for _ in range(wanted):
        offers = [
            (max(0, _before(race, own, rivals[at], ladder.votes(n + 1)) - votes[at]), -n, at)
            for at, n in slots.items()
            if n < ladder.limit
        ]
        if not offers:
            return None
        cost, _, position = min(offers)
        votes[position] += cost
        slots[position] += 1
    added = {at: number - rivals[at].votes for at, number in votes.items() if number > rivals[at].votes}
    return added, sorted(slots, key=lambda at: (-slots[at], at))[:2]


def _before(race: Race, own: Standing, rival: Standing, votes: Fraction) -> int:
    """Whole votes with which the rival comes before the party, or level with it where nothing decides."""
    raised = ceil(votes)
    level = raised == votes
    return raised + 1 if level and race.claim(rival, raised).order > race.claim(own, own.votes).order else raised


def _wasted(race: Race, added: Mapping[int, int], left: int) -> Iterator[Completion]:
    """Votes that go to no party."""
    if race.elsewhere_refuses is not None:
        yield Completion(added, elsewhere=left)
    yield Completion(added, blank=left)


def _away_from(race: Race, own: Standing) -> Iterator[Completion]:
    """Everything to nobody, to no party, or to one rival."""
    yield Completion()
    yield from _wasted(race, {}, race.extra)
    yield from (Completion({s.position: race.extra}) for s in race.running if s.position != own.position)


def _most_among(race: Race, own: Standing, sharing: Sharing) -> int:
    claims = [
        race.claim(rival, sharing.votes[rival.position]) for rival in race.running if rival.position in sharing.votes
    ]
    others = sum(sharing.votes.values())
    sums = _sums(race, own.votes + others, sharing.left)
    return max(_favoured(race, own, votes - others, claims) for votes in sums)


def _favoured(race: Race, own: Standing, votes: int, rivals: list[Claim]) -> int:
    """Seats of the party with so many votes, undecided ties in its favour."""
    given = apportion(race.parameters.method, [race.claim(own, votes), *rivals], race.seats, race.parameters.party_cap)
    gain = 1 if given.open_seats < len(given.tied) else given.open_seats
    return given.seats[own.position] + (gain if own.position in given.tied else 0)


def _towards(race: Race, own: Standing, sets: Iterable[Sharing]) -> Iterator[Completion]:
    """Everything to the party, less what keeps the contest valid, or what rivals need to pass the threshold."""
    yield Completion({own.position: race.extra})
    yield Completion({own.position: max(0, race.extra - (own.votes + race.extra + 1) % (race.seats + 1))})
    for rival in race.running:
        lift = (race.against or 0) - rival.votes
        if rival.position != own.position and 0 < lift <= race.extra:
            yield Completion({rival.position: lift, own.position: race.extra - lift})
    for sharing in (*sets, *_sharings(race, own, race.full_base)):
        for unused in range(min(sharing.left, race.seats) + 1):
            yield Completion({**sharing.lifts, own.position: sharing.left - unused}, blank=unused)
            yield Completion({**sharing.lifts, own.position: sharing.left - unused})
        yield from _kept(race, own, sharing)


def _kept(race: Race, own: Standing, sharing: Sharing) -> Iterator[Completion]:
    """As many votes to the party as leave the weakest of the set over the threshold."""
    share = race.parameters.threshold
    if share and sharing.lifts:
        weakest = min(sharing.votes[position] for position in sharing.lifts)
        room = int(weakest // share) - race.base - sum(sharing.lifts.values())
        for votes in (room, room - 1):
            if 0 <= votes <= sharing.left:
                yield Completion({**sharing.lifts, own.position: votes})


def _loose_fewest(race: Race, own: Standing) -> int:
    """Seats under the highest quota, where sets of rivals are too many to be looked at."""
    rivals = [s for s in race.running if s.position != own.position]
    if race.by_divisor:
        claims = [Claim(rival.position, rival.votes + race.extra, (0,)) for rival in rivals]
        claim = Claim(own.position, own.votes, (1,))
        given = apportion(race.parameters.method, [claim, *claims], race.seats, race.parameters.party_cap)
        return given.seats[own.position]
    highest = own.votes + sum(rival.votes for rival in rivals) + race.extra
    return min(race.cap, int(own.votes // quota(race.parameters.method, highest, race.seats)))
