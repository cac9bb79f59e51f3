from collections.abc import Iterator

import pytest

from portal.store.engine import Store, open_store


@pytest.fixture
def store(sqlite_url: str) -> Iterator[Store]:
    """An open store without rows."""
    opened = open_store(sqlite_url)
    yield opened
    opened.close()
