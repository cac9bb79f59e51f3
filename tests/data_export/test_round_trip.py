"""A release turned back into a package publishes the same totals elsewhere."""

from collections import Counter
from datetime import timedelta
from pathlib import Path
from typing import Any

import orjson
import pytest

from data_export.errors import ExportError
from data_export.part import write_data_part
from data_export.round_trip.package import write_package
from data_export.view import FolderView
from portal.cli import main
from portal.package.importing import Occasion, import_package
from portal.package.package import read_package
from portal.store.engine import open_store
from tests.data_export.test_changes import follow, keys, tables
from tests.golden.script import STEPS, play
from tests.publication.world import CAMPAIGN, World, whole_data_part

LATER = STEPS[-1][1] + timedelta(days=40)
LEFT_OUT = ("status", "numbers", "flagged", "schedule", "archive", "decisions", "notice", "parameters", "findings")
"""An archive has no schedule, and holds one version of a protocol: flags of corrections do not come back."""


def figures(document: Any) -> Any:
    """A document without what a package does not hold."""
    if isinstance(document, dict):
        return {key: figures(value) for key, value in document.items() if key not in LEFT_OUT}
    return [figures(value) for value in document] if isinstance(document, list) else document


def documents(public: Path, campaign: str, n: int) -> dict[str, Any]:
    view = FolderView(public, campaign, n)
    found: dict[str, Any] = {f"contest {document['code']}": figures(document) for document in view.contests()}
    for territory in view.territories():
        found[f"territory {territory['code']}"] = figures({**territory, "precincts": []})
    return found | {"campaign": figures(view.campaign)}


@pytest.fixture
def golden(sqlite_template: Path, tmp_path: Path) -> Any:
    home = tmp_path / "here"
    home.mkdir()
    (home / "natyija.db").write_bytes(sqlite_template.read_bytes())
    store = open_store(f"sqlite:///{home / 'natyija.db'}")
    world = World(store, home, whole_data_part).with_golden()
    play(world)
    yield world
    store.close()


def test_the_golden_campaign_publishes_the_same_totals_elsewhere(
    golden: World, sqlite_template: Path, tmp_path: Path
) -> None:
    package = write_package(FolderView(golden.archive.public, CAMPAIGN, golden.latest), tmp_path / "package")
    home = tmp_path / "there"
    home.mkdir()
    (home / "natyija.db").write_bytes(sqlite_template.read_bytes())
    store = open_store(f"sqlite:///{home / 'natyija.db'}")
    with store.write() as session:
        import_package(session, read_package(package, LATER), home / "private", Occasion(LATER, LATER, "tests"))
    other = World(store, home, whole_data_part)
    assert other.publish(LATER) == 1
    here = documents(golden.archive.public, CAMPAIGN, golden.latest)
    there = documents(other.archive.public, CAMPAIGN, 1)
    store.close()
    assert list(here) == list(there)
    for name, document in here.items():
        assert there[name] == document, name


def test_exact_changes_lead_from_any_release_to_any_later_one_without_bulk_files(
    golden: World, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    public, (old, new) = golden.archive.public, (golden.latest - 3, golden.latest)
    without = [n for n in (old, new) if not (golden.archive.folder(CAMPAIGN, n) / "data").exists()]
    assert without
    assert main(["changes", str(public), CAMPAIGN, str(old), str(new)]) == 0
    changes = [orjson.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert (changes[0]["from"], changes[0]["to"]) == (old, new) and len(changes) > 1
    for n in (old, new):
        write_data_part(FolderView(public, CAMPAIGN, n), tmp_path / str(n))
    rows, wanted = tables(tmp_path / str(old)), tables(tmp_path / str(new))
    follow(rows, changes, keys(tmp_path / str(new)))
    for name, found in rows.items():
        assert Counter(map(orjson.dumps, found)) == Counter(map(orjson.dumps, wanted[name])), name


def test_changes_of_a_release_that_is_not_there_are_refused(golden: World, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["changes", str(golden.archive.public), CAMPAIGN, "1", "99"]) == 2
    assert "99: is no release" in capsys.readouterr().err


def test_a_folder_that_exists_is_refused(golden: World, tmp_path: Path) -> None:
    with pytest.raises(ExportError, match="exists already"):
        write_package(FolderView(golden.archive.public, CAMPAIGN, golden.latest), tmp_path)


def test_the_verb_names_what_is_no_release(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["package", str(tmp_path), str(tmp_path / "out")]) == 2
    assert "is no release" in capsys.readouterr().err
