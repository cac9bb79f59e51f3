"""Splitting a whole number by weights without losing one: the method of largest remainders, in integers."""

from collections.abc import Sequence
from itertools import accumulate


def apportion(total: int, weights: Sequence[int]) -> list[int]:
    """Parts of `total` in proportion to `weights`; they add up to `total`, ties go to the first.

    A part is at most its exact quota rounded up. Raises ValueError when there is something to split and no weight.
    """
    weight = sum(weights)
    if weight <= 0:
        if total == 0:
            return [0] * len(weights)
        raise ValueError(f"cannot split {total}: the weights add up to {weight}, give at least one positive weight")
    parts = [total * each // weight for each in weights]
    missing = total - sum(parts)
    if missing:
        by_remainder = sorted(range(len(weights)), key=lambda index: (-(total * weights[index] % weight), index))
        for index in by_remainder[:missing]:
            parts[index] += 1
    return parts


def cut(weights: Sequence[int], pieces: int) -> list[int]:
    """The piece (0 … pieces-1) each weight falls into: pieces are runs of neighbours of about equal weight."""
    total = sum(weights)
    before = [end - each for each, end in zip(weights, accumulate(weights), strict=True)]
    return [start * pieces // total for start in before]
