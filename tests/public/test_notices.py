"""The incident log and notices: releases of the pseudo-campaign `site`."""

import jsonschema
import orjson
import pytest

from portal.app import create_app
from portal.errors import InputError
from portal.settings import Settings, load_settings
from scripts.repository import ROOT
from tests.published.documents import names

NOTICE = {
    "at": "2025-11-30T21:10:00+06:00",
    "title": names("Серверде үзгүлтүк", "Перебой на сервере", "A server failed"),
    "text": names("Он мүнөт <b>кечикти</b>.", "Задержка десять минут.", "Ten minutes late."),
}


def test_the_example_is_a_notices_document():
    schema = orjson.loads((ROOT / "docs" / "schemas" / "notices.json").read_bytes())
    jsonschema.validate({"notices": [NOTICE]}, schema)


@pytest.mark.parametrize(("language", "title"), [("ky", "Серверде үзгүлтүк"), ("ru", "Перебой"), ("en", "A server")])
def test_notices_of_the_site_are_shown_in_every_language(tree, client, language, title):
    assert "<section" not in client.get(f"/{language}/site/").text
    tree.publish("site", {"notices.json": {"notices": [NOTICE]}})
    page = client.get(f"/{language}/site/").text
    assert title in page and "<b>кечикти" not in page and "30" in page


def test_the_site_is_no_campaign(tree, client):
    tree.publish("site", {"notices.json": {"notices": [NOTICE]}})
    assert client.get("/en/site/turnout/").status_code == 404
    assert "/en/site/" not in client.get("/en/").text.split("<footer")[0]
    assert client.get("/sitemap.xml").status_code == 200


def test_the_contact_for_weaknesses_is_a_setting(tree):
    app = create_app(settings=Settings(home=tree.root.parent, security_contact="mailto:security@example.org"))
    for language in ("ky", "ru", "en"):
        statement = app.test_client().get(f"/{language}/about/accessibility/").text
        assert '<a href="mailto:security@example.org">security@example.org</a>' in statement
    assert "Contact: mailto:security@example.org\n" in app.test_client().get("/.well-known/security.txt").text
    with pytest.raises(InputError, match="SECURITY_CONTACT"):
        load_settings(security_contact="call us")
