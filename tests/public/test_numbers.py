"""G7: every number on a rendered page comes from the published documents."""

import re
from html.parser import HTMLParser

import pytest

from tests.public.addresses import LANGUAGES
from tests.published.tree import a_campaign

PAGES = {
    "/kg2025/": ("campaign.json",),
    "/kg2025/turnout/": ("campaign.json",),
    "/kg2025/contest/1/": ("contests/1.json",),
    "/kg2025/territory/1/": ("territories/1.json", "lists/2.json"),
    "/kg2025/territory/2/": ("territories/2.json", "lists/2.json"),
    "/kg2025/precinct/1002/": ("territories/2.json", "configuration.json"),
    "/kg2025/contest/1/?sort=votes&order=ballot": ("contests/1.json",),
    "/kg2025/option/1/2/": ("contests/1.json", "territories/2.json"),
    "/kg2025/differences/": ("lists/index.json",),
    "/kg2025/differences/?territory=2": ("lists/2.json", "lists/index.json"),
    "/kg2025/scans/": ("lists/index.json",),
    "/kg2025/watch/?precinct=1001,1002&territory=2": ("territories/2.json",),
}
NUMBER = re.compile(r"\d[\d\N{NO-BREAK SPACE},.]*\d|\d")
PARAGRAPH = re.compile(r"(?:R\d+ )?¶\d+(?:[-–, ¶]+\d+)*")
# Texts with numbers of their own: paragraphs of the law, times (checked elsewhere) and the time zone's name.
LEFT_OUT = {"cite", "time", "head"}


class Figures(HTMLParser):
    """The text of `main` without what `LEFT_OUT` names and without dates."""

    def __init__(self) -> None:
        super().__init__()
        self.inside = 0
        self.left_out = 0
        self.text: list[str] = []

    def handle_starttag(self, tag, attrs):
        self.inside += tag == "main"
        self.left_out += tag in LEFT_OUT or (tag == "p" and ("class", "lead") in attrs)
        self._paragraph = tag

    def handle_endtag(self, tag):
        self.inside -= tag == "main"
        if tag in LEFT_OUT:
            self.left_out -= 1
        elif tag == "p" and self.left_out:
            self.left_out = 0

    def handle_data(self, data):
        if self.inside and not self.left_out:
            self.text.append(data)


def numbers_of(document: object) -> set[str]:
    """Every number of a document, as digits with a point where it has decimals."""
    if isinstance(document, dict):
        return set().union(*(numbers_of(value) for pair in document.items() for value in pair))
    if isinstance(document, list):
        return set().union(*(numbers_of(value) for value in document))
    if isinstance(document, str):
        return set(re.findall(r"\d+(?:\.\d+)?", document)) | {
            str(int(digits)) for digits in re.findall(r"\d+", document)
        }
    return {str(abs(document))} if isinstance(document, int) and not isinstance(document, bool) else set()


def shown_numbers(html: str, language: str) -> set[str]:
    parser = Figures()
    parser.feed(html)
    text = PARAGRAPH.sub("", " ".join(parser.text).replace("(UTC+6)", ""))
    group, decimal = ("," if language == "en" else "\N{NO-BREAK SPACE}"), ("." if language == "en" else ",")
    found = set()
    for match in NUMBER.findall(text):
        found.add(match.strip(" .,\N{NO-BREAK SPACE}").replace(group, "").replace(decimal, "."))
    return found


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(("page", "paths"), PAGES.items())
def test_every_number_on_a_page_is_found_in_its_documents(client, page, paths, language):
    documents = a_campaign()
    known = set().union(*(numbers_of(documents[path]) for path in paths))
    shown = shown_numbers(client.get(f"/{language}{page}").text, language)
    assert len(shown) > 1
    assert shown <= known, sorted(shown - known)


def test_the_search_for_numbers_finds_a_number_that_no_document_holds(client):
    html = client.get("/en/kg2025/").text.replace("4,812", "4,813")
    assert "4813" in shown_numbers(html, "en") - numbers_of(a_campaign()["campaign.json"])
