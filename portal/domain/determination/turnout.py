"""The turnout condition that a campaign package may state."""

from dataclasses import replace
from fractions import Fraction

from portal.domain.determination.inputs import Totals
from portal.domain.determination.outcome import Outcome, OutcomeKind, step, undetermined
from portal.domain.determination.rules import Rule


def with_turnout(outcome: Outcome, totals: Totals, minimum: Fraction | None) -> Outcome:
    """The outcome under "at least `minimum` of the voters took part": not held below it, undetermined where unknown."""
    if minimum is None:
        return outcome
    if totals.took_part is None or not totals.voters:
        return undetermined((step(Rule.TURNOUT_UNKNOWN, minimum=minimum), *outcome.steps))
    numbers = {"took_part": totals.took_part, "voters": totals.voters}
    if totals.took_part < minimum * totals.voters:
        low = step(Rule.TURNOUT_TOO_LOW, **numbers, minimum=minimum)
        return Outcome(OutcomeKind.NOT_HELD, repeat_election=outcome.kind in _ELECTIONS, steps=(low,))
    return replace(outcome, steps=(step(Rule.TURNOUT_REACHED, **numbers, minimum=minimum), *outcome.steps))


_ELECTIONS = frozenset({OutcomeKind.ELECTED, OutcomeKind.INVALID, OutcomeKind.UNDETERMINED})
