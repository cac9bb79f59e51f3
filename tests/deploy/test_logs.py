"""No log of any part holds an address, coordinates, what somebody typed, or a name; every line is one JSON object."""

import http.client
import json
import os
import signal
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
import structlog
from flask import Flask
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from portal.app import create_app
from portal.errors import StorageError
from portal.ingest import intake as intake_module
from portal.logs import configure_logs, get_logger
from portal.public import reports
from portal.settings import LogLevel, Settings
from portal.staff.secrets import make_secrets
from portal.store.engine import make_engine
from portal.store.migrate import upgrade
from tests.deploy.test_public_host import Host, host  # noqa: F401  (fixture)
from tests.published.tree import Tree, a_campaign

PERSONAL = ("Асанова", "%D0%90%D1%81", "42.8746", "74.5698", "a@example.org", "203.0.113.9", "Firefox/1", "geheim")
QUERY = "q=%D0%90%D1%81%D0%B0%D0%BD%D0%BE%D0%B2%D0%B0&lat=42.8746&lon=74.5698"
HEADERS = {
    "User_Agent": "Firefox/1",
    "X_Forwarded_For": "203.0.113.9",
    "Cookie": "a=geheim",
    "Referer": f"http://x/?{QUERY}",
}
REPORT = {"text": "Асанова Гүлнара айтты: 42.8746, 74.5698", "contact": "a@example.org", "website": ""}
ID = "0123456789abcdef0123456789abcdef"


def assert_clean(said: str) -> None:
    found = [word for word in (*PERSONAL, "127.0.0.1") if word in said]
    assert found == [], said


@pytest.fixture
def logged(capsys: pytest.CaptureFixture[str]) -> Iterator[pytest.CaptureFixture[str]]:
    configure_logs(LogLevel.DEBUG)
    yield capsys
    structlog.reset_defaults()


@pytest.fixture
def app(tmp_path: Path) -> Flask:
    Tree(tmp_path / "public").publish("kg2025", a_campaign())
    return create_app(settings=Settings(home=tmp_path, explorers=False))


def lines(said: str) -> list[dict[str, object]]:
    return [json.loads(line) for line in said.splitlines()]


def test_nginx_writes_neither_addresses_nor_queries_nor_browsers(host: Host) -> None:  # noqa: F811
    for path in ("/en/kg2025/", "/en/find", "/en/find.json", "/data/kg2025/r/1/x.json"):
        assert host.ask(f"{path}?{QUERY}", **HEADERS).status == http.client.SERVICE_UNAVAILABLE
    os.kill(int((host.places.run / "nginx.pid").read_text()), signal.SIGUSR1)  # It writes what it holds back.
    ends = time.monotonic() + 60
    while '"/data/kg2025/r/1/x.json"' not in (host.places.logs / "public.log").read_text():
        assert time.monotonic() < ends
        time.sleep(0.05)
    said = "".join(path.read_text() for path in host.places.logs.iterdir())
    found = lines((host.places.logs / "public.log").read_text())
    assert {"/en/find", "/en/find.json"} <= {line["path"] for line in found}
    assert all(len(str(line["request"])) == 32 for line in found)
    assert_clean(said)


def test_a_report_that_cannot_be_kept_is_logged_without_what_was_typed(
    app: Flask, logged: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(*_: object, **__: object) -> None:
        raise ValueError(REPORT["text"]) from OSError(REPORT["contact"])

    monkeypatch.setattr(reports, "Spool", fails)
    monkeypatch.setattr(reports, "Turnstile", fails)
    answer = app.test_client().post(
        "/ky/kg2025/precinct/1001/report/",
        data=REPORT,
        headers={"X-Request-Id": ID, "User-Agent": "Firefox/1"},
        environ_base={"REMOTE_ADDR": "203.0.113.9"},
    )
    assert answer.status_code in (303, 500, 503)
    assert_clean(logged.readouterr().err)


def test_an_exception_is_logged_with_its_place_and_the_request_s_id_and_without_its_words(
    app: Flask, logged: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(**_: object) -> None:
        raise KeyError("Асанова") from OSError("a@example.org")

    view = next(name for name in app.view_functions if name.endswith("find"))
    monkeypatch.setitem(app.view_functions, view, fails)
    answer = app.test_client().get(f"/en/find?{QUERY}", headers={"X-Request-Id": ID})
    assert answer.status_code == http.client.INTERNAL_SERVER_ERROR
    said = logged.readouterr().err
    (line,) = [line for line in lines(said) if line["event"] == "page.failed"]
    assert line["request"] == ID
    assert [str(each).partition(" ")[0] for each in line["exception"]] == ["KeyError", "OSError"]  # type: ignore[attr-defined]
    assert "test_logs.py:" in str(line["exception"])
    assert_clean(said)


@pytest.mark.parametrize("given", ["", "x" * 32, "Асанова".encode().hex()])
def test_what_is_no_id_of_nginx_is_replaced(app: Flask, logged: pytest.CaptureFixture[str], given: str) -> None:
    with app.test_request_context("/", headers={"X-Request-Id": given}):
        app.preprocess_request()
        get_logger("tests").info("tried")
    (line,) = lines(logged.readouterr().err)
    assert line["request"] != given and len(str(line["request"])) == 32


def test_a_failing_intake_and_a_failed_login_name_nobody(
    tmp_path: Path, logged: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    upgrade(f"sqlite:///{tmp_path}/natyija.db")
    make_secrets(tmp_path)

    def fails(*_: object) -> None:
        raise StorageError("database: duplicate key\nDETAIL:  Key (name)=(Асанова) exists")

    monkeypatch.setattr(intake_module, "receive", fails)
    ingest = create_app(("ingest",), Settings(home=tmp_path)).test_client()
    sender = {"REMOTE_ADDR": "203.0.113.9"}
    ingest.post("/ingest/v1/messages", data="Асанова 42.8746", headers={"User-Agent": "Firefox/1"}, environ_base=sender)
    staff = create_app(("staff",), Settings(home=tmp_path)).test_client()
    staff.post("/staff/en/login", data={"login": "Асанова", "password": "geheim"}, environ_base=sender)
    assert_clean(logged.readouterr().err)


def test_the_database_hides_values_of_refused_statements(tmp_path: Path) -> None:
    with make_engine(f"sqlite:///{tmp_path}/x.db").connect() as connection, pytest.raises(DBAPIError) as error:
        connection.execute(text("SELECT :name FROM nowhere"), {"name": "Асанова"})
    assert "Асанова" not in str(error.value)
