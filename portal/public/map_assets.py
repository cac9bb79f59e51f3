"""Libraries of the browser beside our own scripts: Leaflet for the map, OpenSeadragon for scans.

Without npm's packages the map page has no interactive map, and a scan is a plain link to its picture.
"""

import hashlib
import mimetypes
from functools import cache
from pathlib import Path

from flask import Blueprint, request
from werkzeug.wrappers import Response

from portal.access import PUBLIC, access
from portal.public import headers, statics
from portal.public.cache import DEPENDENCIES
from portal.published.errors import NotPublished

VENDOR = statics.ROOT / "vendor"
LEAFLET = ("leaflet/leaflet.js", "leaflet/leaflet.css")
OWN = ("js/map.js", "css/map.css")
VIEWER = "openseadragon/openseadragon.min.js"
VIEWER_SCRIPT = "js/scans.js"
blueprint = Blueprint("map_assets", __name__)


def vendor_files(root: Path = VENDOR) -> dict[str, statics.Static]:
    """Path below static/vendor → file, of Leaflet only; empty where it is not installed."""
    return _read(root, LEAFLET)


def viewer_urls() -> tuple[str, str] | None:
    """Addresses of our script for scans and of the viewer that it loads; None where the viewer is not installed."""
    found = _read(VENDOR, (VIEWER,))
    if not found:
        return None
    own = statics.static_url(_own_files(), VIEWER_SCRIPT)
    return own, f"/static/{found[VIEWER].sha256[:12]}/vendor/{VIEWER}"


@cache
def _own_files() -> dict[str, statics.Static]:
    return statics.read_statics()


@cache
def _read(root: Path, paths: tuple[str, ...]) -> dict[str, statics.Static]:
    found = {}
    for path in paths:
        if (root / path).is_file():
            content = (root / path).read_bytes()
            media_type = mimetypes.guess_type(path)[0] or "application/octet-stream"
            found[path] = statics.Static(content, media_type, hashlib.sha256(content).hexdigest())
    return found if len(found) == len(paths) else {}


@cache
def own_urls() -> dict[str, str]:
    """Path → address of our own script and style sheet."""
    files = statics.read_statics()
    return {path: statics.static_url(files, path) for path in OWN}


def own_content(path: str) -> bytes:
    """Our own script or style sheet, for a page that carries it along."""
    return (statics.ROOT / path).read_bytes()


def vendor_urls() -> dict[str, str]:
    """Path → address of Leaflet's files; empty where it is not installed."""
    return {path: f"/static/{file.sha256[:12]}/vendor/{path}" for path, file in vendor_files().items()}


@blueprint.get("/static/<regex('[0-9a-f]{12}'):version>/vendor/<path:path>")
@access(PUBLIC)
def vendor(version: str, path: str) -> Response:
    """A file of a library under an address that names its hash."""
    file = vendor_files().get(path) or _read(VENDOR, (VIEWER,)).get(path)
    if file is None or not file.sha256.startswith(version):
        raise NotPublished(path)
    request.environ[DEPENDENCIES] = ()
    response = Response(file.content, content_type=f"{file.media_type}; charset=utf-8")
    response.headers["Cache-Control"] = headers.LASTING
    return response
