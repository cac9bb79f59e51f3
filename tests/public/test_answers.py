"""Redirects, errors, methods and headers."""

import pytest
import structlog

from portal.app import create_app
from portal.settings import Settings
from tests.public.addresses import LANGUAGES, PAGES
from tests.published.tree import a_campaign

TITLES = {"ky": "Барак табылган жок", "ru": "Страница не найдена", "en": "Page not found"}


@pytest.mark.parametrize(
    ("accepted", "language"),
    [("", "ky"), ("ru-RU,ru;q=0.9", "ru"), ("en-GB", "en"), ("de", "ky"), ("ky,ru;q=0.5", "ky"), ("de,en;q=0.5", "en")],
)
def test_the_root_leads_to_the_language_that_the_browser_prefers(client, accepted, language):
    answer = client.get("/", headers={"Accept-Language": accepted})
    assert (answer.status_code, answer.headers["Location"]) == (302, f"/{language}/")
    assert "Accept-Language" in answer.headers["Vary"]


@pytest.mark.parametrize(
    ("path", "target"),
    [
        ("/kg/", "/ky/"),
        ("/kg/kg2025/precinct/1002/", "/ky/kg2025/precinct/1002/"),
        ("/ru/kg2025", "/ru/kg2025/"),
        ("/ru/kg2025/contest/1", "/ru/kg2025/contest/1/"),
        ("/data/kg2025/latest/campaign.json", "/data/kg2025/r/1/campaign.json"),
        ("/data/kg2025/latest/data/results.csv", "/data/kg2025/r/1/data/results.csv"),
    ],
)
def test_redirects_stay_on_the_host_whatever_the_request_calls_it(client, path, target):
    answer = client.get(path, headers={"Host": "evil.example"})
    assert answer.status_code in (301, 302, 308)
    assert answer.headers["Location"] == target


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    "path",
    [
        "/nope/",
        "/kg2025/contest/9/",
        "/kg2025/territory/99/",
        "/kg2025/precinct/7/",
        "/kg2025/releases/9/",
        "/kg2025/x/y/",
    ],
)
def test_an_unknown_address_is_not_found_in_the_language_of_the_address(client, path, language):
    answer = client.get(f"/{language}{path}")
    assert answer.status_code == 404
    assert TITLES[language] in answer.text
    assert f'<html lang="{language}">' in answer.text


@pytest.mark.parametrize(
    "path", ["/ru/kg2025/contest/9.json", "/data/nope/latest.json", "/data/kg2025/r/9/campaign.json"]
)
def test_machines_get_errors_as_problem_json(client, path):
    answer = client.get(path)
    assert (answer.status_code, answer.content_type) == (404, "application/problem+json")
    assert answer.json["status"] == 404
    assert answer.json["title"] == "Not Found"


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH"])
@pytest.mark.parametrize("path", ["/ru/kg2025/", "/data/index.json"])
def test_a_public_address_can_only_be_read(client, method, path):
    answer = client.open(path, method=method)
    assert answer.status_code == 405
    assert set(answer.headers["Allow"].split(", ")) == {"GET", "HEAD"}


def test_a_redacted_scan_is_gone(tree, client):
    tree.redact("ab" * 32)
    answer = client.get(f"/scans/{'ab' * 32}.jpg")
    assert answer.status_code == 410 and "ab" * 32 in answer.text and "Personal data" in answer.text
    assert client.get(f"/scans/{'cd' * 32}.jpg").status_code == 404


def test_without_any_release_pages_are_not_ready_and_health_says_so(tmp_path):
    client = create_app(settings=Settings(home=tmp_path)).test_client()
    answer = client.get("/ru/")
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "10")
    assert "Сейчас недоступно" in answer.text
    assert client.get("/readyz").status_code == 503
    assert client.get("/healthz").status_code == 200


def test_health_names_the_release_of_each_campaign(client):
    assert client.get("/readyz").json["releases"] == {"kg2025": 1, "old2021": 1}


@pytest.mark.parametrize(
    "page", ["/ru/", "/ru/kg2025/", "/ru/nope/", "/ru/kg2025.json", "/", "/data/index.json", "/healthz"]
)
def test_every_answer_carries_the_security_headers_and_no_cookie(client, page):
    headers = client.get(page).headers
    policy = headers["Content-Security-Policy"]
    assert policy.startswith("default-src 'none'; style-src 'self';")
    assert "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy
    for name in ("X-Content-Type-Options", "Referrer-Policy", "Permissions-Policy", "Cross-Origin-Opener-Policy"):
        assert headers[name]
    assert "Set-Cookie" not in headers
    assert "Cookie" not in headers.get("Vary", "")


@pytest.mark.parametrize("page", PAGES)
def test_pages_may_be_kept_shortly_and_served_stale_when_the_origin_fails(client, page):
    control = client.get(f"/en{page}").headers["Cache-Control"]
    assert control == "public, max-age=5, stale-while-revalidate=60, stale-if-error=86400"


def test_a_defect_in_the_code_is_logged_and_tells_the_visitor_nothing(app, client, monkeypatch):
    def broken(self):
        raise RuntimeError("secret detail")

    monkeypatch.setattr("portal.public.pages.turnout.TurnoutPage.context", broken)
    with structlog.testing.capture_logs() as logs:
        answer = client.get("/en/kg2025/turnout/")
    assert answer.status_code == 500
    assert "secret" not in answer.text
    assert [row["event"] for row in logs] == ["page.failed"]


def test_a_damaged_document_is_never_a_500_page(tree, client):
    second = a_campaign()
    second["contests/1.json"]["seats"] = 2
    tree.publish("kg2025", second)
    assert "seats" in client.get("/en/kg2025/contest/1.json").text
    (tree.root / "releases/kg2025/2/contests/1.json").write_bytes(b"broken")
    fresh = create_app(settings=Settings(home=tree.root.parent)).test_client()
    answer = fresh.get("/en/kg2025/contest/1.json")
    assert (answer.status_code, answer.json["document"]["seats"], answer.json["release"]) == (200, 3, 1)


def test_a_damaged_precinct_is_found_when_its_page_is_made_and_takes_readers_back_a_release(tree):
    second = a_campaign()
    for precinct in second["territories/2.json"]["precincts"]:
        precinct["voters"] = 4321
    tree.publish("kg2025", second)
    place = tree.root / "releases/kg2025/2/territories/2.json"
    content = place.read_bytes()
    app = create_app(settings=Settings(home=tree.root.parent))
    # Behind the reader's back: it has verified the file when it opened the release.
    place.write_bytes(content.replace(b'"number":"1002"', b'"number":"1003"'))
    client = app.test_client()
    assert "4,321" in client.get("/en/kg2025/precinct/1001/").text
    damaged = client.get("/en/kg2025/precinct/1002/")
    assert (damaged.status_code, "4,321" in damaged.text) == (200, False)


def test_where_nothing_whole_is_left_only_the_damaged_page_is_missing(tree):
    (tree.root / "releases/kg2025/1/contests/1.json").write_bytes(b"broken")
    client = create_app(settings=Settings(home=tree.root.parent)).test_client()
    assert client.get("/ru/kg2025/contest/1/").status_code == 503
    assert client.get("/ru/kg2025/contest/2/").status_code == 200
