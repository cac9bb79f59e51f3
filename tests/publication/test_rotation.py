"""Keys are added and closed in new versions of keys.json; old leaves stay valid, the format never changes."""

from pathlib import Path

import pytest

from portal.errors import CheckFailed, InputError
from portal.publication.ledger import Ledger, make_keys
from portal.publication.rotation import prepare, publish_prepared
from portal.publication.transparency.leaf import sign_statement
from portal.publication.transparency.signer import Signer
from portal.verify.tree import verify_tree
from tests.golden.script import STEPS, play
from tests.publication.test_ledger import assert_right
from tests.publication.world import APPROVERS, CAMPAIGN, EVE, PUBLISHER_KEYS, World, order_correction

NEW = Signer("cholpon", bytes([9]) * 32)


def prepared(world: World, **change: object) -> bytes:
    return prepare(world.home, test=False, at=world.clock.instant, code="0", **change)  # type: ignore[arg-type]


def test_closed_key_approves_nothing_more_and_the_new_one_does(sqlite_world: World) -> None:
    play(sqlite_world, 3)
    gone = APPROVERS[1]
    statement = prepared(sqlite_world, add=[(NEW.verifier, "approver", "Cholpon")], close=[str(gone.verifier)])
    signed = [sign_statement(statement, signer) for signer in APPROVERS]
    publish_prepared(sqlite_world.home, test=False, signed=signed)
    publish_prepared(sqlite_world.home, test=False, signed=signed)
    assert_right(sqlite_world)
    with sqlite_world.store.write() as session:
        order_correction(session, STEPS[2][1])
    assert sqlite_world.publication.publish(CAMPAIGN) is None
    sqlite_world.sign(*APPROVERS)
    assert sqlite_world.publication.publish(CAMPAIGN) is None, "one of the two keys is closed"
    sqlite_world.sign(NEW)
    assert sqlite_world.publication.publish(CAMPAIGN) == 4
    assert_right(sqlite_world)


def test_new_version_needs_two_approvers(sqlite_world: World) -> None:
    statement = prepared(sqlite_world, add=[(NEW.verifier, "approver", "Cholpon")])
    before = (sqlite_world.archive.public / "keys.json").read_bytes()
    for signers in ((), (APPROVERS[0],), (APPROVERS[0], NEW)):
        signed = [sign_statement(statement, signer) for signer in signers]
        with pytest.raises(CheckFailed, match="2 are needed"):
            publish_prepared(sqlite_world.home, test=False, signed=signed)
    assert (sqlite_world.archive.public / "keys.json").read_bytes() == before
    assert verify_tree(sqlite_world.archive.public).ok


def test_version_prepared_before_a_release_is_prepared_again(sqlite_world: World) -> None:
    statement = prepared(sqlite_world, add=[(NEW.verifier, "approver", "Cholpon")])
    play(sqlite_world, 1)
    with pytest.raises(CheckFailed, match="prepare the version again"):
        publish_prepared(sqlite_world.home, test=False, signed=[sign_statement(statement, *APPROVERS)])
    assert_right(sqlite_world)


def test_first_approvers_sign_their_own_entry(tmp_path: Path) -> None:
    make_keys(tmp_path, test=False, at=EVE, code="0")
    added = [(signer.verifier, "approver", signer.name) for signer in APPROVERS]
    statement = prepare(tmp_path, test=False, at=EVE, code="0", add=added)
    publish_prepared(tmp_path, test=False, signed=[sign_statement(statement, *APPROVERS)])
    assert verify_tree(tmp_path / "public").ok
    assert len(Ledger(tmp_path, test=False).keys.valid("approver", 5)) == 2


def test_keys_that_cannot_be_changed_are_named(sqlite_world: World) -> None:
    with pytest.raises(InputError, match="no open key") as caught:
        prepared(sqlite_world, close=["x"], add=[(APPROVERS[0].verifier, "chief", "A")])
    assert len(caught.value.problems) == 3


def test_publishers_key_is_replaced_and_old_leaves_stay_right(sqlite_world: World, tmp_path: Path) -> None:
    play(sqlite_world, 2)
    old, new = PUBLISHER_KEYS[False], Signer(PUBLISHER_KEYS[False].name, bytes([8]) * 32)
    kept = tmp_path / "kept"
    assert verify_tree(sqlite_world.archive.public, kept).ok
    change = {"add": [(new.verifier, "publisher", "CEC")], "close": [str(old.verifier)]}
    signed = [sign_statement(prepared(sqlite_world, **change), *APPROVERS)]
    publish_prepared(sqlite_world.home, test=False, signed=signed)
    (sqlite_world.home / "keys" / "publisher.key").unlink()
    new.save(sqlite_world.home / "keys" / "publisher.key")
    play_on(sqlite_world)
    assert_right(sqlite_world)
    assert verify_tree(sqlite_world.archive.public, kept).ok


def play_on(world: World) -> None:
    for record, now in STEPS[2:4]:
        with world.store.write() as session:
            record(session)
        world.publish(now)
