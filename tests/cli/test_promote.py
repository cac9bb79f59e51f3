"""From a test home to a main home by the command line, as people do it."""

import re
from pathlib import Path

import pytest

from portal.cli import main
from portal.package.importing import Occasion
from portal.preparation import steps
from portal.preparation.adopting import adopt
from portal.preparation.draft import draft_of
from portal.store.engine import open_store
from portal.store.migrate import upgrade
from portal.store.queries.configuration import campaigns
from tests.preparation.factories import CAMPAIGN, NOW, drafted
from tests.preparation.test_testing import OFFICER, SECOND, by, passed


@pytest.fixture
def homes(tmp_path: Path) -> tuple[Path, Path]:
    """A test home whose campaign may be carried over, and an empty main home."""
    test = tmp_path / "test"
    url = f"sqlite:///{test / 'natyija.db'}"
    upgrade(url)
    store = open_store(url)
    drafted(store)
    with store.read() as session:
        draft = draft_of(session, CAMPAIGN)
    adopt(store, draft, test / "private", Occasion(NOW, NOW, "omurova"))
    passed(store)
    for step, name in ((steps.order_drop, OFFICER), (steps.confirm_drop, SECOND)):
        with store.write() as session:
            step(session, CAMPAIGN, by(name), "test")
    store.close()
    (test / "public" / "releases").mkdir(parents=True)
    return test, tmp_path / "main"


def run(monkeypatch: pytest.MonkeyPatch, home: Path, mode: str, *arguments: str) -> int:
    monkeypatch.setenv("NATYIJA_HOME", str(home))
    monkeypatch.setenv("NATYIJA_MODE", mode)
    return main(["promote", *arguments])


def test_a_tested_campaign_goes_over_and_its_test_data_are_gone(
    homes: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    test, to = homes
    file = tmp_path / "carried.zip"
    assert run(monkeypatch, test, "test", "out", CAMPAIGN, str(file)) == 0
    printed = capsys.readouterr().out
    sha256 = re.findall(r"sha256 ((?:[0-9a-f]{4} ?){16})", printed)[-1]
    assert not (test / "public").exists() and not (test / "private").exists()
    assert (test / "test-audit" / f"{CAMPAIGN}.jsonl").read_text(encoding="utf-8").count("test.round_begun") == 1
    assert "promotion.handed_over" in (test / "test-audit" / f"{CAMPAIGN}.jsonl").read_text(encoding="utf-8")
    assert run(monkeypatch, to, "main", "take", str(file), "--sha256", sha256, "--by", OFFICER) == 0
    assert run(monkeypatch, to, "main", "confirm", "1", "--sha256", sha256, "--by", OFFICER) == 2
    assert run(monkeypatch, to, "main", "confirm", "1", "--sha256", sha256, "--by", SECOND) == 0
    assert run(monkeypatch, to, "main", "confirm", "1", "--sha256", sha256, "--by", SECOND) == 2
    store = open_store(f"sqlite:///{to / 'natyija.db'}")
    with store.read() as session:
        assert campaigns(session) == [CAMPAIGN]
    store.close()


def test_an_interrupted_deletion_is_finished_by_the_next_run(
    homes: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    test, _ = homes
    file = tmp_path / "carried.zip"

    def interrupted(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr("portal.cli.promote.drop", interrupted)
        assert run(patched, test, "test", "out", CAMPAIGN, str(file)) == 130
    assert not file.exists(), "the file has no name before the data are deleted"
    assert run(monkeypatch, test, "test", "out", CAMPAIGN, str(file)) == 0
    assert file.exists()


def test_nothing_is_deleted_in_a_main_instance(homes: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch) -> None:
    test, _ = homes
    assert run(monkeypatch, test, "main", "out", CAMPAIGN, str(test / "x.zip")) == 2
    store = open_store(f"sqlite:///{test / 'natyija.db'}")
    with store.read() as session:
        assert campaigns(session) == [CAMPAIGN]
    store.close()
