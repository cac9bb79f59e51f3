"""The write-once archive: nothing is overwritten, unchanged files are named in the release that wrote them."""

import subprocess
from pathlib import Path

import pytest

from portal.domain.statuses import ReleaseKind
from portal.publication.archive import Archive, ArchiveError, encode
from portal.publication.durable import move_new, replace_synced, write_synced
from portal.publication.manifest import NAME, Entry, sha256_of
from tests.golden.script import play
from tests.publication.world import CAMPAIGN, World


@pytest.fixture
def archive(tmp_path: Path) -> Archive:
    return Archive(tmp_path)


def admitted(
    archive: Archive, n: int, documents: dict[str, object], *, self_contained: bool = False
) -> dict[str, Entry]:
    """A release of these documents, staged, sealed and moved in; its manifest."""
    previous = archive.manifest("c", n - 1) if n > 1 else {}
    staging = archive.stage("c", n, previous)
    for path, document in documents.items():
        staging.add(path, document, keep_unchanged=not self_contained)
    staging.seal()
    archive.admit("c", staging.folder, staging.n)
    return archive.manifest("c", n)


def test_release_is_admitted_with_its_files_and_hashes(archive: Archive) -> None:
    manifest = admitted(archive, 1, {"campaign.json": {"a": 1}, "territories/1.json": {"b": [2]}})
    assert set(manifest) == {"campaign.json", "territories/1.json"}
    folder = archive.folder("c", 1)
    assert manifest == {path: Entry(sha256_of(folder / path), 1) for path in manifest}
    assert archive.read("c", manifest["territories/1.json"], "territories/1.json") == {"b": [2]}
    assert archive.numbers("c") == [1]


def test_release_of_a_taken_number_is_refused_and_changes_nothing(archive: Archive) -> None:
    before = admitted(archive, 1, {"campaign.json": {"a": 1}})
    with pytest.raises(FileExistsError, match="never replaced"):
        admitted(archive, 1, {"campaign.json": {"a": 2}})
    assert archive.manifest("c", 1) == before
    assert archive.read("c", before["campaign.json"], "campaign.json") == {"a": 1}


def test_document_is_written_once_in_a_staged_release(archive: Archive) -> None:
    staging = archive.stage("c", 1, {})
    staging.add("campaign.json", {"a": 1})
    with pytest.raises(FileExistsError):
        staging.add("campaign.json", {"a": 2})


def test_new_file_and_moved_folder_refuse_an_existing_name(tmp_path: Path) -> None:
    write_synced(tmp_path / "x", b"1")
    with pytest.raises(FileExistsError):
        write_synced(tmp_path / "x", b"2")
    assert (tmp_path / "x").read_bytes() == b"1"
    for name in ("a", "b"):
        (tmp_path / name).mkdir()
    with pytest.raises(FileExistsError):
        move_new(tmp_path / "a", tmp_path / "b")


def test_pointer_is_replaced_whole_and_leaves_nothing_beside_it(tmp_path: Path) -> None:
    replace_synced(tmp_path / "latest.json", b"1")
    replace_synced(tmp_path / "latest.json", b"22")
    assert [(path.name, path.read_bytes()) for path in tmp_path.iterdir()] == [("latest.json", b"22")]


def test_unchanged_document_is_named_in_its_owner_and_not_written_again(archive: Archive) -> None:
    admitted(archive, 1, {"a.json": {"v": 1}, "b.json": {"v": 1}})
    admitted(archive, 2, {"a.json": {"v": 1}, "b.json": {"v": 2}})
    third = admitted(archive, 3, {"a.json": {"v": 1}, "b.json": {"v": 2}})
    assert {path: entry.owner for path, entry in third.items()} == {"a.json": 1, "b.json": 2}
    assert [path.name for path in archive.folder("c", 3).iterdir()] == [NAME]
    lines = (archive.folder("c", 3) / NAME).read_text().splitlines()
    assert [line.split("  ")[1] for line in lines] == ["../1/a.json", "../2/b.json"]


def test_document_that_returns_to_an_older_content_is_written_anew(archive: Archive) -> None:
    admitted(archive, 1, {"a.json": {"v": 1}})
    admitted(archive, 2, {"a.json": {"v": 2}})
    assert admitted(archive, 3, {"a.json": {"v": 1}})["a.json"].owner == 3


def test_self_contained_release_owns_every_file(archive: Archive) -> None:
    admitted(archive, 1, {"a.json": {"v": 1}})
    assert admitted(archive, 2, {"a.json": {"v": 1}}, self_contained=True)["a.json"].owner == 2


def test_staging_folder_of_an_interrupted_run_is_removed(archive: Archive) -> None:
    staging = archive.stage("c", 1, {})
    staging.add("old.json", {})
    again = archive.stage("c", 1, {})
    assert list(again.folder.iterdir()) == []
    assert not archive.public.exists()


def test_release_without_its_list_of_files_is_an_error_that_names_it(archive: Archive) -> None:
    archive.folder("c", 4).mkdir(parents=True)
    with pytest.raises(ArchiveError, match="release 4 has no SHA256SUMS"):
        archive.manifest("c", 4)


def test_documents_are_one_line_of_json_in_the_order_of_their_keys() -> None:
    assert encode({"b": 1, "a": ["ң", None]}) == '{"b":1,"a":["ң",null]}\n'.encode()


def test_every_release_is_checked_by_sha256sum(sqlite_world: World) -> None:
    play(sqlite_world)
    for n in sqlite_world.archive.numbers(CAMPAIGN):
        folder = sqlite_world.archive.folder(CAMPAIGN, n)
        done = subprocess.run(["sha256sum", "--strict", "-c", NAME], cwd=folder, capture_output=True, check=False)
        assert done.returncode == 0, done.stderr


def test_damaged_file_is_found_by_sha256sum(sqlite_world: World) -> None:
    play(sqlite_world, 3)
    damaged = sqlite_world.archive.folder(CAMPAIGN, 1) / "contests/d1.json"
    damaged.write_bytes(damaged.read_bytes().replace(b"Aida", b"Bida"))
    folder = sqlite_world.archive.folder(CAMPAIGN, 3)
    done = subprocess.run(["sha256sum", "-c", NAME], cwd=folder, capture_output=True, text=True, check=False)
    assert done.returncode == 1 and "../1/contests/d1.json: FAILED" in done.stdout


def test_documents_hold_no_release_number_and_no_time_of_publication(sqlite_world: World) -> None:
    play(sqlite_world, 3)
    for path, content in sqlite_world.documents().items():
        assert b"published_at" not in content and b'"release"' not in content and b'"n":' not in content, path


def test_opening_release_owns_all_its_files_and_a_later_one_only_what_changed(sqlite_world: World) -> None:
    play(sqlite_world, 3)
    first = sqlite_world.archive.release(CAMPAIGN, 1)
    assert first["kind"] == ReleaseKind.OPENING
    assert {entry.owner for entry in sqlite_world.manifest(1).values()} == {1}
    assert (
        sha256_of(sqlite_world.archive.folder(CAMPAIGN, 1) / "find.json")
        == sqlite_world.manifest(3)["find.json"].sha256
    )
    assert sqlite_world.manifest(3)["find.json"].owner == 1
