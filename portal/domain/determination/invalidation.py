"""Results invalid (R139 ¶81): two separate tests of one third; and whether a re-vote could change the result (¶75).

Both tests divide by all who took part, voters of invalidated precincts included. They are made for the district and for
the whole country; `invalidity_scope` says which one the campaign follows, and both are always shown.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from portal.domain.determination.inputs import InputError
from portal.domain.determination.outcome import Step, step
from portal.domain.determination.parameters import Reader
from portal.domain.determination.rules import Rule


class InvalidityScope(StrEnum):
    """Over what one third is measured."""

    DISTRICT = "district"
    NATIONAL = "national"


@dataclass(frozen=True, slots=True)
class InvalidityParameters:
    """`scope`: which of the two tests the campaign follows; the district unless the package says otherwise."""

    scope: InvalidityScope = InvalidityScope.DISTRICT

    @classmethod
    def parse(cls, values: Mapping[str, str], contest: str = "") -> "InvalidityParameters":
        """Reads `invalidity_scope`. Raises ParameterError."""
        return cls(Reader(values, contest).choice("invalidity_scope", InvalidityScope, InvalidityScope.DISTRICT))


@dataclass(frozen=True, slots=True)
class Coverage:
    """What was invalidated in one district, in voters. Raises InputError on numbers that contradict each other.

    `took_part`: all, those at invalidated precincts included · `at_precincts`: voters at invalidated precincts ·
    `for_candidates`: votes of invalidated candidates at the other precincts · `for_candidates_elsewhere`: their votes
    at invalidated precincts, counted in the first test already.
    """

    took_part: int = 0
    at_precincts: int = 0
    for_candidates: int = 0
    for_candidates_elsewhere: int = 0

    def __post_init__(self) -> None:
        if min(self.took_part, self.at_precincts, self.for_candidates, self.for_candidates_elsewhere) < 0:
            raise InputError(f"{self}: a number of voters is negative")
        if self.at_precincts > self.took_part:
            raise InputError(f"{self}: at_precincts is above took_part, which includes it")

    def __add__(self, other: "Coverage") -> "Coverage":
        return Coverage(
            self.took_part + other.took_part,
            self.at_precincts + other.at_precincts,
            self.for_candidates + other.for_candidates,
            self.for_candidates_elsewhere + other.for_candidates_elsewhere,
        )

    @property
    def precincts_above_third(self) -> bool:
        """¶81 (1): invalidated precincts cover more than one third of those who took part."""
        return 3 * self.at_precincts > self.took_part

    @property
    def candidates_above_third(self) -> bool:
        """¶81 (2): invalidated votes of candidates cover more than one third of those who took part."""
        return 3 * self.for_candidates > self.took_part

    @property
    def above_third(self) -> bool:
        """Either test alone; the two are never added."""
        return self.precincts_above_third or self.candidates_above_third

    @property
    def candidates_open(self) -> bool:
        """True when the second test would turn if votes at invalidated precincts were counted in it too."""
        both = self.for_candidates + self.for_candidates_elsewhere
        return not self.candidates_above_third and 3 * both > self.took_part


@dataclass(frozen=True, slots=True)
class Invalidity:
    """The tests of both scopes; `invalid` by the campaign's scope; `steps` explain both."""

    district: Coverage
    national: Coverage
    scope: InvalidityScope
    steps: tuple[Step, ...]

    @property
    def invalid(self) -> bool:
        """True when a test of the scope in force is above one third: a ground for a decision, not the decision."""
        return (self.district if self.scope is InvalidityScope.DISTRICT else self.national).above_third


def one_third_tests(district: Coverage, country: Iterable[Coverage], parameters: InvalidityParameters) -> Invalidity:
    """Both tests over the district and over all districts together, the district itself among them."""
    national = sum(country, Coverage())
    steps: list[Step] = []
    for scope, coverage in ((InvalidityScope.DISTRICT, district), (InvalidityScope.NATIONAL, national)):
        base = {"scope": scope.value, "took_part": coverage.took_part}
        above = {True: "above", False: "not_above"}
        precincts, candidates = above[coverage.precincts_above_third], above[coverage.candidates_above_third]
        steps.append(step(Rule.THIRD_PRECINCTS, **base, covered=coverage.at_precincts, third=precincts))
        steps.append(step(Rule.THIRD_CANDIDATES, **base, covered=coverage.for_candidates, third=candidates))
        if coverage.candidates_open:
            elsewhere = coverage.for_candidates_elsewhere
            steps.append(step(Rule.THIRD_CANDIDATES_OPEN, **base, covered=coverage.for_candidates, elsewhere=elsewhere))
    return Invalidity(district, national, parameters.scope, tuple(steps))


def other_basis_notices(own: Coverage, other: Coverage, scope: InvalidityScope, basis: str) -> tuple[Step, ...]:
    """A notice for each of the two tests that ends otherwise when participation is counted by the other `basis`."""
    base = {"scope": scope.value, "basis": basis, "took_part": other.took_part}
    ends = {True: "above", False: "not_above"}
    notices: list[Step] = []
    if own.precincts_above_third is not other.precincts_above_third:
        third = ends[other.precincts_above_third]
        notices.append(step(Rule.THIRD_PRECINCTS_OTHERWISE, **base, covered=other.at_precincts, third=third))
    if own.candidates_above_third is not other.candidates_above_third:
        third = ends[other.candidates_above_third]
        notices.append(step(Rule.THIRD_CANDIDATES_OTHERWISE, **base, covered=other.for_candidates, third=third))
    return tuple(notices)


@dataclass(frozen=True, slots=True)
class ReVoteEffect:
    """Whether a re-vote at these precincts, by up to `voters` voters (None: unknown), could change the result (¶75)."""

    precincts: tuple[str, ...]
    voters: int | None
    could_change: bool

    def step(self) -> Step:
        """The effect as a step of an explanation."""
        rule = Rule.RE_VOTE_CHANGES if self.could_change else Rule.RE_VOTE_CHANGES_NOTHING
        voters = {} if self.voters is None else {"voters": self.voters}
        return step(rule, precincts=", ".join(self.precincts), **voters)


def re_vote_effects(
    voters: Mapping[str, int | None], settled: Callable[[int | None], bool]
) -> tuple[ReVoteEffect, ...]:
    """The effect of each invalidated precinct alone, then of all together.

    `voters` are those of the contest on each precinct's list; `settled` is the contest's own bound without these
    precincts, for example `lambda extra: certain_and_open(standings, parameters, extra).settled`.
    """
    groups: list[tuple[str, ...]] = [(precinct,) for precinct in sorted(voters)]
    if len(groups) > 1:
        groups.append(tuple(sorted(voters)))
    return tuple(_effect(group, voters, settled) for group in groups)


def _effect(
    group: tuple[str, ...], voters: Mapping[str, int | None], settled: Callable[[int | None], bool]
) -> ReVoteEffect:
    known = [number for precinct in group if (number := voters[precinct]) is not None]
    total = sum(known) if len(known) == len(group) else None
    return ReVoteEffect(group, total, not settled(total))
