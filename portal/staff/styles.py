"""The style sheets of the staff pages, read at the start; their address changes with their content."""

import hashlib
from collections.abc import Mapping
from pathlib import Path

from flask import Blueprint
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response

from portal.access import LOGIN, access

_FOLDER = Path(__file__).resolve().parents[2] / "static" / "css"
SHEETS = ("site", "staff")
FOREVER = "private, max-age=31536000, immutable"


def read_styles() -> tuple[Blueprint, Mapping[str, str]]:
    """The blueprint that serves the sheets, and the address of each by name."""
    bodies = {}
    addresses = {}
    for name in SHEETS:
        body = (_FOLDER / f"{name}.css").read_bytes()
        file = f"{name}.{hashlib.sha256(body).hexdigest()[:12]}.css"
        bodies[file] = body
        addresses[name] = f"/staff/style/{file}"
    blueprint = Blueprint("style", __name__)

    @blueprint.get("/staff/style/<file>")
    @access(LOGIN)
    def sheet(file: str) -> Response:
        if file not in bodies:
            raise NotFound
        return Response(bodies[file], content_type="text/css; charset=utf-8", headers={"Cache-Control": FOREVER})

    return blueprint, addresses
