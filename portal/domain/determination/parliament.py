"""Jogorku Kenesh: three candidates of each district, at most two of one sex (R139 ¶79)."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from portal.domain.determination.certainty import Bounds, Terms, bounds
from portal.domain.determination.inputs import Standing, candidates
from portal.domain.determination.outcome import Outcome, OutcomeKind, Step, step
from portal.domain.determination.parameters import AgainstAll, Reader, Ties
from portal.domain.determination.plurality import decide
from portal.domain.determination.rules import Rule


@dataclass(frozen=True, slots=True)
class ParliamentParameters:
    """Parameters of a parliamentary campaign; the defaults are R139 ¶79."""

    max_one_sex: int | None = 2
    ties: Ties = Ties.DOCUMENTS
    against_all: AgainstAll = AgainstAll.INVALIDATES

    @classmethod
    def parse(cls, values: Mapping[str, str], contest: str = "") -> "ParliamentParameters":
        """Reads `max_one_sex`, `ties`, `against_all`. Raises ParameterError."""
        reader = Reader(values, contest)
        return cls(
            max_one_sex=reader.count("max_one_sex", "2"),
            ties=reader.choice("ties", Ties, Ties.DOCUMENTS),
            against_all=reader.choice("against_all", AgainstAll, AgainstAll.INVALIDATES),
        )

    def terms(self, standings: Iterable[Standing], seats: int) -> Terms:
        """The terms of one district of `seats` seats."""
        sexes = {standing.sex for standing in candidates(standings)}
        caps = {} if self.max_one_sex is None else dict.fromkeys(sexes, self.max_one_sex)
        return Terms(seats, caps, self.ties, self.against_all)


def determine(standings: Sequence[Standing], parameters: ParliamentParameters, seats: int = 3) -> Outcome:
    """Who is elected in one district. Raises InputError on figures that cannot be."""
    return decide(standings, parameters.terms(standings, seats))


def certain_and_open(
    standings: Sequence[Standing], parameters: ParliamentParameters, extra: int | None, seats: int = 3
) -> Bounds:
    """Seats certain and open while `extra` voters of the district may still be counted (None: unknown)."""
    return bounds(standings, parameters.terms(standings, seats), extra)


def mandates_by_sex(outcomes: Iterable[Outcome], seats: int = 3) -> tuple[Step, ...]:
    """Mandates of each sex over the districts, as one step per sex, with the districts that are filled.

    A filled district has at least one mandate of each sex, so 30 filled districts have at least 30 of each (¶79):
    a step's `mandates` below its `filled` is a fault of the determination.
    """
    count: dict[str, int] = {}
    filled = 0
    for outcome in outcomes:
        filled += outcome.kind is OutcomeKind.ELECTED and len(outcome.elected) == seats
        for seat in outcome.elected:
            count[seat.sex] = count.get(seat.sex, 0) + 1
    return tuple(step(Rule.SEX_MANDATES, sex=sex, mandates=count[sex], filled=filled) for sex in sorted(count))
