"""Small files beside the pages: the audit script, robots.txt, sitemap.xml and security.txt; and old addresses."""

from collections.abc import Callable
from datetime import UTC, datetime
from http import HTTPStatus

from flask import Blueprint, redirect, request
from markupsafe import escape
from werkzeug.wrappers import Response

from portal import urls
from portal.access import PUBLIC, access
from portal.languages import DEFAULT, LANGUAGES
from portal.public import headers
from portal.public.cache import DEPENDENCIES
from portal.public.pages.texts import SITE, TEXTS, audit_script
from portal.public.reading import Reading
from portal.public.state import new_reading, state
from portal.published.errors import NotPublished

blueprint = Blueprint("plain", __name__)

TEXT = "text/plain; charset=utf-8"
XML = "application/xml; charset=utf-8"
NAMESPACES = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:xhtml="http://www.w3.org/1999/xhtml"'


@blueprint.get("/data/audit.py")
@access(PUBLIC)
def audit() -> Response:
    """The audit script, as it stands in the source."""
    request.environ[DEPENDENCIES] = ()
    response = Response(audit_script()[0], content_type="text/x-python; charset=utf-8")
    response.headers["Cache-Control"] = headers.STATIC
    return headers.share_with_everyone(response)


@blueprint.get("/robots.txt")
@access(PUBLIC)
def robots() -> Response:
    """Everything may be indexed but the answers of the search, which are nobody's business."""
    rules = [f"Disallow: {urls.find(language)}" for language in LANGUAGES]
    site = [f"Sitemap: {state().site_url}/sitemap.xml"] if state().site_url else []
    return _kept("\n".join(("User-agent: *", *rules, *site, "")), TEXT)


@blueprint.get("/.well-known/security.txt")
@access(PUBLIC)
def security() -> Response:
    """Where to report a weakness (RFC 9116); it is valid until the end of next year."""
    until = datetime(datetime.now(UTC).year + 1, 12, 31, tzinfo=UTC)
    site = state().site_url
    about = f"{site}{urls.text('en', 'about')}" if site else "https://shailoo.gov.kg/"
    contact = state().security_contact or about
    lines = (
        f"Contact: {contact}",
        f"Expires: {until:%Y-%m-%dT%H:%M:%SZ}",
        f"Preferred-Languages: {', '.join(LANGUAGES)}",
    )
    return _kept("\n".join((*lines, "")), TEXT)


@blueprint.get("/sitemap.xml")
@access(PUBLIC)
def sitemap() -> Response:
    """Every page but those of single precincts, each in all languages."""
    reading = new_reading()
    site = state().site_url
    pages = ["/", *(f"{address}" for _, address, _ in TEXTS), *_campaign_pages(reading)]
    rows = (_sitemap_row(site, page) for page in pages)
    body = f'<?xml version="1.0" encoding="UTF-8"?>\n<urlset {NAMESPACES}>{"".join(rows)}</urlset>\n'
    request.environ[DEPENDENCIES] = reading.dependencies
    response = Response(body, content_type=XML)
    response.headers["Cache-Control"] = headers.STATIC
    return response


def _campaign_pages(reading: Reading) -> list[str]:
    pages = []
    for campaign in (name for name in reading.snapshot.releases if name != SITE):
        release = reading.release(campaign)
        configuration = release.configuration()
        own = (urls.campaign, urls.turnout, urls.differences, urls.scans, urls.data, urls.releases)
        pages += [urls.without_language(make(DEFAULT, campaign)) for make in own]
        for entry in configuration["contests"]:
            pages.append(urls.without_language(urls.contest(DEFAULT, campaign, entry["code"])))
        for place in configuration["territories"]:
            pages.append(urls.without_language(urls.territory(DEFAULT, campaign, place["code"])))
    return pages


def _sitemap_row(site: str, page: str) -> str:
    links = "".join(
        f'<xhtml:link rel="alternate" hreflang="{code}" href="{escape(f"{site}/{code}{page}")}"/>' for code in LANGUAGES
    )
    return "".join(f"<url><loc>{escape(f'{site}/{code}{page}')}</loc>{links}</url>" for code in LANGUAGES)


@blueprint.get("/map/")
@access(PUBLIC)
def former_map() -> Response:
    """The address of the map on the former site: the newest campaign that has one."""
    return _former(lambda campaign: urls.results_map(DEFAULT, campaign), "geo/values.json")


@blueprint.get("/protocol/")
@access(PUBLIC)
def former_protocols() -> Response:
    """The address of the protocols on the former site: the scans of the newest campaign."""
    return _former(lambda campaign: urls.scans(DEFAULT, campaign), "lists/index.json")


def _former(make: Callable[[str], str], needed: str) -> Response:
    reading = new_reading()
    for row in reading.index()["campaigns"]:
        release = reading.snapshot.releases.get(row["id"])
        if release is not None and needed in release.files:
            response = redirect(make(row["id"]), HTTPStatus.FOUND)
            response.headers["Cache-Control"] = headers.REDIRECT
            return response
    raise NotPublished(needed)


def _kept(body: str, content_type: str) -> Response:
    request.environ[DEPENDENCIES] = ()
    response = Response(body, content_type=content_type)
    response.headers["Cache-Control"] = headers.STATIC
    return response
