"""Every route says who may call it, "public" included; an application with an undeclared route does not start."""

from collections.abc import Callable
from enum import StrEnum
from typing import TypeVar

from flask import Flask

View = TypeVar("View", bound=Callable[..., object])


class Access(StrEnum):
    """Who may call a route."""

    PUBLIC = "public"
    DEVICE = "device"
    """Anyone may connect; what counts is the signature of an enrolled key under what is sent (portal.ingest)."""
    STAFF = "staff"
    """People with one of the functions that the view names (portal.staff.allow)."""
    LOGIN = "login"
    """Whoever can reach the staff pages: the way in, and the style sheets."""


PUBLIC = Access.PUBLIC
DEVICE = Access.DEVICE
STAFF = Access.STAFF
LOGIN = Access.LOGIN


class UndeclaredRoute(RuntimeError):
    """A route without a declaration: the message names the route and what to add."""


def access(who: Access, query: tuple[str, ...] = ()) -> Callable[[View], View]:
    """Declares who may call a view, and which query parameters mean anything to it; all others are ignored."""

    def declare(view: View) -> View:
        view.access = who  # type: ignore[attr-defined]
        view.query = query  # type: ignore[attr-defined]
        return view

    return declare


def allowed_query(view: object) -> tuple[str, ...]:
    """The query parameters that the view declared."""
    declared: tuple[str, ...] = getattr(view, "query", ())
    return declared


def require_declared_access(app: Flask) -> None:
    """Raises UndeclaredRoute when a route of the application does not say who may call it.

    A staff route must name the functions too: `allowed` is what @allow(…) leaves on the view.
    """
    for rule in app.url_map.iter_rules():
        view = app.view_functions[rule.endpoint]
        declared = getattr(view, "access", None)
        if not isinstance(declared, Access):
            raise UndeclaredRoute(
                f"route {rule.rule} ({rule.endpoint}) declares no access; decorate its view with @access(…)"
            )
        if declared is Access.STAFF and getattr(view, "allowed", None) is None:
            raise UndeclaredRoute(
                f"route {rule.rule} ({rule.endpoint}) names no function; decorate its view with @allow(…)"
            )
