"""Aiyl keneshes: most votes in multi-mandate contests, by the campaign's own rules (R139 gives defaults only)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from portal.domain.determination.certainty import Bounds, Terms, bounds
from portal.domain.determination.inputs import UNKNOWN_TOTALS, Standing, Totals, candidates
from portal.domain.determination.outcome import Outcome
from portal.domain.determination.parameters import AgainstAll, ParameterError, Reader, Ties
from portal.domain.determination.plurality import RuleNames, decide
from portal.domain.determination.rules import Rule
from portal.domain.determination.turnout import bounds_with_turnout, with_turnout


class ReservedUnfilled(StrEnum):
    """What becomes of reserved seats that nobody of the reserved sex can take."""

    VACANCY = "vacancy"
    BEST_REMAINING = "best_remaining"


@dataclass(frozen=True, slots=True)
class AiylParameters:
    """Parameters of a campaign of aiyl keneshes; all are the package's, none is law here."""

    max_one_sex: int | None = None
    reserved_sex: str = ""
    reserved_seats: int = 0
    reserved_unfilled: ReservedUnfilled = ReservedUnfilled.VACANCY
    ties: Ties = Ties.DOCUMENTS
    against_all: AgainstAll = AgainstAll.INVALIDATES
    marks_per_ballot: int = 1
    turnout_minimum: Fraction | None = None

    @classmethod
    def parse(cls, values: Mapping[str, str], contest: str = "") -> "AiylParameters":
        """Reads the fields by their names (`max_one_sex` … `turnout_minimum`). Raises ParameterError."""
        reader = Reader(values, contest)
        reserved_seats = reader.count("reserved_seats", "none") or 0
        reserved_sex = reader.text("reserved_sex") or ""
        if reserved_seats and not reserved_sex:
            raise ParameterError("reserved_sex", reader.text("reserved_sex"), "the sex of the reserved_seats")
        marks = reader.count("marks_per_ballot", "1")
        if not marks:
            raise ParameterError("marks_per_ballot", reader.text("marks_per_ballot"), "a whole number from 1")
        return cls(
            max_one_sex=reader.count("max_one_sex", "none"),
            reserved_sex=reserved_sex,
            reserved_seats=reserved_seats,
            reserved_unfilled=reader.choice("reserved_unfilled", ReservedUnfilled, ReservedUnfilled.VACANCY),
            ties=reader.choice("ties", Ties, Ties.DOCUMENTS),
            against_all=reader.choice("against_all", AgainstAll, AgainstAll.INVALIDATES),
            marks_per_ballot=marks,
            turnout_minimum=reader.optional_share("turnout_minimum"),
        )

    def terms(self, standings: Sequence[Standing], seats: int) -> Terms:
        """The terms of one contest of `seats` seats."""
        running = candidates(standings)
        caps: dict[str, int] = {}
        for sex in {standing.sex for standing in running}:
            limits = [] if self.max_one_sex is None else [self.max_one_sex]
            if self.reserved_seats and sex != self.reserved_sex:
                limits.append(max(0, seats - self._kept(running)))
            if limits:
                caps[sex] = min(limits)
        return Terms(seats, caps, self.ties, self.against_all, self.marks_per_ballot)

    def _kept(self, running: Sequence[Standing]) -> int:
        """Seats kept for the reserved sex; with best_remaining no more than it has candidates."""
        if self.reserved_unfilled is ReservedUnfilled.VACANCY:
            return self.reserved_seats
        return min(self.reserved_seats, sum(standing.sex == self.reserved_sex for standing in running))


def determine(
    standings: Sequence[Standing], parameters: AiylParameters, seats: int, totals: Totals = UNKNOWN_TOTALS
) -> Outcome:
    """Who is elected in one contest; not held below `turnout_minimum`. Raises InputError on figures that cannot be."""
    names = RuleNames(Rule.MOST_VOTES_LOCAL, Rule.SEX_CAP_LOCAL)
    outcome = decide(standings, parameters.terms(standings, seats), names)
    return with_turnout(outcome, totals, parameters.turnout_minimum)


def certain_and_open(
    standings: Sequence[Standing],
    parameters: AiylParameters,
    extra: int | None,
    seats: int,
    totals: Totals = UNKNOWN_TOTALS,
) -> Bounds:
    """Seats certain and open while `extra` voters may still be counted, under `turnout_minimum`. Raises InputError."""
    found = bounds(standings, parameters.terms(standings, seats), extra)
    return bounds_with_turnout(found, totals, parameters.turnout_minimum)
