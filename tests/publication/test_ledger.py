"""Every release and data part is a leaf of the log, once, whatever interrupted the publisher."""

import os
import shutil
import subprocess
import sys
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from portal.domain.facts import OrderKind
from portal.domain.names import Names
from portal.errors import CheckFailed
from portal.public import audit
from portal.publication.ledger import Ledger, make_keys
from portal.publication.steps import Step
from portal.publication.transparency.leaf import read_statement
from portal.publication.transparency.log import TransparencyLog
from portal.publication.transparency.signed_note import Note
from portal.store.record import approve, record_order
from portal.verify.tree import verify_tree
from tests.golden.script import STEPS, play
from tests.publication.world import APPROVERS, CAMPAIGN, EVE, PUBLISHER_KEYS, World, clock_time, order_correction


def leaves(world: World) -> list[tuple[str, int]]:
    """Kind and number of every leaf in order."""
    key = PUBLISHER_KEYS[world.test]
    log = TransparencyLog(world.archive.public / "log", key.name, key)
    said = [read_statement(Note.parse(leaf).text) for leaf in log.leaves()]
    return [(each.kind, each.release) for each in said]


def audited(world: World) -> str:
    """What the script of fifty lines says of the public tree."""
    script = Path(audit.__file__).with_name("audit.py")
    done = subprocess.run(
        [sys.executable, str(script), str(world.archive.public)], capture_output=True, text=True, check=False
    )
    return done.stdout + done.stderr


def assert_right(world: World) -> None:
    report = verify_tree(world.archive.public)
    assert report.ok, list(report.lines())
    assert audited(world).endswith("Wrong: nothing\n"), audited(world)


def test_whole_story_is_right_to_verifier_and_script(sqlite_world: World) -> None:
    play(sqlite_world)
    assert_right(sqlite_world)
    said = leaves(sqlite_world)
    assert said[:3] == [("keys", 1), ("opening", 1), ("data", 1)]
    assert [n for kind, n in said if kind not in ("keys", "data")] == sqlite_world.archive.numbers(CAMPAIGN)


@pytest.mark.parametrize("step", Step)
def test_run_interrupted_anywhere_ends_with_the_same_leaves(sqlite_world: World, tmp_path: Path, step: Step) -> None:
    play(sqlite_world, 2)
    with sqlite_world.store.write() as session:
        STEPS[2][0](session)
        order_correction(session, STEPS[2][1])

    class Interrupted(Exception):
        pass

    def interrupt(reached: Step) -> None:
        if reached is step:
            raise Interrupted

    sqlite_world.reached = interrupt
    with pytest.raises(Interrupted):
        sqlite_world.publish(STEPS[2][1])
    sqlite_world.reached = lambda reached: None
    while sqlite_world.publish(STEPS[2][1]) is not None:
        pass
    assert [entry for entry in leaves(sqlite_world) if entry[1] == 3] == [("correction", 3), ("data", 3)]
    assert_right(sqlite_world)


def test_home_without_a_log_enters_its_releases_before_the_next_one(sqlite_world: World) -> None:
    play(sqlite_world, 3)
    shutil.rmtree(sqlite_world.archive.public / "log")
    for path in (sqlite_world.archive.public / "keys.json", sqlite_world.home / "keys" / "keys-1.json"):
        path.unlink()
    make_keys(sqlite_world.home, test=False, at=EVE, code="0")
    sqlite_world.publish()
    assert [n for kind, n in leaves(sqlite_world) if kind not in ("keys", "data")] == [1, 2, 3]
    assert verify_tree(sqlite_world.archive.public).ok


def test_correction_waits_for_two_people_and_names_them_in_its_leaf(sqlite_world: World) -> None:
    play(sqlite_world, 3)
    with sqlite_world.store.write() as session:
        order_correction(session, STEPS[2][1])
    publication = sqlite_world.publication
    assert publication.publish(CAMPAIGN) is None
    waiting = publication.waiting.of(CAMPAIGN)
    assert waiting is not None and (waiting.n, waiting.kind) == (4, "correction")
    assert sqlite_world.latest == 3 and not sqlite_world.archive.folder(CAMPAIGN, 4).exists()
    sqlite_world.sign(APPROVERS[0])
    sqlite_world.sign(APPROVERS[0])
    assert publication.publish(CAMPAIGN) is None, "the same person twice is one person"
    sqlite_world.sign(APPROVERS[1])
    assert publication.publish(CAMPAIGN) == 4
    assert_right(sqlite_world)


def test_signature_of_the_publishers_own_key_approves_nothing(sqlite_world: World) -> None:
    play(sqlite_world, 3)
    with sqlite_world.store.write() as session:
        order_correction(session, STEPS[2][1])
    sqlite_world.publication.publish(CAMPAIGN)
    sqlite_world.sign(PUBLISHER_KEYS[False], APPROVERS[0])
    assert sqlite_world.publication.publish(CAMPAIGN) is None


def test_release_nobody_signs_is_set_aside_and_tried_again(sqlite_world: World) -> None:
    play(sqlite_world, 3)
    with sqlite_world.store.write() as session:
        order_correction(session, STEPS[2][1])
    clock = sqlite_world.clock
    publication = replace(sqlite_world.publication, system_clock=clock)
    assert publication.publish(CAMPAIGN) is None
    with sqlite_world.store.write() as session:
        STEPS[3][0](session)
    clock.instant = STEPS[3][1]
    assert publication.publish(CAMPAIGN) == 4
    assert sqlite_world.archive.release(CAMPAIGN, 4)["kind"] == "automatic"
    clock.instant += timedelta(minutes=16)
    assert publication.publish(CAMPAIGN) is None
    waiting = publication.waiting.of(CAMPAIGN)
    assert waiting is not None and waiting.folder is not None and waiting.n == 5
    assert_right(sqlite_world)


def test_pause_does_not_wait_behind_a_correction_that_nobody_signs(sqlite_world: World) -> None:
    play(sqlite_world, 3)
    at = STEPS[2][1]
    with sqlite_world.store.write() as session:
        order_correction(session, at)
    assert sqlite_world.publication.publish(CAMPAIGN) is None
    with sqlite_world.store.write() as session:
        seq = record_order(session, CAMPAIGN, OrderKind.PAUSE, at, "Asel", reason=Names(ru="Проверка"))
        for person in ("Asel", "Bakyt"):
            approve(session, seq, person, at)
    assert sqlite_world.publication.publish(CAMPAIGN) == 4
    assert sqlite_world.archive.release(CAMPAIGN, 4)["kind"] == "pause"
    assert "Проверка" in sqlite_world.document("configuration.json")["pause"]["ru"]
    assert sqlite_world.publish() == 5
    assert sqlite_world.archive.release(CAMPAIGN, 5)["kind"] == "correction"
    assert_right(sqlite_world)


def test_main_instance_refuses_the_keys_of_a_test_instance(sqlite_world: World) -> None:
    other = replace(sqlite_world, test=True, home=sqlite_world.home.with_name("test"))
    for name in ("public", "keys"):
        shutil.rmtree(sqlite_world.home / name, ignore_errors=True)
        shutil.copytree(other.home / name, sqlite_world.home / name)
    with pytest.raises(CheckFailed, match="are of a test instance"):
        sqlite_world.publish(clock_time(7))


def test_lost_private_key_stops_the_publisher_with_advice(sqlite_world: World) -> None:
    (sqlite_world.home / "keys" / "publisher.key").unlink()
    with pytest.raises(CheckFailed, match=r"publisher.key: is missing, keys.json is published; restore it"):
        Ledger(sqlite_world.home, test=False)


def test_keys_are_readable_by_their_owner_alone(sqlite_world: World) -> None:
    assert os.stat(sqlite_world.home / "keys" / "publisher.key").st_mode & 0o077 == 0
