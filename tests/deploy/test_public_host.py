"""The public host with everything behind it switched off: files as they are, and an honest word for the rest."""

import http.client
import json
import socket
import subprocess
import time
from collections.abc import Iterator
from dataclasses import dataclass

import pytest

from deploy.local.places import LOOPBACK, Places
from deploy.local.prepare import make_certificates
from deploy.local.programs import nginx
from deploy.render import write
from portal.app import create_app
from portal.public.entries import Entry
from portal.public.finished import FORMS, Form
from portal.public.kept import KeptPages, tag
from portal.public.state import EXTENSION
from portal.settings import Settings
from tests.published.tree import Tree, a_campaign

RESULTS = b"a,b\r\n1,2\r\n"


def free_ports() -> int:
    """The first of two ports that nobody listens on."""
    while True:
        with socket.create_server((LOOPBACK, 0)) as first:
            port = first.getsockname()[1]
            try:
                socket.create_server((LOOPBACK, port + 1)).close()
            except OSError:
                continue
            return int(port)


@dataclass
class Answer:
    status: int
    headers: dict[str, str]
    body: bytes


class Host:
    def __init__(self, port: int, places: Places) -> None:
        self.port = port
        self.places = places

    def ask(self, path: str, method: str = "GET", **headers: str) -> Answer:
        connection = http.client.HTTPConnection(LOOPBACK, self.port, timeout=10)
        connection.request(method, path, headers={name.replace("_", "-"): value for name, value in headers.items()})
        response = connection.getresponse()
        found = Answer(response.status, {name.lower(): value for name, value in response.getheaders()}, response.read())
        connection.close()
        return found


@pytest.fixture(scope="module")
def host(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Host]:
    places = Places(tmp_path_factory.mktemp("form"), free_ports())
    tree = Tree(places.home / "public")
    tree.publish("kg2025", a_campaign(), data={"results.csv": RESULTS})
    tree.publish("now2025", a_campaign("now2025"))
    tree.publish("old2021", a_campaign("old2021", archive=True))
    for folder in (places.run, places.logs, places.folder / "cache"):
        folder.mkdir()
    write(places.values() | {"HOSTS": "public"}, places.etc)
    make_certificates(places.etc / "certificates")
    with (places.logs / "nginx.txt").open("wb") as log:
        process = subprocess.Popen([*nginx(places), "-g", "daemon off;"], stdout=log, stderr=log)
    try:
        for _ in range(600):
            try:
                socket.create_connection((LOOPBACK, places.port), 1).close()
                break
            except OSError:
                assert process.poll() is None, (places.logs / "nginx.txt").read_text()
                time.sleep(0.1)
        else:
            raise AssertionError("nginx did not begin to listen")
        yield Host(places.port, places)
    finally:
        process.terminate()
        process.wait(20)


def test_published_files_need_nothing_but_the_disk(host: Host) -> None:
    answer = host.ask("/data/kg2025/r/1/data/results.csv")
    assert (answer.status, answer.body) == (200, RESULTS)
    assert "immutable" in answer.headers["cache-control"]
    assert answer.headers["access-control-allow-origin"] == "*"
    assert answer.headers["content-disposition"] == 'attachment; filename="kg2025-1-results.csv"'
    assert host.ask("/data/kg2025/r/1/campaign.json").headers["content-type"].startswith("application/json")
    assert host.ask("/data/kg2025/r/1/SHA256SUMS").headers["content-type"].startswith("text/plain")


@pytest.mark.parametrize(
    "path",
    [
        "/ru/now2025/",
        "/ky/now2025/territory/2/",
        "/en/old2021/",
        "/en/about/",
        "/en/now2025/releases/",
        "/ru/now2025/territory/2.json",
        "/ru/old2021/territory/2.csv",
    ],
)
@pytest.mark.parametrize("encoding", ["br", "gzip", "identity"])
def test_what_is_finished_is_sent_with_the_bytes_and_headers_of_the_application(
    host: Host, monkeypatch: pytest.MonkeyPatch, path: str, encoding: str
) -> None:
    monkeypatch.setattr(KeptPages, "start", lambda self, make: None)
    home, folder = host.places.home, host.places.caches[1]
    app = create_app(settings=Settings(home=home, pages=folder, explorers=False))
    made = app.test_client().get(path, headers={"Accept-Encoding": encoding})
    state = app.extensions[EXTENSION]
    KeptPages(folder, state.site, state.code_version).look()
    sent = host.ask(path, Accept_Encoding=encoding)
    assert (sent.status, sent.body) == (200, made.data)
    own = {"server", "date", "connection", "x-cache", "strict-transport-security"}
    expected = {name.lower(): value for name, value in made.headers if name != "X-Accel-Expires"}
    assert {name: value for name, value in sent.headers.items() if name not in own} == expected
    assert sent.headers["x-cache"] == "FINISHED"
    again = host.ask(path, Accept_Encoding=encoding, If_None_Match=sent.headers["etag"])
    assert (again.status, again.body) == (304, b"")
    assert host.ask(path, "HEAD", Accept_Encoding=encoding).headers["etag"] == sent.headers["etag"]
    assert host.ask(f"{path}?unheard=1", Accept_Encoding=encoding).body == made.data
    assert host.ask(f"{path}?q=1", Accept_Encoding=encoding).status == 503


PLACES = {
    "live": "/ru/now2025/turnout/",
    "plain": "/ru/now2025/data/",
    "map": "/ru/now2025/map/",
    "json": "/ru/now2025/turnout.json",
    "csv": "/ru/now2025/turnout.csv",
}


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.name)
def test_nginx_looks_for_each_form_first_where_it_lies_and_sends_its_headers(
    host: Host, monkeypatch: pytest.MonkeyPatch, form: Form
) -> None:
    monkeypatch.setattr(KeptPages, "start", lambda self, make: None)
    state = create_app(settings=Settings(home=host.places.home, explorers=False)).extensions[EXTENSION]
    body, own = form.name.encode(), [*form.headers.items(), ("Content-Encoding", "br")]
    keeper = KeptPages(host.places.caches[1], state.site, state.code_version)
    keeper.keep(PLACES[form.name], "br", Entry(own, body, tag("0" * 64, len(body)), (), 0))
    keeper.look()
    sent = host.ask(PLACES[form.name], Accept_Encoding="br")
    assert (sent.status, sent.body, sent.headers["x-cache"]) == (200, body, "FINISHED")
    assert sent.headers.items() >= form.headers.items()
    alien = {"access-control-allow-origin"} - set(form.headers)
    assert not alien & set(sent.headers)


def test_pointers_are_kept_for_seconds_only(host: Host) -> None:
    for path in ("/data/index.json", "/data/kg2025/latest.json", "/releases/kg2025/latest.json"):
        answer = host.ask(path)
        assert answer.status == 200 and answer.headers["cache-control"].startswith("public, max-age=2,"), path


@pytest.mark.parametrize(
    ("language", "said"), [("ky", "Азырынча жеткиликсиз"), ("ru", "Сейчас недоступно"), ("en", "Not available")]
)
def test_a_page_that_nobody_can_make_is_an_honest_503_in_its_language(host: Host, language: str, said: str) -> None:
    answer = host.ask(f"/{language}/kg2025/")
    assert answer.status == 503 and answer.headers["retry-after"] and answer.headers["cache-control"] == "no-store"
    assert f'<html lang="{language}">' in answer.body.decode() and said in answer.body.decode()


def test_the_entrance_says_it_in_all_three_languages(host: Host) -> None:
    body = host.ask("/").body.decode()
    assert all(f'<section lang="{language}">' in body for language in ("ky", "ru", "en"))


@pytest.mark.parametrize("path", ["/en/kg2025.json", "/data/kg2025/r/9/campaign.json", "/healthz"])
def test_machines_get_a_problem_document(host: Host, path: str) -> None:
    answer = host.ask(path)
    assert answer.status == 503 and answer.headers["content-type"].startswith("application/problem+json")
    assert json.loads(answer.body)["status"] == 503


@pytest.mark.parametrize(
    "path",
    [
        "/data/kg2025/r/1/../../../../passwords.json",
        "/data/kg2025/r/1/%2e%2e/%2e%2e/%2e%2e/%2e%2e/passwords.json",
        "/releases/../../passwords.json",
        "/unavailable/all.html",
        "/keys/staff-secrets.json",
        "/natyija.db",
    ],
)
def test_nothing_outside_the_public_tree_is_served(host: Host, path: str) -> None:
    assert host.ask(path).status != 200


def test_methods_that_mean_nothing_are_refused(host: Host) -> None:
    assert host.ask("/en/", "DELETE").status == 405


def test_no_answer_names_the_server_s_version(host: Host) -> None:
    assert host.ask("/en/").headers["server"] == "nginx"
