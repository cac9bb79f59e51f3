import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from portal.cli import main, verbs
from portal.cli._progress import Progress


def test_every_module_without_underscore_is_a_verb() -> None:
    assert {"init", "import"} <= set(verbs())
    assert not any(verb.startswith("_") for verb in verbs())


def test_an_unknown_verb_ends_with_2_and_names_the_known_ones(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["inport"])
    assert ended.value.code == 2
    assert "import" in capsys.readouterr().err


def test_init_makes_the_home_and_its_database_and_does_nothing_twice(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NATYIJA_HOME", str(tmp_path / "var"))
    assert main(["init"]) == 0
    assert main(["init"]) == 0
    assert (tmp_path / "var/private").stat().st_mode & 0o777 == 0o700
    with closing(sqlite3.connect(tmp_path / "var/natyija.db")) as database:
        assert database.execute("SELECT count(*) FROM campaign").fetchone() == (0,)


def test_an_unknown_setting_stops_the_start(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("NATYIJA_HOME", str(tmp_path / "var"))
    monkeypatch.setenv("NATYIJA_HOUSE", "x")
    assert main(["init"]) == 2
    assert "NATYIJA_HOUSE: unknown setting; did you mean NATYIJA_HOME?" in capsys.readouterr().err
    assert not (tmp_path / "var").exists()


def test_a_disk_that_refuses_ends_with_3(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("NATYIJA_HOME", str(tmp_path / "file" / "var"))
    assert main(["init"]) == 3
    assert "file/var" in capsys.readouterr().err


def test_progress_on_a_terminal_is_a_bar(capsys: pytest.CaptureFixture[str]) -> None:
    with Progress("reading", 4, terminal=True) as progress:
        progress.advance(4)
    captured = capsys.readouterr()
    assert "reading" in captured.err
    assert captured.out == ""
