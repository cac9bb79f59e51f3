"""The answers of /ingest/v1 over HTTP, and the description of it."""

from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import schemathesis
from flask.testing import FlaskClient
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from schemathesis.specs.openapi.checks import positive_data_acceptance

from portal.errors import StorageError
from portal.ingest import intake as intake_module
from portal.ingest.application import EXTENSION
from portal.store.engine import Store
from portal.store.queries.facts import facts_of
from tests.depth import depth
from tests.ingest.devices import enrolled, scan_message, scanner_message, sha256, signer, turnout_message

PDF = b"%PDF-1.7 a scan"


@pytest.fixture
def store(client: FlaskClient) -> Store:
    opened: Store = client.application.extensions[EXTENSION].store
    return opened


def post(client: FlaskClient, raw: bytes) -> Any:
    return client.post("/ingest/v1/messages", data=raw, content_type="text/plain")


def test_stored_then_known_then_quarantined(client: FlaskClient, store: Store) -> None:
    enrolled(store)
    raw = turnout_message()
    first, again = post(client, raw), post(client, raw)
    assert (first.status_code, again.status_code) == (201, 200)
    assert first.json["outcome"] == "accepted"
    assert first.json["receipt"] == again.json["receipt"]
    odd = post(client, scanner_message(votes={"1": 61, "2": 0, "3": 0}, seq=2, prev=sha256(raw)))
    assert (odd.status_code, odd.json["outcome"], odd.json["reason"]) == (202, "quarantined", "arithmetic")
    assert odd.json["receipt"]


def test_conflict_stranger_nonsense_and_size_are_problems(client: FlaskClient, store: Store) -> None:
    enrolled(store)
    post(client, turnout_message())
    for raw, status in (
        (turnout_message(home=5), 409),
        (turnout_message(signer("asu-9")), 403),
        (b"nonsense", 400),
        (b"x" * (64 * 1024 + 1), 413),
    ):
        answer = post(client, raw)
        assert (answer.status_code, answer.content_type) == (status, "application/problem+json")
        assert answer.json["status"] == status
        assert "receipt" not in answer.json


def test_a_storage_failure_is_503_and_never_a_receipt(
    client: FlaskClient, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    enrolled(store)

    def full(*_: object) -> None:
        raise StorageError("disk is full at /secret")

    monkeypatch.setattr(intake_module, "receive", full)
    answer = post(client, turnout_message())
    assert answer.status_code == 503
    assert answer.headers["Retry-After"] == "5"
    assert "receipt" not in answer.text and "secret" not in answer.text
    assert answer.json["detail"].startswith("the portal could not store it; keep it, and send the same bytes again")


def test_a_store_that_hangs_is_503_in_time(client: FlaskClient, store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    import threading

    enrolled(store)
    hanging = threading.Event()
    monkeypatch.setattr(intake_module, "receive", lambda *_: hanging.wait(20) and [])
    client.application.extensions[EXTENSION].intake._deadline = 0.05
    assert post(client, turnout_message()).status_code == 503
    hanging.set()


def test_a_scan_is_a_fact_once_message_and_file_are_here(client: FlaskClient, store: Store, tmp_path: Path) -> None:
    enrolled(store)
    address = f"/ingest/v1/scans/{sha256(PDF)}"
    assert client.put(address, data=PDF).status_code == 404
    assert post(client, scan_message(PDF)).json["outcome"] == "waiting"
    assert client.put(address, data=PDF[:-1] + b"x").status_code == 422
    assert client.put(address, data=PDF + b"x").status_code == 413
    assert not list((tmp_path / "private" / "scans").iterdir())
    answers = [client.put(address, data=PDF) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [201, 200]
    assert answers[0].data == answers[1].data
    assert (tmp_path / "private" / "scans" / f"{sha256(PDF)}.pdf").read_bytes() == PDF
    assert post(client, scan_message(PDF)).json["outcome"] == "accepted"
    with store.read() as session:
        (scan,) = facts_of(session, "jk2025", ["1-1"])["1-1"].scans
    assert (scan.sha256, scan.extension, scan.released_at) == (sha256(PDF), "pdf", None)


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/ingest/v1/messages", 405),
        ("DELETE", "/ingest/v1/messages", 405),
        ("POST", "/ingest/v1/key", 405),
        ("GET", "/ingest/v1/nothing", 404),
        ("GET", "/ingest/", 404),
        ("PUT", "/ingest/v1/scans/ABC", 404),
    ],
)
def test_every_other_address_is_a_problem_document(client: FlaskClient, method: str, path: str, status: int) -> None:
    answer = client.open(path, method=method)
    assert (answer.status_code, answer.content_type) == (status, "application/problem+json")
    assert (status == 405) == ("Allow" in answer.headers)


def test_the_key_of_receipts_is_public(client: FlaskClient) -> None:
    assert client.get("/ingest/v1/key").text.startswith("natyija.ingest+")


@settings(max_examples=depth(500), suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_no_bytes_make_the_intake_fail(client: FlaskClient, data: st.DataObject) -> None:
    raw = bytearray(data.draw(st.sampled_from([turnout_message(), scanner_message(), scan_message(PDF)])))
    for _ in range(data.draw(st.integers(1, 4))):
        place = data.draw(st.integers(0, len(raw) - 1))
        raw[place : place + data.draw(st.integers(0, 3))] = data.draw(st.binary(max_size=3))
    assert post(client, bytes(raw)).status_code in (400, 403)


def test_the_answers_are_those_of_the_description(
    client: FlaskClient, record_property: Callable[[str, object], None]
) -> None:
    """That a body is good cannot be said in a schema: it takes a signature."""
    schema = schemathesis.openapi.from_wsgi("/ingest/v1/openapi.json", client.application)
    schema.config.generation.update(max_examples=depth(200))
    tried: Counter[str] = Counter()
    for found in schema.get_all_operations():
        operation = found.ok()

        @settings(max_examples=depth(200), suppress_health_check=list(HealthCheck), deadline=None)
        @given(case=operation.as_strategy())
        def check(case: Any) -> None:
            tried[case.operation.label] += 1
            case.call_and_validate(excluded_checks=[positive_data_acceptance])

        check()
    record_property("cases", tried.total())
    assert set(tried) == {
        "POST /ingest/v1/messages",
        "PUT /ingest/v1/scans/{sha256}",
        "GET /ingest/v1/key",
    }
