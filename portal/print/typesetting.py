"""Setting a document by typst: every text comes ready made, the template computes and translates nothing."""

import io
import json
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import segno
import typst

_FOLDER = Path(__file__).parent
NOTHING = "—"


def typeset(template: str, content: Mapping[str, Any]) -> bytes:
    """The PDF of a template of this folder; the same content gives the same bytes."""
    text = json.dumps(content, ensure_ascii=False)
    pdf: bytes = typst.compile(
        (_FOLDER / template).read_bytes(),
        format="pdf",
        sys_inputs={"document": text},
        ignore_system_fonts=True,
        timestamp=0,
    )
    return pdf


def page_count(template: str, content: Mapping[str, Any]) -> int:
    """Number of pages that a template with a label <pages> would have."""
    text = json.dumps(content, ensure_ascii=False)
    found = typst.query(
        (_FOLDER / template).read_bytes(),
        "<pages>",
        field="value",
        one=True,
        sys_inputs={"document": text},
        ignore_system_fonts=True,
    )
    return int(json.loads(found))


def qr_code(text: str) -> str:
    """A QR code as SVG, to be drawn by the template."""
    target = io.BytesIO()
    segno.make(text, error="m", micro=False).save(target, kind="svg", border=2, xmldecl=False)
    return target.getvalue().decode()


def number(value: int | None) -> str:
    """A count as it is printed: digits alone, as on the paper; a dash for what is not stated."""
    return NOTHING if value is None else str(value)


def clock(instant: datetime, zone: str) -> str:
    """Date and time of the place: 30.11.2025 22:05."""
    return instant.astimezone(ZoneInfo(zone)).strftime("%d.%m.%Y %H:%M")
