from collections.abc import Iterator
from pathlib import Path

import pytest

from portal.store.engine import Store, open_store
from tests.publication.world import World


@pytest.fixture
def store(store_url: str) -> Iterator[Store]:
    """An open store without rows, on each engine in turn."""
    opened = open_store(store_url)
    yield opened
    opened.close()


@pytest.fixture
def world(store: Store, tmp_path: Path) -> World:
    """The golden campaign on each engine in turn, nothing published yet."""
    return World(store, tmp_path / "home").with_golden()


@pytest.fixture
def sqlite_world(sqlite_url: str, tmp_path: Path) -> Iterator[World]:
    """The golden campaign on SQLite, for what does not depend on the engine."""
    opened = open_store(sqlite_url)
    yield World(opened, tmp_path / "home").with_golden()
    opened.close()
