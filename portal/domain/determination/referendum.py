"""Referendum: each question by the majority and the turnout condition that its package states; none is law here."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from portal.domain.determination.inputs import InputError, Standing, Totals, check_positions
from portal.domain.determination.outcome import Outcome, OutcomeKind, step, undetermined
from portal.domain.determination.parameters import Comparison, ParameterError, Reader
from portal.domain.determination.rules import Rule
from portal.domain.determination.turnout import with_turnout


class MajorityOf(StrEnum):
    """What the votes for adoption are a share of."""

    VALID_VOTES = "valid_votes"
    TOOK_PART = "took_part"
    VOTERS = "voters"


@dataclass(frozen=True, slots=True)
class ReferendumParameters:
    """Parameters of one question. `majority`, `majority_of` and `turnout_minimum` have no default in the package."""

    majority: Fraction
    majority_of: MajorityOf
    turnout_minimum: Fraction | None
    majority_comparison: Comparison = Comparison.MORE_THAN
    adopted_position: int = 1

    @classmethod
    def parse(cls, values: Mapping[str, str], contest: str = "") -> "ReferendumParameters":
        """Reads the fields by their names, `key.CONTEST` before `key`. Raises ParameterError."""
        reader = Reader(values, contest)
        if reader.text("turnout_minimum") is None:
            raise ParameterError("turnout_minimum", None, 'a share as "30%" or "1/3", or "none"')
        return cls(
            majority=reader.share("majority"),
            majority_of=reader.choice("majority_of", MajorityOf),
            turnout_minimum=reader.optional_share("turnout_minimum"),
            majority_comparison=reader.choice("majority_comparison", Comparison, Comparison.MORE_THAN),
            adopted_position=reader.count("adopted_position", "1") or 1,
        )


@dataclass(frozen=True, slots=True)
class QuestionBounds:
    """Whether a question is adopted in every completion, and in some; (False, False) is "not adopted, settled"."""

    extra: int | None
    adopted_certain: bool
    adopted_possible: bool

    @property
    def settled(self) -> bool:
        """True when no completion changes the answer."""
        return self.adopted_certain == self.adopted_possible

    def document(self) -> dict[str, object]:
        """The bounds for a published document."""
        return {
            "extra": self.extra,
            "adopted_certain": self.adopted_certain,
            "adopted_possible": self.adopted_possible,
            "settled": self.settled,
        }


def determine(standings: Sequence[Standing], parameters: ReferendumParameters, totals: Totals) -> Outcome:
    """Adopted, not adopted, not held (turnout), or undetermined where a number is missing. Raises InputError."""
    ordered = check_positions(standings)
    votes = _votes_for(ordered, parameters)
    base = _base(ordered, parameters, totals)
    if not base:
        rule = Rule.TOOK_PART_UNKNOWN if base is None else Rule.NO_VOTES
        numbers: dict[str, int | str] = {"basis": parameters.majority_of.value} if base is None else {"votes": 0}
        return with_turnout(undetermined([step(rule, **numbers)]), totals, parameters.turnout_minimum)
    adopted = parameters.majority_comparison.met(Fraction(votes, base), parameters.majority)
    why = step(
        Rule.QUESTION_ADOPTED if adopted else Rule.QUESTION_NOT_ADOPTED,
        position=parameters.adopted_position,
        votes=votes,
        base=base,
        of=parameters.majority_of.value,
        majority=parameters.majority,
        comparison=parameters.majority_comparison.value,
    )
    outcome = Outcome(OutcomeKind.ADOPTED if adopted else OutcomeKind.NOT_ADOPTED, steps=(why,))
    return with_turnout(outcome, totals, parameters.turnout_minimum)


def certain_and_open(
    standings: Sequence[Standing], parameters: ReferendumParameters, totals: Totals, extra: int | None
) -> QuestionBounds:
    """Exact bounds while `extra` voters, each with one mark or none, may still be counted. Raises InputError."""
    ordered = check_positions(standings)
    base = _base(ordered, parameters, totals)
    if extra is None or base is None:
        return QuestionBounds(extra, False, True)
    votes = _votes_for(ordered, parameters)
    moving = 0 if parameters.majority_of is MajorityOf.VOTERS else extra
    enough_now = _turnout_met(parameters, totals, 0)
    enough_later = _turnout_met(parameters, totals, extra)
    certain = enough_now and base > 0 and _met(votes, base + moving, parameters)
    possible = enough_later and base + moving > 0 and _met(votes + extra, base + moving, parameters)
    return QuestionBounds(extra, certain, possible)


def _met(votes: int, base: int, parameters: ReferendumParameters) -> bool:
    return parameters.majority_comparison.met(Fraction(votes, base), parameters.majority)


def _turnout_met(parameters: ReferendumParameters, totals: Totals, extra: int) -> bool:
    minimum = parameters.turnout_minimum
    if minimum is None:
        return True
    return bool(totals.voters) and (totals.took_part or 0) + extra >= minimum * (totals.voters or 0)


def _votes_for(ordered: Sequence[Standing], parameters: ReferendumParameters) -> int:
    for standing in ordered:
        if standing.position == parameters.adopted_position:
            return standing.votes
    positions = ", ".join(str(standing.position) for standing in ordered)
    raise InputError(f"adopted_position {parameters.adopted_position} is not on the ballot; positions: {positions}")


def _base(ordered: Sequence[Standing], parameters: ReferendumParameters, totals: Totals) -> int | None:
    counted = sum(standing.votes for standing in ordered)
    return {
        MajorityOf.VALID_VOTES: counted if totals.valid_votes is None else totals.valid_votes,
        MajorityOf.TOOK_PART: totals.took_part,
        MajorityOf.VOTERS: totals.voters,
    }[parameters.majority_of]
