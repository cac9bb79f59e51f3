"""What is published of the site itself: approved notices, and commitments that say nothing before they are opened."""

import os
from datetime import timedelta

from portal.app import create_app
from portal.publication.site import blinded, blinding_key
from portal.publication.transparency.merkle import leaf_hash
from portal.settings import load_settings
from portal.store.models import IncidentApprovalRow, IncidentRow
from portal.store.record.spine import insert_rows
from tests.golden.script import play
from tests.publication.test_ledger import assert_right
from tests.publication.world import EVE, World, clock_time


def incident(world: World, *, approved: bool) -> None:
    row = {
        "happened_at": EVE,
        "name_ky": "Үзгүлтүк",
        "name_ru": "Сбой",
        "name_en": "Outage",
        "text_ky": "т",
        "text_ru": "т",
        "text_en": "The page was slow.",
        "at": EVE,
        "person": "Asel",
    }
    with world.store.write() as session:
        note = IncidentRow(**row)
        session.add(note)
        session.flush()
        if approved:
            insert_rows(session, IncidentApprovalRow, [{"incident": note.seq, "at": EVE, "person": "Bakyt"}])


def test_approved_notice_is_published_and_one_that_waits_is_not(sqlite_world: World) -> None:
    incident(sqlite_world, approved=False)
    assert sqlite_world.publication.publish_site() is None
    incident(sqlite_world, approved=True)
    assert sqlite_world.publication.publish_site() == 1
    assert sqlite_world.publication.publish_site() is None
    app = create_app(roles=("public",), settings=load_settings(home=sqlite_world.home))
    assert "The page was slow." in app.test_client().get("/en/site/").text
    play(sqlite_world, 2)
    assert_right(sqlite_world)


def test_commitments_come_after_the_last_precinct_closed_and_once_an_hour(sqlite_world: World) -> None:
    play(sqlite_world, 4)
    assert sqlite_world.publication.publish_site() is None
    sqlite_world.clock.instant = clock_time(20, day=1)
    assert sqlite_world.publication.publish_site() == 1
    sqlite_world.clock.instant += timedelta(minutes=59)
    assert sqlite_world.publication.publish_site() is None
    document = sqlite_world.archive.read(
        "site", sqlite_world.archive.manifest("site", 1)["commitments.json"], "commitments.json"
    )
    assert set(document) == {"v", "audit_chain", "intake_root"}
    assert_right(sqlite_world)


def test_commitment_is_opened_by_the_blinding_key_alone(sqlite_world: World) -> None:
    key = blinding_key(sqlite_world.home)
    assert blinding_key(sqlite_world.home) == key and len(key) == 32
    assert os.stat(sqlite_world.home / "keys" / "blinding.key").st_mode & 0o077 == 0
    assert blinded(key, "ab" * 32) != blinded(bytes(32), "ab" * 32)
    assert leaf_hash(blinded(key, "ab" * 32)) == leaf_hash(blinded(key, "ab" * 32))
