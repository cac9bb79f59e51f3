"""Text files of a lasting part compressed beside themselves, `results.csv.br` and `results.csv.gz`.

A server sends them as they are stored (Content-Encoding), so that nothing is compressed while people wait. They are
listed in SHA256SUMS and not in datapackage.json: they are another form of a file, no file of their own.
"""

import hashlib
import zlib
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import brotli  # type: ignore[import-untyped]

from data_export.errors import ExportError
from data_export.seal import Sealed, seal

ENDINGS = frozenset({".csv", ".json", ".jsonl", ".geojson", ".md"})
SMALLEST = 2048
"""Bytes; smaller files fit into a packet or two as they are."""
GZIP_LEVEL = 9
BROTLI_QUALITY = 7
"""As fast as gzip at its best, and a fifth smaller; quality 9 takes twice as long for a twentieth less."""
THREADS = 2
CHUNK = 1 << 20
_GZIP_WINDOW = 31


def compress_texts(folder: Path, sealed: dict[str, Sealed]) -> dict[str, Sealed]:
    """Write both forms of every text file among the sealed ones; returns what they are. The same bytes every time.

    Raises ExportError where a form does not give the file back.
    """
    texts = [name for name, one in sealed.items() if Path(name).suffix in ENDINGS and one.size >= SMALLEST]
    largest_first = sorted(texts, key=lambda name: -sealed[name].size)
    work = [(name, ending) for name in largest_first for ending in _FORMS]
    with ThreadPoolExecutor(THREADS) as pool:
        made = pool.map(lambda one: _compress(folder / one[0], one[1], sealed[one[0]].sha256), work)
        return {f"{name}{ending}": one for (name, ending), one in zip(work, made, strict=True)}


def _compress(path: Path, ending: str, sha256: str) -> Sealed:
    pack, unpack = _FORMS[ending]
    target = path.with_name(path.name + ending)
    with target.open("wb") as file:
        file.writelines(pack(_pieces(path)))
    digest = hashlib.sha256()
    for piece in unpack(_pieces(target)):
        digest.update(piece)
    if digest.hexdigest() != sha256:
        raise ExportError(f"{target.name}: does not give {path.name} back")
    return seal(target)


def _pieces(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        while piece := file.read(CHUNK):
            yield piece


def _gzip(pieces: Iterator[bytes]) -> Iterator[bytes]:
    stream = zlib.compressobj(GZIP_LEVEL, wbits=_GZIP_WINDOW)
    for piece in pieces:
        yield stream.compress(piece)
    yield stream.flush()


def _gunzip(pieces: Iterator[bytes]) -> Iterator[bytes]:
    stream = zlib.decompressobj(wbits=_GZIP_WINDOW)
    for piece in pieces:
        yield stream.decompress(piece)
    yield stream.flush()


def _brotli(pieces: Iterator[bytes]) -> Iterator[bytes]:
    stream = brotli.Compressor(quality=BROTLI_QUALITY)
    for piece in pieces:
        yield stream.process(piece)
    yield stream.finish()


def _unbrotli(pieces: Iterator[bytes]) -> Iterator[bytes]:
    stream = brotli.Decompressor()
    for piece in pieces:
        yield stream.process(piece)


Filter = Callable[[Iterator[bytes]], Iterator[bytes]]
_FORMS: dict[str, tuple[Filter, Filter]] = {".gz": (_gzip, _gunzip), ".br": (_brotli, _unbrotli)}
COMPRESSED = tuple(_FORMS)
"""Endings of the compressed forms."""
