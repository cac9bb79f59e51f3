"""Parliament and aiyl keneshes against a brute-force oracle: every small case, and ten thousand random elections."""

import random
from dataclasses import replace
from itertools import product

from portal.domain.determination.certainty import Terms
from portal.domain.determination.outcome import OutcomeKind
from portal.domain.determination.parameters import AgainstAll
from portal.domain.determination.plurality import decide
from tests.depth import depth
from tests.domain.determination.builders import against, candidate, oracle


def expected_kind(certain, filled, invalid):
    if invalid:
        return OutcomeKind.INVALID
    return OutcomeKind.ELECTED if len(certain) == filled else OutcomeKind.UNDETERMINED


def agrees(standings, terms):
    outcome = decide(standings, terms)
    certain, possible, filled, invalid = oracle(
        standings, terms.seats, terms.caps, terms.against_all is AgainstAll.INVALIDATES
    )
    assert outcome.kind is expected_kind(certain, filled, invalid), standings
    assert outcome.positions == certain, standings
    assert set(outcome.contenders) == possible - certain, standings
    if not invalid:
        assert len(outcome.elected) + outcome.vacancies + outcome.open_seats == terms.seats, standings


def rankings(size):
    """All rankings of `size` candidates up to their names: vote levels, and documents within a level.

    Between neighbours of the ranking: 0 fewer votes, 1 equal votes with later documents, 2 equal votes undecided.
    """
    for gaps in product((0, 1, 2), repeat=size - 1):
        votes, minutes, levels = size, 0, []
        for gap in (None, *gaps):
            votes -= gap == 0
            minutes += gap == 1
            levels.append((votes, minutes))
        yield levels


def every_small_case():
    for size in range(1, 7):
        for levels, sexes, lowest in product(rankings(size), product("fm", repeat=size), (0, 1)):
            floor = levels[-1][0] - lowest
            people = [(votes - floor, minutes, sex) for (votes, minutes), sex in zip(levels, sexes, strict=True)]
            if people[0][0]:
                yield [candidate(at, *row) for at, row in enumerate(reorder(people), start=1)]


def reorder(people):
    """(votes, sex, minutes) as a candidate takes them."""
    return [(votes, sex, minutes) for votes, minutes, sex in people]


def test_every_ranking_of_six_candidates_by_sex_and_tie_elects_whom_the_oracle_elects():
    every = list(every_small_case())
    assert len(every) > 34_000
    for standings in random.Random(6).sample(every, depth(len(every))):
        agrees(standings, Terms(3, {"f": 2, "m": 2}))


def random_election(rng):
    size, seats = rng.randint(1, 8), rng.randint(1, 5)
    spread = rng.choice((3, 10, 1000))
    clock = rng.choice(([None], [None, 1, 2], range(1000)))
    people = [
        candidate(at, rng.randint(0, spread), rng.choice("fm"), rng.choice(clock), withdrawn=rng.random() < 0.05)
        for at in range(1, size + 1)
    ]
    people = [replace(person, invalidated=rng.random() < 0.05) for person in people]
    refused = [against(rng.randint(0, spread + 1))] if rng.random() < 0.5 else []
    caps = {sex: rng.randint(0, seats) for sex in rng.choice(("", "f", "fm"))}
    rule = rng.choice(list(AgainstAll))
    return [*people, *refused], Terms(seats, caps, against_all=rule)


def test_ten_thousand_random_elections_agree_with_the_second_implementation():
    rng, compared = random.Random(139), 0
    while compared < depth(10_000):
        standings, terms = random_election(rng)
        electable = [s for s in standings if not s.invalidated and not s.withdrawn and s.position != 99]
        if any(s.votes for s in electable):
            agrees(standings, terms)
            compared += 1


def test_order_in_which_standings_are_given_changes_nothing():
    rng = random.Random(79)
    for _ in range(depth(2_000)):
        standings, terms = random_election(rng)
        shuffled = rng.sample(standings, len(standings))
        assert decide(shuffled, terms) == decide(standings, terms)


def test_one_more_vote_never_takes_a_seat_from_its_candidate():
    rng, raised = random.Random(53), 0
    for _ in range(depth(10_000)):
        standings, terms = random_election(rng)
        before = decide(standings, terms)
        for index, standing in enumerate(standings):
            if standing.position in before.positions:
                more = [*standings[:index], replace(standing, votes=standing.votes + 1), *standings[index + 1 :]]
                assert standing.position in decide(more, terms).positions
                raised += 1
    assert raised >= depth(10_000)
