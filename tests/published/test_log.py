"""What readers take from the transparency log: roots at the foot of pages, and reasons of redactions."""

from pathlib import Path

from portal.publication.transparency.log import TransparencyLog
from portal.published.log import PublishedLog
from tests.verify.tree_maker import ORIGIN, TreeMaker, hex_hash, make_tree


def test_root_after_a_release_is_that_of_the_log_of_that_time(tmp_path: Path) -> None:
    tree = TreeMaker(tmp_path)
    reader = PublishedLog(tmp_path)
    assert reader.root_after("e2025", 1) == ""
    roots = []
    for n in range(1, 4):
        tree.release("e2025", "opening" if n == 1 else "automatic", {"campaign.json": b"%d" % n})
        roots.append(tree.log.root().hex()[:8])
        assert reader.root_after("e2025", n) == roots[-1]
        tree.data("e2025", {"results.csv": b"%d" % n})
    assert [PublishedLog(tmp_path).root_after("e2025", n) for n in (1, 2, 3, 4)] == [*roots, ""]


def test_roots_go_on_beyond_the_first_full_tile(tmp_path: Path) -> None:
    tree = TreeMaker(tmp_path)
    reader = PublishedLog(tmp_path)
    for n in range(1, 260):
        tree.release("e2025", "opening" if n == 1 else "automatic")
        if n % 50 == 0:
            assert reader.root_after("e2025", n) == tree.log.root().hex()[:8]
    log = TransparencyLog(tmp_path / "log", ORIGIN, tree.publisher)
    assert PublishedLog(tmp_path).root_after("e2025", 259) == log.root().hex()[:8]


def test_redacted_hash_is_known_with_its_reason(tmp_path: Path) -> None:
    make_tree(tmp_path)
    log = PublishedLog(tmp_path)
    assert hex_hash(b"scan 2") in log and hex_hash(b"scan 1") not in log
    assert log.reason(hex_hash(b"scan 2")) == {"ru": "личные данные"}
    assert log.reason(hex_hash(b"scan 1")) == {}


def test_without_a_log_nothing_is_known(tmp_path: Path) -> None:
    log = PublishedLog(tmp_path)
    assert log.root_after("e2025", 1) == "" and "ab" * 32 not in log
