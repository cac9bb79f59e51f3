"""Pages rendered in one process, cold and cached, and what that process imported: `python -m bench.pages CAMPAIGN`.

Cold is the first request of a page in a process that has served other pages, by processor time, with everything that
the page is made of read, checked and parsed for it; cached is the same request again.
"""

import gc
import json
import sys
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from flask import Flask
from werkzeug.test import EnvironBuilder

from bench.addresses import LANGUAGE, addresses, twins
from bench.measure import answer, run
from bench.table import Figure, Report, Target
from portal import urls
from portal.app import create_app
from portal.public.application import allowed
from portal.public.cache import PageCache
from portal.public.shared_cache import SharedCache
from portal.published.site import Site
from portal.settings import Settings, load_settings

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIApplication

SAMPLES = 7
CACHED_CALLS = 2000
LOOPS = 200_000
ENCODINGS = "gzip, deflate, br"
HEAVY = ("pandas", "geopandas", "folium", "pyarrow", "sqlalchemy", "psycopg", "data_export", "portal.store")
"""What no web worker may load."""


def measure_pages(report: Report, home: Path, campaign: str) -> None:
    """Add the figures of every kind of page."""
    found = answer(run(["bench.pages", campaign], home))
    for kind, figures in found["pages"].items():
        note = f"{figures['size'] / 1024:.1f} KB compressed"
        target = Target(10) if figures["page"] else None
        report.add(Figure("pages", f"{kind}, cold", "process ms", figures["cold"], target, note=note))
        if "cached" in figures:
            note = f"mean of {CACHED_CALLS} calls"
            report.add(Figure("pages", f"{kind}, cached", "µs", figures["cached"], note=note))
    report.add(Figure("pages", "machine: one round of a loop", "process ns", found["loop"]))
    loaded = found["loaded"]
    note = f"loaded: {', '.join(loaded)}" if loaded else f"none of {', '.join(HEAVY)}"
    report.add(Figure("worker", "heavy modules in sys.modules", "", [len(loaded)], Target(0), note=note))


def main(campaign: str) -> None:
    """Measure and print."""
    settings = load_settings()
    app = _warm_app()
    pages: dict[str, dict[str, Any]] = {}
    found = addresses(settings.public, campaign)
    for kind, path in (found | twins(settings.public, campaign)).items():
        cold: list[float] = []
        for _ in range(SAMPLES):
            request = _request(_in_new_site(app, settings), path)
            began = time.process_time()
            size = request()
            cold.append((time.process_time() - began) * 1e3)
        pages[kind] = {"cold": cold, "size": size, "page": kind in found}
        if kind in found:
            request = _request(app.wsgi_app, path)
            request()
            pages[kind]["cached"] = [_mean(request) for _ in range(SAMPLES)]
    loaded = [name for name in HEAVY if name in sys.modules]
    print(json.dumps({"pages": pages, "loaded": loaded, "loop": [_loop() for _ in range(SAMPLES)]}))


def _warm_app() -> Flask:
    """An application that has loaded its templates, and its texts for the list of campaigns.

    What it holds by then is frozen, as in a worker of deploy/gunicorn.conf.py: no request walks through it for garbage,
    and garbage is looked for as seldom as there.
    """
    gc.set_threshold(5_000, 10, 10)
    app = create_app()
    for name in app.jinja_env.list_templates():
        app.jinja_env.get_template(name)
    _request(app.wsgi_app, urls.campaigns(LANGUAGE))()
    gc.collect()
    gc.freeze()
    return app


def _in_new_site(app: Flask, settings: Settings) -> "WSGIApplication":
    """The same application behind a page cache that holds nothing, over releases opened anew: nothing that a page is
    made of has been read or checked, other than what every page needs.
    """
    shared = SharedCache(app, settings.redis_url)
    cache = PageCache(partial(Flask.wsgi_app, app), Site(settings.public), shared, partial(allowed, app), "bench")
    gc.collect()
    gc.freeze()
    return cache


def _loop() -> float:
    """Nanoseconds of one round of a loop that adds, by processor time: how fast the machine is at the moment."""
    found, began = 0, time.process_time()
    for at in range(LOOPS):
        found += at & 7
    return (time.process_time() - began) / LOOPS * 1e9


def _request(app: "WSGIApplication", path: str) -> Callable[[], int]:
    """A call that requests the path through the whole WSGI application and gives the size of the body back."""
    path, _, query = path.partition("?")
    environ = EnvironBuilder(path=path, query_string=query, headers=[("Accept-Encoding", ENCODINGS)]).get_environ()

    def start(status: str, headers: list[tuple[str, str]], exc_info: Any = None) -> Callable[[bytes], object]:
        if not status.startswith("200"):
            raise RuntimeError(f"{path}: {status}")
        return lambda _: None

    def request() -> int:
        return sum(len(part) for part in app(environ.copy(), start))

    return request


def _mean(request: Callable[[], int]) -> float:
    """Microseconds of one call."""
    began = time.perf_counter()
    for _ in range(CACHED_CALLS):
        request()
    return (time.perf_counter() - began) / CACHED_CALLS * 1e6


if __name__ == "__main__":
    main(sys.argv[1])
