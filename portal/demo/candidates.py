"""The 460 invented candidates and the position "against all" of every district."""

from collections.abc import Sequence
from dataclasses import dataclass
from random import Random

from portal.demo.apportion import apportion
from portal.demo.people import several
from portal.domain.names import Names

MEN, WOMEN = 271, 189
AGAINST_ALL = Names("Баарына каршы", "Против всех", "Against all")


@dataclass(frozen=True, slots=True)
class Candidate:
    """A position of the ballot. `appeal` is its invented share of votes in per mille; `documents_minute` is random."""

    position: int
    kind: str
    names: Names
    sex: str
    appeal: int
    documents_minute: int


def candidates(contests: Sequence[str], rng: Random) -> dict[str, tuple[Candidate, ...]]:
    """Options of each contest in ballot order, "against all" last; 460 candidates in all, no name twice."""
    everyone = MEN + WOMEN
    people = _shuffled("m", MEN, rng), _shuffled("f", WOMEN, rng)
    sizes = apportion(everyone, [1] * len(contests))
    # Every contest has its share of women; rounding may not favour the contests that are one candidate larger.
    women = apportion(WOMEN, [1] * len(contests))[::-1]
    minutes = rng.sample(range(30 * 24 * 60), everyone)
    made: dict[str, tuple[Candidate, ...]] = {}
    for contest, size, number in zip(contests, sizes, women, strict=True):
        sexes = ["f"] * number + ["m"] * (size - number)
        rng.shuffle(sexes)
        appeals = _appeals(size, rng)
        ballot = [
            Candidate(n, "candidate", people["mf".index(sex)].pop(), sex, appeal, minutes.pop())
            for n, (sex, appeal) in enumerate(zip(sexes, appeals, strict=True), 1)
        ]
        made[contest] = (*ballot, Candidate(size + 1, "against_all", AGAINST_ALL, "", rng.randint(26, 60), 0))
    return made


def _shuffled(sex: str, number: int, rng: Random) -> list[Names]:
    people = several(rng, sex, number)
    rng.shuffle(people)
    return people


def _appeals(size: int, rng: Random) -> list[int]:
    """Per mille of each candidate: a few strong ones, a long tail, in random ballot order."""
    strengths = [1000 // (rank + 2) + rng.randint(0, 60) for rank in range(size)]
    appeals = apportion(960, strengths)
    rng.shuffle(appeals)
    return appeals
