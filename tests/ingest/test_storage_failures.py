"""Whatever database or disk do, a sender gets 503, what to do next, and no receipt; the same bytes are taken later."""

import errno
import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg
import pytest
from flask.testing import FlaskClient
from sqlalchemy import text
from sqlalchemy.exc import OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from portal.errors import StorageError
from portal.ingest import receiving, scan_files
from portal.ingest.application import EXTENSION, State
from tests.ingest.devices import enrolled, scan_message, sha256, signer, turnout_message

PDF = b"%PDF-1.7 a scan"
SCAN = f"/ingest/v1/scans/{sha256(PDF)}"


def sqlite_error(code: int) -> Exception:
    error = sqlite3.OperationalError("refused at /secret")
    error.sqlite_errorcode = code
    return OperationalError("INSERT", {}, error)


FAILURES = {
    "disk full": (sqlite_error(sqlite3.SQLITE_FULL), "the portal's disk is full"),
    "database locked": (sqlite_error(sqlite3.SQLITE_BUSY), "the portal's database is busy"),
    "fsync failed": (sqlite_error(sqlite3.SQLITE_IOERR_FSYNC), "the portal's disk or database is damaged"),
    "read only": (sqlite_error(sqlite3.SQLITE_READONLY), "the portal's store takes nothing"),
    "connection lost": (
        OperationalError("INSERT", {}, psycopg.OperationalError("server closed the connection /secret")),
        "the portal's database cannot be reached",
    ),
    "no connection free": (PoolTimeout("QueuePool limit /secret"), "the portal's database is busy"),
}


@pytest.fixture
def state(client: FlaskClient) -> State:
    found: State = client.application.extensions[EXTENSION]
    found.intake._deadline = 300.0  # A busy machine may take seconds to write a traceback; what it says is tested here.
    enrolled(found.store)
    return found


@contextmanager
def failing(monkeypatch: pytest.MonkeyPatch, place: Any, name: str, error: Exception) -> Iterator[None]:
    def refuse(*_: Any, **__: Any) -> None:
        raise error

    with monkeypatch.context() as patched:
        patched.setattr(place, name, refuse)
        yield


def refused(answer: Any, said: str) -> None:
    assert (answer.status_code, answer.content_type) == (503, "application/problem+json")
    assert answer.headers["Retry-After"] == "5"
    assert answer.json["detail"].startswith(said)
    assert "send the same bytes again" in answer.json["detail"]
    assert "receipt" not in answer.text and "natyija.ingest" not in answer.text and "secret" not in answer.text


@pytest.mark.parametrize("name", FAILURES)
def test_a_message_that_the_database_refuses(
    client: FlaskClient, state: State, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    error, said = FAILURES[name]
    with failing(monkeypatch, receiving, "insert_messages", error):
        refused(client.post("/ingest/v1/messages", data=turnout_message()), said)
    again = client.post("/ingest/v1/messages", data=turnout_message())
    assert (again.status_code, bool(again.json["receipt"])) == (201, True)


@pytest.mark.parametrize("name", FAILURES)
def test_a_file_that_the_database_refuses(
    client: FlaskClient, state: State, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    assert client.post("/ingest/v1/messages", data=scan_message(PDF)).status_code == 201
    error, said = FAILURES[name]
    for step in ("announcing", "insert_scan_file"):
        with failing(monkeypatch, scan_files, step, error):
            refused(client.put(SCAN, data=PDF), said)
    assert client.put(SCAN, data=PDF).status_code == 201


@pytest.mark.parametrize(
    ("place", "name", "error", "said"),
    [
        (os, "fsync", OSError(errno.EIO, "input/output error", "/secret"), "the portal's disk or database is damaged"),
        (os, "fsync", OSError(errno.ENOSPC, "no space", "/secret"), "the portal's disk is full"),
        (Path, "open", OSError(errno.ENOSPC, "no space", "/secret"), "the portal's disk is full"),
        (Path, "replace", OSError(errno.EROFS, "read-only", "/secret"), "the portal's store takes nothing"),
        (scan_files, "sync_folder", OSError(errno.EIO, "error", "/secret"), "the portal's disk or database is damaged"),
        (scan_files, "make_folder", OSError(errno.ENOENT, "gone", "/secret"), "the portal could not store it"),
    ],
)
def test_a_file_that_the_disk_refuses(
    client: FlaskClient, state: State, monkeypatch: pytest.MonkeyPatch, place: Any, name: str, error: OSError, said: str
) -> None:
    assert client.post("/ingest/v1/messages", data=scan_message(PDF)).status_code == 201
    with failing(monkeypatch, place, name, error):
        refused(client.put(SCAN, data=PDF), said)
    assert not list(state.private.glob("scans/.incoming-*"))
    assert client.put(SCAN, data=PDF).status_code == 201


def test_a_failure_at_the_commit_itself_is_no_receipt(
    client: FlaskClient, state: State, monkeypatch: pytest.MonkeyPatch
) -> None:
    with failing(monkeypatch, state.store.engine.dialect, "do_commit", sqlite3.OperationalError("disk I/O error")):
        answer = client.post("/ingest/v1/messages", data=turnout_message())
    assert answer.status_code == 503 and "receipt" not in answer.text
    with state.store.read() as session:
        assert session.scalar(text("SELECT count(*) FROM intake_message")) == 0
    assert client.post("/ingest/v1/messages", data=turnout_message()).status_code == 201


def test_a_file_whose_message_cannot_be_judged_is_stored_and_the_message_judged_later(
    client: FlaskClient, state: State, monkeypatch: pytest.MonkeyPatch
) -> None:
    client.post("/ingest/v1/messages", data=scan_message(PDF))
    with failing(monkeypatch, scan_files, "judge_messages", ValueError("a fault of judging")):
        assert client.put(SCAN, data=PDF).status_code == 201
    state.intake.judge_pending()
    assert client.post("/ingest/v1/messages", data=scan_message(PDF)).json["outcome"] == "accepted"


def test_a_disk_that_refuses_where_nobody_expects_it_is_503_too(
    client: FlaskClient, state: State, monkeypatch: pytest.MonkeyPatch
) -> None:
    with failing(monkeypatch, state.intake, "submit", OSError(errno.ENOSPC, "no space", "/secret")):
        refused(client.post("/ingest/v1/messages", data=turnout_message()), "the portal's disk is full")


def test_a_refused_message_that_cannot_be_kept_aside_is_still_refused(
    client: FlaskClient, state: State, monkeypatch: pytest.MonkeyPatch
) -> None:
    with failing(monkeypatch, type(state.intake._refused), "keep", StorageError("full")):
        answer = client.post("/ingest/v1/messages", data=turnout_message(signer("asu-9")))
    assert answer.status_code == 403


@pytest.mark.parametrize("error", [OSError(errno.ENOSPC, "no space"), FAILURES["database locked"][0]])
def test_upkeep_goes_on_after_a_pass_that_disk_or_database_refuse(
    client: FlaskClient, state: State, monkeypatch: pytest.MonkeyPatch, error: Exception
) -> None:
    client.post("/ingest/v1/messages", data=scan_message(PDF))
    with failing(monkeypatch, scan_files, "judge_messages", ValueError("a fault of judging")):
        assert client.put(SCAN, data=PDF).status_code == 201
    with failing(monkeypatch, state.intake, "judge_pending", error):
        state.upkeep.once()
    state.upkeep.once()
    assert client.post("/ingest/v1/messages", data=scan_message(PDF)).json["outcome"] == "accepted"
