from pathlib import Path

import pytest

from portal.demo import home
from portal.demo.home import READY, is_ready, mark_ready, reset
from portal.demo.run import surroundings
from portal.errors import InputError
from portal.settings import Settings


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    (tmp_path / "var").mkdir()
    return Settings(home=tmp_path / "var")


def test_a_demonstration_is_ready_once_it_was_prepared_to_the_end(settings: Settings) -> None:
    assert not is_ready(settings)
    mark_ready(settings)
    assert is_ready(settings)


def test_one_of_another_version_is_named_and_can_be_reset(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    mark_ready(settings)
    monkeypatch.setattr(home, "_schema", lambda: "v9999_later")
    with pytest.raises(InputError, match="make demo-reset"):
        is_ready(settings)
    reset(settings)
    assert not is_ready(settings)


def test_one_that_bears_no_version_was_made_by_another(settings: Settings) -> None:
    (settings.home / READY).touch()
    with pytest.raises(InputError, match="make demo-reset"):
        is_ready(settings)


def test_a_foreign_home_is_never_removed(settings: Settings) -> None:
    (settings.home / "natyija.db").touch()
    with pytest.raises(InputError, match="not the demonstration"):
        reset(settings)
    assert (settings.home / "natyija.db").exists()


def test_pages_of_the_demonstration_know_their_address_unless_another_one_is_set(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("NATYIJA_SITE_URL", raising=False)
    assert surroundings(settings, 8000)["NATYIJA_SITE_URL"] == "http://127.0.0.1:8000"
    monkeypatch.setenv("NATYIJA_SITE_URL", "https://results.example.org")
    assert surroundings(settings, 8000)["NATYIJA_SITE_URL"] == "https://results.example.org"
    assert surroundings(settings, 8000)["NATYIJA_HOME"] == str(settings.home.resolve())
