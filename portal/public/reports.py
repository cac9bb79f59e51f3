"""Takes what readers report. No account, no cookie, nothing kept of the sender; limits against abuse (record 0010)."""

import time
from collections import defaultdict, deque
from collections.abc import Mapping
from datetime import UTC, datetime
from http import HTTPStatus
from pathlib import Path
from threading import Lock

from flask import Blueprint, redirect, request
from flask_babel import gettext
from werkzeug.exceptions import RequestEntityTooLarge
from werkzeug.wrappers import Response

from portal import urls
from portal.access import PUBLIC, access
from portal.languages import Language
from portal.public import headers
from portal.public.cache import DEPENDENCIES
from portal.public.durations import HOURS
from portal.public.pages.report import ReportPage
from portal.public.render import page_response, set_language
from portal.public.state import new_reading
from portal.reader_reports import LONGEST, ReaderReport, Spool, SpoolFull

LARGEST = 32 * 1024
"""Bytes of one request: the text in UTF-8, percent-encoded, and some more."""
SHORTEST = 10
CONTACT = 200
PER_HOUR = 120
PER_PRECINCT = 10
TRAP = "website"
"""A field that people do not see and programs fill in."""


class Turnstile:
    """Lets so many reports through in an hour, in all and for one precinct; of this process, forgotten with it."""

    def __init__(self) -> None:
        self._passed: dict[str, deque[float]] = defaultdict(deque)
        self._lock = Lock()

    def admits(self, precinct: str, now: float) -> bool:
        """Whether one more is let through; if so, it is counted."""
        with self._lock:
            for name in [name for name, times in self._passed.items() if times[-1] < now - HOURS]:
                del self._passed[name]
            limits = (("", PER_HOUR), (precinct, PER_PRECINCT))
            for name, limit in limits:
                times = self._passed.get(name, deque())
                while times and times[0] < now - HOURS:
                    times.popleft()
                if len(times) >= limit:
                    return False
            for name, _ in limits:
                self._passed[name].append(now)
        return True


def reports_blueprint(home: Path) -> Blueprint:
    """The route that takes reports into the spool of a home."""
    blueprint = Blueprint("reports", __name__)
    turnstile, spool = Turnstile(), Spool(home)

    @blueprint.post("/<language:language>/<campaign:campaign>/precinct/<code:number>/report/")
    @access(PUBLIC)
    def take(language: Language, campaign: str, number: str) -> Response:
        """Keeps the report and leads on to the thanks; shows the form again, as typed, where something is wrong."""
        set_language(language)
        request.max_content_length = LARGEST
        path = urls.report(language, campaign, number)
        page = ReportPage(new_reading(), language, path, {}, campaign, number)
        try:
            page.typed = {name: request.form.get(name, "").strip() for name in ("text", "contact", TRAP)}
        except RequestEntityTooLarge:
            return _again(page, gettext("The text is too long."))
        if wrong := _wrong(page.typed):
            return _again(page, *wrong)
        if not page.typed[TRAP]:
            if not turnstile.admits(f"{campaign}/{number}", time.monotonic()):
                return _again(page, gettext("Too many reports at the moment. Please try again later."), busy=True)
            try:
                spool.put(_report(page))
            except SpoolFull:
                return _again(page, gettext("Too many reports at the moment. Please try again later."), busy=True)
        response = redirect(urls.reported(language, campaign, number), HTTPStatus.SEE_OTHER)
        response.headers["Cache-Control"] = headers.NOTHING
        return response

    return blueprint


def _wrong(typed: Mapping[str, str]) -> list[str]:
    if request.headers.get("Sec-Fetch-Site", "same-origin") not in ("same-origin", "none"):
        return [gettext("Please send the report from the page of the precinct.")]
    found = []
    if len(typed["text"]) < SHORTEST:
        found.append(gettext("Please say in a few words what is wrong."))
    if len(typed["text"]) > LONGEST or len(typed["contact"]) > CONTACT:
        found.append(gettext("The text is too long."))
    return found


def _report(page: ReportPage) -> ReaderReport:
    return ReaderReport(
        campaign=page.campaign,
        precinct=page.precinct["number"],
        release=page.release.number,
        language=page.language,
        text=page.typed["text"],
        contact=page.typed["contact"],
        at=f"{datetime.now(UTC):%Y-%m-%dT%H:%M:%SZ}",
    )


def _again(page: ReportPage, *problems: str, busy: bool = False) -> Response:
    page.problems = problems
    response = page_response(page)
    request.environ.pop(DEPENDENCIES, None)
    response.headers["Cache-Control"] = headers.NOTHING
    response.status_code = HTTPStatus.SERVICE_UNAVAILABLE if busy else HTTPStatus.UNPROCESSABLE_ENTITY
    return response
