"""Pictures of the pages for the screen."""

from pathlib import Path
from typing import Any

import pypdfium2
from PIL import Image, ImageOps

from portal.scans.refusals import ScanRefused, Unfit
from portal.scans.worker.pictures import opened

LONGEST = 1800
"""Dots of the longer side of a preview: an A4 sheet at 150 dots per inch."""
_QUALITY = 70


def draw(path: Path, kind: str, folder: Path, pages: int) -> None:
    """Write `1.webp`, `2.webp` … into a folder. Raises ScanRefused when a page cannot be drawn."""
    draw_page = _drawn_pdf if kind == "pdf" else _drawn_picture
    try:
        for number, picture in enumerate(draw_page(path, kind, pages), 1):
            picture.save(folder / f"{number}.webp", "WEBP", quality=_QUALITY, method=2)
            picture.close()
    except (pypdfium2.PdfiumError, OSError, ValueError, SyntaxError) as error:
        raise ScanRefused(Unfit.DAMAGED, f"{type(error).__name__}: {error}") from None


def _drawn_pdf(path: Path, kind: str, pages: int) -> Any:
    document = pypdfium2.PdfDocument(path)
    try:
        for number in range(pages):
            page = document[number]
            longer = max(page.get_size())
            if not 1 <= longer <= 20_000:
                raise ScanRefused(Unfit.TOO_MANY_PIXELS, f"a page of {longer:.0f} points")
            yield page.render(scale=LONGEST / longer, may_draw_forms=False).to_pil().convert("RGB")
            page.close()
    finally:
        document.close()


def _drawn_picture(path: Path, kind: str, pages: int) -> Any:
    with opened(path, kind) as picture:
        for number in range(pages):
            picture.seek(number)
            picture.draft("RGB", (LONGEST, LONGEST))
            upright = ImageOps.exif_transpose(picture).convert("RGB")
            upright.thumbnail((LONGEST, LONGEST), Image.Resampling.BILINEAR)
            yield upright
