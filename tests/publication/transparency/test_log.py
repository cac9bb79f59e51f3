"""The log in files: what lies where, that nothing is written twice, and that a crash anywhere leaves it whole."""

import multiprocessing
import os
import shutil
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest

from portal.publication.transparency import durable
from portal.publication.transparency.errors import LogError
from portal.publication.transparency.log import TransparencyLog
from portal.publication.transparency.merkle import CompactRange, leaf_hash
from portal.publication.transparency.signer import Signer

ORIGIN = "results.example.org/log"
SIGNER = Signer(ORIGIN, bytes(32))


def leaf(index: int) -> bytes:
    return b"leaf %d" % index


def opened(folder: Path) -> TransparencyLog:
    return TransparencyLog(folder, ORIGIN, SIGNER)


def filled(folder: Path, size: int) -> TransparencyLog:
    log = opened(folder)
    for index in range(size):
        assert log.append(leaf(index)) == index
    return log


def files(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.fixture
def quick_disk(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "fsync", lambda descriptor: None)


def test_an_empty_log_has_a_signed_checkpoint(tmp_path: Path) -> None:
    assert opened(tmp_path).root() == CompactRange().root()
    assert (
        (tmp_path / "checkpoint").read_text().startswith(f"{ORIGIN}\n0\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n")
    )


def test_partial_tiles_stay_until_the_full_one_exists(tmp_path: Path, quick_disk: None) -> None:
    log = filled(tmp_path, 255)
    assert (tmp_path / "tile/0/000.p/5").read_bytes() == b"".join(leaf_hash(leaf(index)) for index in range(5))
    assert len(list((tmp_path / "tile/entries/000.p").iterdir())) == 255
    log.append(leaf(255))
    names = {"checkpoint", "tile/0/000", "tile/entries/000", "tile/1/000.p/1"}
    assert files(tmp_path).keys() == names
    log.append(leaf(256))
    assert files(tmp_path).keys() == names | {"tile/0/001.p/1", "tile/entries/001.p/1"}
    assert log.root() == CompactRange(leaf_hash(leaf(index)) for index in range(257)).root()


def test_a_reopened_log_goes_on_where_it_was(tmp_path: Path, quick_disk: None) -> None:
    filled(tmp_path / "a", 300)
    for index in range(300):
        opened(tmp_path / "b").append(leaf(index))
    assert files(tmp_path / "a") == files(tmp_path / "b")
    assert list(opened(tmp_path / "a").leaves(254)) == [leaf(index) for index in range(254, 300)]


def test_the_same_leaf_is_never_added_twice(tmp_path: Path, quick_disk: None) -> None:
    log = filled(tmp_path, 260)
    assert [log.append(leaf(3)), opened(tmp_path).append(leaf(258)), log.size] == [3, 258, 260]


def test_two_writers_take_turns(tmp_path: Path) -> None:
    opened(tmp_path)
    context = multiprocessing.get_context("spawn")
    writers = [context.Process(target=write_twenty, args=(tmp_path, name)) for name in "ab"]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join(60)
    assert [writer.exitcode for writer in writers] == [0, 0]
    assert sorted(opened(tmp_path).leaves()) == sorted(
        f"{name}{index}".encode() for name in "ab" for index in range(20)
    )


def write_twenty(folder: Path, name: str) -> None:
    log = opened(folder)
    for index in range(20):
        log.append(f"{name}{index}".encode())


class PowerCutError(BaseException):
    """Stands for the end of the process between two operations on files."""


def cut_after(monkeypatch: pytest.MonkeyPatch, count: int) -> None:
    """Let `count` operations on files happen, then end. Syncing costs time and changes nothing here."""
    left = [count]

    def counting(name: str) -> Callable[..., object]:
        real = getattr(os, name)

        def operation(*args: object, **kwargs: object) -> object:
            left[0] -= 1
            if left[0] < 0:
                raise PowerCutError
            return None if name == "fsync" else real(*args, **kwargs)

        return operation

    for name in ("mkdir", "replace", "fsync", "unlink", "rmdir"):
        monkeypatch.setattr(os, name, counting(name))


@pytest.mark.parametrize("size", [0, 1, 3, 254, 255, 256])
def test_a_crash_at_any_step_leaves_the_old_or_the_new_log(tmp_path: Path, size: int) -> None:
    with pytest.MonkeyPatch.context() as quick:
        quick.setattr(os, "fsync", lambda descriptor: None)
        filled(tmp_path / "before", size)
        shutil.copytree(tmp_path / "before", tmp_path / "after")
        opened(tmp_path / "after").append(leaf(size))
    after, step, finished = files(tmp_path / "after"), 0, False
    while not finished:
        folder = tmp_path / f"cut{step}"
        shutil.copytree(tmp_path / "before", folder)
        with pytest.MonkeyPatch.context() as patch:
            log = opened(folder)
            cut_after(patch, step)
            try:
                log.append(leaf(size))
                finished = True
            except PowerCutError:
                step += 1 if step < 30 else 97
        log = opened(folder)
        assert log.size in (size, size + 1)
        assert files(folder).keys() <= files(tmp_path / "before").keys() | after.keys()
        other = log.append(b"another leaf")
        assert other == log.size - 1
        shutil.rmtree(folder)
    assert step > 5


def test_a_retry_after_a_crash_writes_the_very_same_files(tmp_path: Path) -> None:
    filled(tmp_path / "whole", 4)
    for step in range(40):
        folder = tmp_path / f"cut{step}"
        filled(folder, 3)
        with pytest.MonkeyPatch.context() as patch:
            log = opened(folder)
            cut_after(patch, step)
            with suppress(PowerCutError):
                log.append(leaf(3))
        assert opened(folder).append(leaf(3)) == 3
        assert files(folder) == files(tmp_path / "whole")


def test_a_full_disk_leaves_the_log_as_it_was(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    log = filled(tmp_path, 3)
    before = (tmp_path / "checkpoint").read_bytes()

    def refuse(descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(durable.os, "fsync", refuse)
    with pytest.raises(OSError, match="No space"):
        log.append(leaf(3))
    monkeypatch.undo()
    assert (tmp_path / "checkpoint").read_bytes() == before
    assert log.append(leaf(3)) == 3


def test_a_log_without_its_checkpoint_is_not_begun_anew(tmp_path: Path) -> None:
    filled(tmp_path, 2)
    (tmp_path / "checkpoint").unlink()
    with pytest.raises(LogError, match="restore the checkpoint"):
        opened(tmp_path)


@pytest.mark.parametrize("name", ["tile/0/000.p/3", "tile/entries/000.p/3", "checkpoint"])
def test_damaged_files_stop_the_log(tmp_path: Path, name: str) -> None:
    filled(tmp_path, 3)
    content = bytearray((tmp_path / name).read_bytes())
    content[-3] ^= 1
    (tmp_path / name).write_bytes(content)
    with pytest.raises(ValueError, match=r"log|checkpoint|base64|restore|signature"):
        opened(tmp_path)


def test_another_key_does_not_continue_the_log_unless_the_old_one_is_known(tmp_path: Path) -> None:
    filled(tmp_path, 1)
    other = Signer(ORIGIN, bytes([9]) * 32)
    with pytest.raises(LogError, match="not signed by the key"):
        TransparencyLog(tmp_path, ORIGIN, other)
    log = TransparencyLog(tmp_path, ORIGIN, other, retired=[SIGNER.verifier])
    assert log.append(b"next") == 1
    with pytest.raises(LogError, match="names must be equal"):
        TransparencyLog(tmp_path, "other.example.org", SIGNER)
