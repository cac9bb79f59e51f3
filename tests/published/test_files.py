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
    documents = ParsedDocuments(60)
    first = put(tmp_path, "a.json", {"text": "a" * 30})
    second = put(tmp_path, "b.json", {"text": "b" * 30})
    held = documents.get(tmp_path, "a.json", first)
    assert documents.get(tmp_path, "a.json", first) is held
    documents.get(tmp_path, "b.json", second)
    (tmp_path / "a.json").write_bytes(b"changed")
    with pytest.raises(DamagedFile, match="wrong_hash"):
        documents.get(tmp_path, "a.json", first)


def test_a_file_that_is_not_json_is_damaged_even_with_the_right_hash(tmp_path):
    (tmp_path / "a.json").write_bytes(b"{")
    with pytest.raises(DamagedFile, match="not_json"):
        ParsedDocuments(60).get(tmp_path, "a.json", hashlib.sha256(b"{").hexdigest())


def test_a_large_file_is_verified_again_once_it_was_touched(tmp_path):
    files = VerifiedFiles()
    (tmp_path / "big.csv").write_bytes(b"right")
    sha256 = hashlib.sha256(b"right").hexdigest()
    assert files.check(tmp_path, "big.csv", sha256) == tmp_path / "big.csv"
    (tmp_path / "big.csv").write_bytes(b"wrong!")
    with pytest.raises(DamagedFile, match="wrong_hash"):
        files.check(tmp_path, "big.csv", sha256)
    (tmp_path / "big.csv").unlink()
    with pytest.raises(DamagedFile, match="missing"):
        files.check(tmp_path, "big.csv", sha256)
