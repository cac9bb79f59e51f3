"""The reader on releases that are whole, damaged, repaired and replaced."""

from pathlib import Path

import pytest
from structlog.testing import capture_logs

from portal.published import site as site_module
from portal.published.errors import DamagedFile, NothingPublished, NotPublished, Redacted
from portal.published.opening import OF_EVERY_PAGE
from portal.published.search import Search
from portal.published.site import Site
from tests.published.documents import names, status
from tests.published.tree import Tree, a_campaign


@pytest.fixture
def tree(tmp_path: Path) -> Tree:
    return Tree(tmp_path / "public")


@pytest.fixture(autouse=True)
def look_at_every_call(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(site_module, "LOOK_EVERY", 0.0)


def changed(progress: str = "complete") -> dict[str, object]:
    documents = a_campaign()
    documents["campaign.json"]["status"] = status(progress)
    return documents


def refusals(logs: list[dict[str, object]]) -> list[tuple[object, object]]:
    return [(row["release"], row["reason"]) for row in logs if row["event"] == "release.refused"]


def test_the_newest_release_is_served_and_unchanged_files_come_from_the_release_that_wrote_them(tree):
    tree.publish("kg2025", a_campaign())
    tree.publish("kg2025", changed())
    release = Site(tree.root).current().release("kg2025")
    assert release.number == 2
    assert release.campaign_document()["status"]["progress"] == "complete"
    assert release.listed("territories/2.json").owner == 1
    assert release.territory("2").head["code"] == "2"
    assert release.precincts_index()["precincts"]["1002"] == "2"
    assert release.past(1)["kind"] == "opening"


def test_a_new_release_is_seen_at_the_next_look_and_the_former_snapshot_stays_as_it_was(tree):
    tree.publish("kg2025", a_campaign())
    site = Site(tree.root)
    before = site.current()
    tree.publish("kg2025", changed())
    assert site.current().release("kg2025").number == 2
    assert before.release("kg2025").number == 1
    assert before.release("kg2025").campaign_document()["status"]["progress"] == "partial"


def test_the_pointer_is_not_looked_at_more_often_than_every_half_second(tree, monkeypatch):
    monkeypatch.setattr(site_module, "LOOK_EVERY", 1000.0)
    tree.publish("kg2025", a_campaign())
    site = Site(tree.root)
    tree.publish("kg2025", changed())
    assert site.current().release("kg2025").number == 1


@pytest.mark.parametrize("damage", [b"{}", b"", None], ids=["corrupted", "truncated", "missing"])
def test_a_release_with_a_damaged_file_is_refused_and_the_former_one_is_served(tree, damage):
    tree.publish("kg2025", a_campaign())
    site = Site(tree.root)
    tree.publish("kg2025", changed())
    place = tree.root / "releases/kg2025/2/campaign.json"
    place.unlink()
    if damage is not None:
        place.write_bytes(damage)
    with capture_logs() as logs:
        for _ in range(3):
            assert site.current().release("kg2025").number == 1
        assert Site(tree.root).current().release("kg2025").number == 1
    assert refusals(logs) == [(2, "missing" if damage is None else "wrong_hash")] * 2


@pytest.mark.parametrize("content", [b"", b"nonsense\n", b"\xff\xfe", None])
def test_a_release_without_a_readable_list_of_hashes_is_refused(tree, content):
    tree.publish("kg2025", a_campaign())
    tree.publish("kg2025", changed())
    place = tree.root / "releases/kg2025/2/SHA256SUMS"
    place.unlink()
    if content is not None:
        place.write_bytes(content)
    assert Site(tree.root).current().release("kg2025").number == 1


def test_a_file_of_an_older_release_that_is_missing_refuses_every_release_that_names_it(tree):
    tree.publish("kg2025", a_campaign())
    second = changed()
    second["contests/1.json"]["seats"] = 2
    tree.publish("kg2025", second)
    tree.publish("kg2025", {**second, "campaign.json": changed("official")["campaign.json"]})
    (tree.root / "releases/kg2025/2/contests/1.json").unlink()
    assert Site(tree.root).current().release("kg2025").number == 1


def test_damage_found_while_reading_makes_the_reader_fall_back_and_is_logged_once(tree):
    tree.publish("kg2025", a_campaign())
    second = changed()
    second["contests/1.json"]["seats"] = 2
    tree.publish("kg2025", second)
    site = Site(tree.root)
    snapshot = site.current()
    (tree.root / "releases/kg2025/2/contests/1.json").write_bytes(b"[]")
    with capture_logs() as logs:
        with pytest.raises(DamagedFile) as caught:
            snapshot.release("kg2025").contest("1")
        fallen_back = site.damaged("kg2025", caught.value, snapshot)
        site.damaged("kg2025", caught.value, snapshot)
    assert fallen_back.release("kg2025").number == 1
    assert fallen_back.release("kg2025").contest("1")["seats"] == 3
    assert refusals(logs) == [(2, "wrong_hash")]


def test_a_repaired_file_brings_its_release_back(tree):
    tree.publish("kg2025", a_campaign())
    tree.publish("kg2025", changed())
    place = tree.root / "releases/kg2025/2/campaign.json"
    good = place.read_bytes()
    place.write_bytes(b"broken")
    site = Site(tree.root)
    assert site.current().release("kg2025").number == 1
    place.write_bytes(good)
    assert site.current().release("kg2025").number == 2


def test_where_no_release_is_whole_the_newest_is_served_without_its_damaged_document(tree):
    tree.publish("kg2025", a_campaign())
    (tree.root / "releases/kg2025/1/territories/2.json").write_bytes(b"broken")
    release = Site(tree.root).current().release("kg2025")
    assert release.campaign_document()["campaign"] == "kg2025"
    with pytest.raises(DamagedFile):
        release.territory("2").at(0)


@pytest.mark.parametrize("pointer", [b"", b"{", b"[]", b'{"release":"2"}', b'{"release":0,"data":null}'])
def test_an_unreadable_pointer_leaves_the_served_release_and_a_fresh_reader_follows_the_index(tree, pointer):
    tree.publish("kg2025", a_campaign())
    tree.publish("kg2025", changed())
    site = Site(tree.root)
    tree.write("releases/kg2025/latest.json", pointer)
    assert site.current().release("kg2025").number == 2
    assert Site(tree.root).current().release("kg2025").number == 2


def test_a_folder_that_the_pointer_does_not_name_yet_is_not_served(tree):
    tree.publish("kg2025", a_campaign())
    tree.publish("kg2025", changed())
    tree.point("kg2025", 1)
    assert Site(tree.root).current().release("kg2025").number == 1


def test_an_unreadable_index_keeps_the_one_before(tree):
    tree.publish("kg2025", a_campaign())
    site = Site(tree.root)
    for content in (b"", b"[]", b'{"campaigns":[{}]}'):
        tree.write("index.json", content)
        assert site.current().index_document()["campaigns"][0]["id"] == "kg2025"


def test_an_announced_campaign_is_known_and_an_unknown_one_is_not(tree):
    tree.publish("kg2025", a_campaign())
    tree.announce("next2026")
    snapshot = Site(tree.root).current()
    with pytest.raises(NothingPublished):
        snapshot.release("next2026")
    with pytest.raises(NotPublished):
        snapshot.release("other")


def test_an_empty_folder_publishes_nothing(tmp_path):
    snapshot = Site(tmp_path / "public").current()
    with pytest.raises(NotPublished):
        snapshot.index_document()


def test_bulk_files_belong_to_the_release_that_they_were_made_of(tree):
    tree.publish("kg2025", a_campaign(), data={"results.csv": b"a\r\n"})
    tree.publish("kg2025", changed())
    release = Site(tree.root).current().release("kg2025")
    assert release.latest["data"] == 1
    assert release.file("data/results.csv").read_bytes() == b"a\r\n"
    (tree.root / "releases/kg2025/1/data/results.csv").write_bytes(b"b\r\n")
    with pytest.raises(DamagedFile):
        release.file("data/results.csv")


def test_a_redacted_scan_is_gone_and_an_unknown_one_was_never_there(tree):
    tree.publish("kg2025", a_campaign())
    tree.redact("ab" * 32)
    library = Site(tree.root).library
    with pytest.raises(Redacted):
        library.scan(f"scans/{'ab' * 32}.jpg", "ab" * 32)
    with pytest.raises(NotPublished):
        library.scan(f"scans/{'cd' * 32}.jpg", "cd" * 32)


def test_what_every_page_needs_was_read_when_the_release_was_opened_and_nothing_else(tree):
    tree.publish("kg2025", a_campaign())
    release = Site(tree.root).current().release("kg2025")
    for path in (*OF_EVERY_PAGE, "contests/1.json"):
        release.file(path).unlink()
    assert all(release.document(path) for path in OF_EVERY_PAGE)
    with pytest.raises(DamagedFile):
        release.contest("1")


@pytest.mark.parametrize("archive", [True, False])
def test_of_a_running_campaign_the_description_of_its_bulk_files_was_read_too(tree, archive):
    described = {"datapackage.json": b'{"resources":[]}'}
    tree.publish("kg2025", a_campaign(archive=archive), data=described)
    release = Site(tree.root).current().release("kg2025")
    release.file("data/datapackage.json").unlink()
    if archive:
        with pytest.raises(DamagedFile):
            release.document("data/datapackage.json")
    else:
        assert release.document("data/datapackage.json") == {"resources": []}


@pytest.fixture
def spelled(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Number of rows of every search that is made."""
    made: list[int] = []
    original = Search.__init__

    def noted(self, find, configuration):
        made.append(len(find["rows"]))
        original(self, find, configuration)

    monkeypatch.setattr(Search, "__init__", noted)
    return made


def test_addresses_of_a_running_campaign_are_spelled_out_before_anybody_asks_and_once_for_all_releases(tree, spelled):
    tree.publish("kg2025", a_campaign())
    site = Site(tree.root)
    assert spelled == [2]
    paused = changed()
    paused["configuration.json"]["pause"] = names("", "", "A question is open")
    tree.publish("kg2025", paused)
    assert site.current().release("kg2025").search().precincts("1002")
    assert spelled == [2]
    renamed = a_campaign()
    place = {
        "code": "2",
        "parent": "1",
        "level": 2,
        "kind": "district",
        "name": names("", "", "Elsewhere"),
        "precincts": 2,
    }
    renamed["configuration.json"]["territories"] = [place]
    tree.publish("kg2025", renamed)
    assert site.current().release("kg2025").search().territories("elsewhere")
    assert spelled == [2, 2]


def test_those_of_an_archive_are_spelled_out_when_somebody_asks(tree, spelled):
    tree.publish("kg2025", a_campaign(archive=True))
    release = Site(tree.root).current().release("kg2025")
    assert spelled == []
    assert release.search().precincts("1001") and spelled == [2]
