"""Scans are shown once a person accepted them; every check and every file stays readable."""

from threading import Thread
from time import sleep

import pytest
from sqlalchemy import text

from portal.errors import InputError, NotPermitted, StorageError
from portal.store.engine import Store
from portal.store.models import FactKind
from portal.store.queries.changes import changes_since
from portal.store.queries.facts import facts_of
from portal.store.queries.scans import scan_of, scans_of_precinct, waiting_by_territory, waiting_in
from portal.store.record import record_scan
from portal.store.record.scans import Copy, record_scan_check, record_uploaded_scan
from portal.store.record.spine import Entry, insert_facts
from tests.store.factories import configured, minutes, scan

HASH = "b" * 64


@pytest.fixture
def waiting(store: Store) -> int:
    """The number of a scan that nobody has looked at."""
    with store.write() as session:
        configured(session)
        return record_scan(session, "jk2025", scan(), "device 7")


def released(store: Store) -> tuple[object, str, str]:
    with store.read() as session:
        (found,) = facts_of(session, "jk2025", ["1-1"])["1-1"].scans
    return found.released_at, found.sha256, found.original


def test_a_scan_is_not_released_before_its_check(store: Store, waiting: int) -> None:
    assert released(store) == (None, "a" * 64, "")


def test_accepting_releases_the_original_at_the_moment_of_the_check(store: Store, waiting: int) -> None:
    with store.write() as session:
        record_scan_check(session, waiting, minutes(120), "asel", accepted=True)
    assert released(store) == (minutes(120), "a" * 64, "")


def test_a_cleaned_copy_is_released_with_the_hash_of_the_original(store: Store, waiting: int) -> None:
    with store.write() as session:
        record_scan_check(session, waiting, minutes(120), "asel", accepted=True, copy=Copy(HASH, "png"))
    assert released(store) == (minutes(120), HASH, "a" * 64)


def test_a_refused_scan_stays_hidden_and_may_be_accepted_later(store: Store, waiting: int) -> None:
    with store.write() as session:
        record_scan_check(session, waiting, minutes(120), "asel", accepted=False, reason="page 2 is missing")
    assert released(store)[0] is None
    with store.write() as session:
        record_scan_check(session, waiting, minutes(130), "asel", accepted=True)
    assert released(store)[0] == minutes(130)
    with store.read() as session:
        found = scan_of(session, "jk2025", waiting)
    assert found and [(check.accepted, check.reason) for check in found.checks] == [
        (False, "page 2 is missing"),
        (True, ""),
    ]


def test_a_refusal_wants_a_reason_and_an_accepted_scan_is_not_checked_again(store: Store, waiting: int) -> None:
    with store.write() as session, pytest.raises(InputError, match="needs its reason"):
        record_scan_check(session, waiting, minutes(120), "asel", accepted=False, reason="  ")
    with store.write() as session:
        record_scan_check(session, waiting, minutes(120), "asel", accepted=True)
    with store.write() as session, pytest.raises(NotPermitted, match="redaction order"):
        record_scan_check(session, waiting, minutes(121), "bakyt", accepted=False, reason="wrong")


def test_an_archive_scan_was_born_checked(store: Store) -> None:
    with store.write() as session:
        configured(session)
        seq = record_scan(session, "jk2025", scan(released_at=minutes(1)), "import")
        with pytest.raises(NotPermitted):
            record_scan_check(session, seq, minutes(5), "asel", accepted=False, reason="x")
    assert released(store)[0] == minutes(1)
    with store.read() as session:
        assert waiting_by_territory(session, "jk2025") == {}


def test_a_check_touches_its_precinct_alone(store: Store, waiting: int) -> None:
    with store.read() as session:
        before = changes_since(session, "jk2025", 0).mark
    with store.write() as session:
        record_scan_check(session, waiting, minutes(120), "asel", accepted=True)
    with store.read() as session:
        changes = changes_since(session, "jk2025", before)
    assert changes.precincts == {"1-1"} and not changes.whole


def test_the_queue_holds_what_waits_by_territory(store: Store, waiting: int) -> None:
    with store.write() as session:
        record_scan(session, "jk2025", scan("2-1", sha256="c" * 64), "device 8")
        record_scan(session, "jk2025", scan("1-2", sha256="d" * 64), "device 9")
    with store.read() as session:
        assert waiting_by_territory(session, "jk2025") == {"11": 2, "12": 1}
        assert [found.precinct for found in waiting_in(session, "jk2025", "11", 10)] == ["1-1", "1-2"]
    with store.write() as session:
        record_scan_check(session, waiting, minutes(120), "asel", accepted=False, reason="unreadable")
    with store.read() as session:
        assert waiting_by_territory(session, "jk2025") == {"11": 1, "12": 1}


def test_a_replacement_keeps_the_former_and_names_it(store: Store, waiting: int) -> None:
    with store.write() as session:
        newer = record_uploaded_scan(
            session, "jk2025", scan(sha256=HASH), "asel", file_name="a.pdf", replaces=waiting, reason="page 2 added"
        )
    with store.read() as session:
        former, later = scans_of_precinct(session, "jk2025", "1-1")
        assert waiting_by_territory(session, "jk2025") == {"11": 1}
    assert (former.seq, former.replaced_by, former.waits) == (waiting, newer, False)
    assert (later.seq, later.replaces, later.reason, later.waits) == (newer, waiting, "page 2 added", True)


@pytest.mark.parametrize(
    ("values", "what", "problem"),
    [
        ({"sha256": HASH, "kind": "act"}, {"replaces": True, "reason": "x"}, "not a scan of the same paper"),
        ({"sha256": HASH}, {"replaces": True}, "say why"),
        ({}, {}, "is there already"),
    ],
)
def test_a_wrong_upload_is_refused_whole(
    store: Store, waiting: int, values: dict[str, str], what: dict[str, object], problem: str
) -> None:
    replaces = waiting if what.get("replaces") else None
    with pytest.raises(InputError, match=problem), store.write() as session:
        record_uploaded_scan(
            session, "jk2025", scan(**values), "asel", replaces=replaces, reason=str(what.get("reason", ""))
        )
    with store.read() as session:
        assert len(scans_of_precinct(session, "jk2025", "1-1")) == 1


def test_the_widened_kinds_still_refuse_an_unknown_one(store: Store, waiting: int) -> None:
    from sqlalchemy.exc import IntegrityError

    statement = (
        "INSERT INTO fact (seq, campaign, kind, received_at, recorded_by) "
        "VALUES (999, 'jk2025', 'guess', '2025-11-30', 'x')"
    )
    with store.engine.connect() as connection, pytest.raises(IntegrityError, match="kind_known"):
        connection.execute(text(statement))


def test_two_people_who_check_at_once_are_judged_one_after_the_other(store: Store, waiting: int) -> None:
    """The second check is under way before the first is committed; it then finds the scan accepted."""
    told: list[str] = []

    def refuse() -> None:
        try:
            with store.write() as session:
                record_scan_check(session, waiting, minutes(120), "bakyt", accepted=False, reason="page 2 is missing")
        except NotPermitted as error:
            told.extend(error.problems)

    other = Thread(target=refuse)
    with store.write() as session:
        record_scan_check(session, waiting, minutes(120), "asel", accepted=True)
        other.start()
        _until_it_waits(store)
    other.join()
    assert len(told) == 1 and "accepted already" in told[0]
    with store.read() as session:
        found = scan_of(session, "jk2025", waiting)
    assert found is not None and [check.accepted for check in found.checks] == [True]


def test_two_refusals_at_once_are_both_kept_and_numbered(store: Store, waiting: int) -> None:
    def refuse(who: str) -> None:
        with store.write() as session:
            record_scan_check(session, waiting, minutes(120), who, accepted=False, reason="page 2 is missing")

    other = Thread(target=refuse, args=("bakyt",))
    with store.write() as session:
        record_scan_check(session, waiting, minutes(120), "asel", accepted=False, reason="page 1 is missing")
        other.start()
        _until_it_waits(store)
    other.join()
    with store.read() as session:
        numbers = session.execute(text("SELECT number FROM scan_check ORDER BY number")).scalars().all()
    assert numbers == [1, 2]


def test_the_database_refuses_a_number_twice(store: Store, waiting: int) -> None:
    with store.write() as session:
        seq = record_scan_check(session, waiting, minutes(120), "asel", accepted=False, reason="page 1 is missing")
    columns = "scan, number, accepted, reason, published_sha256, published_extension"
    with store.write() as session:
        (fact,) = insert_facts(session, "jk2025", FactKind.SCAN_CHECK, [Entry("1-1", minutes(121))], "bakyt")
    again = text(f"INSERT INTO scan_check (seq, {columns}) SELECT {fact}, {columns} FROM scan_check WHERE seq = {seq}")
    with pytest.raises(StorageError, match=r"(?i)unique"), store.write() as session:
        session.execute(again)


def _until_it_waits(store: Store) -> None:
    """On PostgreSQL until the other transaction waits for this one; on SQLite it waits from its beginning."""
    if store.engine.dialect.name != "postgresql":
        return
    waiting = text("SELECT count(*) FROM pg_locks WHERE NOT granted AND locktype = 'transactionid'")
    for _ in range(3_000):
        with store.read() as session:
            if session.scalar(waiting):
                return
        sleep(0.01)
    raise AssertionError("the other transaction never waited")
