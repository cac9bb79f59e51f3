"""Pages rendered in one process, cold and cached, and what that process imported: `python -m bench.pages CAMPAIGN`.

Cold is the first request of a page in a process that has served other pages; cached is the same request again.
"""

import gc
import json
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import orjson
from flask import Flask
from werkzeug.test import EnvironBuilder

from bench.measure import answer, run
from bench.table import Figure, Report, Target
from portal import urls
from portal.app import create_app
from portal.settings import load_settings

SAMPLES = 7
CACHED_CALLS = 2000
LANGUAGE = "ru"
ENCODINGS = "gzip, deflate, br"
HEAVY = ("pandas", "geopandas", "folium", "pyarrow", "sqlalchemy", "psycopg", "data_export", "portal.store")
"""What no web worker may load."""


def measure_pages(report: Report, home: Path, campaign: str) -> None:
    """Add the figures of every kind of page."""
    found = answer(run(["bench.pages", campaign], home))
    for kind, figures in found["pages"].items():
        note = f"{figures['size'] / 1024:.1f} KB compressed"
        report.add(Figure("pages", f"{kind}, cold", "ms", figures["cold"], note=note))
        report.add(Figure("pages", f"{kind}, cached", "µs", figures["cached"], note=f"mean of {CACHED_CALLS} calls"))
    loaded = found["loaded"]
    note = f"loaded: {', '.join(loaded)}" if loaded else f"none of {', '.join(HEAVY)}"
    report.add(Figure("worker", "heavy modules in sys.modules", "", [len(loaded)], Target(0), note=note))


def addresses(public: Path, campaign: str) -> dict[str, str]:
    """One address of each kind, taken from the newest release: the largest territory and its first precinct."""
    release = orjson.loads((public / "releases" / campaign / "latest.json").read_bytes())["release"]
    folder = public / "releases" / campaign / str(release)
    contest = sorted(path.stem for path in (folder / "contests").iterdir())[0]
    territory = max((folder / "territories").iterdir(), key=lambda path: path.stat().st_size)
    precinct = orjson.loads(territory.read_bytes())["precincts"][0]["number"]
    return {
        "campaign": urls.campaign(LANGUAGE, campaign),
        "contest": urls.contest(LANGUAGE, campaign, contest),
        "territory": urls.territory(LANGUAGE, campaign, territory.stem),
        "precinct": urls.precinct(LANGUAGE, campaign, precinct),
        "option": urls.option(LANGUAGE, campaign, contest, 1),
        "turnout": urls.turnout(LANGUAGE, campaign),
        "map": urls.results_map(LANGUAGE, campaign),
        "differences": urls.differences(LANGUAGE, campaign),
        "differences of a territory": urls.with_query(urls.differences(LANGUAGE, campaign), territory=territory.stem),
        "scans": urls.scans(LANGUAGE, campaign),
        "data": urls.data(LANGUAGE, campaign),
        "releases": urls.releases(LANGUAGE, campaign),
        "release": urls.release(LANGUAGE, campaign, release),
        "watch": urls.with_query(urls.watch(LANGUAGE, campaign), territory=territory.stem),
        "find": urls.with_query(urls.find(LANGUAGE), q=precinct),
    }


def main(campaign: str) -> None:
    """Measure and print."""
    settings = load_settings()
    pages: dict[str, dict[str, Any]] = {}
    for kind, path in addresses(settings.public, campaign).items():
        cold: list[float] = []
        for _ in range(SAMPLES):
            app = _warm_app()
            request = _request(app, path)
            began = time.perf_counter()
            size = request()
            cold.append((time.perf_counter() - began) * 1e3)
        pages[kind] = {"cold": cold, "cached": [_mean(request) for _ in range(SAMPLES)], "size": size}
    loaded = [name for name in HEAVY if name in sys.modules]
    print(json.dumps({"pages": pages, "loaded": loaded}))


def _warm_app() -> Flask:
    """An application that has loaded its templates, and its texts for the list of campaigns.

    What it holds by then is frozen, as in a worker of deploy/gunicorn.conf.py: no request walks through it for garbage.
    """
    app = create_app()
    for name in app.jinja_env.list_templates():
        app.jinja_env.get_template(name)
    _request(app, urls.campaigns(LANGUAGE))()
    gc.collect()
    gc.freeze()
    return app


def _request(app: Flask, path: str) -> Callable[[], int]:
    """A call that requests the path through the whole WSGI application and gives the size of the body back."""
    environ = EnvironBuilder(path=path, headers=[("Accept-Encoding", ENCODINGS)]).get_environ()

    def start(status: str, headers: list[tuple[str, str]], exc_info: Any = None) -> Callable[[bytes], object]:
        if not status.startswith("200"):
            raise RuntimeError(f"{path}: {status}")
        return lambda _: None

    def request() -> int:
        return sum(len(part) for part in app.wsgi_app(environ.copy(), start))

    return request


def _mean(request: Callable[[], int]) -> float:
    """Microseconds of one call."""
    began = time.perf_counter()
    for _ in range(CACHED_CALLS):
        request()
    return (time.perf_counter() - began) / CACHED_CALLS * 1e6


if __name__ == "__main__":
    main(sys.argv[1])
