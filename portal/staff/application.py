"""Puts the staff role together: accounts, areas, languages, errors, headers. It never shares a process with the public
pages.
"""

from pathlib import Path
from urllib.parse import urlsplit

from flask import Blueprint, Flask, g, redirect
from flask_babel import Babel
from werkzeug.middleware.proxy_fix import ProxyFix
from werkzeug.wrappers import Response

from portal.access import LOGIN, access
from portal.clocks import election_clock
from portal.languages import DEFAULT
from portal.settings import Settings
from portal.staff import problems, styles
from portal.staff.areas import AREAS, PREFIX
from portal.staff.gate import csrf, let_in
from portal.staff.headers import guard
from portal.staff.limits import limiter
from portal.staff.pages import language
from portal.staff.secrets import load_secrets
from portal.staff.security import secure
from portal.staff.state import EXTENSION, StaffState
from portal.store.engine import open_store

_PORTAL = Path(__file__).resolve().parents[1]
_TRANSLATIONS = _PORTAL / "translations"
LARGEST = 64 * 1024 * 1024
"""Bytes of one request; views that take files ask for less."""
LOOPBACK = "http://"

entrance = Blueprint("entrance", __name__)


@entrance.get("/")
@entrance.get("/staff/")
@access(LOGIN)
def choose_language() -> Response:
    """To the first page, in the language that the browser prefers."""
    return redirect(f"/staff/{language()}/")


def register_staff(app: Flask, settings: Settings) -> None:
    """Adds the staff pages to an application. Raises InputError when the home has no secrets (`init` makes them)."""
    sheets, addresses = styles.read_styles()
    store = open_store(settings.store_url)
    app.extensions[EXTENSION] = StaffState(settings, store, election_clock(settings.home), addresses)
    secrets = load_secrets(settings.home)
    _configure(app, settings, secrets.cookie)
    csrf.init_app(app)
    secure(app, secrets)
    limiter.init_app(app)
    for blueprint in (entrance, sheets):
        app.register_blueprint(blueprint)
    for area in AREAS:
        app.register_blueprint(area.blueprint(), url_prefix=PREFIX)
    app.url_value_preprocessor(_take_language)
    app.url_defaults(lambda endpoint, values: _give_language(app, endpoint, values))
    Babel(app, default_locale=DEFAULT, default_translation_directories=str(_TRANSLATIONS), locale_selector=language)
    app.before_request(let_in)
    app.after_request(guard)
    problems.register(app)


def _configure(app: Flask, settings: Settings, secret: str) -> None:
    plain = settings.staff_url.startswith(LOOPBACK)
    app.config.update(
        SECRET_KEY=secret,
        SESSION_COOKIE_NAME="natyija" if plain else "__Host-natyija",
        SESSION_COOKIE_SECURE=not plain,
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Strict",
        SESSION_COOKIE_PATH="/",
        MAX_CONTENT_LENGTH=LARGEST,
        MAX_FORM_MEMORY_SIZE=4 * 1024 * 1024,
        MAX_FORM_PARTS=20_000,
        WTF_CSRF_CHECK_DEFAULT=False,
        WTF_CSRF_TIME_LIMIT=None,
        RATELIMIT_STORAGE_URI=settings.redis_url or "memory://",
        RATELIMIT_HEADERS_ENABLED=False,
    )
    if settings.staff_url:
        app.config["TRUSTED_HOSTS"] = [urlsplit(settings.staff_url).hostname or ""]
    if hops := settings.staff_proxies:
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=hops, x_proto=hops, x_host=hops)  # type: ignore[method-assign]


def _take_language(_: str | None, values: dict[str, object] | None) -> None:
    """The language of the address is for the page, no view needs it."""
    if values and "lang" in values:
        g.language = values.pop("lang")


def _give_language(app: Flask, endpoint: str, values: dict[str, object]) -> None:
    """Links stay in the language of the page."""
    if "lang" not in values and app.url_map.is_endpoint_expecting(endpoint, "lang"):
        values["lang"] = g.get("language") or DEFAULT
