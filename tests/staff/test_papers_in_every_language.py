"""Pages of scans, decisions and printouts speak Kyrgyz, Russian and English; every refusal has its words."""

from functools import cache
from io import BytesIO
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po

from portal.scans.refusals import MESSAGES, UPLOAD_MESSAGES
from portal.staff.functions import Function
from tests.entry.papers import configured_again
from tests.scans import papers
from tests.staff.conftest import CAMPAIGN, Office
from tests.staff.scans.test_scans import came

PORTAL = Path(__file__).resolve().parents[2] / "portal"
AREAS = ("scans", "decisions", "printouts", "entry")
KEYWORDS = {"N_": None, "gettext": None, "ngettext": (1, 2), "_": None}


@cache
def catalog(language: str) -> Catalog:
    return read_po(BytesIO((PORTAL / "translations" / language / "LC_MESSAGES" / "messages.po").read_bytes()), language)


@cache
def used() -> frozenset[str | tuple[str, ...]]:
    found: set[str | tuple[str, ...]] = {*MESSAGES.values(), *UPLOAD_MESSAGES.values()}
    methods = [("**.py", "python"), ("**.html", "jinja2")]
    for area in AREAS:
        for folder in (PORTAL / "staff" / area, PORTAL / "templates" / "staff" / area):
            for row in extract_from_dir(folder, method_map=methods, keywords=KEYWORDS):
                found.add(row[2] if isinstance(row[2], str) else tuple(row[2]))
    return frozenset(found)


@pytest.mark.parametrize("language", ["ky", "ru"])
def test_every_text_of_these_pages_is_translated(language: str) -> None:
    assert len(used()) > 200
    for text in used():
        message = catalog(language).get(text)
        assert message is not None and all([message.string] if isinstance(message.string, str) else message.string), (
            text
        )


@pytest.mark.parametrize("language", ["ky", "ru", "en"])
def test_the_pages_answer_in_every_language(office: Office, language: str) -> None:
    configured_again(office.store)
    seq = came(office, papers.with_file(), "pdf")
    ouiis = office.client(Function.OUIIS)
    for path in (
        "scans/",
        "scans/in/11/",
        f"scans/{seq}/",
        "scans/precinct/1-1/",
        "scans/new/",
        "tik-11/scans/",
        "tik-11/scans/new/",
        "decisions/",
        "decisions/new/",
        "decisions/state/",
        "entry/",
        "tik-11/entry/",
        "tik-11/entry/turnout/",
        "tik-11/entry/paper/1-1/ordinary/1/",
        "tik-11/entry/consolidated/1/",
        "printouts/",
        "tik-11/printouts/",
    ):
        answer = ouiis.get(f"/staff/{language}/{CAMPAIGN}/{path}", follow_redirects=True)
        assert answer.status_code == 200 and f'<html lang="{language}">' in answer.text, path
