"""The notes of what finished pages were made of, whoever writes them and whatever happens to the file."""

import errno
import os
import threading

import pytest

from portal.public import notes as notes_module
from portal.public.notes import NOTES, Notes
from portal.published.site import SiteFile, Snapshot

INDEX = ("", "index.json", "a")
SNAPSHOT = Snapshot(1, SiteFile({}, "a"))


def test_of_two_notes_about_a_page_the_later_one_counts(tmp_path):
    notes, other = Notes(tmp_path), Notes(tmp_path)
    notes.add("live/br/ru/page", [("", "index.json", "b")])
    assert notes.read() == ["live/br/ru/page"] and not notes.true("live/br/ru/page", SNAPSHOT)
    other.add("live/br/ru/page", [INDEX])
    assert not notes.true("live/br/ru/page", SNAPSHOT)
    assert notes.read() == ["live/br/ru/page"] and notes.true("live/br/ru/page", SNAPSHOT)
    assert notes.read() == [] and notes.places() == ["live/br/ru/page"]


def test_nothing_is_true_of_which_nothing_is_noted(tmp_path):
    notes = Notes(tmp_path)
    assert notes.read() == [] and not notes.true("live/br/ru/page", SNAPSHOT)


def test_a_note_that_a_full_disk_cuts_off_spoils_no_other(tmp_path, monkeypatch):
    notes, write = Notes(tmp_path), os.write
    with monkeypatch.context() as patched:
        patched.setattr(notes_module.os, "write", lambda file, line: write(file, line[:12]))
        with pytest.raises(OSError, match=os.strerror(errno.ENOSPC)):
            notes.add("live/br/ru/page", [INDEX])
    assert notes.read() == []
    notes.add("live/br/ky/page", [INDEX])
    assert notes.read() == ["live/br/ky/page"] and notes.places() == ["live/br/ky/page"]


def test_a_file_that_is_mostly_about_former_pages_is_written_anew_and_loses_nothing(tmp_path, monkeypatch):
    monkeypatch.setattr(notes_module, "_SLACK", 0)
    notes, other = Notes(tmp_path), Notes(tmp_path)
    for number in range(9):
        notes.add(f"live/br/ru/{number}/page", [INDEX])
    notes.read()
    other.add("live/br/ru/9/page", [INDEX])
    before = (tmp_path / NOTES).stat().st_size
    for number in range(8):
        notes.forget(f"live/br/ru/{number}/page")
    notes.tidy()
    assert (tmp_path / NOTES).stat().st_size < before / 4
    other.add("live/br/ru/10/page", [INDEX])
    notes.read()
    assert notes.places() == [f"live/br/ru/{number}/page" for number in (8, 9, 10)]
    fresh = Notes(tmp_path)
    fresh.read()
    assert fresh.places() == notes.places()


def test_workers_who_write_while_the_file_is_written_anew_lose_nothing(tmp_path, monkeypatch):
    monkeypatch.setattr(notes_module, "_SLACK", -(10**9))
    leader, writers = Notes(tmp_path), [Notes(tmp_path) for _ in range(4)]

    def write(at: int) -> None:
        for number in range(50):
            writers[at].add(f"live/br/{at}/{number}/page", [INDEX])

    threads = [threading.Thread(target=write, args=(at,)) for at in range(4)]
    for thread in threads:
        thread.start()
    while any(thread.is_alive() for thread in threads):
        leader.read()
        leader.tidy()
    leader.read()
    assert sorted(leader.places()) == sorted(f"live/br/{at}/{number}/page" for at in range(4) for number in range(50))


def test_a_folder_that_somebody_emptied_is_read_from_its_beginning(tmp_path):
    notes = Notes(tmp_path)
    notes.add("live/br/ru/a/page", [INDEX])
    notes.read()
    (tmp_path / NOTES).unlink()
    assert notes.read() == [] and notes.places() == []
    notes.add("live/br/ru/b/page", [INDEX])
    assert notes.read() == ["live/br/ru/b/page"]
