"""PDF: nothing but pages of pictures and text may be in it."""

from pathlib import Path
from typing import Any

import pikepdf

from portal.scans.refusals import ScanRefused, Unfit
from portal.scans.worker.limits import OBJECTS, PAGES, PIXELS

_ACTIVE_KEYS = frozenset({"/JS", "/JavaScript", "/AA", "/XFA", "/RichMediaContent", "/RichMediaSettings"})
_FILES = frozenset({"/EmbeddedFiles", "/EmbeddedFile", "/EF", "/AF"})
_ACTIONS = frozenset(
    {
        "/JavaScript",
        "/Launch",
        "/SubmitForm",
        "/ImportData",
        "/ResetForm",
        "/GoToR",
        "/GoToE",
        "/URI",
        "/Rendition",
        "/Movie",
        "/Sound",
        "/RichMediaExecute",
        "/Thread",
        "/Hide",
        "/Named",
        "/SetOCGState",
        "/Trans",
        "/GoTo3DView",
    }
)
_ANNOTATIONS = frozenset({"/Movie", "/Sound", "/Screen", "/3D", "/RichMedia", "/Widget", "/PrinterMark", "/TrapNet"})
_PERSONAL = ("/Author", "/Title", "/Subject", "/Keywords")


def inspect(path: Path) -> dict[str, Any]:
    """Number of pages and what the file tells beside them. Raises ScanRefused."""
    try:
        with pikepdf.open(path, attempt_recovery=False) as pdf:
            if pdf.is_encrypted:
                raise ScanRefused(Unfit.ENCRYPTED)
            _refuse_active(pdf)
            pages = len(pdf.pages)
            if not pages:
                raise ScanRefused(Unfit.NO_PAGES)
            if pages > PAGES:
                raise ScanRefused(Unfit.TOO_MANY_PAGES, str(pages))
            return {"pages": pages, "told": _told(pdf)}
    except pikepdf.PasswordError:
        raise ScanRefused(Unfit.ENCRYPTED) from None
    except (pikepdf.PdfError, ValueError, TypeError, KeyError, IndexError, AttributeError) as error:
        raise ScanRefused(Unfit.DAMAGED, f"{type(error).__name__}: {error}") from None


def clean(path: Path, target: Path) -> None:
    """The same pages without what the file tells beside them; the same file gives the same copy."""
    with pikepdf.open(path, attempt_recovery=False) as pdf:
        for holder in (pdf.Root, *pdf.pages):
            for key in ("/Metadata", "/PieceInfo"):
                if key in holder:
                    del holder[key]
        if "/Info" in pdf.trailer:
            del pdf.trailer["/Info"]
        pdf.remove_unreferenced_resources()
        pdf.save(target, deterministic_id=True)


def _refuse_active(pdf: pikepdf.Pdf) -> None:
    """Walk every object, those inside others included: what is not on a page may still be reached by a reader."""
    waiting: list[Any] = [pdf.trailer, *pdf.objects]
    seen = 0
    while waiting:
        seen += 1
        if seen > OBJECTS:
            raise ScanRefused(Unfit.TOO_MUCH_WORK, "objects")
        item = waiting.pop()
        if isinstance(item, pikepdf.Stream):
            _judge_stream(item)
            _judge(item.stream_dict)
            waiting.extend(_inner(item.stream_dict))
        elif isinstance(item, pikepdf.Dictionary):
            _judge(item)
            waiting.extend(_inner(item))
        elif isinstance(item, pikepdf.Array):
            waiting.extend(each for each in item if _direct(each))


def _inner(holder: Any) -> list[Any]:
    return [value for value in holder.values() if _direct(value)]


def _direct(value: Any) -> bool:
    """An object written inside another; an indirect one is met in the list of all objects."""
    return isinstance(value, pikepdf.Dictionary | pikepdf.Array) and not value.is_indirect


def _judge(holder: Any) -> None:
    keys = set(holder.keys())
    if found := keys & _FILES:
        raise ScanRefused(Unfit.EMBEDDED, min(found))
    if found := keys & _ACTIVE_KEYS:
        raise ScanRefused(Unfit.ACTIVE, min(found))
    action = holder.get("/S")
    if isinstance(action, pikepdf.Name) and str(action) in _ACTIONS:
        raise ScanRefused(Unfit.ACTIVE, str(action))
    subtype = holder.get("/Subtype")
    if isinstance(subtype, pikepdf.Name):
        if str(subtype) == "/FileAttachment":
            raise ScanRefused(Unfit.EMBEDDED, "/FileAttachment")
        if str(subtype) in _ANNOTATIONS:
            raise ScanRefused(Unfit.ACTIVE, str(subtype))
    if holder.get("/Type") == pikepdf.Name("/EmbeddedFile"):
        raise ScanRefused(Unfit.EMBEDDED, "/EmbeddedFile")
    fields = holder.get("/AcroForm")
    if fields is not None and len(fields.get("/Fields", [])):
        raise ScanRefused(Unfit.ACTIVE, "/AcroForm")


def _judge_stream(stream: Any) -> None:
    if stream.get("/Subtype") == pikepdf.Name("/Image"):
        size = int(stream.get("/Width", 0)) * int(stream.get("/Height", 0))
        if size > PIXELS:
            raise ScanRefused(Unfit.TOO_MANY_PIXELS, str(size))


def _told(pdf: pikepdf.Pdf) -> list[str]:
    """Names of what the file tells about people or machines, for the person who checks."""
    told = [key.lstrip("/").lower() for key in _PERSONAL if "/Info" in pdf.trailer and str(pdf.docinfo.get(key, ""))]
    return [*told, *(["xmp"] if "/Metadata" in pdf.Root else [])]
