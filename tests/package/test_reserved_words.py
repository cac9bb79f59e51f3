"""No campaign's id hides a page of the site, and no page hides a campaign: held to the URL maps of every role."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask

from portal.app import create_app
from portal.package.campaign_file import RESERVED
from portal.settings import Settings
from portal.staff.secrets import make_secrets

CODE = re.compile(r"[0-9A-Za-z-]+")
WIDER = {"ky", "ru", "en", "kg", "healthz", "readyz", "static", "staff", "ingest", "data", "log", "scans", "embed"}
"""Words of the root and of the release folder: an id stands alone there in addresses that machines use."""


@pytest.fixture(params=["public", "staff"])
def app(request: pytest.FixtureRequest, tmp_path: Path, sqlite_url: str) -> Flask:
    """An application of each role that has pages of campaigns."""
    make_secrets(tmp_path)
    return create_app([request.param], Settings(home=tmp_path, database_url=sqlite_url, staff_url="http://localhost"))


def parts(rule: str) -> list[str]:
    """Segments of an address, a converter as one segment, whatever its arguments."""
    return re.sub(r"<[^>]*?(\w+)>", r"<\1>", rule).strip("/").split("/")


def beside_campaigns(app: Flask) -> Iterator[str]:
    """Words that stand where another address has the id of a campaign."""
    rules = [parts(rule.rule) for rule in app.url_map.iter_rules()]
    before = {tuple(rule[: rule.index("<campaign>")]) for rule in rules if "<campaign>" in rule}
    for rule in rules:
        for prefix in before:
            same = len(rule) > len(prefix) and all(
                each == wanted or wanted.startswith("<") for each, wanted in zip(rule, prefix, strict=False)
            )
            if same and CODE.fullmatch(rule[len(prefix)]):
                yield rule[len(prefix)]


def test_every_word_that_stands_beside_a_campaign_is_reserved(app: Flask) -> None:
    words = set(beside_campaigns(app))
    assert len(words) > 4
    assert words <= RESERVED


def test_no_word_is_reserved_without_a_page(tmp_path: Path, sqlite_url: str) -> None:
    make_secrets(tmp_path)
    settings = Settings(home=tmp_path, database_url=sqlite_url, staff_url="http://localhost")
    words = {word for role in ("public", "staff") for word in beside_campaigns(create_app([role], settings))}
    assert RESERVED - words - WIDER == set()


def test_no_commission_is_hidden_by_a_page_of_its_campaign(tmp_path: Path, sqlite_url: str) -> None:
    make_secrets(tmp_path)
    app = create_app(["staff"], Settings(home=tmp_path, database_url=sqlite_url, staff_url="http://localhost"))
    urls = app.url_map.bind("localhost")
    words = {part for rule in app.url_map.iter_rules() for part in parts(rule.rule) if CODE.fullmatch(part)}
    rules = [rule for rule in app.url_map.iter_rules() if rule.arguments == {"lang", "campaign", "commission"}]
    for rule in rules:
        for word in words:
            address = urls.build(rule.endpoint, {"lang": "ky", "campaign": "jk2025", "commission": word})
            method = "GET" if "GET" in (rule.methods or ()) else "POST"
            assert urls.match(address, method=method)[0] == rule.endpoint, address
