"""What was acknowledged is there, once, whatever happens to server, database and disk meanwhile."""

import os
import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from pathlib import Path

import psutil
import pytest
from sqlalchemy import text

from portal.store.engine import Store, open_store
from tests.depth import depth
from tests.ingest.devices import enrolled, series, sha256, signer, turnout_message
from tests.ingest.served import Sender, Served, full_disk, sending, stopped
from tests.services.postgres import PostgresServer
from tests.services.processes import find_program
from tests.store.factories import configured

SENDERS = 8
EACH = 15
PER_SECOND = 50
ALWAYS = {"valid_from": datetime(2020, 1, 1, tzinfo=UTC), "valid_until": datetime(2120, 1, 1, tzinfo=UTC)}


@contextmanager
def frozen_store(url: str, server: PostgresServer | None) -> Iterator[None]:
    """PostgreSQL under SIGSTOP; for SQLite, which has no process, somebody holds the write lock."""
    if server is not None:
        with stopped(postgres_processes(server)):
            yield
        return
    with closing(sqlite3.connect(url.removeprefix("sqlite:///"), isolation_level=None)) as connection:
        connection.execute("BEGIN IMMEDIATE")
        yield
        connection.execute("ROLLBACK")


def postgres_processes(server: PostgresServer) -> list[psutil.Process]:
    master = psutil.Process(server.server.process.pid)
    return [master, *master.children(recursive=True)]


def check_nothing_lost_or_doubled(store: Store, senders: list[Sender]) -> None:
    sent = {sha256(raw) for sender in senders for raw in sender.messages}
    acknowledged = [each for sender in senders for each in sender.acknowledged]
    with store.read() as session:
        stored = list(session.scalars(text("SELECT sha256 FROM intake_message")))
        facts = session.execute(
            text(
                "SELECT m.sha256, t.identified FROM turnout_report t JOIN intake_fact f ON f.fact = t.seq "
                "JOIN intake_message m ON m.seq = f.message"
            )
        ).all()
        count = session.execute(text("SELECT count(*) FROM turnout_report")).scalar()
    assert sorted(acknowledged) == sorted(stored) == sorted(sent)
    assert sorted(fact.sha256 for fact in facts) == sorted(sent)
    assert count == len(sent)


@pytest.mark.deep
@pytest.mark.parametrize("run", range(depth(20)))
def test_no_acknowledged_message_is_lost_and_no_fact_doubled(
    store_url: str, tmp_path: Path, request: pytest.FixtureRequest, run: int
) -> None:
    on_postgres = store_url.startswith("postgresql")
    postgres: PostgresServer | None = request.getfixturevalue("postgres_server") if on_postgres else None
    store = open_store(store_url)
    devices = [signer(f"asu-{run}-{number}") for number in range(SENDERS)]
    with store.write() as session:
        configured(session)
    for device in devices:
        enrolled(store, device, **ALWAYS)
    served = Served(tmp_path, store_url)
    served.start()
    try:
        key = served.key()
        pace = SENDERS / PER_SECOND
        senders = [Sender(served.url, series(device, EACH), pace, key) for device in devices]
        with sending(senders):
            time.sleep(0.5 + 0.05 * run)
            served.kill()
            served.start()
            with frozen_store(store_url, postgres):
                time.sleep(1.0)
            time.sleep(0.3)
            user = "postgres" if postgres and os.geteuid() == 0 else None
            with full_disk(postgres_processes(postgres)[1:] if postgres else served.processes(), user):
                time.sleep(0.7)
    finally:
        served.stop()
    assert [sender.trouble for sender in senders if sender.trouble] == []
    check_nothing_lost_or_doubled(store, senders)
    store.close()


@pytest.mark.deep
def test_the_log_of_the_database_is_synced_before_the_receipt_is_sent(sqlite_url: str, tmp_path: Path) -> None:
    store = open_store(sqlite_url)
    with store.write() as session:
        configured(session)
    enrolled(store, **ALWAYS)
    trace = tmp_path / "trace"
    calls = "trace=pwrite64,fsync,fdatasync,recvfrom,sendto"
    strace = [find_program("strace"), "-f", "-y", "-s", "64", "-e", calls, "-o", str(trace)]
    served = Served(tmp_path, sqlite_url, workers=1, before=strace)
    served.start()
    try:
        sender = Sender(served.url, [turnout_message()], 0, served.key())
        with sending([sender]):
            pass
    finally:
        served.stop()
    assert sender.statuses == {201: 1}
    lines = trace.read_text(encoding="utf-8", errors="replace").splitlines()
    asked = next(place for place, line in enumerate(lines) if "POST /ingest/v1/messages" in line)
    answered = next(place for place, line in enumerate(lines) if "HTTP/1.1 201" in line)
    between = [line for line in lines[asked:answered] if "natyija.db-wal" in line]
    written = next(place for place, line in enumerate(between) if "pwrite64(" in line)
    assert any("sync(" in line for line in between[written:]), between
    last = [line for line in between if "pwrite64(" in line or "sync(" in line][-1]
    assert "sync(" in last and last.endswith("= 0")
    store.close()
