"""The cache of finished views: one computation per key, bounded, and indifferent to a dead Redis."""

import threading
import time

import pytest
from flask import Flask

from dashboards.cache import BoundedMemory, ViewCache
from dashboards.limits import Bucket, TooMany
from dashboards.surroundings import Surroundings
from portal.app import create_app
from portal.public.locks import KeyLocks
from portal.public.shared_cache import SharedCache
from portal.settings import Settings
from tests.dashboards.campaigns import explored
from tests.dashboards.requests import SHEETS, draw_request, sheet_path


def cache(redis_url: str = "", budget: int = 1_000_000) -> ViewCache:
    parts = dict.fromkeys(Surroundings.__dataclass_fields__)
    backend = SharedCache(Flask("test"), redis_url)
    return ViewCache(
        Surroundings(**{**parts, "backend": backend, "hold": KeyLocks().hold, "code_version": "1"}), budget
    )


def test_twenty_who_miss_at_once_wait_for_one_computation():
    tested, calls, answers = cache(), [], []
    start = threading.Barrier(20)

    def compute() -> bytes:
        calls.append(1)
        time.sleep(0.05)
        return b"view"

    def ask() -> None:
        start.wait()
        answers.append(tested.get(("key",), compute))

    threads = [threading.Thread(target=ask) for _ in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (len(calls), answers) == (1, [b"view"] * 20)


def test_two_keys_do_not_wait_for_each_other():
    tested, inside = cache(), threading.Event()
    slow = threading.Thread(target=lambda: tested.get(("slow",), lambda: b"" if inside.wait(10) else b"late"))
    slow.start()
    assert tested.get(("fast",), lambda: b"fast") == b"fast"
    inside.set()
    slow.join()


def test_a_failed_computation_is_not_kept():
    tested = cache()
    with pytest.raises(ZeroDivisionError):
        tested.get(("key",), lambda: bytes(1 // 0))
    assert tested.get(("key",), lambda: b"good") == b"good"


def test_memory_stays_within_its_budget_and_forgets_what_was_used_longest_ago():
    memory = BoundedMemory(budget=100)
    for number in range(50):
        memory.set(str(number), b"x" * 10)
        memory.get("0")
    assert memory.get("0") is not None and memory.get("1") is None
    assert sum(memory.get(str(number)) is not None for number in range(50)) == 10


def test_workers_share_what_one_of_them_computed_through_redis(redis_url):
    assert cache(redis_url).get(("key",), lambda: b"first") == b"first"
    assert cache(redis_url).get(("key",), lambda: b"second") == b"first"


def test_a_dead_redis_is_as_if_there_were_none():
    tested = cache("redis://127.0.0.1:1/0")
    assert [tested.get((str(number),), lambda: b"view") for number in range(50)] == [b"view"] * 50
    assert tested.get(("0",), lambda: b"again") == b"view"


def test_explorers_draw_with_a_dead_redis(tree):
    client = create_app(settings=Settings(home=tree.root.parent, redis_url="redis://127.0.0.1:1/0")).test_client()
    for explorer, sheet in SHEETS:
        url, body = draw_request(sheet_path(explorer, sheet))
        assert client.post(url, json=body).status_code == 200


def test_a_new_release_of_the_documents_is_seen_and_another_campaign_is_not_touched(draw, tree, client):
    before = draw(sheet_path("results", "options"))
    changed = explored()
    changed["contests/1.json"]["scanner"]["shares"][0] = "12.34"
    tree.publish("kg2025", changed)
    after = draw(sheet_path("results", "options"))
    assert before["data"][0]["x"][0] != "12.34" == after["data"][0]["x"][0]
    assert "release 2" in after["layout"]["title"]["subtitle"]["text"].replace("<br>", " ")


def test_a_view_keeps_the_number_of_the_release_that_changed_it(draw, tree):
    changed = explored()
    changed["contests/2.json"]["scanner"]["shares"][0] = "12.34"
    tree.publish("kg2025", changed)
    subtitle = draw(sheet_path("results", "places"))["layout"]["title"]["subtitle"]["text"].replace("<br>", " ")
    assert "release 1" in subtitle


def test_a_bucket_gives_its_burst_and_then_refills_with_time():
    now = [0.0]
    bucket = Bucket(per_second=2, burst=3, clock=lambda: now[0])
    for _ in range(3):
        bucket.take()
    with pytest.raises(TooMany):
        bucket.take()
    now[0] = 0.5
    bucket.take()
    with pytest.raises(TooMany):
        bucket.take()
