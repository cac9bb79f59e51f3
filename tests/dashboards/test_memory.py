"""A worker that answers callbacks all night does not grow."""

import gc

import psutil
import pytest

from tests.dashboards.requests import SHEETS, draw_request, sheet_path
from tests.depth import depth

CALLBACKS = 20_000


@pytest.mark.deep
def test_memory_grows_less_than_a_tenth_over_many_callbacks(client):
    requests = [
        draw_request(sheet_path(explorer, sheet, language))
        for explorer, sheet in SHEETS
        for language in ("ky", "ru", "en")
    ]

    def ask(times: int) -> None:
        for number in range(times):
            url, body = requests[number % len(requests)]
            assert client.post(url, json=body).status_code == 200

    process = psutil.Process()
    ask(4 * len(requests))
    gc.collect()
    before = process.memory_info().rss
    ask(depth(CALLBACKS))
    gc.collect()
    assert process.memory_info().rss < before * 11 // 10
