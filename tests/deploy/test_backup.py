"""What was backed up comes back, on both kinds of store, and nothing that exists is overwritten."""

import os
import subprocess
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text

from portal.store.migrate import upgrade
from tests.services.postgres import PostgresServer
from tests.verify.tree_maker import make_tree

DEPLOY = Path(__file__).resolve().parents[2] / "deploy"


def contents(root: Path) -> dict[str, bytes]:
    return {path.relative_to(root).as_posix(): path.read_bytes() for path in root.rglob("*") if path.is_file()}


def program(*words: str | Path, home: Path, database: str = "") -> subprocess.CompletedProcess[str]:
    own = {**os.environ, "NATYIJA_HOME": str(home), "NATYIJA_DATABASE_URL": database}
    return subprocess.run([str(word) for word in words], env=own, capture_output=True, text=True)


def backup(folder: Path, home: Path, database: str = "") -> Path:
    done = program(DEPLOY / "backup", folder, home=home, database=database)
    assert done.returncode == 0, done.stderr
    return Path(done.stdout.strip())


@pytest.fixture
def home(tmp_path: Path) -> Path:
    found = tmp_path / "home"
    make_tree(found / "public")
    for name in ("keys/release.key", "private/scans/a.pdf", "publisher/kg/1.json"):
        (found / name).parent.mkdir(parents=True)
        (found / name).write_text(name)
    return found


def mark(url: str) -> None:
    engine = create_engine(url)
    with engine.begin() as connection:
        connection.execute(text("CREATE TABLE mark (word text)"))
        connection.execute(text("INSERT INTO mark VALUES ('kept')"))
    engine.dispose()


def marked(url: str) -> str:
    engine = create_engine(url)
    with engine.connect() as connection:
        found = str(connection.execute(text("SELECT word FROM mark")).scalar_one())
    engine.dispose()
    return found


def test_the_public_site_comes_back_from_files_alone(home: Path, tmp_path: Path) -> None:
    upgrade(f"sqlite:///{home}/natyija.db")
    done = program(DEPLOY / "restore", "public", backup(tmp_path / "backups", home), tmp_path / "new", home=home)
    assert done.returncode == 0, done.stderr
    assert contents(tmp_path / "new" / "public") == contents(home / "public")
    assert not (tmp_path / "new" / "keys").exists()


def test_a_whole_instance_on_sqlite_comes_back_without_the_publisher_s_notes(home: Path, tmp_path: Path) -> None:
    upgrade(f"sqlite:///{home}/natyija.db")
    mark(f"sqlite:///{home}/natyija.db")
    new = tmp_path / "new"
    done = program(DEPLOY / "restore", "all", backup(tmp_path / "backups", home), new, home=home)
    assert done.returncode == 0, done.stderr
    assert marked(f"sqlite:///{new}/natyija.db") == "kept"
    assert contents(new / "keys") == contents(home / "keys")
    assert contents(new / "private") == contents(home / "private")
    assert not (new / "publisher").exists()


def test_a_whole_instance_on_postgresql_comes_back(
    home: Path, tmp_path: Path, postgres_url: str, postgres_server: PostgresServer
) -> None:
    mark(postgres_url)
    folder = backup(tmp_path / "backups", home, postgres_url)
    with postgres_server.clone("template0") as empty:
        done = program(DEPLOY / "restore", "all", folder, tmp_path / "new", empty, home=home)
        assert done.returncode == 0, done.stderr
        assert marked(empty) == "kept"
        again = program(DEPLOY / "restore", "all", folder, tmp_path / "other", empty, home=home)
        assert again.returncode == 3 and "name an empty one" in again.stderr


def test_a_damaged_backup_is_refused(home: Path, tmp_path: Path) -> None:
    upgrade(f"sqlite:///{home}/natyija.db")
    folder = backup(tmp_path / "backups", home)
    (folder / "keys" / "release.key").write_text("another")
    done = program(DEPLOY / "restore", "all", folder, tmp_path / "new", home=home)
    assert done.returncode == 3 and "is damaged" in done.stderr
    assert not (tmp_path / "new").exists()


def test_public_files_that_were_tampered_with_do_not_come_back_unnoticed(home: Path, tmp_path: Path) -> None:
    upgrade(f"sqlite:///{home}/natyija.db")
    folder = backup(tmp_path / "backups", home)
    victim = next(path for path in sorted((folder / "public").rglob("*.json")) if path.name == "campaign.json")
    victim.write_bytes(victim.read_bytes() + b" ")
    done = program(DEPLOY / "restore", "public", folder, tmp_path / "new", home=home)
    assert done.returncode == 3 and "do not verify" in done.stderr


def test_what_is_there_is_never_overwritten(home: Path, tmp_path: Path) -> None:
    upgrade(f"sqlite:///{home}/natyija.db")
    done = program(DEPLOY / "restore", "public", backup(tmp_path / "backups", home), home, home=home)
    assert done.returncode == 3 and "is there already" in done.stderr
