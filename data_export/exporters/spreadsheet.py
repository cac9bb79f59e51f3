"""A workbook in Office Open XML (ECMA-376), written straight: sheets of text and whole numbers with a bold first row.

A national part has millions of cells, and a general library spends most of the time of the whole part on them. Rows are
turned into text by one expression each, from cells that are made once for equal values.
"""

import re
import zipfile
from collections.abc import Callable, Sequence
from html import escape
from pathlib import Path
from tempfile import TemporaryFile

from data_export.schema import Cell, Row

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
TYPES = "application/vnd.openxmlformats-officedocument.spreadsheetml"
XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
FROZEN = '<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/>'
STYLES = (
    f'{XML}<styleSheet xmlns="{MAIN}"><fonts count="2"><font><sz val="11"/><name val="Calibri"/></font>'
    '<font><b/><sz val="11"/><name val="Calibri"/></font></fonts><fills count="2"><fill><patternFill/></fill>'
    '<fill><patternFill patternType="gray125"/></fill></fills><borders count="1"><border/></borders>'
    '<cellStyleXfs count="1"><xf/></cellStyleXfs>'
    '<cellXfs count="2"><xf xfId="0"/><xf fontId="1" xfId="0" applyFont="1"/></cellXfs>'
    '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>'
)
LEVEL = 4
"""Of the compression: a third of the time of zlib's default for files a fifth larger."""
BATCH = 2000
"""Rows that are turned into text at a time."""
_REMEMBERED = 50_000
_UNPRINTABLE = re.compile("[\x00-\x08\x0b-\x1f\ufffe\uffff]|_(?=x[0-9A-Fa-f]{4}_)")
"""What XML cannot hold, and the beginning of a text that would be read as such a code: written as _xHHHH_."""


class _Cells(dict[Cell, str]):
    """The text of the cell of a value; `limit` changes a text before it is written.

    No cell says where it stands (the standard lets it follow from the order), so that equal values are made once.
    """

    def __init__(self, limit: Callable[[str], str]) -> None:
        self._limit = limit

    def __missing__(self, value: Cell) -> str:
        if len(self) == _REMEMBERED:
            self.clear()
        self[value] = made = self._text(value) if isinstance(value, str) else _number(value)
        return made

    def _text(self, text: str) -> str:
        clean = _UNPRINTABLE.sub(lambda found: f"_x{ord(found[0]):04X}_", escape(self._limit(text), quote=False))
        space = ' xml:space="preserve"' if clean != clean.strip() or "\n" in clean else ""
        return f'<c t="inlineStr"><is><t{space}>{clean}</t></is></c>'


def _number(value: int | None) -> str:
    return "<c/>" if value is None else f"<c><v>{value}</v></c>"


class Sheet:
    """One sheet; its rows wait in an unnamed file in `folder`."""

    def __init__(self, name: str, header: Sequence[str], folder: Path, cells: _Cells, frozen: bool) -> None:
        self.name = name
        self.row = 1
        self._cells = cells
        self.file = TemporaryFile(dir=folder, buffering=1 << 18)  # noqa: SIM115  (closed by the workbook)
        view = f'<sheetView workbookViewId="0">{FROZEN if frozen else ""}</sheetView>'
        bold = "".join(cells[title].replace("<c", '<c s="1"', 1) for title in header)
        self.file.write(
            f'{XML}<worksheet xmlns="{MAIN}"><sheetViews>{view}</sheetViews><sheetData><row r="1">{bold}</row>'.encode()
        )

    def write(self, rows: Sequence[Row]) -> None:
        """Append rows."""
        cell = self._cells.__getitem__
        for first in range(0, len(rows), BATCH):
            piece = rows[first : first + BATCH]
            lines = [
                f'<row r="{number}">{"".join(map(cell, row))}</row>' for number, row in enumerate(piece, self.row + 1)
            ]
            self.row += len(piece)
            self.file.write("".join(lines).encode())


class Spreadsheet:
    """A workbook being made. `limit` cuts texts that no cell can hold; `created` is ISO 8601 in UTC."""

    def __init__(self, path: Path, title: str, created: str, limit: Callable[[str], str]) -> None:
        self._path = path
        self._title, self._created = title, created
        self._cells = _Cells(limit)
        self._sheets: list[Sheet] = []

    def add(self, name: str, header: Sequence[str], *, frozen: bool = True) -> tuple[Sheet, int]:
        """A new sheet after the others, with its number from 1."""
        sheet = Sheet(name, header, self._path.parent, self._cells, frozen)
        self._sheets.append(sheet)
        return sheet, len(self._sheets)

    def finish(self) -> None:
        """Write the file; the same sheets make the same bytes."""
        with zipfile.ZipFile(self._path, "w", zipfile.ZIP_DEFLATED, compresslevel=LEVEL) as archive:
            for name, text in self._frame().items():
                with archive.open(name, "w") as target:
                    target.write(text.encode())
            for number, sheet in enumerate(self._sheets, 1):
                sheet.file.write(b"</sheetData></worksheet>")
                large = sheet.file.tell() > zipfile.ZIP64_LIMIT // 2
                sheet.file.seek(0)
                with archive.open(f"xl/worksheets/sheet{number}.xml", "w", force_zip64=large) as target:
                    while chunk := sheet.file.read(1 << 20):
                        target.write(chunk)
        self.abandon()

    def abandon(self) -> None:
        """Let go of the waiting rows; a second call does nothing."""
        for sheet in self._sheets:
            sheet.file.close()

    def _frame(self) -> dict[str, str]:
        """The files around the sheets, by name."""
        numbers = range(1, len(self._sheets) + 1)
        parts = [
            ("/xl/workbook.xml", f"{TYPES}.sheet.main+xml"),
            ("/xl/styles.xml", f"{TYPES}.styles+xml"),
            ("/docProps/core.xml", "application/vnd.openxmlformats-package.core-properties+xml"),
            *((f"/xl/worksheets/sheet{n}.xml", f"{TYPES}.worksheet+xml") for n in numbers),
        ]
        overrides = "".join(f'<Override PartName="{name}" ContentType="{kind}"/>' for name, kind in parts)
        sheets = "".join(
            f'<sheet name="{escape(s.name)}" sheetId="{n}" r:id="rId{n}"/>' for n, s in enumerate(self._sheets, 1)
        )
        books = [
            ("rId1", f"{OFFICE}/officeDocument", "xl/workbook.xml"),
            ("rId2", f"{PACKAGE}/relationships/metadata/core-properties", "docProps/core.xml"),
        ]
        leaves = [(f"rId{n}", f"{OFFICE}/worksheet", f"worksheets/sheet{n}.xml") for n in numbers]
        return {
            "[Content_Types].xml": f'{XML}<Types xmlns="{PACKAGE}/content-types"><Default Extension="rels" '
            f'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>{overrides}</Types>',
            "_rels/.rels": _relations(books),
            "docProps/core.xml": self._properties(),
            "xl/styles.xml": STYLES,
            "xl/workbook.xml": f'{XML}<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}"><sheets>{sheets}</sheets></workbook>',
            "xl/_rels/workbook.xml.rels": _relations([*leaves, ("styles", f"{OFFICE}/styles", "styles.xml")]),
        }

    def _properties(self) -> str:
        spaces = {
            "cp": f"{PACKAGE}/metadata/core-properties",
            "dc": "http://purl.org/dc/elements/1.1/",
            "dcterms": "http://purl.org/dc/terms/",
            "xsi": "http://www.w3.org/2001/XMLSchema-instance",
        }
        named = " ".join(f'xmlns:{prefix}="{space}"' for prefix, space in spaces.items())
        return (
            f"{XML}<cp:coreProperties {named}><dc:title>{escape(self._title)}</dc:title>"
            f'<dcterms:created xsi:type="dcterms:W3CDTF">{self._created}</dcterms:created></cp:coreProperties>'
        )


def _relations(rows: Sequence[tuple[str, str, str]]) -> str:
    found = "".join(f'<Relationship Id="{id}" Type="{kind}" Target="{target}"/>' for id, kind, target in rows)
    return f'{XML}<Relationships xmlns="{PACKAGE}/relationships">{found}</Relationships>'
