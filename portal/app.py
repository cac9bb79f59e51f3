"""Makes the web application of one process from the roles that it plays (design: roles, modes, processes)."""

from collections.abc import Callable, Iterable, Mapping
from types import MappingProxyType
from typing import Any

from flask import Flask
from jinja2 import StrictUndefined

from portal.access import require_declared_access
from portal.errors import InputError
from portal.public.application import register_public
from portal.public.encodings import SMALLEST, chosen, encode
from portal.public.formats import formats
from portal.public.locks import KeyLocks
from portal.public.render import set_language, template
from portal.public.shared_cache import SharedCache
from portal.public.state import EXTENSION
from portal.public.statics import read_statics, static_url
from portal.public.words import words
from portal.request_ids import name_requests
from portal.settings import Settings, load_settings


def _public(app: Flask, settings: Settings) -> None:
    """The public pages, and the explorers where they are switched on."""
    without_page_cache = app.wsgi_app
    register_public(app, settings)
    if settings.explorers:
        _explorers(app, settings, without_page_cache)


def _explorers(app: Flask, settings: Settings, without_page_cache: Any) -> None:
    """Hands the explorers what they use of the public pages; Dash is loaded only here."""
    from dashboards.registration import past_the_page_cache, register_explorers
    from dashboards.surroundings import Surroundings

    def compress(body: bytes, accepted: str) -> tuple[bytes, str]:
        encoding = chosen(accepted) if len(body) >= SMALLEST else "identity"
        return encode(body, encoding), encoding

    surroundings = Surroundings(
        site=app.extensions[EXTENSION].site,
        backend=SharedCache(app, settings.redis_url),
        hold=KeyLocks().hold,
        set_language=set_language,
        template=template,
        words=words,
        formats=formats,
        encode=compress,
        code_version=app.extensions[EXTENSION].code_version,
        proxies=settings.public_proxies,
    )
    register_explorers(app, surroundings, static_url(read_statics(), "css/explore.css"))
    app.wsgi_app = past_the_page_cache(without_page_cache, app.wsgi_app)  # type: ignore[assignment,method-assign]


def _ingest(app: Flask, settings: Settings) -> None:
    """Loaded only where it is played: the public role knows no database."""
    from portal.ingest.application import register_ingest

    register_ingest(app, settings)


def _staff(app: Flask, settings: Settings) -> None:
    """Loaded only where it is played: Flask-Security costs the others nothing."""
    from portal.staff.application import register_staff

    register_staff(app, settings)


ROLES: Mapping[str, Callable[[Flask, Settings], None]] = MappingProxyType(
    {"public": _public, "ingest": _ingest, "staff": _staff}
)
"""What each role adds to the application."""


def create_app(roles: Iterable[str] = ("public",), settings: Settings | None = None) -> Flask:
    """The application for these roles; settings come from the environment unless given.

    Raises InputError for no role, one that this version does not have, or public and staff together, UndeclaredRoute
    for a route without access.
    """
    wanted = tuple(dict.fromkeys(roles))
    unknown = [role for role in wanted if role not in ROLES]
    if unknown or not wanted:
        named = ", ".join(unknown) or "none given"
        raise InputError([f"roles: {named}: not among the roles of this version; choose from {', '.join(ROLES)}"])
    if {"public", "staff"} <= set(wanted):
        raise InputError(["roles: public and staff never share a process; start one of each (serve --roles …)"])
    app = Flask("portal", static_folder=None)
    app.jinja_env.undefined = StrictUndefined
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.jinja_env.auto_reload = False
    name_requests(app)
    used = settings or load_settings()
    for role in wanted:
        ROLES[role](app, used)
    require_declared_access(app)
    return app
