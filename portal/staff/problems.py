"""Answers when there is no page, in the reader's language; never the text of an exception not meant for people."""

from http import HTTPStatus

from flask import Flask, g, request
from flask_babel import gettext
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import Forbidden, HTTPException, TooManyRequests
from werkzeug.wrappers import Response

from portal.errors import InputError, StorageError
from portal.logs import get_logger
from portal.staff import refusals
from portal.staff.pages import page
from portal.staff.said import N_, sentences
from portal.store.causes import Cause, cause_of

log = get_logger("staff")
_NOT_SAVED = {
    Cause.FULL: N_(
        "The disk of the server is full. Tell those who keep the system at once: until there is room, nobody can save."
    ),
    Cause.READ_ONLY: N_(
        "The database takes nothing at the moment: it is being moved or restored. Wait for word from those who keep "
        "the system."
    ),
    Cause.BUSY: N_("The database is busy with other work. Wait half a minute, then send the form again."),
    Cause.UNREACHABLE: N_(
        "The database cannot be reached. Wait a minute and send the form again; if it stays so, tell those who keep "
        "the system."
    ),
    Cause.BROKEN: N_(
        "The disk or the database of the server is damaged. Tell those who keep the system at once, and save nothing "
        "more."
    ),
}


def register(app: Flask) -> None:
    """Makes the application answer every error with a page."""
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(CSRFError, _foreign_form)
    app.register_error_handler(Forbidden, _not_allowed)
    app.register_error_handler(TooManyRequests, _too_many)
    app.register_error_handler(InputError, _not_usable)
    app.register_error_handler(StorageError, _not_stored)
    app.register_error_handler(OSError, _not_written)
    app.register_error_handler(Exception, _unexpected)


def problem(status: HTTPStatus, problems: list[str] | None = None) -> Response:
    """The page for a status."""
    title, text = words(status)
    return page("problem.html", status=status.value, title=title, text=text, problems=problems or [])


def words(status: HTTPStatus) -> tuple[str, str]:
    """Title and sentence for a status."""
    if status is HTTPStatus.FORBIDDEN:
        return gettext("Not within your functions"), gettext(
            "Your functions do not include this. The attempt has been recorded; an inquiry follows (R53 ¶62, ¶64)."
        )
    if status is HTTPStatus.NOT_FOUND:
        return gettext("Page not found"), gettext("There is nothing at this address.")
    if status is HTTPStatus.METHOD_NOT_ALLOWED:
        return gettext("Not possible here"), gettext("This address does not take that.")
    if status is HTTPStatus.REQUEST_ENTITY_TOO_LARGE:
        return gettext("Too large"), gettext("What was sent is larger than this page takes.")
    if status is HTTPStatus.UNPROCESSABLE_ENTITY:
        return gettext("Not saved"), gettext("What was sent cannot be used. Nothing was changed.")
    if status is HTTPStatus.TOO_MANY_REQUESTS:
        return gettext("Too many attempts"), gettext("Wait a minute, then try again.")
    if status is HTTPStatus.SERVICE_UNAVAILABLE:
        return gettext("Not available at the moment"), gettext(
            "Nothing was saved. Go back, your entries are still in the form, and try again in a moment."
        )
    if status.value >= HTTPStatus.INTERNAL_SERVER_ERROR:
        return gettext("Something went wrong"), gettext("Nothing was saved. The error has been written to the log.")
    return gettext("Request not understood"), gettext("The address or the request is not valid.")


def _http(error: HTTPException) -> Response:
    if error.code is None or error.code < HTTPStatus.BAD_REQUEST:
        return error.get_response()
    response = problem(HTTPStatus(error.code))
    if isinstance(allowed := getattr(error, "valid_methods", None), list):
        response.headers["Allow"] = ", ".join(sorted(allowed))
    return response


def _not_allowed(error: Forbidden) -> Response:
    """Whichever part of a page refused it: recorded, and an inquiry begins (R53 ¶64)."""
    if g.get("live") is not None:
        refusals.outside_own_functions()
    return _http(error)


def _too_many(error: TooManyRequests) -> Response:
    refusals.without_inquiry("request.too_many")
    return _http(error)


def _foreign_form(_: CSRFError) -> Response:
    refusals.without_inquiry("request.foreign_form")
    text = gettext("The form is too old or comes from another page. Go back, load the page again and send it again.")
    return problem(HTTPStatus.BAD_REQUEST, [text])


def _not_usable(error: InputError) -> Response:
    return problem(HTTPStatus.UNPROCESSABLE_ENTITY, sentences(error))


def _not_stored(error: StorageError) -> Response:
    """Nothing was saved; why, where that is known, and what to do."""
    log.error("staff.not_stored", path=request.path, error=str(error).partition("\n")[0])
    return _unavailable(cause_of(error))


def _not_written(error: OSError) -> Response:
    """The disk refused where nobody expected it; any other error of the system is one like all others."""
    cause = cause_of(error)
    if cause is Cause.UNKNOWN:
        return _unexpected(error)
    log.error("staff.not_written", path=request.path, errno=error.errno)
    return _unavailable(cause)


def _unavailable(cause: Cause) -> Response:
    said = _NOT_SAVED.get(cause)
    response = problem(HTTPStatus.SERVICE_UNAVAILABLE, [gettext(said)] if said else None)
    response.headers["Retry-After"] = "10"
    return response


def _unexpected(error: Exception) -> Response:
    log.error("staff.failed", path=request.path, exc_info=error)
    return problem(HTTPStatus.INTERNAL_SERVER_ERROR)
