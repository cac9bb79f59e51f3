"""The turnout condition that a campaign package may state."""

from dataclasses import replace
from fractions import Fraction

from portal.domain.determination.certainty import Bounds
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


def turnout_met(totals: Totals, minimum: Fraction | None, extra: int) -> bool:
    """True when `extra` more voters are enough for the condition; False where voters or participation are unknown."""
    if minimum is None:
        return True
    if totals.took_part is None or not totals.voters:
        return False
    return totals.took_part + extra >= minimum * totals.voters


def bounds_with_turnout(bounds: Bounds, totals: Totals, minimum: Fraction | None) -> Bounds:
    """Bounds under the turnout condition: nobody is certain while it is not met, nobody possible once it cannot be.

    Exact: a voter may come and leave the ballot blank, so every participation up to the bound can go with every vote.
    """
    known = totals.took_part is not None and bool(totals.voters)
    now = turnout_met(totals, minimum, 0)
    later = minimum is None or not known or bounds.extra is None or turnout_met(totals, minimum, bounds.extra)
    return replace(
        bounds,
        certain=bounds.certain if now else frozenset(),
        possible=bounds.possible if later else frozenset(),
        invalid_possible=bounds.invalid_possible or not now,
        valid_possible=bounds.valid_possible and later,
    )


_ELECTIONS = frozenset({OutcomeKind.ELECTED, OutcomeKind.INVALID, OutcomeKind.UNDETERMINED})
