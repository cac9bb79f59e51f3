"""The arithmetic of the chain: a digest per row, a link over the link before and the row's place."""

import hashlib
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from portal.publication.transparency.canonical import canonical_line

START = hashlib.sha256(b"natyija audit chain v1\n").hexdigest()
"""What stands before the first link."""


def row_digest(row: Mapping[str, Any]) -> str:
    """The sha256 of a row: all its columns by name as canonical JSON, instants in UTC, bytes by their sha256."""
    return hashlib.sha256(canonical_line({name: _plain(value) for name, value in row.items()})).hexdigest()


def next_link(before: str, n: int, kind: str, ref: int, digest: str) -> str:
    """The sha256 that binds a row's digest and place to everything before it."""
    line = canonical_line({"before": before, "n": n, "kind": kind, "ref": ref, "digest": digest})
    return hashlib.sha256(line).hexdigest()


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()
    if isinstance(value, bytes | memoryview):
        return hashlib.sha256(value).hexdigest()
    return value
