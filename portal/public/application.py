"""Puts the public role together: routes, languages, errors, headers, and the page cache in front of it all."""

import hashlib
from functools import partial
from pathlib import Path
from urllib.parse import urlsplit

from flask import Flask, g
from flask_babel import Babel
from werkzeug.exceptions import HTTPException
from werkzeug.routing import BaseConverter, Map
from werkzeug.wrappers import Response

from portal import __version__
from portal.access import allowed_query
from portal.languages import DEFAULT
from portal.public import (
    cards,
    files,
    health,
    map_assets,
    map_views,
    pictures,
    plain,
    problems,
    statics,
    unit_feeds,
    views,
)
from portal.public.cache import PageCache
from portal.public.headers import REDIRECT, secure
from portal.public.kept import KeptPages
from portal.public.open_data import routes as open_data
from portal.public.reports import reports_blueprint
from portal.public.shared_cache import SharedCache
from portal.public.state import PublicState, remember
from portal.public.translating import translate_quickly
from portal.published.shapes import newest_turnout
from portal.published.site import Site
from portal.settings import Mode, Settings

_BLUEPRINTS = (
    views.blueprint,
    map_views.blueprint,
    map_assets.blueprint,
    files.blueprint,
    open_data.blueprint,
    health.blueprint,
    plain.blueprint,
    unit_feeds.blueprint,
    pictures.blueprint,
    cards.blueprint,
)
_PORTAL = Path(__file__).resolve().parents[1]
_CODE = (
    "public/**/*.py",
    "published/**/*.py",
    "domain/**/*.py",
    "templates/**/*.html",
    "templates/**/*.xml",
    "translations/**/*.mo",
)


class RegexConverter(BaseConverter):
    """A part of an address that matches a pattern."""

    part_isolating = True

    def __init__(self, url_map: Map, pattern: str) -> None:
        super().__init__(url_map)
        self.regex = pattern


def register_public(app: Flask, settings: Settings) -> None:
    """Adds the public pages to an application and puts the page cache in front of it."""
    own_files = statics.read_statics()
    site = Site(settings.public)
    style, script = (statics.static_url(own_files, name) for name in (statics.STYLE, statics.SCRIPT))
    version = code_version(style, script, settings.site_url, settings.security_contact)
    remember(
        app,
        PublicState(
            site, settings.mode is Mode.TEST, version, style, script, settings.site_url, settings.security_contact
        ),
    )
    app.url_map.converters.update(views.CONVERTERS, regex=RegexConverter)
    for blueprint in (*_BLUEPRINTS, reports_blueprint(settings.home), statics.static_blueprint(own_files)):
        app.register_blueprint(blueprint)
    Babel(
        app,
        default_locale=DEFAULT,
        default_translation_directories=str(_PORTAL / "translations"),
        locale_selector=_language,
    )
    translate_quickly(app)
    app.jinja_env.globals["newest_turnout"] = newest_turnout
    app.after_request(_finish)
    problems.register(app)
    shared = SharedCache(app, settings.redis_url)
    kept = KeptPages(settings.pages, site, version) if settings.pages else None
    pages = PageCache(app.wsgi_app, site, shared, partial(allowed, app), version, kept)
    app.wsgi_app = pages  # type: ignore[method-assign]
    if kept:
        kept.start(pages.renew)


def code_version(*more: str) -> str:
    """Changes whenever code, templates or translations do: pages made by another version are never mixed with ours."""
    digest = hashlib.sha256("\n".join((__version__, *more)).encode())
    for pattern in _CODE:
        for path in sorted(_PORTAL.glob(pattern)):
            digest.update(path.read_bytes())
    return digest.hexdigest()[:16]


def _language() -> str:
    language: str = g.get("language", DEFAULT)
    return language


def _finish(response: Response) -> Response:
    """Security headers; redirects stay on the host that was asked, whatever the request said it is."""
    location = response.headers.get("Location")
    if location and urlsplit(location).netloc:
        parts = urlsplit(location)
        response.headers["Location"] = parts.path + (f"?{parts.query}" if parts.query else "")
        response.headers.setdefault("Cache-Control", REDIRECT)
    return secure(response)


def allowed(app: Flask, path: str) -> tuple[str, ...]:
    """The query parameters that the view behind a path declared."""
    try:
        endpoint, _ = app.url_map.bind("").match(path, "GET")
    except HTTPException:
        return ()
    return allowed_query(app.view_functions[endpoint])
