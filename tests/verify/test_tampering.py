"""Random changes of a published tree: the verifier and the audit script find every one, and cry wolf at none."""

import os
import random
import shutil
from pathlib import Path

import pytest

from portal.verify.tree import verify_tree
from tests.depth import depth
from tests.verify.audit_runner import audit
from tests.verify.tree_maker import TreeMaker, hex_hash, make_tree

pytestmark = pytest.mark.deep


def contents(root: Path) -> dict[str, bytes]:
    return {path.relative_to(root).as_posix(): path.read_bytes() for path in root.rglob("*") if path.is_file()}


def change_byte(chance: random.Random, data: bytes) -> bytes:
    at = chance.randrange(len(data))
    return data[:at] + bytes([data[at] ^ chance.randrange(1, 256)]) + data[at + 1 :]


def remove_byte(chance: random.Random, data: bytes) -> bytes:
    at = chance.randrange(len(data))
    return data[:at] + data[at + 1 :]


def add_byte(chance: random.Random, data: bytes) -> bytes:
    at = chance.randrange(len(data) + 1)
    return data[:at] + chance.randbytes(1) + data[at:]


def cut_off(chance: random.Random, data: bytes) -> bytes:
    return data[: chance.randrange(len(data))]


def swap_pieces(chance: random.Random, data: bytes) -> bytes:
    first, second, third = sorted(chance.choices(range(len(data) + 1), k=3))
    return data[:first] + data[second:third] + data[first:second] + data[third:]


def swap_lines(chance: random.Random, data: bytes) -> bytes:
    lines = data.splitlines(keepends=True)
    chance.shuffle(lines)
    return b"".join(lines)


CHANGES = (change_byte, remove_byte, add_byte, cut_off, swap_pieces, swap_lines)


def tamper(chance: random.Random, files: dict[str, bytes]) -> tuple[str, dict[str, bytes]]:
    """A tree that differs from the given one, and what was done to it."""
    while True:
        changed = dict(files)
        name, other = chance.sample(sorted(files), 2)
        what = chance.randrange(10)
        if what == 0:
            del changed[name]
        elif what == 1:
            changed[f"{name}{chance.randrange(10)}"] = files[other]
        elif what == 2:
            changed[name], changed[other] = files[other], files[name]
        elif what == 3:
            changed[name] = files[other]
        else:
            change = chance.choice(CHANGES)
            changed[name] = change(chance, files[name]) if files[name] else b"x"
        if changed != files:
            return f"{what} {name} {other}", changed


def put(root: Path, before: dict[str, bytes], after: dict[str, bytes]) -> None:
    """Turn a tree that holds `before` into one that holds `after`."""
    for name in before.keys() - after.keys():
        (root / name).unlink()
    for name, content in after.items():
        if before.get(name) != content:
            (root / name).parent.mkdir(parents=True, exist_ok=True)
            (root / name).write_bytes(content)


def test_every_random_change_is_found_by_both(tmp_path: Path) -> None:
    make_tree(tmp_path)
    files = contents(tmp_path)
    chance = random.Random(4)
    for _ in range(depth(1000)):
        what, changed = tamper(chance, files)
        put(tmp_path, files, changed)
        assert not verify_tree(tmp_path).ok, what
        assert not audit(tmp_path)[0], what
        put(tmp_path, changed, files)
    assert verify_tree(tmp_path).ok


def test_no_clean_tree_raises_an_alarm(tmp_path: Path) -> None:
    chance = random.Random(5)
    for run in range(depth(50)):
        root = tmp_path / str(run)
        tree = TreeMaker(root)
        for _ in range(20):
            grow(chance, tree)
            report = verify_tree(root, keep=tmp_path / f"{run}.state")
            assert report.ok, list(report.lines())
            right, said = audit(root)
            assert right, said
        shutil.rmtree(root)


def grow(chance: random.Random, tree: TreeMaker) -> None:
    """Publish something at random."""
    campaign = chance.choice(["e2021", "e2025", "site"])
    kind = chance.choice(["automatic", "opening", "official", "correction", "withdrawal", "pause", "data", "redaction"])
    files = {f"territories/{chance.randrange(3)}.json": chance.randbytes(5).hex().encode() for _ in range(2)}
    if kind == "data":
        if tree.latest.get(campaign, [0, 0])[0] != tree.latest.get(campaign, [0, 0])[1]:
            tree.data(campaign, {f"{name}.csv": chance.choice([b"1", b"2"]) for name in "ab"})
        return
    scans = tuple(sorted(path.stem for path in (tree.root / "scans").glob("*")))
    redacted = (chance.choice(scans),) if kind == "redaction" and scans else ()
    tree.release(campaign, kind, files, scans=(chance.randbytes(9),) if kind != "redaction" else (), redacted=redacted)


def test_a_tree_of_three_hundred_leaves_is_checked_tile_by_tile(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "fsync", lambda descriptor: None)
    tree = TreeMaker(tmp_path)
    for votes in range(300):
        tree.release("e2025", files={"territories/1.json": b"%d" % votes})
    assert verify_tree(tmp_path).ok
    assert audit(tmp_path)[0]
    files = contents(tmp_path)
    for name in sorted(each for each in files if each.startswith("log/"))[:: max(1, round(60 / depth(60)))]:
        for content in (change_byte(random.Random(name), files[name]), None):
            changed = {**files, name: content} if content else {each: files[each] for each in files if each != name}
            put(tmp_path, files, changed)
            assert not verify_tree(tmp_path).ok, name
            assert not audit(tmp_path)[0], name
            put(tmp_path, changed, files)


def test_a_redacted_file_that_comes_back_is_found(tmp_path: Path) -> None:
    tree = make_tree(tmp_path)
    assert verify_tree(tmp_path).redacted == [f"scans/{hex_hash(b'scan 2')}.png"]
    tree.write(f"scans/{hex_hash(b'scan 2')}.png", b"scan 2")
    assert verify_tree(tmp_path).failed() == ["files"]
    assert not audit(tmp_path)[0]
