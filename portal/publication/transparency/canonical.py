"""One way to write JSON, so that equal data are equal bytes: sorted keys, no spaces, UTF-8, one line."""

import json
from typing import Any

_ENCODER = json.JSONEncoder(sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False)


def canonical_line(data: Any) -> bytes:
    """The data as one line of JSON with its newline; a float or a control character outside a string cannot occur."""
    return _ENCODER.encode(data).encode() + b"\n"


def read_canonical(line: bytes) -> Any:
    """What a canonical line says; ValueError when the same data would be written with other bytes."""
    data = json.loads(line.decode("utf-8"))
    if canonical_line(data) != line:
        raise ValueError("not canonical JSON: keys sorted, no spaces, one line")
    return data
