from collections.abc import Iterator

import pytest

from portal.store.engine import Store, open_store


@pytest.fixture
def store(store_url: str) -> Iterator[Store]:
    """An empty store, on each engine in turn."""
    opened = open_store(store_url)
    yield opened
    opened.close()
