"""Cutting long lists into pieces that one statement can carry."""

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import TypeVar

T = TypeVar("T")

CHUNK = 1000
"""Values in one IN list: below the limit of bound values of both databases, few enough for a quick plan."""


def chunks(values: Iterable[T], size: int = CHUNK) -> Iterator[list[T]]:
    """The values in order, in lists of at most `size`."""
    source = iter(values)
    while piece := list(islice(source, size)):
        yield piece
