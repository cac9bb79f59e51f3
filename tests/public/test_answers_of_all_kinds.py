"""Search, feeds, cards, pictures, and the small files beside the pages."""

import struct
import xml.etree.ElementTree as ElementTree

import pytest

from portal.published.search import skeleton
from tests.public.addresses import LANGUAGES, TEXTS
from tests.published.tree import a_campaign


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("page", TEXTS)
def test_pages_of_explanations_answer_in_every_language(client, page, language):
    answer = client.get(f"/{language}{page}")
    assert answer.status_code == 200
    assert f'<html lang="{language}">' in answer.text


@pytest.mark.parametrize(
    ("one", "other"),
    [("Өзгөн", "озгон"), ("Чүй", "Чуй"), ("Кең-Сай", "кен-сай"), ("Орлёнок", "орленок"), ("Бишкек", "Bishkek")],
)
def test_spellings_of_one_name_have_one_skeleton(one, other):
    assert skeleton(one) == skeleton(other)


@pytest.mark.parametrize("asked", ["1002", "№ 1002", "толойкон", "Төлөйкөн", "toloykon"])
def test_a_precinct_is_found_by_number_or_address_however_it_is_spelled(client, asked):
    text = client.get("/ru/find", query_string={"q": asked}).text
    assert "/ru/kg2025/precinct/1002/" in text
    assert "/ru/kg2025/precinct/1001/" not in text


def test_what_was_looked_for_is_kept_nowhere(client):
    answer = client.get("/ru/find", query_string={"q": "Ленин"})
    assert "/ru/kg2025/precinct/1001/" in answer.text
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.headers["Referrer-Policy"] == "no-referrer"
    assert "ETag" not in answer.headers


def test_what_was_looked_for_is_written_into_the_page_as_text(client):
    assert "<script>" not in client.get("/ru/find", query_string={"q": '"><script>'}).text


@pytest.mark.parametrize("kind", ["territory/2", "precinct/1002"])
def test_a_unit_has_a_feed_of_the_releases_that_changed_it(tree, client, kind):
    tree.publish("kg2025", a_campaign())
    answer = client.get(f"/data/kg2025/feed/{kind}.ky.atom")
    assert answer.content_type == "application/atom+xml; charset=utf-8"
    entries = ElementTree.fromstring(answer.data).findall("{http://www.w3.org/2005/Atom}entry")
    assert len(entries) == 2


def test_a_feed_of_an_unknown_unit_is_not_found(client):
    assert client.get("/data/kg2025/feed/precinct/77.ky.atom").status_code == 404


@pytest.mark.parametrize("page", ["turnout", "contest/1"])
def test_only_cards_may_be_framed(client, page):
    card = client.get(f"/embed/ru/kg2025/{page}/")
    assert card.status_code == 200
    assert "frame-ancestors *" in card.headers["Content-Security-Policy"]
    assert "script" not in card.headers["Content-Security-Policy"]
    assert "frame-ancestors 'none'" in client.get(f"/ru/kg2025/{page}/").headers["Content-Security-Policy"]


def test_the_picture_of_a_page_has_the_size_that_networks_ask_for(client):
    answer = client.get("/share/ky/kg2025/contest/1/picture.png")
    assert answer.content_type == "image/png"
    assert struct.unpack(">II", answer.data[16:24]) == (1200, 630)
    assert client.get("/share/ky/kg2025/data/picture.png").status_code == 404
    assert client.get("/share/ky/nope/contest/1/picture.png").status_code == 404


def test_robots_and_the_contact_for_weaknesses_are_there(client):
    assert "Disallow: /ky/find" in client.get("/robots.txt").text
    assert "Contact: " in client.get("/.well-known/security.txt").text


def test_the_sitemap_names_every_campaign_in_every_language(client):
    text = client.get("/sitemap.xml").text
    ElementTree.fromstring(text.encode())
    for language in LANGUAGES:
        assert f"<loc>/{language}/kg2025/contest/1/</loc>" in text


def test_the_address_of_the_former_protocols_leads_to_the_scans(client):
    assert client.get("/protocol/").headers["Location"] == "/ky/kg2025/scans/"


def test_a_watch_list_shows_what_the_address_names_and_leaves_out_what_does_not_exist(client):
    text = client.get("/en/kg2025/watch/?precinct=1002,77&territory=2").text
    assert "/en/kg2025/precinct/1002/" in text
    assert "precinct/77/" not in text
    assert 'href="/en/kg2025/watch/?territory=2"' in text


def test_the_difference_between_two_releases_shows_both_values(tree, client):
    documents = a_campaign()
    documents["campaign.json"]["totals"]["numbers"]["corrected"] = 4321
    tree.publish("kg2025", documents)
    text = client.get("/en/kg2025/releases/2/since/1/").text
    assert "4,321" in text
    assert client.get("/en/kg2025/releases/1/since/2/").status_code == 404


def test_an_option_has_a_page_and_a_position_that_is_not_on_the_ballot_has_none(client):
    assert client.get("/en/kg2025/option/1/3/").status_code == 200
    assert client.get("/en/kg2025/option/1/9/").status_code == 404


def test_the_page_of_a_campaign_has_three_ages(tree, client):
    documents = a_campaign()
    campaign = documents["campaign.json"]
    assert "Who leads" in client.get("/en/kg2025/").text
    for contest in campaign["contests"]:
        contest["base"] = 0
    for count in ("scanner", "protocol"):
        campaign["totals"][count]["received"] = 0
    tree.publish("kg2025", documents)
    during = client.get("/en/kg2025/").text
    assert "Who leads" not in during
    assert "Turnout by hour" in during
    assert "Voting hours" in during
    campaign["totals"].update(turnout=[], final=None)
    tree.publish("kg2025", documents)
    before = client.get("/en/kg2025/").text
    assert "Contests</h2>" in before
    assert "Voting hours" in before
    assert "Turnout by hour" not in before


def test_an_archive_shows_its_voting_day_and_never_as_of(client):
    text = client.get("/en/old2021/").text
    assert "Archive. Voting day:" in text
    assert "As of" not in text
    assert "live.js" not in text
