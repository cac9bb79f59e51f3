"""What the intake asks of PostgreSQL for the length of its transaction: durability, and rows found by index."""

from collections.abc import Iterator

import pytest
from sqlalchemy import text
from sqlalchemy.orm import Session

from portal.ingest import receiving
from portal.ingest.configurations import Configurations
from portal.ingest.envelope import read_envelope
from portal.ingest.receiving import Arrival, Source
from portal.store.engine import Store, open_store
from portal.store.record.intake import lock_judging
from tests.ingest.devices import NOW, enrolled, series, signer
from tests.store.factories import configured

READ_WHOLE = text(
    "SELECT relname FROM pg_stat_xact_user_tables WHERE seq_scan > 0 AND relname IN ('fact', 'intake_message')"
)


@pytest.fixture
def store(postgres_url: str) -> Iterator[Store]:
    """A store with one configured campaign on a server that is quick rather than durable."""
    opened = open_store(postgres_url)
    with opened.write() as session:
        configured(session)
    yield opened
    opened.close()


def take(session: Session, messages: list[bytes]) -> None:
    arrivals = [Arrival(read_envelope(raw), Source()) for raw in messages]
    stored = receiving.receive(session, arrivals, "main", NOW)
    seqs = [each.message.seq for each in stored if isinstance(each, receiving.Stored)]
    assert len(receiving.judge_messages(session, seqs, Configurations(), NOW)) == len(messages)


def test_the_intake_waits_for_the_disk_even_where_the_server_would_not(store: Store) -> None:
    with store.write() as session:
        assert session.scalar(text("SHOW synchronous_commit")) == "off"
        lock_judging(session)
        assert session.scalar(text("SHOW synchronous_commit")) == "on"
    with store.write() as session:
        assert session.scalar(text("SHOW synchronous_commit")) == "off"


def test_no_table_is_read_from_end_to_end_though_the_planner_takes_it_for_small(store: Store) -> None:
    """A foreign key's check is planned once for a connection, here when the planner knows of next to no rows."""
    enrolled(store)
    messages = series(signer(), 60)
    with store.write() as session:
        take(session, messages[:2])
    with store.engine.connect() as connection:
        connection.execution_options(isolation_level="AUTOCOMMIT").execute(text("ANALYZE"))
    for part in (messages[2:10], messages[10:]):
        with store.write() as session:
            take(session, part)
            assert list(session.scalars(READ_WHOLE)) == []
