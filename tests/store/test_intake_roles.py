"""What the roles of deploy/postgres/roles.sql may do, and above all what they may not."""

from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from sqlalchemy import event, text
from sqlalchemy.exc import ProgrammingError

from portal.audit.sequencer import sequence
from portal.clocks import FixedClock
from portal.ingest.intake import Intake
from portal.ingest.receiving import Source
from portal.store.engine import Store, open_store
from portal.store.models import LOGIN_TABLES, Base, Outcome
from tests.ingest.devices import NOW, enrolled, signer, turnout_message
from tests.store.factories import configured

ROLES = ("natyija_ingest", "natyija_staff", "natyija_publisher", "natyija_auditor")
TABLES = sorted(Base.metadata.tables)
SCRIPT = Path(__file__).resolve().parents[2] / "deploy" / "postgres" / "roles.sql"


@pytest.fixture
def granted(postgres_url: str) -> Iterator[Store]:
    """A store with one campaign and one enrolled device, on which the script ran twice."""
    store = open_store(postgres_url)
    with store.write() as session:
        configured(session)
    enrolled(store)
    with psycopg.connect(store.engine.url.set(drivername="postgresql").render_as_string(False)) as connection:
        for _ in range(2):
            connection.execute(SCRIPT.read_bytes())
    yield store
    store.close()


@pytest.mark.parametrize("role", ROLES)
def test_no_role_changes_empties_or_drops_a_table(granted: Store, role: str) -> None:
    with granted.engine.connect() as connection:
        connection.execute(text(f"SET ROLE {role}"))
        for table in TABLES:
            column = next(iter(Base.metadata.tables[table].columns)).name
            for statement in (
                f'UPDATE "{table}" SET "{column}" = "{column}"',
                f'DELETE FROM "{table}"',
                f'TRUNCATE "{table}" CASCADE',
                f'DROP TABLE "{table}" CASCADE',
                f'ALTER TABLE "{table}" DISABLE TRIGGER ALL',
            ):
                if role == "natyija_staff" and table in LOGIN_TABLES and statement.startswith("UPDATE"):
                    continue
                with pytest.raises(ProgrammingError) as refused, connection.begin_nested():
                    connection.execute(text(statement))
                assert isinstance(refused.value.orig, psycopg.errors.InsufficientPrivilege), statement
        connection.rollback()


@pytest.mark.parametrize(
    ("role", "table"),
    [
        ("natyija_ingest", "device_key"),
        ("natyija_ingest", "device_confirmation"),
        ("natyija_ingest", "protocol"),
        ("natyija_ingest", "approval"),
        ("natyija_ingest", "quarantine_decision"),
        ("natyija_staff", "release"),
        ("natyija_publisher", "fact"),
        ("natyija_publisher", "approval"),
        ("natyija_auditor", "audit_event"),
        ("natyija_auditor", "person"),
        ("natyija_ingest", "staff_session"),
    ],
)
def test_no_role_adds_what_is_not_its_own(granted: Store, role: str, table: str) -> None:
    with granted.engine.connect() as connection:
        connection.execute(text(f"SET ROLE {role}"))
        with pytest.raises(ProgrammingError, match="permission denied"):
            connection.execute(text(f'INSERT INTO "{table}" SELECT * FROM "{table}"'))
        connection.rollback()


@pytest.mark.parametrize("role", ["natyija_ingest", "natyija_publisher", "natyija_auditor"])
@pytest.mark.parametrize("table", LOGIN_TABLES)
def test_only_the_staff_pages_read_what_logins_rest_on(granted: Store, role: str, table: str) -> None:
    with granted.engine.connect() as connection:
        connection.execute(text(f"SET ROLE {role}"))
        with pytest.raises(ProgrammingError, match="permission denied"):
            connection.execute(text(f"SELECT * FROM {table}"))
        connection.rollback()


def test_the_intake_and_the_sequencer_work_as_the_ingest_role(
    granted: Store, postgres_url: str, tmp_path: Path
) -> None:
    store = open_store(postgres_url)

    @event.listens_for(store.engine, "connect")
    def become(connection: psycopg.Connection[tuple[object, ...]], _record: object) -> None:
        connection.execute("SET SESSION AUTHORIZATION natyija_ingest")
        connection.commit()

    intake = Intake(store, tmp_path / "private", signer("natyija.ingest"), "main", FixedClock(NOW))
    assert intake.submit(turnout_message(), Source("192.0.2.7")).outcome is Outcome.ACCEPTED
    assert sequence(store, tmp_path, tmp_path / "private") == 5
    store.close()
