"""A mirror holds exactly what was published, and nothing that was not checked."""

import shutil
from pathlib import Path

import pytest

from portal.cli import main
from portal.errors import CheckFailed
from portal.mirror.copy import mirror
from portal.publication.transparency.errors import TransparencyError
from portal.verify.source import FolderSource, SourceError, open_source
from portal.verify.tree import verify_tree
from tests.published.tree import Tree, a_campaign
from tests.verify.test_source import Mirror, Portal, serving
from tests.verify.tree_maker import make_tree


def contents(root: Path) -> dict[str, bytes]:
    return {path.relative_to(root).as_posix(): path.read_bytes() for path in root.rglob("*") if path.is_file()}


def plain_tree(root: Path) -> Tree:
    """A tree without a log, with two releases and bulk files."""
    tree = Tree(root)
    tree.publish("kg2025", a_campaign(), data={"results.csv": b"a,b\r\n1,2\r\n"})
    documents = a_campaign()
    documents["campaign.json"]["opens"] = "07:00"
    tree.publish("kg2025", documents)
    return tree


@pytest.mark.parametrize("handler", [Mirror, Portal])
def test_a_copy_of_a_served_tree_is_verified_and_can_be_copied_itself(tmp_path: Path, handler: type[Mirror]) -> None:
    make_tree(tmp_path / "public")
    with serving(handler, tmp_path / "public") as address:
        done = mirror(open_source(address), tmp_path / "copy")
    assert done.logged and done.parts
    report = verify_tree(tmp_path / "copy")
    assert report.ok, [line for check in report.checks for line in check.problems]
    mirror(FolderSource(tmp_path / "copy"), tmp_path / "second")
    assert contents(tmp_path / "second") == contents(tmp_path / "copy")


def test_a_tree_without_a_log_is_copied_byte_by_byte(tmp_path: Path) -> None:
    plain_tree(tmp_path / "public")
    done = mirror(FolderSource(tmp_path / "public"), tmp_path / "copy")
    assert not done.logged
    assert contents(tmp_path / "copy") == contents(tmp_path / "public")


def test_a_second_run_copies_only_what_is_new(tmp_path: Path) -> None:
    tree = plain_tree(tmp_path / "public")
    source = FolderSource(tmp_path / "public")
    mirror(source, tmp_path / "copy")
    again = mirror(source, tmp_path / "copy")
    assert (again.parts, again.files) == (0, 0)
    documents = a_campaign()
    documents["campaign.json"]["opens"] = "06:00"
    tree.publish("kg2025", documents, data={"results.csv": b"a,b\r\n1,3\r\n"})
    third = mirror(source, tmp_path / "copy")
    assert third.parts == 2
    assert contents(tmp_path / "copy") == contents(tmp_path / "public")


def test_an_interrupted_copy_goes_on_and_its_pointers_never_lead_to_nothing(tmp_path: Path) -> None:
    plain_tree(tmp_path / "public")
    mirror(FolderSource(tmp_path / "public"), tmp_path / "copy")
    for name in ("index.json", "releases/kg2025/latest.json", "releases/kg2025/2/SHA256SUMS"):
        (tmp_path / "copy" / name).unlink()
    (tmp_path / "copy" / "releases/kg2025/2/campaign.json").rename(
        tmp_path / "copy" / "releases/kg2025/2/campaign.json.unfinished"
    )
    done = mirror(FolderSource(tmp_path / "public"), tmp_path / "copy")
    assert (done.parts, done.files) == (1, 1)
    assert contents(tmp_path / "copy") == contents(tmp_path / "public")


@pytest.mark.parametrize("logged", [True, False])
def test_a_changed_file_is_not_taken_and_the_pointers_stay(tmp_path: Path, logged: bool) -> None:
    root = tmp_path / "public"
    if logged:
        make_tree(root)
    else:
        plain_tree(root)
    place = next(path for path in sorted(root.rglob("*.json")) if path.parent.name.isdigit())
    place.write_bytes(place.read_bytes() + b" ")
    with pytest.raises(CheckFailed, match="its sha256 is not"):
        mirror(FolderSource(root), tmp_path / "copy")
    assert not (tmp_path / "copy" / "index.json").exists()
    assert place.relative_to(root).as_posix() not in contents(tmp_path / "copy")


def test_a_list_that_the_log_does_not_name_is_refused(tmp_path: Path) -> None:
    root = tmp_path / "public"
    make_tree(root)
    place = next(iter(sorted(root.rglob("SHA256SUMS"))))
    place.write_bytes(b"".join(place.read_bytes().splitlines(keepends=True)[1:]))
    with pytest.raises(CheckFailed, match="not the list that the log names"):
        mirror(FolderSource(root), tmp_path / "copy")


def test_a_forged_checkpoint_is_refused(tmp_path: Path) -> None:
    root = tmp_path / "public"
    make_tree(root)
    note = (root / "log/checkpoint").read_bytes()
    (root / "log/checkpoint").write_bytes(note.replace(b"\n", b"\n9", 1))
    with pytest.raises((TransparencyError, SourceError)):
        mirror(FolderSource(root), tmp_path / "copy")


@pytest.mark.parametrize("id", ["../../etc", "a/b", ""])
def test_a_strange_campaign_id_leads_nowhere(tmp_path: Path, id: str) -> None:
    tree = plain_tree(tmp_path / "public")
    tree.write("index.json", b'{"campaigns":[{"id":"%s","release":1}]}' % id.encode())
    with pytest.raises(SourceError, match="cannot be the id"):
        mirror(FolderSource(tmp_path / "public"), tmp_path / "copy")


def test_the_verb_says_what_it_did_and_ends_with_a_code(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    make_tree(tmp_path / "public")
    assert main(["mirror", str(tmp_path / "public"), str(tmp_path / "copy")]) == 0
    assert "hashes and log checked" in capsys.readouterr().out
    assert main(["mirror", str(tmp_path / "nowhere"), str(tmp_path / "copy")]) == 2
    shutil.rmtree(tmp_path / "copy")
    next(iter(sorted((tmp_path / "public").rglob("release.json")))).write_bytes(b"{}")
    assert main(["mirror", str(tmp_path / "public"), str(tmp_path / "copy")]) == 3
