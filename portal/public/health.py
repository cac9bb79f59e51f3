"""For machines that watch machines: is the process alive, and does it have something to show."""

from http import HTTPStatus

import orjson
from flask import Blueprint
from werkzeug.wrappers import Response

from portal.access import PUBLIC, access
from portal.public import headers
from portal.public.state import snapshot

blueprint = Blueprint("health", __name__)


@blueprint.get("/healthz")
@access(PUBLIC)
def healthz() -> Response:
    """200 while the process answers."""
    return _answer({"status": "alive"}, HTTPStatus.OK)


@blueprint.get("/readyz")
@access(PUBLIC)
def readyz() -> Response:
    """200 once a release is served, with the number of each campaign's; 503 before."""
    releases = {name: release.number for name, release in snapshot().releases.items()}
    status = HTTPStatus.OK if releases else HTTPStatus.SERVICE_UNAVAILABLE
    return _answer({"status": "ready" if releases else "nothing published", "releases": releases}, status)


def _answer(content: dict[str, object], status: HTTPStatus) -> Response:
    response = Response(orjson.dumps(content), status.value, content_type=headers.JSON)
    response.headers["Cache-Control"] = headers.NOTHING
    return response
