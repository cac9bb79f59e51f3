"""The programs that the bench starts, on the golden campaign: they must measure what they say they do."""

import shutil
from pathlib import Path

import pytest

from bench.measure import answer, portal, run
from bench.packages import subjects
from tests.golden import __file__ as golden

PACKAGE = Path(golden).parent / "package"


def archived(folder: Path) -> Path:
    """The golden package as an archive of a past election."""
    shutil.copytree(PACKAGE, folder)
    path = folder / "campaign.toml"
    text = path.read_text(encoding="utf-8")
    head = text.partition("[[schedule]]")[0]
    path.write_text(head.replace("kind = ", "archive = true\nkind = ", 1), encoding="utf-8")
    return folder


@pytest.mark.deep
def test_light_releases_rewrite_a_few_files_each(tmp_path: Path) -> None:
    package = archived(tmp_path / "package")
    portal(tmp_path / "home", "init")
    portal(tmp_path / "home", "import", package)
    found = answer(run(["bench.light", str(package), "2"], tmp_path / "home"))
    assert len(found["seconds"]) == 2
    assert 3 <= found["files"] <= 8


def test_subjects_that_cannot_be_made_say_why() -> None:
    for subject in subjects().values():
        assert subject.missing == "" or "is not there" in subject.missing
