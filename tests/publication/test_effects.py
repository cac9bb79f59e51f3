"""What orders of two people do to what is published: pause, resume, hold, withdrawal, redaction."""

import hashlib
from datetime import datetime

from portal.app import create_app
from portal.domain.facts import OrderKind, Scan
from portal.domain.names import Names
from portal.settings import load_settings
from portal.store.record import approve, record_order, record_scan
from portal.verify.tree import verify_tree
from tests.golden.script import STEPS, play, turnout
from tests.publication.world import CAMPAIGN, World, clock_time

WHY = Names(ky="Себеп", ru="Причина", en="The reason")


def ordered(world: World, kind: OrderKind, at: datetime, target: str = "", people: tuple[str, ...] = ("A", "B")) -> int:
    """An order approved by these people at that time; its sequence number."""
    with world.store.write() as session:
        seq = record_order(session, CAMPAIGN, kind, at, people[0], target=target, reason=WHY, decision="17")
        for person in people:
            approve(session, seq, person, at)
    return seq


def page(world: World, path: str) -> str:
    app = create_app(roles=("public",), settings=load_settings(home=world.home))
    answer = app.test_client().get(path)
    assert answer.status_code == 200, answer.text
    return answer.text


def scanned(world: World, content: bytes, at: datetime) -> str:
    """A scan of a precinct, released at that time; its hash."""
    sha256 = hashlib.sha256(content).hexdigest()
    place = world.home / "private" / "scans" / f"{sha256}.pdf"
    place.parent.mkdir(parents=True, exist_ok=True)
    place.write_bytes(content)
    with world.store.write() as session:
        record_scan(session, CAMPAIGN, Scan(0, at, "n-1", "d1", "protocol", sha256, "pdf", at), "tests")
    return sha256


def test_pause_stops_new_figures_and_says_so_on_every_page_until_it_is_resumed(sqlite_world: World) -> None:
    play(sqlite_world, 4)
    now = STEPS[3][1]
    ordered(sqlite_world, OrderKind.PAUSE, now)
    n = sqlite_world.publish(now)
    assert n == 5 and sqlite_world.archive.release(CAMPAIGN, 5)["kind"] == "pause"
    for path in ("/en/golden/", "/en/golden/precinct/n-1/", "/en/golden/releases/"):
        assert "Publication is paused: the figures stay as they are. Reason: The reason." in page(sqlite_world, path)
    listed = sqlite_world.archive.index()["campaigns"][0]
    assert listed["pause"]["en"].endswith("The reason.") and datetime.fromisoformat(listed["paused_at"]) == now
    for path in ("/en/", "/en/find?q=1&campaign=golden"):
        assert "Reason: The reason. Paused since" in page(sqlite_world, path)
    assert sqlite_world.archive.release(CAMPAIGN, 5)["changed"]["configuration"] == ["configuration.json"]
    assert "No figure changed in this release. Only" in page(sqlite_world, "/en/golden/releases/5/")
    assert "No figure differs between these releases. Only" in page(sqlite_world, "/en/golden/releases/5/since/4/")
    assert "No figure" not in page(sqlite_world, "/en/golden/releases/4/")
    figures = sqlite_world.document("campaign.json")["totals"]
    with sqlite_world.store.write() as session:
        STEPS[4][0](session)
    sqlite_world.publish(STEPS[4][1])
    assert sqlite_world.document("campaign.json")["totals"] == figures
    ordered(sqlite_world, OrderKind.RESUME, STEPS[4][1])
    sqlite_world.publish(STEPS[4][1])
    assert sqlite_world.archive.release(CAMPAIGN, sqlite_world.latest)["kind"] == "pause"
    assert "Publication is paused" not in page(sqlite_world, "/en/golden/") + page(sqlite_world, "/en/")
    assert not {"pause", "paused_at"} & set(sqlite_world.archive.index()["campaigns"][0])
    assert sqlite_world.document("campaign.json")["totals"] != figures
    assert verify_tree(sqlite_world.archive.public).ok


def test_order_of_one_person_changes_nothing(sqlite_world: World) -> None:
    play(sqlite_world, 4)
    for kind in OrderKind:
        ordered(sqlite_world, kind, STEPS[3][1], people=("A",))
    assert sqlite_world.publish(STEPS[3][1]) is None
    assert sqlite_world.latest == 4


def test_withdrawal_marks_figures_and_hides_nothing(sqlite_world: World) -> None:
    play(sqlite_world)
    before = {k: v for k, v in sqlite_world.documents().items() if k.startswith(("territories", "contests"))}
    now = clock_time(12, day=3)
    ordered(sqlite_world, OrderKind.WITHDRAWAL, now, "precinct:n-1")
    n = sqlite_world.publish(now)
    assert n and sqlite_world.archive.release(CAMPAIGN, n)["kind"] == "withdrawal"
    after = {k: v for k, v in sqlite_world.documents().items() if k.startswith(("territories", "contests"))}
    assert after == before
    mark = "These figures were withdrawn on"
    assert mark in page(sqlite_world, "/en/golden/precinct/n-1/")
    assert "The reason (decision No. 17)" in page(sqlite_world, "/en/golden/precinct/n-1/")
    assert mark not in page(sqlite_world, "/en/golden/precinct/n-2/")
    ordered(sqlite_world, OrderKind.WITHDRAWAL, now)
    sqlite_world.publish(now)
    assert mark in page(sqlite_world, "/en/golden/precinct/n-2/")
    assert verify_tree(sqlite_world.archive.public).ok


def test_redacted_scan_is_gone_with_its_reason_and_verify_says_so(sqlite_world: World) -> None:
    play(sqlite_world)
    now = clock_time(12, day=3)
    first, second = (scanned(sqlite_world, content, now) for content in (b"%PDF one", b"%PDF two"))
    shown = sqlite_world.publish(now)
    assert shown
    public = sqlite_world.archive.public
    assert (public / "scans" / f"{first}.pdf").read_bytes() == b"%PDF one"
    assert f"../../../scans/{first}.pdf" in (sqlite_world.archive.folder(CAMPAIGN, shown) / "SHA256SUMS").read_text()
    ordered(sqlite_world, OrderKind.REDACTION, now, f"scan:{first}")
    n = sqlite_world.publish(now)
    assert n and sqlite_world.archive.release(CAMPAIGN, n)["kind"] == "redaction"
    assert not (public / "scans" / f"{first}.pdf").exists()
    assert (public / "scans" / f"{second}.pdf").exists()
    report = verify_tree(public)
    assert report.ok and report.redacted == [f"scans/{first}.pdf"]
    client = create_app(roles=("public",), settings=load_settings(home=sqlite_world.home)).test_client()
    answer = client.get(f"/scans/{first}.pdf")
    assert answer.status_code == 410
    assert all(word in answer.text for word in ("Себеп", "Причина", "The reason", first))
    sqlite_world.publication.settle(CAMPAIGN)
    assert not (public / "scans" / f"{first}.pdf").exists()


def test_hold_of_a_precinct_keeps_its_new_facts_back_and_lets_the_others_through(sqlite_world: World) -> None:
    play(sqlite_world)
    now = clock_time(12, day=3)
    ordered(sqlite_world, OrderKind.HOLD, now, "precinct:n-1")
    n = sqlite_world.publish(now)
    assert n and sqlite_world.archive.release(CAMPAIGN, n)["reason"]["en"] == "The reason"
    later = clock_time(13, day=3)
    with sqlite_world.store.write() as session:
        turnout(session, "n-1", 20, 5000, 0, later)
    before = sqlite_world.document("campaign.json")["totals"]["turnout"]
    sqlite_world.publish(later)
    assert sqlite_world.document("campaign.json")["totals"]["turnout"] == before
    ordered(sqlite_world, OrderKind.RELEASE_HOLD, later, "precinct:n-1")
    n = sqlite_world.publish(later)
    assert n and sqlite_world.archive.release(CAMPAIGN, n)["kind"] == "correction"
    assert verify_tree(sqlite_world.archive.public).ok
