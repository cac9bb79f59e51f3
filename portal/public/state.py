"""What the views need of the application that they run in."""

from dataclasses import dataclass
from typing import cast

from flask import Flask, current_app, request

from portal.public.cache import SNAPSHOT
from portal.public.reading import Reading
from portal.published.site import Site, Snapshot

EXTENSION = "natyija.public"


@dataclass(frozen=True, slots=True)
class PublicState:
    """The followed public folder, whether this is a test instance, addresses of style, script and the site itself,
    and where weaknesses of the portal are reported.
    """

    site: Site
    test: bool
    code_version: str
    style_url: str
    script_url: str
    site_url: str
    security_contact: str = ""


def remember(app: Flask, state: PublicState) -> None:
    """Makes the state known to the views of this application."""
    app.extensions[EXTENSION] = state


def state() -> PublicState:
    """The state of the application that handles the request."""
    return cast(PublicState, current_app.extensions[EXTENSION])


def snapshot() -> Snapshot:
    """The one snapshot that this request is answered from."""
    given = request.environ.get(SNAPSHOT)
    if given is None:
        given = request.environ[SNAPSHOT] = state().site.current()
    return cast(Snapshot, given)


def new_reading() -> Reading:
    """A reading of this request's snapshot."""
    return Reading(snapshot())
