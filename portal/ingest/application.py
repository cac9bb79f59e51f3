"""The routes of /ingest/v1. Views are thin: bytes in, one call, the answer of docs/ingest.md out."""

import re
from http import HTTPStatus
from typing import NoReturn

import orjson
from flask import Blueprint, Flask, current_app, request
from werkzeug.wrappers import Response

from portal.access import DEVICE, access
from portal.audit.keys import load_or_make
from portal.clocks import election_clock
from portal.errors import NatyijaError
from portal.ingest import openapi
from portal.ingest.bodies import MAX_FILE
from portal.ingest.envelope import MAX_BYTES
from portal.ingest.intake import Intake
from portal.ingest.receipts import KEY_NAME
from portal.ingest.receiving import Source
from portal.ingest.refusals import Reason, Refusal
from portal.ingest.reporting import report
from portal.ingest.scan_files import store_scan
from portal.ingest.upkeep import Upkeep
from portal.settings import Settings
from portal.store.engine import open_store
from portal.store.models import Outcome

blueprint = Blueprint("ingest", __name__, url_prefix="/ingest")

EXTENSION = "natyija.ingest"
_ALLOWED = ((r"v1/messages", "POST"), (r"v1/scans/[^/]+", "PUT"), (r"v1/(key|openapi\.json)", "GET, HEAD"))
_METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE")
_SHA256 = re.compile(r"[0-9a-f]{64}")


class State:
    """What the views of one application share."""

    def __init__(self, settings: Settings) -> None:
        self.store = open_store(settings.store_url)
        self.private = settings.private
        clock = election_clock(settings.home)
        self.intake = Intake(
            self.store, settings.private, load_or_make(settings.home, KEY_NAME), settings.mode.value, clock
        )
        self.upkeep = Upkeep(self.intake, settings.home, settings.private)


def register_ingest(app: Flask, settings: Settings) -> None:
    """Adds the intake of machines to an application."""
    app.extensions[EXTENSION] = State(settings)
    app.register_blueprint(blueprint)


def _state() -> State:
    state: State = current_app.extensions[EXTENSION]
    return state


@blueprint.before_request
def _start_upkeep() -> None:
    _state().upkeep.start()


@blueprint.post("/v1/messages")
@access(DEVICE)
def post_message() -> Response:
    """One signed message; stored before it is answered."""
    _limit(MAX_BYTES)
    answer = _state().intake.submit(request.get_data(cache=False), Source(request.remote_addr or ""))
    status = HTTPStatus.CREATED if answer.outcome is not Outcome.QUARANTINED else HTTPStatus.ACCEPTED
    body = {
        "outcome": answer.outcome or "waiting",
        "reason": answer.reason,
        "sha256": answer.sha256,
        "receipt": answer.receipt.decode(),
    }
    return _json(body, status if answer.fresh else HTTPStatus.OK)


@blueprint.put("/v1/scans/<sha256>")
@access(DEVICE)
def put_scan(sha256: str) -> Response:
    """The file of a scan."""
    if not _SHA256.fullmatch(sha256):
        raise Refusal(Reason.NOT_ANNOUNCED, "a file's address is its sha256 in lower case")
    _limit(MAX_FILE)
    answer = store_scan(_state().intake, _state().private, sha256, request.stream)
    return _note(answer.receipt, HTTPStatus.CREATED if answer.fresh else HTTPStatus.OK)


@blueprint.get("/v1/key")
@access(DEVICE)
def get_key() -> Response:
    """The public key under which receipts are signed."""
    return _note(f"{_state().intake.signer.verifier}\n".encode(), HTTPStatus.OK)


@blueprint.get("/v1/openapi.json")
@access(DEVICE)
def get_openapi() -> Response:
    """The description of this interface."""
    return _json(openapi.document(), HTTPStatus.OK)


@blueprint.route("/", defaults={"path": ""}, methods=_METHODS)
@blueprint.route("/<path:path>", methods=_METHODS)
@access(DEVICE)
def elsewhere(path: str) -> NoReturn:
    """Every other address and method, so that machines always get a problem document."""
    allowed = next((methods for pattern, methods in _ALLOWED if re.fullmatch(pattern, path)), "")
    raise Refusal(Reason.METHOD, allowed) if allowed else Refusal(Reason.NOT_FOUND)


@blueprint.errorhandler(Refusal)
def refused(refusal: Refusal) -> Response:
    """A refusal as problem+json."""
    response = _json(refusal.document(), refusal.status, openapi.PROBLEM)
    if refusal.reason is Reason.METHOD:
        response.headers["Allow"] = refusal.detail
    if refusal.reason is Reason.STORAGE:
        response.headers["Retry-After"] = "5"
    return response


@blueprint.errorhandler(NatyijaError)
def not_stored(error: NatyijaError) -> Response:
    """Database or disk refused: no receipt."""
    report("intake.not_stored", path=request.path, error=str(error).partition("\n")[0])
    return refused(Refusal.not_stored(error))


@blueprint.errorhandler(OSError)
def not_written(error: OSError) -> Response:
    """The disk refused where nobody expected it: no receipt either."""
    report("intake.not_written", path=request.path, errno=error.errno)
    return refused(Refusal.not_stored(error))


@blueprint.errorhandler(Exception)
def unexpected(error: Exception) -> Response:
    """Whatever else: no receipt and no text of the error."""
    report("intake.unexpected", path=request.path, exc_info=error)
    return refused(Refusal(Reason.INTERNAL))


def _limit(most: int) -> None:
    if request.content_length is None:
        raise Refusal(Reason.LENGTH_REQUIRED)
    if request.content_length > most:
        raise Refusal(Reason.TOO_LARGE, f"at most {most} bytes")


def _json(body: object, status: HTTPStatus, media_type: str = "application/json") -> Response:
    return _finish(Response(orjson.dumps(body), status.value, content_type=media_type))


def _note(note: bytes, status: HTTPStatus) -> Response:
    return _finish(Response(note, status.value, content_type="text/plain; charset=utf-8"))


def _finish(response: Response) -> Response:
    response.headers["Cache-Control"] = "no-store"
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response
