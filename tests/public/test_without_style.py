"""Pages in a text browser: the order of the source is the order of reading, and every picture has words."""

from html.parser import HTMLParser

import pytest

from tests.public.addresses import LANGUAGES

PAGES = (
    "/",
    "/kg2025/",
    "/kg2025/turnout/",
    "/kg2025/contest/1/",
    "/kg2025/option/1/2/",
    "/kg2025/territory/2/",
    "/kg2025/precinct/1002/",
    "/kg2025/precinct/1002/report/",
    "/kg2025/differences/",
    "/kg2025/scans/",
    "/kg2025/releases/1/",
    "/kg2025/data/",
    "/find?q=1002",
    "/about/",
    "/verify/",
)


class Reading(HTMLParser):
    """What a text browser meets: marks in their order, tables and pictures with what names them."""

    def __init__(self) -> None:
        super().__init__()
        self.order: list[str] = []
        self.headings: list[int] = []
        self.unnamed: list[str] = []
        self.open: list[str] = []
        self.tables: list[set[str]] = []
        self.drawings = 0

    def handle_starttag(self, tag, attrs):
        values = dict(attrs)
        if tag in ("header", "nav", "main", "footer", "h1"):
            self.order.append(tag)
        if len(tag) == 2 and tag[0] == "h" and tag[1].isdigit():
            self.headings.append(int(tag[1]))
        if tag == "table":
            self.tables.append(set())
        if tag == "th" and self.tables:
            self.tables[-1].add("th")
        if tag == "img" and not values.get("alt"):
            self.unnamed.append(values.get("src", ""))
        if tag == "svg":
            if not self.drawings and values.get("aria-hidden") != "true" and not values.get("aria-label"):
                self.unnamed.append("svg")
            self.drawings += 1
        named = values.get("type") in ("hidden", "submit") or "aria-label" in values
        if tag in ("input", "textarea", "select") and not named:
            self.open.append(f"field {values.get('id')}")
        if tag == "label":
            self.open.append(f"label {values.get('for')}")

    def handle_endtag(self, tag):
        self.drawings -= tag == "svg"


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("page", PAGES)
def test_the_source_reads_in_order_without_any_style(client, page, language):
    text = client.get(f"/{language}{page}").text
    found = Reading()
    found.feed(text)
    assert text.index('class="skip"') < text.index("<header"), "the way past the navigation comes first"
    assert text.index("<h1") > text.index("<main"), "the content begins with its heading"
    assert text.index("</main>") < text.index("<footer")
    assert found.headings[0] == 1 and found.headings.count(1) == 1
    assert all(after <= before + 1 for before, after in zip(found.headings, found.headings[1:], strict=False))
    assert found.unnamed == []
    assert all("th" in table for table in found.tables), "a table without headers says nothing aloud"
    labels = {name.removeprefix("label ") for name in found.open if name.startswith("label ")}
    assert {name.removeprefix("field ") for name in found.open if name.startswith("field ")} <= labels


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_a_campaign_answers_stands_before_how_much_of_it_is_in(client, language):
    text = client.get(f"/{language}/kg2025/").text
    assert text.index('id="contests"') < text.index('id="progress"')
    precinct = client.get(f"/{language}/kg2025/precinct/1002/").text
    assert precinct.index('class="both') < precinct.index('class="scan-preview"')
