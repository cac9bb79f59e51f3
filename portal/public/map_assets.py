"""Leaflet and our own script and style sheet of the map; without npm's packages the map page has no interactive map."""

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
blueprint = Blueprint("map_assets", __name__)


@cache
def vendor_files(root: Path = VENDOR) -> dict[str, statics.Static]:
    """Path below static/vendor → file, of Leaflet only; empty where it is not installed."""
    found = {}
    for path in LEAFLET:
        if (root / path).is_file():
            content = (root / path).read_bytes()
            media_type = mimetypes.guess_type(path)[0] or "application/octet-stream"
            found[path] = statics.Static(content, media_type, hashlib.sha256(content).hexdigest())
    return found if len(found) == len(LEAFLET) else {}


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
    """A file of Leaflet under an address that names its hash."""
    file = vendor_files().get(path)
    if file is None or not file.sha256.startswith(version):
        raise NotPublished(path)
    request.environ[DEPENDENCIES] = ()
    response = Response(file.content, content_type=f"{file.media_type}; charset=utf-8")
    response.headers["Cache-Control"] = headers.LASTING
    return response
