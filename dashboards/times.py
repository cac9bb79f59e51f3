"""The axis of times: places lie as far apart as their moments; what is no moment ("Final") stands behind them, apart.

Positions are minutes from the midnight that voting day begins with, so campaigns of two days lie one upon the other.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from dashboards.views.view import Series

HOUR, DAY = 60, 24 * 60
STEPS = (HOUR, 2 * HOUR, 3 * HOUR, 6 * HOUR, 12 * HOUR, DAY)
TICKS = 6  # as many as stand side by side on a phone
SHARE, THINNEST = 0.75, 80  # of a step that columns take; of a whole axis the least that is seen


@dataclass(frozen=True, slots=True)
class Times:
    """The moments of a figure in order, and its other places with the positions behind them."""

    moments: Sequence[int]
    others: dict[str, int]

    def positions(self, row: Series) -> list[int]:
        """Where the places of a series lie."""
        pairs = zip(row["at"], row["when"], strict=True)
        return [self.others[place] if moment is None else moment for place, moment in pairs]

    @property
    def step(self) -> int:
        """The shortest way between two moments, an hour where there is only one."""
        return min((later - earlier for earlier, later in pairwise(self.moments)), default=HOUR)

    @property
    def width(self) -> float:
        """How much of the axis the columns of one moment take together."""
        return max(self.step * SHARE, (self.moments[-1] - self.moments[0]) / THINNEST)

    def ticks(self) -> tuple[list[int], list[str]]:
        """Positions and labels: full hours, as close as a phone can write them, and the other places."""
        first, last = self.moments[0], self.moments[-1]
        every = next((step for step in STEPS if last - first <= step * TICKS), 0)
        every = every or -(-(last - first) // (DAY * TICKS)) * DAY
        at = list(range(-(-first // every) * every, last + 1, every)) or [first]
        return [*at, *self.others.values()], [*map(clock, at), *self.others]

    def range(self) -> list[int]:
        """Where the axis begins and ends."""
        edge = max(HOUR // 2, (self.moments[-1] - self.moments[0]) // 24)
        return [self.moments[0] - edge, max([self.moments[-1], *self.others.values()]) + edge]


def times_of(rows: Sequence[Series]) -> Times | None:
    """The axis of these series; None where no place of theirs is a moment."""
    moments = sorted({moment for row in rows for moment in row["when"] if moment is not None})
    if not moments:
        return None
    places = dict.fromkeys(
        place for row in rows for place, moment in zip(row["at"], row["when"], strict=True) if moment is None
    )
    gap = max(2 * HOUR, (moments[-1] - moments[0]) // 6)
    return Times(moments, {place: moments[-1] + gap * (number + 1) for number, place in enumerate(places)})


def clock(minutes: int) -> str:
    """A position as pages write it: "21:00", of a later day with the number of days between, "03:00 (+1)"."""
    days, rest = divmod(minutes, DAY)
    text = f"{rest // HOUR:02}:{rest % HOUR:02}"
    return f"{text}<br>(+{days})" if days > 0 else text
