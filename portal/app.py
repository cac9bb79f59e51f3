"""Makes the web application of one process from the roles that it plays (design: roles, modes, processes)."""

from collections.abc import Callable, Iterable, Mapping
from types import MappingProxyType

from flask import Flask
from jinja2 import StrictUndefined

from portal.access import require_declared_access
from portal.errors import InputError
from portal.public.application import register_public
from portal.settings import Settings, load_settings


def _ingest(app: Flask, settings: Settings) -> None:
    """Loaded only where it is played: the public role knows no database."""
    from portal.ingest.application import register_ingest

    register_ingest(app, settings)


ROLES: Mapping[str, Callable[[Flask, Settings], None]] = MappingProxyType(
    {"public": register_public, "ingest": _ingest}
)
"""What each role adds to the application."""


def create_app(roles: Iterable[str] = ("public",), settings: Settings | None = None) -> Flask:
    """The application for these roles; settings come from the environment unless given.

    Raises InputError for no role or one that this version does not have, UndeclaredRoute for a route without access.
    """
    wanted = tuple(dict.fromkeys(roles))
    unknown = [role for role in wanted if role not in ROLES]
    if unknown or not wanted:
        named = ", ".join(unknown) or "none given"
        raise InputError([f"roles: {named}: not among the roles of this version; choose from {', '.join(ROLES)}"])
    app = Flask("portal", static_folder=None)
    app.jinja_env.undefined = StrictUndefined
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.jinja_env.auto_reload = False
    chosen = settings or load_settings()
    for role in wanted:
        ROLES[role](app, chosen)
    require_declared_access(app)
    return app
