"""A scan of the night becomes public by the check of a person and not a moment before, with both hashes if cleaned."""

import hashlib
from pathlib import Path

import orjson
import pytest

from portal.domain.facts import OrderKind, Scan
from portal.domain.names import Names
from portal.store.record import approve, record_order, record_scan
from portal.store.record.scans import Copy, record_scan_check
from tests.golden.script import play
from tests.publication.world import CAMPAIGN, World, clock_time

ORIGINAL, CLEANED = b"%PDF-1.7 as it came", b"%PDF-1.7 cleaned"


def kept(world: World, content: bytes) -> str:
    """Put a file where scans wait; its sha256."""
    sha256 = hashlib.sha256(content).hexdigest()
    folder = world.home / "private" / "scans"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / f"{sha256}.pdf").write_bytes(content)
    return sha256


def shown(world: World) -> list[dict[str, str]]:
    """Scans of precinct n-1 in the newest documents, with their files checked."""
    number = world.archive.numbers(CAMPAIGN)[-1]
    found = []
    for path in (world.archive.public / "releases" / CAMPAIGN).glob("*/territories/*.json"):
        if int(path.parts[-3]) > number:
            continue
        for precinct in orjson.loads(path.read_bytes())["precincts"]:
            if precinct["number"] == "n-1":
                found.append((int(path.parts[-3]), precinct["scans"]))
    scans: list[dict[str, str]] = max(found)[1]
    for scan in scans:
        content = (world.archive.public / scan["url"]).read_bytes()
        assert hashlib.sha256(content).hexdigest() == scan["sha256"]
    return scans


@pytest.fixture
def night(sqlite_world: World) -> tuple[World, int]:
    """The night after closing, with a scan that nobody has checked."""
    play(sqlite_world)
    sha256 = kept(sqlite_world, ORIGINAL)
    scan = Scan(0, clock_time(22, 0, 5), "n-1", "", "protocol_ordinary", sha256, "pdf")
    return sqlite_world, sqlite_world.record(record_scan, scan, "device 7")


def test_an_unchecked_scan_is_nowhere_in_public(night: tuple[World, int]) -> None:
    world, _ = night
    assert world.publish(clock_time(22, 10, 5)) is None
    assert shown(world) == [] and files(world) == []


def files(world: World) -> list[Path]:
    folder = world.archive.public / "scans"
    return sorted(folder.iterdir()) if folder.exists() else []


def test_an_accepted_scan_is_published_with_its_file(night: tuple[World, int]) -> None:
    world, scan = night
    with world.store.write() as session:
        record_scan_check(session, scan, clock_time(22, 20, 5), "asel", accepted=True)
    assert world.publish(clock_time(22, 21, 5)) is not None
    (found,) = shown(world)
    assert found["sha256"] == hashlib.sha256(ORIGINAL).hexdigest() and "original_sha256" not in found
    assert found["released_at"] > found["received_at"]


def test_a_refused_scan_is_never_published(night: tuple[World, int]) -> None:
    world, scan = night
    with world.store.write() as session:
        record_scan_check(session, scan, clock_time(22, 20, 5), "asel", accepted=False, reason="page 2 is missing")
    assert world.publish(clock_time(22, 21, 5)) is None
    assert shown(world) == [] and files(world) == []


def test_a_cleaned_copy_is_published_with_both_hashes_and_can_be_taken_away(night: tuple[World, int]) -> None:
    world, scan = night
    copy = Copy(kept(world, CLEANED), "pdf")
    with world.store.write() as session:
        record_scan_check(session, scan, clock_time(22, 20, 5), "asel", accepted=True, copy=copy)
    assert world.publish(clock_time(22, 21, 5)) is not None
    (found,) = shown(world)
    assert (found["sha256"], found["original_sha256"]) == (copy.sha256, hashlib.sha256(ORIGINAL).hexdigest())
    assert [path.name for path in files(world)] == [f"{copy.sha256}.pdf"]
    with world.store.write() as session:
        reason = Names(en="A name was visible")
        at, target = clock_time(22, 30, 5), f"scan:{copy.sha256}"
        order = record_order(session, CAMPAIGN, OrderKind.REDACTION, at, "asel", target=target, reason=reason)
        for person in ("asel", "bakyt"):
            approve(session, order, person, at)
    assert world.publish(clock_time(22, 31, 5)) is not None
    assert files(world) == []


def test_a_check_from_a_clock_ahead_waits_for_its_time(night: tuple[World, int]) -> None:
    world, scan = night
    with world.store.write() as session:
        record_scan_check(session, scan, clock_time(22, 40, 5), "asel", accepted=True)
    assert world.publish(clock_time(22, 21, 5)) is None and shown(world) == []
    assert world.publish(clock_time(22, 41, 5)) is not None
    assert len(shown(world)) == 1
