"""Content encodings: which one a client prefers, and compressed bytes that are the same on every run."""

import gzip
import math
from collections.abc import Mapping
from functools import lru_cache
from types import MappingProxyType
from typing import Literal

import brotli  # type: ignore[import-untyped]
from werkzeug.http import parse_accept_header

Encoding = Literal["br", "gzip", "identity"]
STORED: Mapping[Encoding, str] = MappingProxyType({"br": ".br", "gzip": ".gz"})
"""Ending of the file that a release may hold beside a file, compressed already."""
SMALLEST = 256  # bytes; below, compression costs more than it saves
BROTLI_QUALITY = 5
GZIP_LEVEL = 6
QUALITY = (
    (64 * 1024, BROTLI_QUALITY, GZIP_LEVEL),
    (512 * 1024, 4, GZIP_LEVEL),  # the longest pages: in half of the time, 2 to 10 percent larger
    (math.inf, 2, 2),  # what only programs read: in a quarter of the time, a third larger
)
"""Up to so many bytes a body is compressed with this quality of brotli or this level of gzip."""


@lru_cache(maxsize=512)
def chosen(accept_encoding: str) -> Encoding:
    """The best encoding for an Accept-Encoding header: brotli, then gzip, where the client likes them equally."""
    if not accept_encoding:
        return "identity"
    likes = parse_accept_header(accept_encoding)
    brotli_liked, gzip_liked = likes.quality("br"), likes.quality("gzip")
    if brotli_liked > 0 and brotli_liked >= gzip_liked:
        return "br"
    return "gzip" if gzip_liked > 0 else "identity"


def encode(body: bytes, encoding: Encoding) -> bytes:
    """The body in that encoding."""
    _, quality, level = next(row for row in QUALITY if len(body) <= row[0])
    if encoding == "br":
        compressed: bytes = brotli.compress(body, quality=quality)
        return compressed
    return gzip.compress(body, level, mtime=0) if encoding == "gzip" else body
