"""Mounts the explorers in an application: nine Dash apps, their start page, their files, and what guards them."""

from collections.abc import Callable
from dataclasses import replace
from functools import wraps
from hashlib import sha256
from http import HTTPStatus
from pathlib import Path
from typing import TYPE_CHECKING, Any

import orjson
from dash.exceptions import PreventUpdate
from flask import Blueprint, Flask, redirect, request
from werkzeug.exceptions import BadRequest, NotFound, UnsupportedMediaType
from werkzeug.wrappers import Response

from dashboards import addresses
from dashboards.callbacks import LARGEST, is_well_formed
from dashboards.dash_app import make_app
from dashboards.desk import Desk
from dashboards.limits import Callers, TooMany
from dashboards.pages import Pages
from dashboards.policy import policy
from dashboards.scripts import Scripts
from dashboards.surroundings import Surroundings
from dashboards.views.catalogue import EXPLORERS
from portal.access import PUBLIC, access
from portal.languages import LANGUAGES, Language, from_path
from portal.logs import get_logger
from portal.published.errors import NotPublished

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

log = get_logger("explorers")

PROBLEM = "application/problem+json"
LASTING = "public, max-age=31536000, immutable"
PAGE = "public, max-age=5, stale-while-revalidate=60"
_DASH_FILES = ("_dash-layout", "_dash-dependencies")
_CALLBACK = "_dash-update-component"
_PREFIXES = tuple(addresses.prefix(language, name) for language in LANGUAGES for name in EXPLORERS)


def register_explorers(app: Flask, surroundings: Surroundings, style_url: str) -> None:
    """Adds the explorers; every route is declared public, every path under them that means nothing is 404."""
    desk = Desk(replace(surroundings, code_version=f"{surroundings.code_version}-{_own_version()}"))
    desk.warm()
    scripts = Scripts(surroundings.encode)
    pages = Pages(desk, scripts, style_url)
    app.before_request(_guard(surroundings))
    app.after_request(_compress(surroundings))
    app.register_error_handler(TooMany, lambda _: _problem(HTTPStatus.TOO_MANY_REQUESTS))
    app.register_blueprint(_blueprint(pages, scripts))
    callers = Callers(surroundings.proxies)
    # Templates of the public site link to the explorers where this is defined.
    app.jinja_env.globals["explorer_url"] = addresses.first_sheet_path
    for language in LANGUAGES:
        for name in EXPLORERS:
            made = make_app(app, desk, name, language, _frame(pages))
            _declare(app, addresses.prefix(language, name), policy(made.csp_hashes()), callers)


def _own_version() -> str:
    """Changes with the code of the explorers: views that another version made are never served."""
    digest = sha256()
    for path in sorted(Path(__file__).parent.rglob("*.py")):
        digest.update(path.read_bytes())
    return digest.hexdigest()[:16]


def past_the_page_cache(explorers: "WSGIApplication", others: "WSGIApplication") -> "WSGIApplication":
    """Sends the explorers' requests to the application itself; their filters are no business of the page cache."""

    def choose(environ: "WSGIEnvironment", start_response: "StartResponse") -> Any:
        path = environ.get("PATH_INFO", "")
        own = path.startswith("/static/explore/") or path[3:].startswith("/explore/")
        return (explorers if own else others)(environ, start_response)

    return choose


def _frame(pages: Pages) -> Callable[[str], str]:
    def frame(tags: str) -> str:
        address = addresses.parse(request.path)
        if address is None:
            raise NotPublished(request.path)
        return pages.page(address, request.query_string.decode("ascii", "replace"), tags)

    return frame


def _blueprint(pages: Pages, scripts: Scripts) -> Blueprint:
    blueprint = Blueprint("explorers", __name__, template_folder="templates")

    @blueprint.get("/<language:language>/explore/")
    @access(PUBLIC)
    def start(language: Language) -> Response:
        """The campaigns and their explorers."""
        return Response(pages.start(language), content_type="text/html; charset=utf-8", headers={"Cache-Control": PAGE})

    @access(PUBLIC)
    def table(campaign: str, sheet: str) -> Response:
        """The table of a sheet as CSV."""
        address = addresses.parse(request.path.removesuffix(".csv") + "/")
        if address is None:
            raise NotPublished(request.path)
        name, content = pages.csv(address, request.query_string.decode("ascii", "replace"))
        headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": PAGE}
        return Response(content, content_type="text/csv; charset=utf-8", headers=headers)

    for prefix in _PREFIXES:
        # Named in full: Dash's own catch-all beneath the same prefix would come first otherwise.
        blueprint.add_url_rule(f"{prefix}<campaign:campaign>/<sheet>.csv", view_func=table)

    @blueprint.get("/static/explore/<version>/<name>")
    @access(PUBLIC)
    def script(version: str, name: str) -> Response:
        """One of the scripts; its address names the hash of all of them."""
        found = scripts.content(name, request.headers.get("Accept-Encoding", ""))
        if found is None or version != scripts.version:
            raise NotPublished(name)
        content, encoding = found
        headers = {"Cache-Control": LASTING, "Vary": "Accept-Encoding"}
        if encoding != "identity":
            headers["Content-Encoding"] = encoding
        return Response(content, content_type="text/javascript; charset=utf-8", headers=headers)

    return blueprint


def _guard(surroundings: Surroundings) -> Callable[[], Response | None]:
    def guard() -> Response | None:
        """Under the prefixes of Dash only what we know exists: one address each, everything else is 404."""
        prefix = next((row for row in _PREFIXES if request.path.startswith(row)), None)
        language = from_path(request.path)
        if language and request.path.startswith(addresses.start_path(language)):
            surroundings.set_language(language)
        if prefix is None or request.path.endswith(".csv"):
            return None
        rest = request.path.removeprefix(prefix)
        if rest == "" and language:
            return redirect(addresses.start_path(language))
        if rest in _DASH_FILES or (rest == _CALLBACK and request.method in ("POST", "OPTIONS")):
            return None
        address = addresses.parse(request.path)
        if address is None:
            raise NotFound
        surroundings.site.current().release(address.campaign)
        return None

    return guard


def _declare(app: Flask, prefix: str, content_security_policy: str, callers: Callers) -> None:
    """Every route of one Dash app: declared public, callbacks checked first, pages with their own policy."""
    for rule in list(app.url_map.iter_rules()):
        if not rule.rule.startswith(prefix) or hasattr(app.view_functions[rule.endpoint], "access"):
            continue
        view = app.view_functions[rule.endpoint]
        if rule.rule.endswith(_CALLBACK):
            view = _checked(view, callers)
        elif rule.rule in (prefix, f"{prefix}<path:path>"):
            view = _with_policy(view, content_security_policy)
        else:
            view = _plain(view)
        app.view_functions[rule.endpoint] = access(PUBLIC)(view)


def _plain(view: Callable[..., Any]) -> Callable[..., Any]:
    @wraps(view)
    def plain(*names: Any, **named: Any) -> Any:
        return view(*names, **named)

    return plain


def _with_policy(view: Callable[..., Any], content_security_policy: str) -> Callable[..., Response]:
    @wraps(view)
    def page(**names: Any) -> Response:
        response = Response(view(**names), content_type="text/html; charset=utf-8")
        response.headers["Content-Security-Policy"] = content_security_policy
        response.headers["Cache-Control"] = PAGE
        return response

    return page


def _checked(view: Callable[..., Any], callers: Callers) -> Callable[..., Response]:
    """A callback that answers 429 to an address that sends too many, 400 to what no page of ours sends.

    It never answers with a traceback, and keeps Dash's own name.
    """

    @wraps(view)
    def dispatch(*names: Any, **named: Any) -> Any:
        callers.take(request)
        if (request.content_length or 0) > LARGEST:
            return _problem(HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
        try:
            if not is_well_formed(request.get_json()):
                return _problem(HTTPStatus.BAD_REQUEST)
            return view(*names, **named)
        except PreventUpdate:
            return Response(status=HTTPStatus.NO_CONTENT)
        except (BadRequest, UnsupportedMediaType, RecursionError):
            return _problem(HTTPStatus.BAD_REQUEST)
        except NotPublished:
            return _problem(HTTPStatus.NOT_FOUND)

    return dispatch


def _compress(surroundings: Surroundings) -> Callable[[Response], Response]:
    def compress(response: Response) -> Response:
        """Dash compresses nothing; neither does the page cache, which these answers do not pass."""
        path = request.path
        own = path[3:].startswith("/explore/") and response.status_code == HTTPStatus.OK
        if not own or response.is_streamed or "Content-Encoding" in response.headers:
            return response
        content, encoding = surroundings.encode(response.get_data(), request.headers.get("Accept-Encoding", ""))
        if encoding != "identity":
            response.set_data(content)
            response.headers["Content-Encoding"] = encoding
        response.headers["Vary"] = "Accept-Encoding"
        return response

    return compress


def _problem(status: HTTPStatus) -> Response:
    body = {"type": "about:blank", "title": status.phrase, "status": status.value, "instance": request.path}
    response = Response(orjson.dumps(body), status.value, content_type=PROBLEM, headers={"Cache-Control": "no-store"})
    if status in (HTTPStatus.TOO_MANY_REQUESTS, HTTPStatus.SERVICE_UNAVAILABLE):
        response.headers["Retry-After"] = "1"
    return response
