from collections.abc import Iterator
from pathlib import Path

import pytest
import structlog
from flask.testing import FlaskClient

from portal.clocks import FixedClock
from portal.ingest.application import EXTENSION
from portal.ingest.intake import Intake
from portal.settings import Settings
from portal.store.engine import Store, open_store
from tests.ingest.devices import NOW, signer
from tests.store.factories import configured


@pytest.fixture(autouse=True)
def _logs_of_this_test_alone() -> Iterator[None]:
    """The command line binds the log to a stderr that ends with its test."""
    yield
    structlog.reset_defaults()


@pytest.fixture
def store(store_url: str) -> Iterator[Store]:
    """A store with one configured campaign, on each engine in turn."""
    opened = open_store(store_url)
    with opened.write() as session:
        configured(session)
    yield opened
    opened.close()


@pytest.fixture
def intake(store: Store, tmp_path: Path) -> Iterator[Intake]:
    """The intake of a main instance half an hour after closing."""
    opened = Intake(store, tmp_path / "private", signer("natyija.ingest"), "main", FixedClock(NOW))
    yield opened
    opened.close()


@pytest.fixture
def client(sqlite_url: str, tmp_path: Path) -> Iterator[FlaskClient]:
    """A client of the ingest role over a store with one configured campaign."""
    from portal.app import create_app  # Only now: most tests need no web application.

    app = create_app(["ingest"], Settings(home=tmp_path, database_url=sqlite_url))
    state = app.extensions[EXTENSION]
    state.intake.clock = FixedClock(NOW)
    with state.store.write() as session:
        configured(session)
    yield app.test_client()
    state.upkeep.stop()
    state.intake.close()
    state.store.close()
