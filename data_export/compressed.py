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
import deflate

from data_export.errors import ExportError
from data_export.seal import Sealed, seal

ENDINGS = frozenset({".csv", ".json", ".jsonl", ".geojson", ".md"})
SMALLEST = 2048
"""Bytes; smaller files fit into a packet or two as they are."""
TABLE_LEVEL, TEXT_LEVEL = 8, 7
"""libdeflate's: 7 is as small as zlib at its best in a fifth of the time, 8 three hundredths smaller in half of it.
Tables are what people load.
"""
SMALL_TABLE, SMALL_TABLE_LEVEL = 4 << 20, 10
"""Tables up to so many bytes become a seventeenth smaller at a level that takes eight times as long: it is spent while
other processes still write.
"""
BROTLI_QUALITY = 6
"""A sixth smaller than gzip; quality 9 takes twice as long for a twentieth less."""
THREADS = 2
WHOLE = 64 << 20
"""Bytes; a larger file is compressed piece by piece, so that memory stays bounded."""
CHUNK = 1 << 20
_GZIP_WINDOW = 31


def compress_texts(folder: Path, sealed: dict[str, Sealed]) -> dict[str, Sealed]:
    """Write both forms of every text file among the sealed ones; returns what they are. The same bytes every time.

    Raises ExportError where a form does not give the file back.
    """
    texts = [name for name, one in sealed.items() if Path(name).suffix in ENDINGS and one.size >= SMALLEST]
    largest_first = sorted(texts, key=lambda name: -sealed[name].size)
    work = [(name, ending) for name in largest_first for ending in COMPRESSED]
    with ThreadPoolExecutor(THREADS) as pool:
        made = pool.map(lambda one: _compress(folder / one[0], one[1], sealed[one[0]]), work)
        return {f"{name}{ending}": one for (name, ending), one in zip(work, made, strict=True)}


def _compress(path: Path, ending: str, one: Sealed) -> Sealed:
    target = path.with_name(path.name + ending)
    level = _level(path, one.size)
    if not (_whole(path, target, level) if one.size <= WHOLE else _in_pieces(path, target, one)):
        raise ExportError(f"{target.name}: does not give {path.name} back")
    return seal(target)


def _level(path: Path, size: int) -> int:
    """By the file alone, so that its bytes never depend on who compressed it and when."""
    if path.suffix != ".csv":
        return TEXT_LEVEL
    return SMALL_TABLE_LEVEL if size <= SMALL_TABLE else TABLE_LEVEL


def _whole(path: Path, target: Path, level: int) -> bool:
    """Compress a file in memory; True when what was written gives it back."""
    content = path.read_bytes()
    if target.suffix == ".br":
        target.write_bytes(brotli.compress(content, quality=BROTLI_QUALITY))
        found = bytes(brotli.decompress(target.read_bytes()))
    else:
        target.write_bytes(deflate.gzip_compress(content, level))
        found = bytes(deflate.gzip_decompress(target.read_bytes()))
    return found == content


def _in_pieces(path: Path, target: Path, one: Sealed) -> bool:
    """The same without ever holding the file."""
    pack, unpack = _STREAMS[target.suffix]
    with target.open("wb") as file:
        file.writelines(pack(_pieces(path)))
    digest = hashlib.sha256()
    for piece in unpack(_pieces(target)):
        digest.update(piece)
    return digest.hexdigest() == one.sha256


def _pieces(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        while piece := file.read(CHUNK):
            yield piece


def _gzip(pieces: Iterator[bytes]) -> Iterator[bytes]:
    stream = zlib.compressobj(zlib.Z_BEST_COMPRESSION, wbits=_GZIP_WINDOW)
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
GZIP = ".gz"
_STREAMS: dict[str, tuple[Filter, Filter]] = {GZIP: (_gzip, _gunzip), ".br": (_brotli, _unbrotli)}
COMPRESSED = tuple(_STREAMS)
"""Endings of the compressed forms."""
