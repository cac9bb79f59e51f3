"""What a publisher who holds the key could do wrong, and what the verifier says of it."""

import subprocess
import sys
from pathlib import Path

import pytest

from portal.publication.transparency.keys import APPROVER, LOG, PUBLISHER, PublicKey, keys_document, publish_keys
from portal.publication.transparency.log import TransparencyLog
from portal.publication.transparency.signer import Signer
from portal.verify.kept import KeptStateError
from portal.verify.source import SourceError
from portal.verify.tree import verify_tree
from tests.verify.audit_runner import SCRIPT, audit
from tests.verify.tree_maker import ORIGIN, TIME, TreeMaker, hex_hash, make_tree


def assert_both_find(root: Path, *codes: str) -> list[str]:
    report = verify_tree(root)
    assert report.failed() == list(codes)
    assert not audit(root)[0]
    return list(report.lines())


def test_a_whole_tree_passes_and_says_what_was_checked(tmp_path: Path) -> None:
    make_tree(tmp_path)
    report = verify_tree(tmp_path)
    lines = "\n".join(report.lines())
    assert report.ok
    for words in ("13 leaves", "3 leaves that need approvals", "12 lists of files", "redacted scans/", "none of the"):
        assert words in lines
    assert "Everything checked is as the log says." in lines


def test_a_tree_before_its_first_release_passes(tmp_path: Path) -> None:
    TreeMaker(tmp_path)
    assert verify_tree(tmp_path).ok
    assert audit(tmp_path)[0]
    (tmp_path / "index.json").unlink()
    assert_both_find(tmp_path, "pointers")


@pytest.mark.parametrize("kind", ["official", "correction", "withdrawal", "redaction"])
@pytest.mark.parametrize("approvers", [0, 1])
def test_a_release_without_two_approvals_is_named(tmp_path: Path, kind: str, approvers: int) -> None:
    TreeMaker(tmp_path).release("e2025", kind, approvers=approvers)
    lines = assert_both_find(tmp_path, "approvals")
    assert any(f"{kind} e2025/1 is approved by {approvers} people, 2 are needed" in line for line in lines)


def test_two_keys_of_one_person_are_one_approval(tmp_path: Path) -> None:
    tree = TreeMaker(tmp_path, approvers=[Signer(f"a{each}.example.org", bytes([each]) * 32) for each in (1, 2)])
    one = [PublicKey(verifier=key.verifier, roles=key.roles, holder="one", since=TIME) for key in tree.keys]
    document = keys_document(ORIGIN, one)
    signers = (tree.publisher, *tree.approvers)
    publish_keys(tmp_path, tree.log, document, *signers, version=2, published=TIME, code="test")
    tree.release("e2025", "official")
    assert_both_find(tmp_path, "approvals")


@pytest.mark.parametrize(
    "wrong", [{"release": 2}, {"release": 5, "supersedes": 3}, {"supersedes": 1}, {"supersedes": None}]
)
def test_a_gap_or_a_repetition_in_the_numbers_is_found(tmp_path: Path, wrong: dict[str, int]) -> None:
    tree = TreeMaker(tmp_path)
    for _ in range(2):
        tree.release("e2025")
    tree.release("e2025", **wrong)
    assert "numbers" in verify_tree(tmp_path).failed()
    assert not audit(tmp_path)[0]


def test_a_release_published_before_its_time_is_found(tmp_path: Path) -> None:
    TreeMaker(tmp_path).release("e2025", not_before="2025-11-30T20:00:01+06:00")
    assert verify_tree(tmp_path).failed() == ["numbers"]


def test_a_forged_tree_of_another_key_does_not_continue_the_kept_state(tmp_path: Path) -> None:
    state = tmp_path / "state"
    make_tree(tmp_path / "true")
    assert verify_tree(tmp_path / "true", keep=state).ok
    kept = state.read_bytes()
    forged = TreeMaker(tmp_path / "forged", publisher=Signer(ORIGIN, bytes([7]) * 32))
    for _ in range(20):
        forged.release("e2025")
    assert verify_tree(tmp_path / "forged").ok
    assert verify_tree(tmp_path / "forged", keep=state).failed() == ["kept"]
    assert not audit(tmp_path / "forged", tmp_path / "true/log/checkpoint")[0]
    assert state.read_bytes() == kept


def test_history_rewritten_with_the_true_key_is_found_by_who_kept_a_checkpoint(tmp_path: Path) -> None:
    state = tmp_path / "state"
    first, second = TreeMaker(tmp_path / "first"), TreeMaker(tmp_path / "second")
    first.release("e2025", files={"territories/1.json": b"1"})
    assert verify_tree(tmp_path / "first", keep=state).ok
    for votes in (b"2", b"3"):
        second.release("e2025", files={"territories/1.json": votes})
    assert verify_tree(tmp_path / "second").ok
    lines = list(verify_tree(tmp_path / "second", keep=state).lines())
    assert any("history was rewritten" in line for line in lines)
    assert not audit(tmp_path / "second", tmp_path / "first/log/checkpoint")[0]
    first.release("e2025", files={"territories/1.json": b"2"})
    assert audit(tmp_path / "first", tmp_path / "second/log/checkpoint")[0] is False
    assert verify_tree(tmp_path / "first", keep=state).ok


def test_a_log_that_shrank_is_found(tmp_path: Path) -> None:
    state = tmp_path / "state"
    for releases in (3, 2):
        tree = TreeMaker(tmp_path / str(releases))
        for _ in range(releases):
            tree.release("e2025")
    assert verify_tree(tmp_path / "3", keep=state).ok
    assert any("has shrunk" in line for line in verify_tree(tmp_path / "2", keep=state).lines())
    assert not audit(tmp_path / "2", tmp_path / "3/log/checkpoint")[0]


def test_keys_change_without_a_change_of_format(tmp_path: Path) -> None:
    state = tmp_path / "state"
    tree = make_tree(tmp_path / "public")
    assert verify_tree(tmp_path / "public", keep=state).ok
    at, new = tree.log.size, Signer(ORIGIN, bytes([8]) * 32)
    old = [
        PublicKey(verifier=k.verifier, roles=k.roles, holder=k.holder, since=k.since, until_leaf=at + 1)
        if PUBLISHER in k.roles
        else k
        for k in tree.keys
    ]
    added = PublicKey(verifier=new.verifier, roles=frozenset({LOG, PUBLISHER}), holder="CEC", from_leaf=at, since=TIME)
    document = keys_document(ORIGIN, [*old, added])
    signers = (tree.publisher, *tree.approvers[:2])
    publish_keys(tree.root, tree.log, document, *signers, version=2, published=TIME, code="test")
    tree.log = TransparencyLog(tree.root / "log", ORIGIN, new, retired=[tree.publisher.verifier])
    retired, tree.publisher = tree.publisher, new
    tree.release("e2025")
    assert verify_tree(tree.root, keep=state).ok
    assert audit(tree.root)[0]
    tree.publisher = retired
    tree.release("e2025")
    assert verify_tree(tree.root).failed() == ["statements"]
    assert not audit(tree.root)[0]


def test_new_keys_need_two_approvals(tmp_path: Path) -> None:
    tree = TreeMaker(tmp_path)
    mine = PublicKey(
        verifier=Signer("me", bytes([9]) * 32).verifier, roles=frozenset({APPROVER}), holder="me", since=TIME
    )
    document = keys_document(ORIGIN, [*tree.keys, mine])
    publish_keys(tmp_path, tree.log, document, tree.publisher, version=2, published=TIME, code="test")
    assert_both_find(tmp_path, "approvals")


def test_files_of_an_interrupted_publication_are_named(tmp_path: Path) -> None:
    tree = make_tree(tmp_path)
    tree.write("releases/e2025/99/release.json", b"{}")
    lines = assert_both_find(tmp_path, "added")
    assert any("releases/e2025/99/release.json is named by no release" in line for line in lines)


def test_a_link_is_no_file_of_a_tree(tmp_path: Path) -> None:
    make_tree(tmp_path / "public")
    target = tmp_path / "public/releases/e2021/1/campaign.json"
    target.rename(tmp_path / "elsewhere")
    target.symlink_to(tmp_path / "elsewhere")
    assert verify_tree(tmp_path / "public").failed() == ["files", "added"]


@pytest.mark.parametrize(
    "line",
    [
        "0  a.json",
        f"{'0' * 64} a.json",
        f"{'0' * 64}  ../../../../etc/passwd",
        f"{'0' * 64}  ./release.json",
        f"{'0' * 64}  ../9/release.json",
        f"{'0' * 64}  data/results.csv",
        f"{'0' * 64}  ../../e2021/1/campaign.json",
        f"{'0' * 64}  ../../../scans/{'1' * 64}.png",
        f"{'0' * 64}  SHA256SUMS",
        f"{'0' * 64}  /etc/passwd",
    ],
)
def test_a_list_of_files_leads_nowhere_else(tmp_path: Path, line: str) -> None:
    tree = TreeMaker(tmp_path)
    tree.release("e2025", files={"a.json": b"{}"})
    number = 2
    about = b'{"n":2,"campaign":"e2025","kind":"automatic","as_of":"x"}'
    tree.write(f"releases/e2025/{number}/release.json", about)
    sums = f"{hex_hash(about)}  release.json\n{line}\n".encode()
    tree.release("e2025", sha256sums=hex_hash(sums))
    tree.write(f"releases/e2025/{number}/SHA256SUMS", sums)
    assert "lists" in verify_tree(tmp_path).failed()


def test_bad_places_and_bad_states_are_refused_in_words(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="not a folder"):
        verify_tree(tmp_path / "nowhere")
    (tmp_path / "state").write_text("{}")
    make_tree(tmp_path / "public")
    with pytest.raises(KeptStateError, match="state"):
        verify_tree(tmp_path / "public", keep=tmp_path / "state")
    assert any("keys.json is missing" in line for line in verify_tree(tmp_path / "public/log").lines())


def test_the_audit_script_is_fifty_lines_of_its_own(tmp_path: Path) -> None:
    text = SCRIPT.read_text(encoding="utf-8")
    assert text.count("\n") <= 50
    assert "portal" not in text
    make_tree(tmp_path)
    run = subprocess.run([sys.executable, "-I", SCRIPT, tmp_path], capture_output=True, text=True, check=False)
    assert (run.returncode, run.stderr) == (0, "")
    assert "Wrong: nothing" in run.stdout
    (tmp_path / "index.json").unlink()
    assert subprocess.run([sys.executable, "-I", SCRIPT, tmp_path], capture_output=True, check=False).returncode == 1
