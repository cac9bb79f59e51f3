import threading
from pathlib import Path

import pytest
from sqlalchemy import text

from portal.errors import InputError
from portal.store.engine import Store, open_store
from portal.store.migrate import upgrade
from portal.store.queries.facts import facts_of
from portal.store.record import record_turnout, record_turnouts
from tests.store.factories import configured, turnout


def test_sqlite_keeps_what_it_acknowledged(sqlite_url: str) -> None:
    store = open_store(sqlite_url)
    with store.read() as session:
        found = {
            name: session.execute(text(f"PRAGMA {name}")).scalar()
            for name in ("journal_mode", "synchronous", "foreign_keys", "recursive_triggers", "busy_timeout")
        }
    store.close()
    assert found == {
        "journal_mode": "wal",
        "synchronous": 2,
        "foreign_keys": 1,
        "recursive_triggers": 1,
        "busy_timeout": 10000,
    }


def test_a_reader_sees_one_snapshot_while_others_write(store: Store) -> None:
    with store.write() as session:
        configured(session)
    with store.read() as reading:
        assert facts_of(reading, "jk2025", ["1-1"]) == {}
        with store.write() as session:
            record_turnout(session, "jk2025", turnout(), "t")
        assert facts_of(reading, "jk2025", ["1-1"]) == {}
    with store.read() as session:
        assert len(facts_of(session, "jk2025", ["1-1"])) == 1


def test_writers_at_the_same_time_all_succeed(store: Store) -> None:
    with store.write() as session:
        configured(session)

    def work(number: int) -> None:
        for count in range(5):
            with store.write() as session:
                record_turnout(session, "jk2025", turnout("1-1", identified=10 * number + count), f"w{number}")

    threads = [threading.Thread(target=work, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with store.read() as session:
        stored = facts_of(session, "jk2025", ["1-1"])["1-1"].turnout
    assert len({report.seq for report in stored}) == 20


def test_a_read_session_keeps_nothing(store: Store) -> None:
    with store.write() as session:
        configured(session)
    with store.read() as session:
        campaigns = session.execute(text("SELECT count(*) FROM campaign")).scalar()
    assert campaigns == 1


def test_the_planner_is_told_of_large_tables_only(postgres_url: str) -> None:
    """What is small now it would read from end to end long after it has grown."""
    store = open_store(postgres_url)
    with store.write() as session:
        configured(session)
        record_turnouts(session, "jk2025", [turnout(identified=number) for number in range(2000)], "t")
    store.analyze()
    with store.read() as session:
        rows = session.execute(text("SELECT relname, reltuples FROM pg_class WHERE relkind = 'r'"))
        known = {row.relname: row.reltuples for row in rows}
    store.close()
    assert known["turnout_report"] == 2000
    assert known["fact"] > 2000
    assert known["campaign"] == known["precinct"] == known["intake_message"] == -1


@pytest.mark.parametrize("url", ["mysql://host/db", "no url"])
def test_another_kind_of_database_is_an_input_error(url: str) -> None:
    with pytest.raises(InputError, match="NATYIJA_DATABASE_URL"):
        open_store(url)


def test_the_folder_of_a_new_sqlite_file_is_made(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/deep/er/natyija.db"
    upgrade(url)
    store = open_store(url)
    with store.read() as session:
        assert session.execute(text("SELECT 1")).scalar() == 1
    store.close()
