"""Text files compressed once and kept in memory: a national results.csv of 45 MB is 2.5 MB then."""

import zlib
from collections import OrderedDict
from collections.abc import Iterator
from pathlib import Path
from threading import Lock

import brotli  # type: ignore[import-untyped]

from portal.public.encodings import BROTLI_QUALITY, GZIP_LEVEL, SMALLEST, Encoding
from portal.public.locks import KeyLocks

ENDINGS = frozenset({"csv", "json", "jsonl", "geojson", "jsonld", "md", "txt", "atom", "svg"})
"""Files of these endings may be compressed; Parquet, SQLite, zip, workbooks and scans are sent as they are."""
BUDGET = 32 << 20
CHUNK = 1 << 18
GZIP_WINDOW = 31


class EncodedFiles:
    """Compressed contents by hash and encoding; the ones used last stay, up to the budget in bytes."""

    def __init__(self, budget: int = BUDGET) -> None:
        self._budget = budget
        self._held: OrderedDict[tuple[str, Encoding], bytes] = OrderedDict()
        self._size = 0
        self._lock = Lock()
        self._making = KeyLocks()

    def get(self, place: Path, sha256: str, encoding: Encoding) -> bytes:
        """The file's content in an encoding other than identity. Raises OSError where it cannot be read."""
        key = (sha256, encoding)
        if (held := self._find(key)) is not None:
            return held
        with self._making.hold((sha256, "", encoding)):
            if (held := self._find(key)) is not None:
                return held
            content = b"".join(_compressed(place, encoding))
            self._keep(key, content)
            return content

    def _find(self, key: tuple[str, Encoding]) -> bytes | None:
        with self._lock:
            held = self._held.get(key)
            if held is not None:
                self._held.move_to_end(key)
            return held

    def _keep(self, key: tuple[str, Encoding], content: bytes) -> None:
        with self._lock:
            self._held[key] = content
            self._size += len(content)
            while self._size > self._budget and len(self._held) > 1:
                self._size -= len(self._held.popitem(last=False)[1])


def worth_encoding(place: Path, ending: str) -> bool:
    """Whether a file is text and large enough."""
    return ending in ENDINGS and place.stat().st_size >= SMALLEST


def _compressed(place: Path, encoding: Encoding) -> Iterator[bytes]:
    if encoding == "br":
        press = brotli.Compressor(quality=BROTLI_QUALITY)
        add, end = press.process, press.finish
    else:
        stream = zlib.compressobj(GZIP_LEVEL, wbits=GZIP_WINDOW)
        add, end = stream.compress, stream.flush
    with place.open("rb") as file:
        while chunk := file.read(CHUNK):
            yield add(chunk)
    yield end()
