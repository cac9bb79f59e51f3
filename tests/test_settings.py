from pathlib import Path

import pytest

from portal.errors import InputError
from portal.settings import Mode, Settings, load_settings, variables

DOC = Path(__file__).parents[1] / "docs/settings.md"


@pytest.fixture(autouse=True)
def _no_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    import os

    for name in list(os.environ):
        if name.startswith("NATYIJA_"):
            monkeypatch.delenv(name)


def test_defaults_need_nothing() -> None:
    settings = load_settings()
    assert (settings.home, settings.mode, settings.coalesce_seconds) == (Path("var"), Mode.MAIN, 5)
    assert settings.store_url == f"sqlite:///{Path('var').resolve()}/natyija.db"


def test_the_environment_is_read(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("NATYIJA_HOME", str(tmp_path))
    monkeypatch.setenv("NATYIJA_MODE", "test")
    monkeypatch.setenv("NATYIJA_DATABASE_URL", "postgresql://host/db")
    settings = load_settings()
    assert (settings.home, settings.mode, settings.store_url) == (tmp_path, Mode.TEST, "postgresql://host/db")
    assert (settings.public, settings.private) == (tmp_path / "public", tmp_path / "private")


def test_an_unknown_setting_is_refused_with_the_nearest_name(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NATYIJA_COALESCE_SECOND", "3")
    monkeypatch.setenv("NATYIJA_HOM", "x")
    with pytest.raises(InputError) as caught:
        load_settings()
    assert caught.value.problems == (
        "NATYIJA_COALESCE_SECOND: unknown setting; did you mean NATYIJA_COALESCE_SECONDS? "
        "All are listed in docs/settings.md",
        "NATYIJA_HOM: unknown setting; did you mean NATYIJA_HOME? All are listed in docs/settings.md",
    )


@pytest.mark.parametrize(("name", "value"), [("MODE", "production"), ("COALESCE_SECONDS", "0"), ("LOG_LEVEL", "loud")])
def test_a_wrong_value_is_refused_with_its_name(monkeypatch: pytest.MonkeyPatch, name: str, value: str) -> None:
    monkeypatch.setenv(f"NATYIJA_{name}", value)
    with pytest.raises(InputError, match=f"NATYIJA_{name}: '{value}' cannot be used"):
        load_settings()


def test_every_setting_has_a_help_and_stands_in_the_documentation() -> None:
    rows = [
        f"| `{name}` | {f'`{default}`' if default else '—'} | {about} |"
        for name, (default, about) in variables().items()
    ]
    documented = [line for line in DOC.read_text(encoding="utf-8").splitlines() if line.startswith("| `")]
    assert documented == rows
    assert all(about for _, about in variables().values())


def test_settings_are_not_changed_while_a_process_runs() -> None:
    with pytest.raises(ValueError, match="frozen"):
        Settings().home = Path("x")  # type: ignore[misc]
