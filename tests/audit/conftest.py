from collections.abc import Iterator
from pathlib import Path

import pytest

from portal.audit.sequencer import sequence
from portal.clocks import FixedClock
from portal.ingest.intake import Intake
from portal.ingest.receiving import Source
from portal.store.engine import Store, open_store
from portal.store.record import record_audit
from tests.ingest.devices import ENTERED, NOW, enrolled, series, signer
from tests.store.factories import configured


@pytest.fixture
def empty(store_url: str) -> Iterator[Store]:
    """A store with one configured campaign, on each engine in turn."""
    opened = open_store(store_url)
    with opened.write() as session:
        configured(session)
    yield opened
    opened.close()


@pytest.fixture
def chained(empty: Store, tmp_path: Path) -> Store:
    """A store with 12 messages and 30 more audit events, linked in three passes; the head lies in `tmp_path`."""
    enrolled(empty)
    intake = Intake(empty, tmp_path / "private", signer("natyija.ingest"), "main", FixedClock(NOW))
    messages = series(signer(), 12)
    for part in range(3):
        for raw in messages[part * 4 : part * 4 + 4]:
            intake.submit(raw, Source("192.0.2.7"))
        with empty.write() as session:
            for number in range(10):
                record_audit(session, ENTERED, "Асанов", "page.read", details={"part": part, "number": number})
        assert sequence(empty, tmp_path, tmp_path / "private") > 0
    intake.close()
    return empty
