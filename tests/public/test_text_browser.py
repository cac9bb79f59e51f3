"""The main journey in a text browser: w3m shows the answer in the order in which it is read, and nothing but words."""

import re
import subprocess

import pytest

from tests.public.addresses import LANGUAGES
from tests.services.processes import find_program

WIDTHS = (40, 80)
JUNK = re.compile(r"[{}<>]|\bdata:\w|/static/|undefined|None\b|&\w+;|\bfunction\b|\[(?:svg|image|img)\]", re.IGNORECASE)
JOURNEY = {
    "/kg2025/": (
        "To the content",
        "Natyija",
        "Overview",
        "Election of deputies",
        "As of",
        "Who leads",
        "How much is in",
    ),
    "/kg2025/contest/1/": (
        "Overview",
        "District No. 1",
        "As of",
        "Votes by both counts",
        "By territory",
        "This page was last",
    ),
    "/kg2025/territory/2/": ("Overview", "Sokuluk district", "As of", "Turnout", "Precincts", "№ 1001", "№ 1002"),
    "/kg2025/precinct/1002/": (
        "Overview",
        "Precinct No. 1002",
        "Address",
        "ASU",
        "Control ratios",
        "Previous precinct",
    ),
}


def shown(html: str, width: int = 80) -> str:
    """What w3m prints of a page."""
    command = [find_program("w3m"), "-dump", "-T", "text/html", "-I", "UTF-8", "-O", "UTF-8", "-cols", str(width)]
    return subprocess.run(command, input=html, capture_output=True, check=True, text=True).stdout


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("page", JOURNEY)
def test_a_text_browser_shows_words_only(client, page, language, width):
    text = shown(client.get(f"/{language}{page}").text, width)
    assert len(text.split()) > 80
    assert [line for line in text.splitlines() if JUNK.search(line)] == []


@pytest.mark.parametrize(("page", "words"), JOURNEY.items())
def test_a_text_browser_reads_the_main_journey_in_its_order(client, page, words):
    text = " ".join(shown(client.get(f"/en{page}").text).split())
    after = 0
    for word in words:
        after = text.find(word, after)
        assert after >= 0, f"{word!r} does not come after what stands before it"
