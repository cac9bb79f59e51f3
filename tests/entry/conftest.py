from collections.abc import Iterator

import pytest

from portal.store.engine import Store, open_store
from tests.entry.papers import configure


@pytest.fixture
def store(store_url: str) -> Iterator[Store]:
    """An open store with one campaign, on each engine in turn."""
    opened = open_store(store_url)
    configure(opened)
    yield opened
    opened.close()


@pytest.fixture
def sqlite_store(sqlite_url: str) -> Iterator[Store]:
    """The same on SQLite alone, for property tests."""
    opened = open_store(sqlite_url)
    configure(opened)
    yield opened
    opened.close()
