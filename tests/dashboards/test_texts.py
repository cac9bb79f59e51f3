"""Every text of the explorers is translated with the placeholders of the original."""

import re
from functools import cache
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po

ROOT = Path(__file__).parents[2]
PLACEHOLDER = re.compile(r"%\((\w+)\)s")


@cache
def used() -> tuple[str, ...]:
    methods = [("**.py", "python"), ("**.html", "jinja2")]
    return tuple(sorted({row[2] for row in extract_from_dir(ROOT / "dashboards", method_map=methods)}))


def catalog(language: str) -> Catalog:
    with (ROOT / f"portal/translations/{language}/LC_MESSAGES/messages.po").open("rb") as file:
        return read_po(file, locale=language)


@pytest.mark.parametrize("language", ["ky", "ru"])
def test_every_text_of_the_explorers_is_translated(language):
    messages = catalog(language)
    assert len(used()) > 150
    for id in used():
        message = messages.get(id)
        assert message is not None and message.string and not message.fuzzy, f"{language}: {id}"
        assert set(PLACEHOLDER.findall(message.string)) == set(PLACEHOLDER.findall(id)), id
