"""Our own style sheet and images, read once at the start; `static/vendor` is the web server's business."""

import hashlib
import mimetypes
from dataclasses import dataclass
from pathlib import Path

from flask import Blueprint, request
from werkzeug.wrappers import Response

from portal.access import PUBLIC, access
from portal.public import headers
from portal.public.cache import DEPENDENCIES
from portal.published.errors import NotPublished

ROOT = Path(__file__).resolve().parents[2] / "static"
FOLDERS = ("css", "img", "js")
STYLE = "css/site.css"
SCRIPT = "js/live.js"


@dataclass(frozen=True, slots=True)
class Static:
    """One file with its type and hash."""

    content: bytes
    media_type: str
    sha256: str


def read_statics(root: Path = ROOT) -> dict[str, Static]:
    """Path below `static/` → file."""
    found = {}
    for folder in FOLDERS:
        for path in sorted((root / folder).rglob("*")):
            if path.is_file():
                content = path.read_bytes()
                media_type = mimetypes.guess_type(path.name)[0] or "application/octet-stream"
                found[path.relative_to(root).as_posix()] = Static(
                    content, media_type, hashlib.sha256(content).hexdigest()
                )
    return found


def static_blueprint(files: dict[str, Static]) -> Blueprint:
    """The route of these files; the address names the hash, so an answer may be kept for ever."""
    blueprint = Blueprint("statics", __name__)

    @blueprint.get("/static/<regex('[0-9a-f]{12}'):version>/<path:path>")
    @access(PUBLIC)
    def static(version: str, path: str) -> Response:
        file = files.get(path)
        if file is None or not file.sha256.startswith(version):
            raise NotPublished(path)
        request.environ[DEPENDENCIES] = ()
        media_type = f"{file.media_type}; charset=utf-8" if file.media_type.startswith("text/") else file.media_type
        response = Response(file.content, content_type=media_type)
        response.headers["Cache-Control"] = headers.LASTING
        return response

    return blueprint


def static_url(files: dict[str, Static], path: str) -> str:
    """The address of a file."""
    return f"/static/{files[path].sha256[:12]}/{path}"
