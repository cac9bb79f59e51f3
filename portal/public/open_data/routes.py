"""Routes of the open data beside the files: dictionary, listings, feeds, catalogue, changes, interface description."""

from collections.abc import Callable
from http import HTTPStatus
from typing import Any

import orjson
from flask import Blueprint, current_app, redirect, request
from flask_babel import gettext
from werkzeug.wrappers import Response

from portal import languages, urls
from portal.access import PUBLIC, access
from portal.languages import Language
from portal.public import headers, problems
from portal.public.cache import DEPENDENCIES
from portal.public.open_data import catalog, changes, feeds, openapi
from portal.public.open_data.dictionary import DictionaryPage
from portal.public.open_data.listing import FilesPage
from portal.public.pages.page import Page
from portal.public.reading import ReleaseReading
from portal.public.render import csv_response, json_response, page_response, set_language
from portal.public.state import new_reading, state
from portal.public.words import words
from portal.published.errors import NotPublished

blueprint = Blueprint("open_data", __name__)

PAGES: tuple[tuple[str, str, type[Page]], ...] = (
    ("dictionary", "/<language:language>/<campaign:campaign>/data/dictionary", DictionaryPage),
    ("files", "/<language:language>/<campaign:campaign>/releases/<number:number>/files", FilesPage),
)
ANSWERS: tuple[tuple[str, str, Callable[[Page], Response]], ...] = (
    ("", "/", page_response),
    ("_json", ".json", json_response),
    ("_csv", ".csv", csv_response),
)


def _view(page_class: type[Page], answer: Callable[[Page], Response]) -> Callable[..., Response]:
    @access(PUBLIC)
    def view(language: Language, **names: Any) -> Response:
        set_language(language)
        return answer(page_class(new_reading(), language, urls.page_of_twin(request.path), {}, **names))

    view.__doc__ = page_class.__doc__
    return view


for _name, _address, _class in PAGES:
    for _suffix, _ending, _answer in ANSWERS:
        blueprint.add_url_rule(_address + _ending, _name + _suffix, _view(_class, _answer))


@blueprint.get("/data/<campaign:campaign>/r/<number:number>/")
@access(PUBLIC)
def listing(campaign: str, number: int) -> Response:
    """To the list of a release's files in the language that the browser prefers."""
    new_reading().release(campaign).past(number)
    language = languages.from_accept_language(request.headers.get("Accept-Language"))
    response = redirect(urls.release_files(language, campaign, number), HTTPStatus.FOUND)
    response.headers["Vary"] = "Accept-Language"
    response.headers["Cache-Control"] = headers.REDIRECT
    return headers.share_with_everyone(response)


@blueprint.get("/data/<campaign:campaign>/feed.<language:language>.atom")
@access(PUBLIC)
def feed(campaign: str, language: Language) -> Response:
    """Releases that a person decided, corrections among them, and decisions, as an Atom feed."""
    set_language(language)
    reading, known = new_reading(), state()
    title = gettext("Releases, corrections, decisions")
    release = reading.release(campaign)
    content = feeds.feed(release, known.site.library.root, known.site_url, language, words(language), title)
    request.environ[DEPENDENCIES] = reading.dependencies
    return _shared(content, feeds.MEDIA_TYPE, headers.PAGE)


@blueprint.get(catalog.ADDRESS)
@access(PUBLIC)
def catalogue() -> Response:
    """The data sets of all campaigns as DCAT."""
    reading = new_reading()
    content = orjson.dumps(catalog.catalog(reading, state().site_url))
    request.environ[DEPENDENCIES] = reading.dependencies
    return _shared(content, catalog.MEDIA_TYPE, headers.PAGE)


@blueprint.get(openapi.ADDRESS)
@access(PUBLIC)
def interface() -> Response:
    """This description."""
    content = orjson.dumps(openapi.describe(current_app), option=orjson.OPT_INDENT_2)
    request.environ[DEPENDENCIES] = ()
    return _shared(content, headers.JSON, headers.STATIC)


@blueprint.get("/data/<campaign:campaign>/changes/<number:old>/")
@access(PUBLIC)
def changes_to_newest(campaign: str, old: int) -> Response:
    """To the rows that changed from a release to the newest one with bulk files."""
    release = new_reading().release(campaign)
    newest = release.release.latest["data"] or old
    return _to_covering(release, old, max(old, newest))


@blueprint.get("/data/<campaign:campaign>/changes/<number:old>/<number:new>.jsonl")
@access(PUBLIC)
def changes_between(campaign: str, old: int, new: int) -> Response:
    """The rows that changed between two releases, as JSON lines; none between a release and itself.

    Where one of them has no bulk files: to the changes between the releases around them that have some.
    """
    release = new_reading().release(campaign)
    try:
        parts = changes.parts_between(release, old, new) if old != new else []
        changes.change_file(release, old)
    except changes.TooFar:
        return problems.problem(HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
    except NotPublished:
        return _to_covering(release, old, new, but=(old, new))
    response = _shared(b"", changes.MEDIA_TYPE, headers.LASTING)
    response.response = changes.lines(parts)
    response.headers.pop("Content-Length", None)
    return response


def _to_covering(release: ReleaseReading, old: int, new: int, but: tuple[int, int] | None = None) -> Response:
    """To the change files that hold all between two releases. Raises NotPublished where these are the ones of `but`."""
    try:
        first, last = changes.covering(release, old, new)
    except changes.TooFar:
        return problems.problem(HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
    if (first, last) == but:
        raise NotPublished(f"{release.campaign}: changes from {old} to {new}")
    response = redirect(urls.changes(release.campaign, first, last), HTTPStatus.FOUND)
    response.headers["Cache-Control"] = headers.POINTER
    return headers.share_with_everyone(response)


def _shared(content: bytes, media_type: str, cache_control: str) -> Response:
    response = Response(content, content_type=media_type)
    response.headers["Cache-Control"] = cache_control
    return headers.share_with_everyone(response)
