"""The one rounding function: percentages half up with two decimals, in whole numbers only.

Every share on a page, map, chart or file is made here once and stored beside its numerator and denominator; "—" for a
share that does not exist is chosen when it is shown (docs/decisions/0003-one-arithmetic.md).
"""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

HUNDRED_PERCENT = 10_000
"""100 % in hundredths of a percent, the unit of every comparison of shares."""
_TEXTS = tuple(f"{hundredths // 100}.{hundredths % 100:02d}" for hundredths in range(HUNDRED_PERCENT + 1))


class Share(NamedTuple):
    """A share with the counts it was made of; `percent` is text such as "36.90", or None for 0 of 0."""

    numerator: int
    denominator: int
    percent: str | None


def percent(numerator: int, denominator: int) -> str | None:
    """`numerator` of `denominator` in percent, rounded half up to two decimals, as text such as "36.90".

    None for 0 of 0. Above 100 is possible (turnout above the list is a finding, not an error). Raises ValueError for
    negative counts and for a share of nothing.
    """
    if numerator < 0 or denominator < 0:
        raise ValueError(f"a share needs counts from 0 up, not {numerator} of {denominator}")
    if denominator == 0:
        if numerator == 0:
            return None
        raise ValueError(f"{numerator} of 0 is no share; the base of the percentage is missing")
    hundredths = (2 * HUNDRED_PERCENT * numerator + denominator) // (2 * denominator)
    if hundredths <= HUNDRED_PERCENT:
        return _TEXTS[hundredths]
    return f"{hundredths // 100}.{hundredths % 100:02d}"


def share(numerator: int, denominator: int) -> Share:
    """The share with its counts. Raises ValueError as `percent` does."""
    return Share(numerator, denominator, percent(numerator, denominator))


def shares(votes: Sequence[int], base: int) -> list[str | None]:
    """The percentage of every entry of `votes` in `base`, in the same order. Raises ValueError as `percent` does."""
    return [percent(count, base) for count in votes]


def shown_shares_sum_to_hundred(texts: Sequence[str | None]) -> bool:
    """Whether shares as they are written, of a contest with one mark per ballot, add up to 100 %, none of them above.

    n of them may be off by n halves of a hundredth of a percent together.

    True when there are no shares at all or all are missing (0 valid votes); False when only some are missing. Raises
    ValueError for a text that is not a share.
    """
    if all(text is None for text in texts):
        return True
    hundredths = [_hundredths(text) for text in _present(texts)]
    if len(hundredths) != len(texts) or max(hundredths) > HUNDRED_PERCENT:
        return False
    return 2 * abs(sum(hundredths) - HUNDRED_PERCENT) <= len(hundredths)


def _present(texts: Iterable[str | None]) -> Iterable[str]:
    return (text for text in texts if text is not None)


def _hundredths(text: str) -> int:
    whole, dot, part = text.partition(".")
    if not (dot and len(part) == 2 and (whole + part).isascii() and (whole + part).isdigit()):
        raise ValueError(f"{text!r} is not a share with two decimals")
    return int(whole + part)
