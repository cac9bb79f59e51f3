"""A few rows out of a document of thousands: only those that hold a mark are parsed.

A row begins with its first key, and quotes inside texts are escaped, so the mark can only be what it says. Where a
document is not written as the builder writes it, it is parsed whole: slower, never wrong.
"""

from itertools import islice
from typing import Any

import orjson

from portal.published.files import parse_json

Mark = tuple[str, str | bool | None]
"""A key of a row and its value; None for any text."""


def marked_rows(content: bytes, path: str, first: str, mark: Mark, most: int | None = None) -> list[dict[str, Any]]:
    """Rows of `{…,"rows":[{"<first>":"…"},…]}` that hold the mark, `most` of them, in their order.

    Raises DamagedFile for bytes that are no document.
    """
    key, value = mark
    begin = f'{{"{first}":"'.encode()
    wanted = f'"{key}":'.encode() + (b'"' if value is None else orjson.dumps(value))
    pieces = content.rstrip(b"\n").split(begin)
    written = pieces[0].endswith(b'"rows":[') and pieces[-1].endswith(b"}]}") and len(pieces) > 1
    try:
        if not written:
            raise ValueError
        found = [
            orjson.loads(begin + piece.removesuffix(b"]}").removesuffix(b","))
            for piece in islice((piece for piece in pieces if wanted in begin + piece), most)
        ]
    except ValueError:
        found = parse_json(content, path)["rows"]
    return [row for row in found if key in row and value in (None, row[key])][:most]
