import hashlib

import orjson
import pytest

from portal.published.errors import DamagedFile
from portal.published.files import ParsedDocuments, VerifiedFiles


def put(root, name, document):
    content = orjson.dumps(document)
    (root / name).write_bytes(content)
    return hashlib.sha256(content).hexdigest()


def test_a_parsed_document_is_read_once_and_forgotten_when_there_is_no_room(tmp_path):
    documents = ParsedDocuments(VerifiedFiles(tmp_path), 60)
    first = put(tmp_path, "a.json", {"text": "a" * 30})
    second = put(tmp_path, "b.json", {"text": "b" * 30})
    held = documents.get("a.json", first)
    assert documents.get("a.json", first) is held
    documents.get("b.json", second)
    (tmp_path / "a.json").write_bytes(b"changed")
    with pytest.raises(DamagedFile, match="wrong_hash"):
        documents.get("a.json", first)


def test_a_file_that_is_not_json_is_damaged_even_with_the_right_hash(tmp_path):
    (tmp_path / "a.json").write_bytes(b"{")
    with pytest.raises(DamagedFile, match="not_json"):
        ParsedDocuments(VerifiedFiles(tmp_path), 60).get("a.json", hashlib.sha256(b"{").hexdigest())


def test_a_large_file_is_verified_again_once_it_was_touched(tmp_path):
    files = VerifiedFiles(tmp_path)
    (tmp_path / "big.csv").write_bytes(b"right")
    sha256 = hashlib.sha256(b"right").hexdigest()
    assert files.check("big.csv", sha256) == tmp_path / "big.csv"
    (tmp_path / "big.csv").write_bytes(b"wrong!")
    with pytest.raises(DamagedFile, match="wrong_hash"):
        files.check("big.csv", sha256)
    (tmp_path / "big.csv").unlink()
    with pytest.raises(DamagedFile, match="missing"):
        files.check("big.csv", sha256)


def test_a_file_that_was_read_is_verified_again_once_it_was_touched(tmp_path):
    sha256 = put(tmp_path, "a.json", {"text": "right"})
    files = VerifiedFiles(tmp_path)
    right = files.read("a.json", sha256)
    assert files.read("a.json", sha256) == right
    (tmp_path / "b.json").write_bytes(right.replace(b"right", b"wrong"))
    (tmp_path / "b.json").replace(tmp_path / "a.json")
    with pytest.raises(DamagedFile, match="wrong_hash"):
        files.read("a.json", sha256)


def test_what_was_verified_for_another_hash_is_hashed_again(tmp_path):
    files = VerifiedFiles(tmp_path)
    files.read("a.json", put(tmp_path, "a.json", {}))
    with pytest.raises(DamagedFile, match="wrong_hash"):
        files.read("a.json", "0" * 64)


def test_a_file_that_is_away_is_damaged(tmp_path):
    with pytest.raises(DamagedFile, match="missing"):
        VerifiedFiles(tmp_path).read("a.json", "0" * 64)
