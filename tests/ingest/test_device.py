"""The machine's side keeps what it signed until the receipt is held."""

from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient

from portal.cli import main
from portal.errors import InputError
from portal.ingest.application import EXTENSION
from portal.ingest.device import Device
from portal.store.engine import Store
from portal.store.queries.facts import facts_of
from portal.store.queries.intake_desk import received
from tests.ingest.devices import enrolled, header, sha256, signer
from tests.store.factories import minutes


class FlakyPortal:
    """The intake behind a test client, with a link that fails as told: "lost" answers were stored all the same."""

    def __init__(self, client: FlaskClient) -> None:
        self.client = client
        self.faults: list[str] = []

    def post_message(self, raw: bytes) -> tuple[int, bytes]:
        fault = self.faults.pop(0) if self.faults else ""
        if fault == "down":
            raise OSError("no route to host")
        answer = self.client.post("/ingest/v1/messages", data=raw)
        if fault == "lost":
            raise OSError("connection reset")
        return answer.status_code, answer.data

    def put_scan(self, sha256: str, file: Path) -> tuple[int, bytes]:
        answer = self.client.put(f"/ingest/v1/scans/{sha256}", data=file.read_bytes())
        return answer.status_code, answer.data

    def key(self) -> str:
        return self.client.get("/ingest/v1/key").text


@pytest.fixture
def store(client: FlaskClient) -> Store:
    opened: Store = client.application.extensions[EXTENSION].store
    return opened


@pytest.fixture
def device(tmp_path: Path, store: Store) -> Device:
    made = Device.create(tmp_path / "asu-1", "asu-1")
    enrolled(store, made.signer)
    return made


def fields(home: int, **values: Any) -> dict[str, Any]:
    every = header(signer("asu-1"), **values) | {"as_of": minutes(-60).isoformat(), "home": home}
    return {name: value for name, value in every.items() if name not in ("v", "device", "seq", "prev")}


def test_nothing_is_lost_or_doubled_over_a_bad_link(client: FlaskClient, store: Store, device: Device) -> None:
    portal = FlakyPortal(client)
    for home in range(1, 7):
        device.queue(fields(home))
    portal.faults = ["", "lost", "down", "lost", "", "down"]
    passes = [device.send(portal) for _ in range(6)]
    assert passes[-1] == device.send(portal) == type(passes[-1])(0, 0, 0)
    assert sum(each.receipts for each in passes) == 6
    assert {each.name for each in (device.folder / "sent").glob("*.note")} == {f"{n:08}.note" for n in range(1, 7)}
    with store.read() as session:
        assert [each.identified for each in facts_of(session, "jk2025", ["1-1"])["1-1"].turnout] == [1, 2, 3, 4, 5, 6]
        (came,) = received(session, "jk2025").values()
    assert (came.messages, came.missing) == (6, 0)


def test_a_scan_goes_with_its_file(client: FlaskClient, store: Store, device: Device, tmp_path: Path) -> None:
    file = tmp_path / "protocol.pdf"
    file.write_bytes(b"%PDF-1.7")
    scan = {"contest": "1", "kind": "protocol", "sha256": sha256(b"%PDF-1.7"), "size": 8, "extension": "pdf"}
    common = {name: value for name, value in fields(0, type="scan").items() if name not in ("as_of", "home")}
    device.queue({**common, **scan}, file)
    assert device.send(FlakyPortal(client)).receipts == 1
    assert not list((device.folder / "outbox").iterdir())
    with store.read() as session:
        assert facts_of(session, "jk2025", ["1-1"])["1-1"].scans[0].sha256 == sha256(b"%PDF-1.7")


def test_what_the_portal_never_takes_is_put_aside_and_the_rest_goes_on(
    client: FlaskClient, device: Device, tmp_path: Path
) -> None:
    portal = FlakyPortal(client)
    device.queue(fields(1))
    device.send(portal)
    (tmp_path / "copy").mkdir()
    (tmp_path / "copy" / "key").write_bytes((device.folder / "key").read_bytes())
    (tmp_path / "copy" / "key").chmod(0o600)
    restored = Device(tmp_path / "copy")
    restored.queue(fields(99))
    assert restored.send(portal).refused == 1
    assert b"conflict" in (restored.folder / "refused" / "00000001.answer").read_bytes()


def test_a_key_that_nobody_confirmed_makes_the_device_wait(client: FlaskClient, tmp_path: Path) -> None:
    device = Device.create(tmp_path / "new", "asu-2")
    device.queue(fields(1))
    sent = device.send(FlakyPortal(client))
    assert (sent.waiting, sent.trouble) == (1, "00000001.note: the portal answered 403")


def test_a_receipt_under_another_key_is_none(client: FlaskClient, device: Device) -> None:
    (device.folder / "portal.key").write_text(str(signer("natyija.ingest", "another").verifier), encoding="utf-8")
    device.queue(fields(1))
    assert "receipt" in device.send(FlakyPortal(client)).trouble


def test_a_folder_gets_one_key_and_without_one_is_no_device(tmp_path: Path) -> None:
    Device.create(tmp_path, "asu-1")
    with pytest.raises(InputError, match="never replaced"):
        Device.create(tmp_path, "asu-1")
    with pytest.raises(InputError, match="no device key"):
        Device(tmp_path / "elsewhere")


def test_the_command_line_enrols_confirms_and_carries(
    tmp_path: Path, store: Store, sqlite_url: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("NATYIJA_HOME", str(tmp_path))
    monkeypatch.setenv("NATYIJA_DATABASE_URL", sqlite_url)
    folder = str(tmp_path / "device")

    def run(*words: str) -> list[str]:
        assert main(words) == 0, capsys.readouterr().err
        return capsys.readouterr().out.splitlines()

    public, shown = run("device", "key", folder, "--name", "asu-7")
    where = ["--kind", "scanner", "--campaign", "jk2025", "--precinct", "1-2"]
    run(
        "device", "enrol", public, *where, "--from", "2025-01-01T00:00:00+06:00", "--until", "2125-01-01T00:00:00+06:00"
    )
    for person in ("Асанов", "Бекова"):
        run("device", "confirm", "1", *shown.split()[1:], "--by", person)
    assert run("device", "list", "--campaign", "jk2025")[0].endswith("in force")
    message = tmp_path / "turnout.json"
    message.write_text(
        '{"type":"turnout","campaign":"jk2025","precinct":"1-2","as_of":"2025-11-30T12:00:00+06:00","home":5}'
    )
    (note,) = run("device", "queue", folder, str(message))
    witnesses = ["--witness", "Ким", "--witness", "Ли"]
    assert run("device", "carry", note, "--act", "12", *witnesses) == ["1 accepted"]
    assert run("audit", "sequence") == ["6 links added"]
    assert run("audit", "verify")[0].startswith("6 links fit, 0 rows wait")
    assert main(["device", "send", folder, "--url", "http://127.0.0.1:1"]) == 3
    assert main(["device", "revoke", "1", "--reason", "утеряно"]) == 0


def test_the_command_line_names_the_first_bad_row(
    tmp_path: Path, store: Store, sqlite_url: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    import sqlite3

    monkeypatch.setenv("NATYIJA_HOME", str(tmp_path))
    monkeypatch.setenv("NATYIJA_DATABASE_URL", sqlite_url)
    enrolled(store)
    assert main(["audit", "sequence"]) == 0
    with sqlite3.connect(sqlite_url.removeprefix("sqlite:///")) as connection:
        connection.execute("DROP TRIGGER audit_event_no_update")
        connection.execute("UPDATE audit_event SET actor = 'Nobody' WHERE seq = 2")
    connection.close()
    assert main(["audit", "verify"]) == 3
    assert capsys.readouterr().err.startswith("audit_event 2: is not what link 2 holds")
