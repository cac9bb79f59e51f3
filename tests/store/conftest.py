from collections.abc import Iterator

import pytest

from portal.store.engine import Store, open_store
from tests.store.factories import configured


@pytest.fixture
def store(store_url: str) -> Iterator[Store]:
    """An open store without rows, on each engine in turn."""
    opened = open_store(store_url)
    yield opened
    opened.close()


@pytest.fixture
def sqlite_store(sqlite_url: str) -> Iterator[Store]:
    """An open SQLite store with one configured campaign, for property tests."""
    opened = open_store(sqlite_url)
    with opened.write() as session:
        configured(session)
    yield opened
    opened.close()
