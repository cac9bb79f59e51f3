"""Files of scans are kept whole or not at all, and published as they came or as a cleaned copy with both hashes."""

import hashlib
import io
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from portal.errors import NotPermitted
from portal.scans.desk import Upload, accept, prepare, receive, record_upload, refuse, stored_file, upload_problems
from portal.scans.examine import preview
from portal.scans.refusals import ScanRefused, Unfit, UploadProblem, UploadRefused
from portal.store.engine import Store
from portal.store.queries.facts import facts_of
from portal.store.queries.intake import files_present
from portal.store.queries.scans import StoredScan, scan_of, scans_of_precinct
from portal.store.record import record_scan
from tests.scans import papers
from tests.store.factories import configured, minutes, scan


@pytest.fixture
def election(store: Store) -> Store:
    with store.write() as session:
        configured(session)
    return store


def upload(**values: Any) -> Upload:
    defaults: dict[str, Any] = {
        "campaign": "jk2025",
        "precinct": "1-1",
        "contest": "1",
        "kind": "protocol_ordinary",
        "file_name": "протокол.jpg",
    }
    return Upload(**{**defaults, **values})


def brought(store: Store, home: Path, content: bytes, said: Upload) -> int:
    with receive(home, io.BytesIO(content), said.file_name) as received, store.write() as session:
        return record_upload(session, said, received, minutes(100), minutes(100), "asel")


def one(store: Store, seq: int) -> StoredScan:
    with store.read() as session:
        found = scan_of(session, "jk2025", seq)
    assert found is not None
    return found


def files(home: Path) -> list[str]:
    return sorted(path.name for path in (home / "scans").iterdir())


def test_a_brought_scan_lies_under_its_hash_and_waits(election: Store, tmp_path: Path) -> None:
    content = papers.jpeg()
    sha256 = hashlib.sha256(content).hexdigest()
    found = one(election, brought(election, tmp_path, content, upload(file_name="a/../протокол.jpg")))
    assert (found.sha256, found.extension, found.waits, found.file_name) == (sha256, "jpg", True, "протокол.jpg")
    assert stored_file(tmp_path, sha256, "jpg").read_bytes() == content
    assert preview(tmp_path, sha256, 1).is_file()


@pytest.mark.parametrize(
    ("content", "values", "problem"),
    [
        (papers.with_file(), {"file_name": "a.pdf"}, Unfit.EMBEDDED),
        (papers.encrypted(), {"file_name": "a.pdf"}, Unfit.ENCRYPTED),
        (papers.bomb(), {"file_name": "a.png"}, Unfit.TOO_MANY_PIXELS),
        (b"x" * (26 * 1024 * 1024), {}, Unfit.TOO_LARGE),
        (papers.jpeg(), {"precinct": "9-9"}, UploadProblem.PRECINCT),
        (papers.jpeg(), {"contest": "77", "kind": "letter"}, UploadProblem.CONTEST),
        (papers.jpeg(), {"replaces": 5, "reason": "x"}, UploadProblem.REPLACES),
    ],
)
def test_what_is_refused_leaves_neither_file_nor_fact(
    election: Store, tmp_path: Path, content: bytes, values: dict[str, Any], problem: Unfit | UploadProblem
) -> None:
    with pytest.raises((ScanRefused, UploadRefused)) as refused:
        brought(election, tmp_path, content, upload(**values))
    found = refused.value
    assert problem in (found.reasons if isinstance(found, UploadRefused) else (found.reason,))
    assert files(tmp_path) == []
    with election.read() as session:
        assert scans_of_precinct(session, "jk2025", "1-1") == []
        assert files_present(session, [hashlib.sha256(content).hexdigest()]) == set()


def test_a_second_fact_that_fails_does_not_take_the_file_of_the_first(election: Store, tmp_path: Path) -> None:
    content = papers.jpeg()
    brought(election, tmp_path, content, upload())
    with pytest.raises(UploadRefused) as refused:
        brought(election, tmp_path, content, upload())
    assert refused.value.reasons == (UploadProblem.SAME_FILE,)
    assert files(tmp_path) == [f"{hashlib.sha256(content).hexdigest()}.jpg"]


def test_a_file_that_a_device_sent_meanwhile_is_not_taken_away(election: Store, tmp_path: Path) -> None:
    content = papers.jpeg()
    place = stored_file(tmp_path, hashlib.sha256(content).hexdigest(), "jpg")

    def sent_meanwhile() -> None:
        beside = place.with_name("from-a-device")
        beside.write_bytes(content)
        beside.replace(place)
        raise UploadRefused([UploadProblem.SAME_FILE])

    with pytest.raises(UploadRefused), receive(tmp_path, io.BytesIO(content), "a.jpg"):
        sent_meanwhile()
    assert place.read_bytes() == content


def test_two_people_with_the_same_file_leave_it_in_place(election: Store, tmp_path: Path) -> None:
    content = papers.jpeg()
    with ThreadPoolExecutor(4) as pool:
        tries = [pool.submit(brought, election, tmp_path, content, upload()) for _ in range(4)]
        problems = [each.exception() for each in tries]
    assert sum(problem is None for problem in problems) == 1
    assert all(isinstance(problem, UploadRefused) for problem in problems if problem is not None)
    assert files(tmp_path) == [f"{hashlib.sha256(content).hexdigest()}.jpg"]


def test_a_replacement_names_the_former_and_why(election: Store, tmp_path: Path) -> None:
    first = brought(election, tmp_path, papers.jpeg(), upload())
    with election.read() as session:
        assert upload_problems(session, upload(replaces=first)) == [UploadProblem.REASON]
    later = brought(election, tmp_path, papers.png(), upload(file_name="b.png", replaces=first, reason="нечитаемо"))
    assert (one(election, later).replaces, one(election, first).replaced_by) == (first, later)
    assert len(files(tmp_path)) == 2


def published(store: Store) -> list[tuple[str, str, str]]:
    with store.read() as session:
        scans = facts_of(session, "jk2025", ["1-1"])["1-1"].scans
    return [(each.sha256, each.extension, each.original) for each in scans if each.released_at]


def test_accepting_publishes_the_original(election: Store, tmp_path: Path) -> None:
    content = papers.with_gps()
    found = one(election, brought(election, tmp_path, content, upload()))
    assert prepare(tmp_path, found) is None
    with election.write() as session:
        accept(session, tmp_path, found, minutes(110), "bakyt")
    assert published(election) == [(hashlib.sha256(content).hexdigest(), "jpg", "")]


def test_a_cleaned_copy_is_published_beside_the_hash_of_the_original(election: Store, tmp_path: Path) -> None:
    content = papers.with_gps()
    original = hashlib.sha256(content).hexdigest()
    found = one(election, brought(election, tmp_path, content, upload()))
    copy = prepare(tmp_path, found, clean=True)
    assert copy is not None
    with election.write() as session:
        accept(session, tmp_path, found, minutes(110), "bakyt", copy)
        assert files_present(session, [copy.sha256]) == {copy.sha256}
    assert published(election) == [(copy.sha256, "jpg", original)]
    clean = stored_file(tmp_path, copy.sha256, "jpg").read_bytes()
    assert hashlib.sha256(clean).hexdigest() == copy.sha256 and b"Asel" in content and b"Asel" not in clean


def test_a_device_scan_that_does_not_pass_cannot_be_accepted(election: Store, tmp_path: Path) -> None:
    content = papers.with_action("JavaScript", JS="app.alert(1)")()
    sha256 = hashlib.sha256(content).hexdigest()
    file = stored_file(tmp_path, sha256, "pdf")
    file.parent.mkdir(parents=True)
    file.write_bytes(content)
    with election.write() as session:
        seq = record_scan(session, "jk2025", scan(sha256=sha256), "device 7")
    with pytest.raises(ScanRefused) as refused:
        prepare(tmp_path, one(election, seq))
    assert refused.value.reason is Unfit.ACTIVE
    with election.write() as session:
        refuse(session, one(election, seq), minutes(110), "bakyt", "the file holds a script")
    assert one(election, seq).refused and published(election) == []


def test_an_accepted_scan_is_not_checked_again(election: Store, tmp_path: Path) -> None:
    found = one(election, brought(election, tmp_path, papers.jpeg(), upload()))
    with election.write() as session:
        accept(session, tmp_path, found, minutes(110), "bakyt")
    with election.write() as session, pytest.raises(NotPermitted):
        refuse(session, found, minutes(111), "asel", "too late")
