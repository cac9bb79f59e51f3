"""Counts as people type and paste them."""

import re

_SPACES = re.compile(r"[\s\u00a0\u2007\u2009\u202f]+")
_COUNT = re.compile(r"[0-9]{1,9}", re.ASCII)


def read_count(text: str) -> int | None:
    """The whole number that was typed, spaces between its digits left out; None for anything else.

    A sign, a decimal point, letters and more than nine digits are no count.
    """
    digits = _SPACES.sub("", text)
    return int(digits) if _COUNT.fullmatch(digits) else None
