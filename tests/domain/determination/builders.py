"""Valid inputs by default, and the slow, obvious second implementation that the tests hold the code against."""

from datetime import UTC, datetime, timedelta
from itertools import permutations, product

from portal.domain.determination.inputs import Standing
from portal.domain.statuses import OptionKind

NOON = datetime(2025, 10, 1, 12, tzinfo=UTC)


def moment(minutes):
    return None if minutes is None else NOON + timedelta(minutes=minutes)


def candidate(position, votes=1, sex="m", minutes=None, **fields):
    """A candidate; `minutes` after noon the documents were complete, None where it is not known."""
    fields.setdefault("documents_complete_at", moment(minutes))
    return Standing(position, OptionKind.CANDIDATE, votes, sex, **fields)


def party(position, votes=1, minutes=None, **fields):
    return Standing(position, OptionKind.PARTY, votes, "", moment(minutes), **fields)


def answer(position, votes):
    return Standing(position, OptionKind.ANSWER, votes)


def against(votes, position=99):
    return Standing(position, OptionKind.AGAINST_ALL, votes)


def orders(people):
    """Every order of candidates that votes and documents allow; ties that neither decides go every way."""
    levels = {}
    for person in people:
        levels.setdefault(person.votes, []).append(person)
    choices = []
    for votes in sorted(levels, reverse=True):
        choices.append([order for order in permutations(levels[votes]) if allowed(order)])
    for groups in product(*choices):
        yield [person for group in groups for person in group]


def allowed(order):
    known = [person.documents_complete_at for person in order if person.documents_complete_at is not None]
    return known == sorted(known)


def walk(order, seats, caps):
    """Who is elected when one goes down the order and passes over whom the cap keeps out."""
    elected, taken = [], {}
    for person in order:
        open_to = taken.get(person.sex, 0) < caps.get(person.sex, seats)
        if len(elected) < seats and person.votes > 0 and open_to:
            elected.append(person.position)
            taken[person.sex] = taken.get(person.sex, 0) + 1
    return frozenset(elected)


def oracle(standings, seats, caps, against_all=True):
    """(certain, possible, number of seats filled, invalid) over every order of undecided ties."""
    people = [s for s in standings if s.kind is OptionKind.CANDIDATE and not s.withdrawn and not s.invalidated]
    refused = [s.votes for s in standings if s.kind is OptionKind.AGAINST_ALL]
    if against_all and refused and refused[0] > max((person.votes for person in people), default=0):
        return frozenset(), frozenset(), 0, True
    results = [walk(order, seats, caps) for order in orders(people)]
    filled = {len(result) for result in results}
    assert len(filled) == 1
    return frozenset.intersection(*results), frozenset.union(*results), filled.pop(), False
