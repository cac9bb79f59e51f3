"""The chain finds whatever is changed behind the portal's back, and disturbs nobody who writes."""

import threading
from pathlib import Path
from random import Random

import pytest
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from portal.audit.heads import Head, read_head, write_head
from portal.audit.keys import load_or_make
from portal.audit.sequencer import sequence
from portal.audit.verify import Verified, verify
from portal.publication.transparency.errors import NoteError
from portal.store.engine import Store
from portal.store.queries.chain import links
from portal.store.record import record_audit
from tests.audit.tampering import switch_off_protection, tamper
from tests.depth import DEPTH, depth
from tests.ingest.devices import ENTERED


def head_of(folder: Path) -> Head | None:
    return read_head(folder / "private", load_or_make(folder, "natyija.audit").verifier)


def verified(store: Store, folder: Path) -> Verified:
    with store.read() as session:
        return verify(session, head_of(folder))


def test_an_untouched_store_verifies(chained: Store, tmp_path: Path) -> None:
    found = verified(chained, tmp_path)
    assert (found.bad, found.waiting) == ("", 0)
    assert found.links == 12 + 30 + 12 + 3  # messages, events, an event per message, three of the enrolment
    with chained.read() as session:
        refs = [each.ref for each in links(session) if each.kind == "audit"]
    assert refs == sorted(refs)


@pytest.mark.deep
def test_every_edit_deletion_reordering_and_cut_is_found(chained: Store, tmp_path: Path) -> None:
    random = Random(1 if DEPTH < 1 else None)
    head = head_of(tmp_path)
    kinds: dict[str, int] = {}
    while sum(kinds.values()) < depth(500):
        with Session(chained.engine) as session:
            switch_off_protection(session)
            try:
                done = tamper(session, random)
            except IntegrityError:  # the database itself refused it
                continue
            found = verify(session, head)
            session.rollback()
        assert found.bad, done
        what = done.partition(" ")[0]
        kinds[what] = kinds.get(what, 0) + 1
    assert kinds.keys() >= {"edit", "remove", "reorder", "cut"}
    assert verified(chained, tmp_path).bad == ""


def test_the_first_bad_row_is_named(chained: Store, tmp_path: Path) -> None:
    from sqlalchemy import update

    from portal.store.models import AuditRow

    with Session(chained.engine) as session:
        switch_off_protection(session)
        session.execute(update(AuditRow).where(AuditRow.seq.in_([9, 20])).values(actor="Nobody"))
        assert verify(session, head_of(tmp_path)).bad.startswith("audit_event 9: is not what link")
        session.rollback()


def test_events_that_are_not_linked_yet_are_said_to_wait(chained: Store, tmp_path: Path) -> None:
    with chained.write() as session:
        record_audit(session, ENTERED, "Асанов", "page.read")
    assert verified(chained, tmp_path) == Verified(57, 1)
    assert sequence(chained, tmp_path, tmp_path / "private") == 1
    assert sequence(chained, tmp_path, tmp_path / "private") == 0
    assert verified(chained, tmp_path) == Verified(58, 0)


def test_a_number_that_is_drawn_and_not_committed_holds_the_sequencer_back(postgres_url: str, tmp_path: Path) -> None:
    from portal.store.engine import open_store

    store = open_store(postgres_url)
    with Session(store.engine) as slow:
        record_audit(slow, ENTERED, "slow", "first.number")
        with store.write() as session:
            record_audit(session, ENTERED, "quick", "second.number")
        assert sequence(store, tmp_path, tmp_path / "private") == 0
        slow.commit()
    assert sequence(store, tmp_path, tmp_path / "private") == 2
    assert verified(store, tmp_path) == Verified(2, 0)
    store.close()


@pytest.mark.deep
def test_writers_and_several_sequencers_at_once_make_one_chain(empty: Store, tmp_path: Path) -> None:
    def write(name: str) -> None:
        for number in range(20):
            with empty.write() as session:
                record_audit(session, ENTERED, name, "page.read", details={"number": number})

    def link() -> None:
        for _ in range(10):
            sequence(empty, tmp_path, tmp_path / "private")

    threads = [threading.Thread(target=write, args=(f"w{number}",)) for number in range(3)]
    threads += [threading.Thread(target=link) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    while sequence(empty, tmp_path, tmp_path / "private"):
        pass
    assert verified(empty, tmp_path) == Verified(60, 0)


def test_an_older_head_replaces_no_newer_one_and_a_forged_one_is_refused(tmp_path: Path) -> None:
    key = load_or_make(tmp_path, "natyija.audit")
    write_head(tmp_path, Head(7, "a" * 64), key)
    write_head(tmp_path, Head(5, "b" * 64), key)
    assert read_head(tmp_path, key.verifier) == Head(7, "a" * 64)
    path = tmp_path / "audit" / "head"
    path.write_bytes(path.read_bytes().replace(b"\n7\n", b"\n5\n"))
    with pytest.raises(NoteError):
        read_head(tmp_path, key.verifier)
