"""Callbacks: they draw the page's own address, refuse what no page sends, and never show a traceback."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from limits import RateLimitItemPerHour

from dashboards import limits
from dashboards.callbacks import is_well_formed
from dashboards.limits import PER_ADDRESS
from portal.app import create_app
from portal.published.site import Site
from portal.settings import Settings
from tests.dashboards.requests import SHEETS, draw_request, pick_request, sheet_path

SCATTER = sheet_path("quality", "scatter")
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=8,
)


@pytest.mark.parametrize(("explorer", "sheet"), SHEETS)
def test_every_sheet_has_a_figure_with_a_title_that_says_all(draw, explorer, sheet):
    figure = draw(sheet_path(explorer, sheet))
    subtitle = figure["layout"]["title"]["subtitle"]["text"].replace("<br>", " ")
    for part in ("Election of deputies", "release 1", "As of", "30 November 2025"):
        assert part in subtitle
    assert {trace["type"] for trace in figure["data"]} <= {"bar", "scatter"}


def test_the_plotted_numbers_are_the_texts_of_the_document(draw, tree):
    document = Site(tree.root).current().release("kg2025").contest("1")
    scanner, protocol = draw(sheet_path("results", "options"))["data"]
    assert scanner["x"] == document["scanner"]["shares"]
    assert protocol["x"] == document["protocol"]["shares"]


def test_a_filter_that_is_not_allowed_changes_nothing(draw):
    path = sheet_path("turnout", "hours")
    assert draw(path, "?evil=1&contest=2") == draw(path)
    assert draw(path, "?measure=total") != draw(path)


def test_a_click_on_a_point_leads_to_its_precinct(client):
    url, body = pick_request(SCATTER, {"points": [{"customdata": "1002"}]})
    link = client.post(url, json=body).get_json()["response"]["picked"]["children"]
    assert link["props"]["href"] == "/en/kg2025/precinct/1002/"


@pytest.mark.parametrize("click", [{"points": []}, {"points": [{}]}, {"points": "x"}, {"points": [{"customdata": 7}]}])
def test_a_click_on_nothing_leads_nowhere(client, click):
    url, body = pick_request(SCATTER, click)
    assert client.post(url, json=body).get_json()["response"]["picked"]["children"] is None


def test_a_click_on_an_unknown_precinct_is_not_found(client):
    url, body = pick_request(SCATTER, {"points": [{"customdata": "<script>"}]})
    assert client.post(url, json=body).status_code == 404


@pytest.mark.parametrize(
    "change",
    [
        {"output": "nope.children"},
        {"output": None},
        {"outputs": {}},
        {"inputs": []},
        {"inputs": [{"id": "address", "property": "pathname", "value": 7}] * 2},
        {"inputs": "text"},
        {"state": [{}]},
        {"changedPropIds": [1]},
    ],
)
def test_a_bogus_callback_is_refused_without_a_traceback(client, change):
    url, body = draw_request(SCATTER)
    response = client.post(url, json={**body, **change})
    assert (response.status_code, response.mimetype) == (400, "application/problem+json")
    assert set(response.get_json()) == {"type", "title", "status", "instance"}


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b"null", b"\xff", b'"text"', b"[" * 30000])
def test_what_is_no_json_object_is_refused(client, content):
    url, _ = draw_request(SCATTER)
    assert client.post(url, data=content, content_type="application/json").status_code == 400
    assert client.post(url, data=content, content_type="text/plain").status_code == 400


def test_an_endless_body_is_refused(client):
    url, body = draw_request(SCATTER, "?" + "x" * 70_000)
    assert client.post(url, json=body).status_code == 413


@pytest.mark.parametrize(
    "path", ["/en/explore/turnout/kg2025/hours/", "/en/nope/", "", "/ky/explore/quality/kg2025/scatter/"]
)
def test_the_address_of_another_explorer_is_not_found(client, path):
    url, body = draw_request(SCATTER)
    body["inputs"][0]["value"] = path
    assert client.post(url, json=body).status_code == 404


@given(JSON)
def test_no_other_json_is_well_formed(value):
    assert not is_well_formed(value)


@given(st.dictionaries(st.sampled_from(["output", "outputs", "inputs", "state", "changedPropIds"]), JSON, min_size=1))
def test_a_request_with_any_part_replaced_never_breaks_the_check(part):
    assert isinstance(is_well_formed({**draw_request(SCATTER)[1], **part}), bool)


@pytest.fixture
def few_an_hour(monkeypatch):
    """A limit that no machine is too slow to reach."""
    few = RateLimitItemPerHour(6)
    monkeypatch.setattr(limits, "PER_ADDRESS", few)
    return few.amount


def test_an_address_that_sends_too_many_callbacks_is_told_to_wait_and_no_other_is(app, few_an_hour):
    client, (url, body) = app.test_client(), draw_request(sheet_path("results", "options"))

    def send(address):
        return client.post(url, json=body, environ_base={"REMOTE_ADDR": address})

    answers = [send("192.0.2.1") for _ in range(few_an_hour + 1)]
    assert {answer.status_code for answer in answers[:-1]} == {200}
    assert answers[-1].status_code == 429
    assert answers[-1].headers["Retry-After"] == "1"
    assert answers[-1].content_type == "application/problem+json"
    assert send("192.0.2.2").status_code == 200


def test_the_address_is_the_one_that_our_proxies_name_and_none_that_a_caller_makes_up(tree, few_an_hour):
    client = create_app(settings=Settings(home=tree.root.parent, public_proxies=1)).test_client()
    url, body = draw_request(sheet_path("results", "options"))

    def send(number, address):
        headers = {"X-Forwarded-For": f"198.51.100.{number % 250}, {address}"}
        return client.post(url, json=body, headers=headers).status_code

    assert {send(number, "192.0.2.1") for number in range(few_an_hour)} == {200}
    assert send(0, "192.0.2.1") == 429
    assert send(0, "192.0.2.2") == 200


def test_an_unknown_proxy_on_the_same_machine_is_never_refused(client):
    url, body = draw_request(sheet_path("results", "options"))
    assert {client.post(url, json=body).status_code for _ in range(PER_ADDRESS.amount + 2)} == {200}


def test_callbacks_only_read_and_only_by_post(client):
    url, _ = draw_request(SCATTER)
    assert client.get(url).status_code in (404, 405)
    assert client.put(url, json={}).status_code in (404, 405)
