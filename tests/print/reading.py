"""What a PDF says, read back from its bytes."""

import re

import pypdfium2


def pages(pdf: bytes) -> list[str]:
    """The text of every page, its lines joined and spaces made one."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        return [flat(page.get_textpage().get_text_bounded()) for page in document]
    finally:
        document.close()


def flat(text: str) -> str:
    """One space between words; a hyphen at the end of a line joins what it divided."""
    text = text.replace("￾", "").replace("\x02", "")
    return re.sub(r"\s+", " ", text).strip()


def within(wanted: str, text: str) -> bool:
    """True when the text says it, however its lines were broken."""
    squeeze = re.compile(r"\s+")
    return squeeze.sub("", wanted) in squeeze.sub("", text)
