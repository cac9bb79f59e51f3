"""JPEG, PNG, TIFF: whole, still, and no larger than a sheet of paper."""

import struct
from pathlib import Path
from typing import Any

from PIL import ExifTags, Image

from portal.scans.outside import jpeg_segments, png_chunks
from portal.scans.refusals import ScanRefused, Unfit
from portal.scans.worker.limits import PAGES, PIXELS

_FORMATS = {"jpg": "JPEG", "png": "PNG", "tiff": "TIFF"}
_GPS, _ORIENTATION = 0x8825, 0x0112
_PEOPLE = {
    ExifTags.Base.Artist: "author",
    ExifTags.Base.Make: "device",
    ExifTags.Base.Model: "device",
    ExifTags.Base.HostComputer: "device",
    ExifTags.Base.DateTime: "time",
}
_TEXTS = frozenset({b"tEXt", b"zTXt", b"iTXt", b"eXIf", b"tIME"})
_KEPT_OF_JPEG = frozenset({0xE0, 0xE2, 0xEE})
"""JFIF, colour profile, Adobe's colour transform; every other application segment goes."""

BROKEN = (ArithmeticError, AttributeError, EOFError, LookupError, OSError, SyntaxError, TypeError, ValueError)
"""What the picture library raises, besides struct.error, for a file that is not what it says."""

Image.MAX_IMAGE_PIXELS = PIXELS


def opened(path: Path, kind: str) -> Any:
    """The picture; only the format that its outside showed is tried. Raises ScanRefused."""
    try:
        return Image.open(path, formats=[_FORMATS[kind]])
    except Image.DecompressionBombError as error:
        raise ScanRefused(Unfit.TOO_MANY_PIXELS, str(error)) from None
    except (*BROKEN, struct.error) as error:
        raise ScanRefused(Unfit.DAMAGED, f"{type(error).__name__}: {error}") from None


def inspect(path: Path, kind: str) -> dict[str, Any]:
    """Number of pages and what the picture tells beside itself, every page decoded whole. Raises ScanRefused."""
    with opened(path, kind) as picture:
        try:
            pages = _load(picture, kind)
            told = _told(picture, kind)
        except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
            raise ScanRefused(Unfit.TOO_MANY_PIXELS, str(error)) from None
        except (*BROKEN, struct.error) as error:
            raise ScanRefused(Unfit.DAMAGED, f"{type(error).__name__}: {error}") from None
    return {"pages": pages, "told": told}


def _load(picture: Any, kind: str) -> int:
    """Decode every page; how many there are."""
    pages = int(getattr(picture, "n_frames", 1))
    if pages > 1 and kind != "tiff":
        raise ScanRefused(Unfit.MOVING)
    if pages > PAGES:
        raise ScanRefused(Unfit.TOO_MANY_PAGES, str(pages))
    for page in range(pages):
        picture.seek(page)
        if picture.width * picture.height > PIXELS:
            raise ScanRefused(Unfit.TOO_MANY_PIXELS, f"{picture.width} x {picture.height}")
        picture.load()
    return pages


def clean(path: Path, kind: str, target: Path) -> None:
    """The same dots without what is told beside them. JPEG and PNG keep their compressed data bit by bit."""
    content = path.read_bytes()
    if kind == "jpg":
        target.write_bytes(_clean_jpeg(content, _orientation(path)))
    elif kind == "png":
        kept = (content[at:end] for name, at, end in png_chunks(content) if name not in _TEXTS)
        target.write_bytes(content[:8] + b"".join(kept))
    else:
        _clean_tiff(path, target)


def _told(picture: Any, kind: str) -> list[str]:
    exif = picture.getexif()
    found = {word for tag, word in _PEOPLE.items() if exif.get(tag)}
    if exif.get_ifd(_GPS):
        found.add("gps")
    if picture.info.get("xmp") or picture.info.get("XML:com.adobe.xmp") or picture.info.get("comment"):
        found.add("xmp")
    if kind == "png" and getattr(picture, "text", None):
        found.add("text")
    return sorted(found)


def _orientation(path: Path) -> int:
    with Image.open(path, formats=["JPEG"]) as picture:
        return int(picture.getexif().get(_ORIENTATION, 1) or 1)


def _clean_jpeg(content: bytes, orientation: int) -> bytes:
    """Without application segments and comments; how the picture is turned must stay, or it would lie on its side."""
    parts = [content[:2]]
    if orientation != 1:
        exif = Image.Exif()
        exif[_ORIENTATION] = orientation
        body = exif.tobytes()
        body = body if body.startswith(b"Exif\x00\x00") else b"Exif\x00\x00" + body
        parts.append(b"\xff\xe1" + (len(body) + 2).to_bytes(2, "big") + body)
    for marker, at, end in jpeg_segments(content):
        if (0xE0 <= marker <= 0xEF and marker not in _KEPT_OF_JPEG) or marker == 0xFE:
            continue
        parts.append(content[at:end])
    return b"".join(parts)


def _clean_tiff(path: Path, target: Path) -> None:
    with Image.open(path, formats=["TIFF"]) as picture:
        pages = []
        for number in range(int(getattr(picture, "n_frames", 1))):
            picture.seek(number)
            bare = Image.new(picture.mode, picture.size)
            bare.paste(picture)
            if palette := picture.getpalette():
                bare.putpalette(palette)
            pages.append(bare)
        compression = "group4" if all(page.mode == "1" for page in pages) else "tiff_lzw"
        pages[0].save(target, "TIFF", save_all=True, append_images=pages[1:], compression=compression)
