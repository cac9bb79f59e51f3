"""The scripts of the explorers, all from our origin under one lasting address, so nine Dash apps share one download.

Dash's own addresses carry its version and differ for each app; ours carry a hash of the content. plotly.js is the
basic bundle that `npm ci` puts into `static/vendor`; where only the Python packages are installed, the full bundle
inside plotly's package stands in for it.
"""

import hashlib
from collections.abc import Callable
from functools import cache
from importlib import import_module
from importlib.resources import files
from pathlib import Path

from portal.logs import get_logger

log = get_logger("explorers")
STATIC = Path(__file__).resolve().parents[1] / "static"
PLOTLY = STATIC / "vendor" / "plotly-basic.min.js"
OWN = "explore.js"
_DASH = (
    "deps/polyfill@7.12.1.min.js",
    "deps/react@18.3.1.min.js",
    "deps/react-dom@18.3.1.min.js",
    "deps/prop-types@15.8.1.min.js",
    "dash-renderer/build/dash_renderer.min.js",
    "dcc/dash_core_components.js",
    "dcc/dash_core_components-shared.js",
    "html/dash_html_components.min.js",
)
_LATER = ("dcc/async-graph.js",)
_NAMES = {"dash-renderer/build/dash_renderer.min.js": "dash-renderer.js"}


class Scripts:
    """`sources` are the addresses in the order of loading; `content` gives a file's compressed bytes."""

    def __init__(self, encode: Callable[[bytes, str], tuple[bytes, str]]) -> None:
        self._encode = encode
        plotly = _plotly()
        self._read: dict[str, Callable[[], bytes]] = {"plotly.js": plotly, OWN: (STATIC / "js" / OWN).read_bytes}
        for path in (*_DASH, *_LATER):
            place = files("dash").joinpath(path)
            self._read[_NAMES.get(path) or path.rpartition("/")[2].partition("@")[0].removesuffix(".js") + ".js"] = (
                place.read_bytes
            )
        digest = hashlib.sha256()
        for read in self._read.values():
            digest.update(read())
        self.version = digest.hexdigest()[:12]
        later = {path.rpartition("/")[2] for path in _LATER}
        self.sources = [f"/static/explore/{self.version}/{name}" for name in self._read if name not in later]
        self._encoded = cache(self._encode_file)

    def content(self, name: str, accepted: str) -> tuple[bytes, str] | None:
        """Bytes and content encoding of a file; None for a name that is not ours."""
        return self._encoded(name, accepted) if name in self._read else None

    def _encode_file(self, name: str, accepted: str) -> tuple[bytes, str]:
        return self._encode(self._read[name](), accepted)


def _plotly() -> Callable[[], bytes]:
    if PLOTLY.is_file():
        return PLOTLY.read_bytes
    log.warning("explorers.basic_bundle_missing", path=str(PLOTLY.relative_to(STATIC.parent)))
    return files(import_module("plotly")).joinpath("package_data", "plotly.min.js").read_bytes
