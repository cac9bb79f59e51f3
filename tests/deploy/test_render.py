"""Templates are filled wholly or not at all, and say of the application what is true."""

import re
import stat
from pathlib import Path

import pytest

from deploy.render import DEFAULTS, HERE, QUERY, fill, main, read_values, rendered, write
from portal.access import Access, allowed_query
from portal.app import create_app
from portal.cli.serve import ARENAS
from portal.errors import InputError
from portal.public.cache import ASK_AGAIN
from portal.settings import Settings, variables

HOSTS = "public staff ingest"


def all_hosts() -> dict[str, str]:
    return read_values(DEFAULTS) | {"HOSTS": HOSTS}


def test_every_template_is_filled_from_the_defaults(tmp_path: Path) -> None:
    names = write(all_hosts(), tmp_path)
    assert {f"nginx/hosts/{host}.conf" for host in HOSTS.split()} <= set(names)
    assert not [name for name in names if re.search("@[A-Z]", (tmp_path / name).read_text())]


def test_a_machine_gets_only_the_hosts_that_it_plays() -> None:
    names = rendered(read_values(DEFAULTS) | {"HOSTS": "public"})
    assert [name for name in names if name.startswith("nginx/hosts/")] == ["nginx/hosts/public.conf"]


def test_files_that_name_a_password_are_their_owners_alone(tmp_path: Path) -> None:
    write(all_hosts(), tmp_path)
    for role in ("staff", "ingest", "publisher"):
        assert stat.S_IMODE((tmp_path / f"{role}.env").stat().st_mode) == 0o600


def test_a_name_without_a_value_stops_the_run() -> None:
    with pytest.raises(InputError, match="@UNHEARD@ has no value"):
        fill("listen @UNHEARD@;", {}, "x.conf")


@pytest.mark.parametrize(
    ("line", "said"),
    [("UNHEARD=1", "UNHEARD: unknown"), ("HOSTS=public moon", "'moon' is no host"), ("no value", "write KEY=VALUE")],
)
def test_a_wrong_line_is_named_and_nothing_is_written(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], line: str, said: str
) -> None:
    (tmp_path / "deploy.env").write_text(f"{line}\n")
    assert main([str(tmp_path / "deploy.env"), str(tmp_path / "etc")]) == 2
    assert said in capsys.readouterr().err
    assert not (tmp_path / "etc").exists()


def test_nginx_lets_through_the_query_parameters_that_pages_know_and_no_others(tmp_path: Path) -> None:
    app = create_app(settings=Settings(home=tmp_path, explorers=False))
    views = [view for view in app.view_functions.values() if getattr(view, "access", None) is Access.PUBLIC]
    assert set(QUERY) == {name for view in views for name in allowed_query(view)}


def test_environment_files_hold_known_settings_and_the_public_one_no_database() -> None:
    for path in (HERE / "environment").glob("*.env"):
        lines = [line for line in path.read_text().splitlines() if line and not line.startswith("#")]
        names = {line.partition("=")[0] for line in lines}
        assert names <= {*variables(), ARENAS[0]}, path
        assert ("NATYIJA_DATABASE_URL" in names) == (path.name != "public.env")


def test_nginx_asks_again_as_soon_as_the_application_says() -> None:
    """A page of the release before would else be shown for as long as browsers may keep it."""
    kept = (HERE / "nginx" / "kept.inc.template").read_text()
    (ignored,) = [line for line in kept.splitlines() if line.startswith("proxy_ignore_headers")]
    assert ASK_AGAIN[0] not in ignored and "Cache-Control" not in ignored
