"""From an approver's key to a published correction with the verbs alone, and the verifier's word on it."""

from pathlib import Path

import pytest

from portal.cli import main
from portal.publication.transparency.signer import Signer
from portal.settings import PREFIX
from portal.store.engine import open_store
from tests.publication.world import CAMPAIGN, World, import_golden, order_correction


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty home, and two approvers' keys beside it."""
    home = tmp_path / "home"
    monkeypatch.setenv(f"{PREFIX}HOME", str(home))
    for name in ("asel", "bakyt"):
        assert main(["approve", "--new-key", str(tmp_path / f"{name}.key"), "--name", name]) == 0
    return home


def test_correction_is_signed_elsewhere_and_published(
    home: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    options = []
    for name in ("asel", "bakyt"):
        options += ["--approver", str(Signer.load(tmp_path / f"{name}.key").verifier), name.title()]
    assert main(["init", *options]) == 0
    store = open_store(f"sqlite:///{home / 'natyija.db'}")
    with store.write() as session:
        import_golden(session, home)
    assert main(["publish", "--campaign", CAMPAIGN]) == 0
    with store.write() as session:
        order_correction(session, World(store, home).publication.system_clock.now())
    assert main(["publish", "--campaign", CAMPAIGN]) == 0
    statement = tmp_path / "statement"
    assert main(["approve", "--ask", CAMPAIGN, "--out", str(statement)]) == 0
    for name in ("asel", "bakyt"):
        signed = tmp_path / f"{name}.signed"
        sign = ["approve", str(statement), "--key", str(tmp_path / f"{name}.key"), "--out", str(signed), "--yes"]
        assert main(sign) == 0
        assert main(["approve", "--bring", str(signed), "--by", name]) == 0
    assert "correction" in capsys.readouterr().err
    assert main(["publish", "--campaign", CAMPAIGN]) == 0
    assert "release 2" in capsys.readouterr().out
    assert main(["verify", "--keep", str(tmp_path / "kept")]) == 0
    assert "Everything checked is as the log says." in capsys.readouterr().out
    assert main(["keys"]) == 0
    assert "approver: Bakyt" in capsys.readouterr().out
    store.close()


def test_verify_ends_with_3_when_a_byte_was_changed(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["init"]) == 0
    assert "corrections and official results need 2" in capsys.readouterr().out
    path = home / "public" / "index.json"
    path.write_bytes(path.read_bytes() + b" ")
    assert main(["verify"]) == 3
    assert "FAILED" in capsys.readouterr().out


def test_nothing_to_sign_is_bad_input_with_advice(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["init"]) == 0
    assert main(["approve", "--ask", "nowhere"]) == 2
    assert main(["approve"]) == 2
    assert "give a statement and --key" in capsys.readouterr().err
