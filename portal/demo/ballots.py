"""Who voted where and for whom: the ballots of every precinct and contest, with totals as in 2025.

1,584,446 voters took part, 190,030 of them remotely. Everything is whole numbers split by weights.
"""

from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from random import Random

from portal.demo.apportion import apportion
from portal.demo.plan import CONTESTS, DemoPrecinct, Plan, make_plan

PARTICIPATED = 1_584_446
REMOTE_AT = {"remote": 112_000, "abroad": 23_000, "ordinary": 55_030}
"""Remote voters by the kind of precinct at which they vote; 190,030 in all."""
REMOTE = sum(REMOTE_AT.values())


@dataclass(frozen=True, slots=True)
class Pile:
    """The ballots of one precinct for one contest: votes in ballot order, and invalid ballots."""

    votes: tuple[int, ...]
    invalid: int

    @property
    def valid(self) -> int:
        """Valid ballots: one mark each."""
        return sum(self.votes)

    @property
    def ballots(self) -> int:
        """All ballots found."""
        return self.valid + self.invalid


@dataclass(frozen=True)
class Ballots:
    """`own`: the pile of each precinct's own contest (remote precincts have none); `remote`: of other contests."""

    own: dict[str, Pile]
    remote: dict[str, dict[str, Pile]]

    def identified(self, precinct: str) -> int:
        """Voters of the precinct's own list who voted."""
        return self.own[precinct].ballots if precinct in self.own else 0

    def remote_voters(self, precinct: str) -> int:
        """Voters of other districts who voted at the precinct."""
        return sum(pile.ballots for pile in self.remote.get(precinct, {}).values())


@lru_cache(maxsize=2)
def cast(voting_date: date, seed: int) -> Ballots:
    """All ballots of the invented campaign."""
    plan = make_plan(voting_date, seed)
    rng = plan.rng("ballots")
    voting = [each for each in plan.precincts if each.contest]
    weights = [each.voters * rng.randint(24, 42) for each in voting]
    numbers = apportion(PARTICIPATED - REMOTE, weights)
    own = {each.number: _pile(plan, each.contest, number, rng) for each, number in zip(voting, numbers, strict=True)}
    remote: dict[str, dict[str, Pile]] = {}
    for kind, total in REMOTE_AT.items():
        remote |= _remote_piles(plan, kind, total, rng)
    return Ballots(own, remote)


def _remote_piles(plan: Plan, kind: str, total: int, rng: Random) -> dict[str, dict[str, Pile]]:
    pairs: list[tuple[str, str]] = []
    weights: list[int] = []
    for each in plan.precincts:
        if each.kind != kind:
            continue
        base = rng.randint(60, 140)
        for contest in _home_districts(each, rng):
            pairs.append((each.number, contest))
            weights.append(base * rng.randint(30, 170))
    piles: dict[str, dict[str, Pile]] = {}
    for (number, contest), ballots in zip(pairs, apportion(total, weights), strict=True):
        if ballots:
            piles.setdefault(number, {})[contest] = _pile(plan, contest, ballots, rng)
    return piles


def _home_districts(precinct: DemoPrecinct, rng: Random) -> list[str]:
    """Contests of the remote voters at a precinct, never the one in which it lies or votes itself (R139 ¶32)."""
    others = [contest for contest in CONTESTS if contest not in (precinct.contest, precinct.district)]
    if precinct.kind == "remote":
        return others
    number = rng.randint(5, 11) if precinct.kind == "abroad" else max(0, rng.randint(-2, 4))
    return sorted(rng.sample(others, number), key=CONTESTS.index)


def _pile(plan: Plan, contest: str, ballots: int, rng: Random) -> Pile:
    invalid = (ballots * rng.randint(4, 22) + rng.randrange(1000)) // 1000
    weights = [option.appeal * rng.randint(40, 160) for option in plan.options[contest]]
    return Pile(tuple(apportion(ballots - invalid, weights)), invalid)
