"""President of the Kyrgyz Republic: two rounds (R139 ¶78). "Against all" is a position, not a candidate."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from portal.domain.determination.inputs import (
    Participation,
    ParticipationBasis,
    Standing,
    against_all,
    candidates,
    check_positions,
)
from portal.domain.determination.outcome import Elected, Outcome, OutcomeKind, Step, step, undetermined
from portal.domain.determination.parameters import Reader
from portal.domain.determination.plurality import left_out
from portal.domain.determination.rules import Rule
from portal.domain.statuses import OptionKind


class RoundTwoRule(StrEnum):
    """What the campaign says of a second round that ¶78 does not decide."""

    UNDETERMINED = "undetermined"
    REPEAT = "repeat"
    IGNORED = "ignored"


class RoundTwoTie(StrEnum):
    """What the campaign says of equal votes in the second round."""

    UNDETERMINED = "undetermined"
    REPEAT = "repeat"


@dataclass(frozen=True, slots=True)
class PresidentParameters:
    """Parameters of a presidential campaign; the basis defaults to signatures (R139 ¶47)."""

    participation_basis: ParticipationBasis = ParticipationBasis.SIGNATURES
    second_round_against_all: RoundTwoRule = RoundTwoRule.UNDETERMINED
    second_round_tie: RoundTwoTie = RoundTwoTie.UNDETERMINED

    @classmethod
    def parse(cls, values: Mapping[str, str], contest: str = "") -> "PresidentParameters":
        """Reads the fields by their names. Raises ParameterError."""
        reader = Reader(values, contest)
        return cls(
            reader.choice("participation_basis", ParticipationBasis, ParticipationBasis.SIGNATURES),
            reader.choice("second_round_against_all", RoundTwoRule, RoundTwoRule.UNDETERMINED),
            reader.choice("second_round_tie", RoundTwoTie, RoundTwoTie.UNDETERMINED),
        )


def determine_first_round(
    standings: Sequence[Standing], participation: Participation, parameters: PresidentParameters
) -> Outcome:
    """Elected by more than half of the voters who took part, or a second round, or repeat elections.

    A notice stands where the other basis of participation would give another outcome. Raises InputError.
    """
    ordered = check_positions(standings)
    basis = parameters.participation_basis
    took_part = participation.by(basis)
    if took_part is None:
        return undetermined([step(Rule.TOOK_PART_UNKNOWN, basis=basis.value)], _positions(candidates(ordered)), 1)
    outcome = _first_round(ordered, took_part)
    opening = (step(Rule.TOOK_PART, basis=basis.value, took_part=took_part), *left_out(ordered))
    notices = _notices(ordered, outcome, participation, basis)
    return replace(outcome, steps=(*opening, *outcome.steps), notices=notices)


def determine_second_round(standings: Sequence[Standing], parameters: PresidentParameters) -> Outcome:
    """Elected is the candidate with most votes; what ¶78 leaves open follows the parameters. Raises InputError."""
    ordered = check_positions(standings)
    running = sorted(candidates(ordered), key=lambda standing: -standing.votes)
    contenders = _positions(running)
    steps = tuple(left_out(ordered))
    if not running:
        return _repeat(*steps, step(Rule.PRESIDENT_ROUND_TWO_NONE))
    leader = running[0]
    if not any(standing.votes for standing in ordered):
        return undetermined((*steps, step(Rule.NO_VOTES, votes=0)), contenders, 1)
    against = against_all(ordered) or 0
    if against > leader.votes and parameters.second_round_against_all is not RoundTwoRule.IGNORED:
        steps += (step(Rule.PRESIDENT_ROUND_TWO_AGAINST_ALL, against=against, leader=leader.votes),)
        repeat = parameters.second_round_against_all is RoundTwoRule.REPEAT
        return _repeat(*steps, step(Rule.PRESIDENT_ROUND_TWO_NONE)) if repeat else undetermined(steps, contenders, 1)
    if len(running) > 1 and running[1].votes == leader.votes:
        tied = tuple(s.position for s in running if s.votes == leader.votes)
        steps += (step(Rule.PRESIDENT_ROUND_TWO_TIE, positions=tied, votes=leader.votes),)
        repeat = parameters.second_round_tie is RoundTwoTie.REPEAT
        return _repeat(*steps, step(Rule.PRESIDENT_ROUND_TWO_NONE)) if repeat else undetermined(steps, tied, 1)
    if not leader.votes:
        return undetermined((*steps, step(Rule.NO_VOTES, votes=0)), contenders, 1)
    return _elected(leader, (*steps, step(Rule.PRESIDENT_PLURALITY, position=leader.position, votes=leader.votes)))


def _first_round(ordered: Sequence[Standing], took_part: int) -> Outcome:
    running = sorted(candidates(ordered), key=lambda standing: -standing.votes)
    on_ballot = sum(standing.kind is OptionKind.CANDIDATE for standing in ordered)
    over_half = [s for s in ordered if s.kind is OptionKind.CANDIDATE and not s.invalidated and 2 * s.votes > took_part]
    if not any(standing.votes for standing in ordered):
        return undetermined([step(Rule.NO_VOTES, votes=0)], _positions(running), 1)
    if len(over_half) > 1 or not took_part:
        return undetermined([_contradiction(ordered, took_part)], _positions(running), 1)
    if over_half:
        return _over_half(over_half[0], took_part)
    leader = running[0].votes if running else 0
    steps: tuple[Step, ...] = (
        step(Rule.PRESIDENT_NO_MAJORITY, leader=leader, took_part=took_part, needed=took_part // 2 + 1),
    )
    if on_ballot > 2:
        return _second_round(ordered, running, steps)
    rule = Rule.PRESIDENT_TWO_NONE_ELECTED if on_ballot == 2 else Rule.PRESIDENT_ONE_NONE_ELECTED
    steps += (step(rule, candidates=on_ballot),)
    return _repeat(*steps) if on_ballot == 2 else undetermined(steps, _positions(running), 1)


def _over_half(winner: Standing, took_part: int) -> Outcome:
    numbers = {"position": winner.position, "votes": winner.votes, "took_part": took_part}
    if winner.withdrawn:
        return undetermined([step(Rule.PRESIDENT_WINNER_WITHDREW, **numbers)], (winner.position,), 1)
    return _elected(winner, (step(Rule.PRESIDENT_MAJORITY, **numbers),))


def _second_round(ordered: Sequence[Standing], running: Sequence[Standing], steps: tuple[Step, ...]) -> Outcome:
    """The two with most votes; whoever withdrew is followed by the next; one left stands alone."""
    if not running:
        return undetermined((*steps, step(Rule.PRESIDENT_NOBODY_LEFT)), (), 1)
    if len(running) == 1:
        steps += (step(Rule.PRESIDENT_ONE_STANDS, position=running[0].position, votes=running[0].votes),)
        return Outcome(OutcomeKind.SECOND_ROUND, second_round=_positions(running), steps=steps)
    if len(running) > 2 and running[1].votes == running[2].votes:
        tied = tuple(sorted(s.position for s in running if s.votes == running[1].votes))
        steps += (step(Rule.PRESIDENT_SECOND_PLACE_TIE, positions=tied, votes=running[1].votes),)
        sure = _positions([s for s in running if s.votes > running[1].votes])
        return replace(undetermined(steps, tied, 1), second_round=sure)
    pair = running[:2]
    votes = {"votes": pair[0].votes, "other_votes": pair[1].votes}
    steps += (step(Rule.PRESIDENT_SECOND_ROUND, position=pair[0].position, other=pair[1].position, **votes),)
    for gone in (s for s in ordered if s.withdrawn and not s.invalidated and s.votes > pair[1].votes):
        steps += (step(Rule.PRESIDENT_NEXT_STANDS, withdrawn=gone.position, position=pair[1].position),)
    return Outcome(OutcomeKind.SECOND_ROUND, second_round=_positions(pair), steps=steps)


def _notices(
    ordered: Sequence[Standing], outcome: Outcome, participation: Participation, basis: ParticipationBasis
) -> tuple[Step, ...]:
    notices: list[Step] = []
    took_part = participation.by(basis) or 0
    if sum(standing.votes for standing in ordered) > took_part:
        notices.append(_contradiction(ordered, took_part))
    for other in ParticipationBasis:
        figure = participation.by(other)
        if other is not basis and figure is not None:
            elsewhere = _first_round(ordered, figure)
            if (elsewhere.kind, elsewhere.elected) != (outcome.kind, outcome.elected):
                numbers = {"basis": other.value, "took_part": figure, "outcome": elsewhere.kind.value}
                notices.append(step(Rule.BASIS_DIFFERS, **numbers))
    return tuple(notices)


def _contradiction(ordered: Sequence[Standing], took_part: int) -> Step:
    return step(Rule.MORE_VOTES_THAN_VOTERS, votes=sum(s.votes for s in ordered), took_part=took_part)


def _elected(winner: Standing, steps: tuple[Step, ...]) -> Outcome:
    return Outcome(OutcomeKind.ELECTED, (Elected(winner.position, sex=winner.sex),), steps=steps)


def _repeat(*steps: Step) -> Outcome:
    return Outcome(OutcomeKind.REPEAT_ELECTION, repeat_election=True, steps=steps)


def _positions(standings: Sequence[Standing]) -> tuple[int, ...]:
    return tuple(standing.position for standing in standings)
