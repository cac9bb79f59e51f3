"""What the outside of a file tells without reading its content: its kind, its end, another kind hidden in it.

Only offsets and lengths are looked at here, so this part may run in the process that serves people.
"""

from collections.abc import Iterator
from pathlib import PurePath

from portal.scans.refusals import ScanRefused, Unfit

LARGEST = 25 * 1024 * 1024
"""Bytes of one scan."""
_MAGIC = (
    (b"%PDF-", "pdf"),
    (b"\xff\xd8\xff", "jpg"),
    (b"\x89PNG\r\n\x1a\n", "png"),
    (b"II*\x00", "tiff"),
    (b"MM\x00*", "tiff"),
)
_NAMES = {"pdf": "pdf", "jpg": "jpg", "jpeg": "jpg", "png": "png", "tif": "tiff", "tiff": "tiff"}
_PAGES_OF_THE_WEB = (b"<html", b"<script", b"<!doctype", b"<svg", b"<?php")
_HEAD = 1024
"""Bytes in which readers of PDF look for the beginning of one."""
_ZIP_END, _ZIP_REACH = b"PK\x05\x06", 22 + 65_535


def kind_of(content: bytes, file_name: str = "") -> str:
    """pdf, jpg, png or tiff: what the file is by its own bytes. Raises ScanRefused when it is not one file of one kind.

    `file_name` may be empty (a device names no file); where it has an extension, that must say the same.
    """
    if not content:
        raise ScanRefused(Unfit.EMPTY)
    if len(content) > LARGEST:
        raise ScanRefused(Unfit.TOO_LARGE, f"{len(content)} bytes")
    kind = next((kind for magic, kind in _MAGIC if content.startswith(magic)), "")
    if not kind:
        raise ScanRefused(Unfit.UNKNOWN_KIND, content[:8].hex())
    extension = PurePath(file_name).suffix.lower().lstrip(".")
    if file_name and _NAMES.get(extension) != kind:
        raise ScanRefused(Unfit.WRONG_EXTENSION, f"{extension or 'no extension'}, content {kind}")
    if other := _other_kind(content, kind):
        raise ScanRefused(Unfit.TWO_KINDS, f"{kind} and {other}")
    _refuse_trailing(content, kind)
    return kind


def _other_kind(content: bytes, kind: str) -> str:
    head = content[:_HEAD]
    if kind != "pdf" and b"%PDF-" in head:
        return "pdf"
    if any(mark in content[: 4 * _HEAD].lower() for mark in _PAGES_OF_THE_WEB):
        return "html"
    tail = content[-_ZIP_REACH:]
    at = tail.rfind(_ZIP_END)
    if at >= 0 and at + 22 <= len(tail):
        comment = int.from_bytes(tail[at + 20 : at + 22], "little")
        if at + 22 + comment <= len(tail):
            return "zip"
    return ""


def _refuse_trailing(content: bytes, kind: str) -> None:
    """PDF, PNG and JPEG say where they end; a TIFF has no end, the other checks must do."""
    if kind == "pdf":
        end = content.rfind(b"%%EOF")
        if end < 0:
            raise ScanRefused(Unfit.DAMAGED, "no end of the PDF")
        rest = content[end + 5 :].strip(b"\r\n\t \x00")
    elif kind == "png":
        rest = content[_end_of_png(content) :]
    elif kind == "jpg":
        rest = content[_end_of_jpeg(content) :].strip(b"\x00\xff")
    else:
        rest = b""
    if rest:
        raise ScanRefused(Unfit.TRAILING, f"{len(rest)} bytes")


def png_chunks(content: bytes) -> Iterator[tuple[bytes, int, int]]:
    """Name, start and end of every chunk, the end chunk last. Raises ScanRefused for a PNG that is cut off."""
    at = 8
    while at + 12 <= len(content):
        length = int.from_bytes(content[at : at + 4], "big")
        end = at + 12 + length
        if end > len(content):
            break
        name = content[at + 4 : at + 8]
        yield name, at, end
        if name == b"IEND":
            return
        at = end
    raise ScanRefused(Unfit.DAMAGED, "the PNG is cut off")


def _end_of_png(content: bytes) -> int:
    return max(end for _, _, end in png_chunks(content))


def jpeg_segments(content: bytes) -> Iterator[tuple[int, int, int]]:
    """Marker, start and end of every segment; a scan's picture data belong to its segment.

    Raises ScanRefused for a JPEG that is cut off.
    """
    at = 2
    while at + 4 <= len(content) and content[at] == 0xFF:
        marker = content[at + 1]
        if marker == 0xFF:
            at += 1
            continue
        if marker == 0xD9:
            yield marker, at, at + 2
            return
        end = at + 2 + int.from_bytes(content[at + 2 : at + 4], "big")
        if marker == 0xDA:
            end = _end_of_data(content, end)
        yield marker, at, end
        at = end
    if content[at : at + 2] == b"\xff\xd9":
        yield 0xD9, at, at + 2
        return
    raise ScanRefused(Unfit.DAMAGED, "the JPEG is cut off")


def _end_of_data(content: bytes, at: int) -> int:
    """Where the entropy-coded data end: at the next marker that is neither stuffing nor a restart."""
    while True:
        at = content.find(b"\xff", at)
        if at < 0 or at + 1 >= len(content):
            raise ScanRefused(Unfit.DAMAGED, "the JPEG is cut off")
        following = content[at + 1]
        if following != 0 and not 0xD0 <= following <= 0xD7 and following != 0xFF:
            return at
        at += 1 if following == 0xFF else 2


def _end_of_jpeg(content: bytes) -> int:
    return max(end for _, _, end in jpeg_segments(content))
