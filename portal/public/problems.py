"""Answers when there is no page: one meaning, as HTML in the reader's language or as problem+json (RFC 9457)."""

from collections.abc import Mapping
from http import HTTPStatus

import orjson
from flask import Flask, request
from flask_babel import gettext
from werkzeug.exceptions import HTTPException
from werkzeug.wrappers import Response

from portal import languages
from portal.languages import Language
from portal.logs import get_logger
from portal.public import headers
from portal.public.cache import DEPENDENCIES, RETRY
from portal.public.render import set_language, template
from portal.public.state import new_reading, snapshot, state
from portal.published.errors import DamagedFile, NothingPublished, NotPublished, Redacted
from portal.published.newest import SiteRelease, newest_release
from portal.published.release import POINTER
from portal.published.site import INDEX

log = get_logger("public")

PROBLEM = "application/problem+json"
_MACHINE_FOLDERS = ("/data/", "/log/")


def register(app: Flask) -> None:
    """Makes the application answer every error in one of the two forms."""
    app.register_error_handler(NotPublished, _not_published)
    app.register_error_handler(Redacted, _redacted)
    app.register_error_handler(NothingPublished, _nothing_published)
    app.register_error_handler(DamagedFile, _damaged)
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(Exception, _unexpected)


def problem(status: HTTPStatus, sha256: str = "", reasons: Mapping[str, str] | None = None) -> Response:
    """The answer for a status, in the form and language that the address asks for.

    For bytes that a redaction took away it gives their hash, and the reasons by language.
    """
    if wants_json():
        title = status.phrase
        about = {"type": "about:blank", "title": title, "status": status.value, "instance": request.path}
        body = orjson.dumps({**about, "sha256": sha256, "reason": reasons or {}} if sha256 else about)
        response = headers.share_with_everyone(Response(body, status.value, content_type=PROBLEM))
    else:
        language = request_language()
        set_language(language)
        title, text = _words(status)
        body_text = template(
            "problem.html",
            language,
            request.path,
            status=status.value,
            title=title,
            text=text,
            twins=(),
            sha256=sha256,
            reasons=reasons or {},
            foot=_foot(),
        )
        response = Response(body_text, status.value, content_type=headers.HTML)
        response.headers["Vary"] = "Accept-Language"
    lasting = status in (HTTPStatus.NOT_FOUND, HTTPStatus.GONE)
    response.headers["Cache-Control"] = headers.MISSING if lasting else headers.NOTHING
    if status is HTTPStatus.SERVICE_UNAVAILABLE:
        response.headers["Retry-After"] = "10"
    return response


def _foot() -> SiteRelease | None:
    """The newest release of the site, the same at every address; the word on an error is never lost for it."""
    try:
        return newest_release(snapshot())
    except (KeyError, TypeError, ValueError):
        return None


def wants_json() -> bool:
    """Whether the address is one that machines read."""
    path = request.path
    return path.endswith((".json", ".csv")) or path.startswith(_MACHINE_FOLDERS)


def request_language() -> Language:
    """The language of the address, else the one that the browser prefers."""
    header = request.headers.get("Accept-Language")
    return languages.from_path(request.path) or languages.from_accept_language(header)


def _not_published(_: Exception) -> Response:
    return problem(HTTPStatus.NOT_FOUND)


def _redacted(error: Exception) -> Response:
    """The bytes were taken away openly: the answer gives their hash and the reason in three languages."""
    sha256 = str(error)
    return problem(HTTPStatus.GONE, sha256=sha256, reasons=state().site.library.log.reason(sha256))


def _nothing_published(error: NothingPublished) -> Response:
    """Before a campaign's opening a page says so; before the first release of anything the site is not ready."""
    campaign = str(error)
    if not campaign:
        return problem(HTTPStatus.SERVICE_UNAVAILABLE)
    if wants_json():
        return problem(HTTPStatus.NOT_FOUND)
    language = request_language()
    set_language(language)
    reading = new_reading()
    reading.note(campaign, POINTER)
    reading.note("", INDEX)
    row = next(row for row in reading.index()["campaigns"] if row["id"] == campaign)
    response = Response(
        template("nothing_yet.html", language, request.path, row=row, foot=_foot()), content_type=headers.HTML
    )
    response.headers["Cache-Control"] = headers.PAGE
    request.environ[DEPENDENCIES] = reading.dependencies
    return response


def _damaged(error: DamagedFile) -> Response:
    """The reader looks for an older whole release; the cache then asks for the page again."""
    seen = snapshot()
    if state().site.damaged(error.campaign, error, seen) is not seen:
        request.environ[RETRY] = True
    return problem(HTTPStatus.SERVICE_UNAVAILABLE)


def _http(error: HTTPException) -> Response:
    if error.code is None or error.code < HTTPStatus.BAD_REQUEST:
        return error.get_response()
    response = problem(HTTPStatus(error.code))
    if isinstance(allowed := getattr(error, "valid_methods", None), list):
        response.headers["Allow"] = ", ".join(sorted({*allowed} - {"OPTIONS"}))
    return response


def _unexpected(error: Exception) -> Response:
    log.error("page.failed", path=request.path, exc_info=error)
    return problem(HTTPStatus.INTERNAL_SERVER_ERROR)


def _words(status: HTTPStatus) -> tuple[str, str]:
    if status is HTTPStatus.NOT_FOUND:
        return gettext("Page not found"), gettext("Nothing is published at this address.")
    if status is HTTPStatus.GONE:
        return gettext("Withdrawn"), gettext(
            "What stood here was withdrawn by a decision. The reason stands among the releases."
        )
    if status is HTTPStatus.METHOD_NOT_ALLOWED:
        return gettext("Not possible here"), gettext("This address can only be read.")
    if status is HTTPStatus.SERVICE_UNAVAILABLE:
        return gettext("Not available at the moment"), gettext(
            "The figures are being prepared. Please try again in a moment."
        )
    if status.value >= HTTPStatus.INTERNAL_SERVER_ERROR:
        return gettext("Something went wrong"), gettext(
            "The page could not be made. The commission's staff have been told."
        )
    return gettext("Request not understood"), gettext("The address or the request is not valid.")
