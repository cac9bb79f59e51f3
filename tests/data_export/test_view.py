import hashlib
from pathlib import Path

import orjson
import pytest

from data_export.errors import ExportError
from data_export.part import write_data_part
from data_export.view import FolderView
from tests.data_export.factories import View, contest_document, small_view, territory_document


def documents(view: View) -> dict[str, bytes]:
    found = {
        "release.json": view.release,
        "campaign.json": view.campaign,
        "configuration.json": view.configuration,
        **{
            f"territories/{entry['code']}.json": territory_document(entry, view.places.get(entry["code"], []))
            for entry in view.entries
        },
        **{f"contests/{entry['code']}.json": contest_document(entry) for entry in view.contest_entries},
    }
    return {name: orjson.dumps(document) for name, document in found.items()}


def publish(public: Path, view: View, older: tuple[str, ...] = ()) -> Path:
    """Write release 7, whose files named in `older` were written by release 5."""
    lines = []
    for name, content in documents(view).items():
        path = f"../5/{name}" if name in older else name
        file = public / "releases/jk-2025/7" / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.resolve().parent.mkdir(parents=True, exist_ok=True)
        file.resolve().write_bytes(content)
        lines.append(f"{hashlib.sha256(content).hexdigest()}  {path}\n")
    (public / "releases/jk-2025/7/SHA256SUMS").write_text("".join(lines), encoding="utf-8")
    return public


@pytest.fixture
def public(tmp_path: Path) -> Path:
    (tmp_path / "releases/jk-2025/7").mkdir(parents=True)
    return publish(tmp_path, small_view(), older=("territories/12.json", "configuration.json"))


def test_a_folder_gives_the_same_files_as_the_documents_in_memory(public: Path, tmp_path: Path) -> None:
    write_data_part(FolderView(public, "jk-2025", 7), tmp_path / "a")
    write_data_part(small_view(), tmp_path / "b")
    assert (tmp_path / "a/SHA256SUMS").read_bytes() == (tmp_path / "b/SHA256SUMS").read_bytes()


def test_unchanged_documents_are_read_from_the_release_that_wrote_them(public: Path) -> None:
    codes = [document["code"] for document in FolderView(public, "jk-2025", 7).territories()]
    assert codes == ["1", "11", "12"]
    assert not (public / "releases/jk-2025/7/territories/12.json").exists()


def test_a_document_that_is_not_what_the_sums_say_is_refused(public: Path) -> None:
    (public / "releases/jk-2025/7/campaign.json").write_bytes(b"{}")
    with pytest.raises(ExportError, match=r"campaign\.json: its sha256 is not the one"):
        _ = FolderView(public, "jk-2025", 7).campaign


def test_a_missing_document_is_named(public: Path) -> None:
    (public / "releases/jk-2025/7/contests/1.json").unlink()
    with pytest.raises(ExportError, match=r"contests/1\.json: cannot be read"):
        list(FolderView(public, "jk-2025", 7).contests())


def test_a_release_without_sums_is_refused(public: Path) -> None:
    with pytest.raises(ExportError, match="SHA256SUMS: cannot be read"):
        _ = FolderView(public, "jk-2025", 8).release


def test_a_line_of_the_sums_that_is_none_is_named(public: Path) -> None:
    (public / "releases/jk-2025/7/SHA256SUMS").write_text("hello\n", encoding="utf-8")
    with pytest.raises(ExportError, match="SHA256SUMS:1: not a line"):
        _ = FolderView(public, "jk-2025", 7).release
