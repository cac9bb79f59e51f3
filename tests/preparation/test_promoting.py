import hashlib
import io
import re
import zipfile
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import inspect, text

from portal.domain.facts import TurnoutReport
from portal.domain.statuses import TurnoutSource
from portal.errors import InputError, NotPermitted
from portal.package.importing import Occasion
from portal.preparation import steps
from portal.preparation.adopting import adopt
from portal.preparation.draft import draft_of
from portal.preparation.dropping import drop
from portal.preparation.promoting import KEY, PACKAGE, STATEMENT, confirm, hand_over, open_carried, take
from portal.preparation.zip_files import MAX_ZIP
from portal.store.engine import Store, open_store
from portal.store.migrate import upgrade
from portal.store.queries.configuration import configuration, precincts
from portal.store.record import record_turnout
from tests.preparation.factories import CAMPAIGN, NOW, drafted
from tests.preparation.test_testing import OFFICER, SECOND, by, passed


@pytest.fixture
def main(tmp_path: Path) -> Iterator[Store]:
    """The store of the main instance."""
    url = f"sqlite:///{tmp_path / 'main' / 'natyija.db'}"
    upgrade(url)
    opened = open_store(url)
    yield opened
    opened.close()


def a_tested_campaign(store: Store, private: Path) -> None:
    """A campaign in the test instance: adopted, tested with a fact, its deletion ordered by two people."""
    drafted(store)
    with store.read() as session:
        draft = draft_of(session, CAMPAIGN)
    adopt(store, draft, private, Occasion(NOW, NOW, "omurova"))
    with store.write() as session:
        report = TurnoutReport(0, NOW, "11-1", NOW, 12, TurnoutSource.ONLINE)
        record_turnout(session, CAMPAIGN, report, "ingest")
    passed(store)
    for step, name in ((steps.order_drop, OFFICER), (steps.confirm_drop, SECOND)):
        with store.write() as session:
            step(session, CAMPAIGN, by(name), "test")


def handed(store: Store, tmp_path: Path) -> bytes:
    with store.read() as session:
        return hand_over(session, CAMPAIGN, tmp_path / "private", tmp_path / "home", NOW)


def digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def brought(main: Store, data: bytes, private: Path, name: str = OFFICER) -> int:
    return take(main, data, digest(data), private, NOW, by(name), "main")


def test_the_configuration_goes_over_without_a_fact_and_by_two_people(
    store: Store, main: Store, tmp_path: Path
) -> None:
    a_tested_campaign(store, tmp_path)
    data = handed(store, tmp_path)
    number = brought(main, data, tmp_path / "private")
    occasion = Occasion(NOW, NOW, SECOND)
    with pytest.raises(NotPermitted, match="another person confirms"):
        confirm(main, number, digest(data), tmp_path / "private", occasion, by(OFFICER), "main")
    assert confirm(main, number, digest(data), tmp_path / "private", occasion, by(SECOND), "main") == 1
    with main.read() as session, store.read() as former:
        assert configuration(session, CAMPAIGN).campaign == configuration(former, CAMPAIGN).campaign
        assert list(precincts(session, CAMPAIGN, 1)) == list(precincts(former, CAMPAIGN, 1))
        kinds = session.execute(text("SELECT DISTINCT kind FROM fact")).scalars().all()
        actions = session.execute(text("SELECT action FROM audit_event ORDER BY seq")).scalars().all()
    assert sorted(kinds) == ["configuration", "schedule"]
    assert [action for action in actions if action.startswith("promotion.")] == [
        "promotion.brought",
        "promotion.confirmed",
    ]


def test_a_campaign_is_carried_over_once(store: Store, main: Store, tmp_path: Path) -> None:
    a_tested_campaign(store, tmp_path)
    data = handed(store, tmp_path)
    number = brought(main, data, tmp_path / "private")
    confirm(main, number, digest(data), tmp_path / "private", Occasion(NOW, NOW, SECOND), by(SECOND), "main")
    with store.read() as session:
        later = datetime(2026, 11, 3, tzinfo=UTC)
        again = hand_over(session, CAMPAIGN, tmp_path / "private", tmp_path / "home", later)
    with pytest.raises(NotPermitted, match="happens once"):
        brought(main, again, tmp_path / "private")


def test_a_campaign_that_has_facts_in_the_main_instance_is_not_replaced(
    store: Store, main: Store, tmp_path: Path
) -> None:
    a_tested_campaign(store, tmp_path)
    data = handed(store, tmp_path)
    drafted(main)
    with main.read() as session:
        draft = draft_of(session, CAMPAIGN)
    adopt(main, draft, tmp_path, Occasion(NOW, NOW, "omurova"))
    with main.write() as session:
        record_turnout(session, CAMPAIGN, TurnoutReport(0, NOW, "11-1", NOW, 1, TurnoutSource.ONLINE), "ingest")
    with pytest.raises(NotPermitted, match=r"facts here \(facts.turnout"):
        brought(main, data, tmp_path / "private")


def test_a_changed_file_or_another_sum_is_refused(store: Store, main: Store, tmp_path: Path) -> None:
    a_tested_campaign(store, tmp_path)
    data = handed(store, tmp_path)
    changed = data.replace(b"campaign.toml", b"campaign.tomb")
    with pytest.raises(InputError):
        brought(main, changed, tmp_path / "private")
    with pytest.raises(InputError, match="compare it with what the test instance printed"):
        take(main, data, "0" * 64, tmp_path / "private", NOW, by(OFFICER), "main")


def test_nothing_is_carried_into_a_test_instance_or_out_of_an_untested_campaign(store: Store, tmp_path: Path) -> None:
    drafted(store)
    with store.read() as session:
        adopt(store, draft_of(session, CAMPAIGN), tmp_path, Occasion(NOW, NOW, "omurova"))
    with pytest.raises(NotPermitted, match="report of a passed test"):
        handed(store, tmp_path)
    with pytest.raises(NotPermitted, match="this is a test instance"):
        take(store, b"", "", tmp_path, NOW, by(OFFICER), "test")


def test_deleting_leaves_no_table_and_never_touches_a_main_instance(store: Store, tmp_path: Path) -> None:
    a_tested_campaign(store, tmp_path)
    with pytest.raises(NotPermitted, match="never deleted"):
        drop(store, "main")
    (tmp_path / "public").mkdir()
    drop(store, "test", tmp_path / "public")
    assert inspect(store.engine).get_table_names() == []
    assert not (tmp_path / "public").exists()
    if store.engine.dialect.name == "sqlite":
        file = Path(re.sub("^sqlite:///", "", str(store.engine.url)))
        assert b"sadykov" not in file.read_bytes()


def test_a_file_that_grows_when_it_is_opened_is_not_read() -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in (PACKAGE, STATEMENT, KEY):
            archive.writestr(name, b"0" * (MAX_ZIP + 1) if name == PACKAGE else b"")
    with pytest.raises(InputError, match="not a file that"):
        open_carried(buffer.getvalue())
