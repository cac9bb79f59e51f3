"""Atom feeds of single territories and precincts: one entry for each release that changed the unit."""

from flask import Blueprint, render_template, request
from werkzeug.wrappers import Response

from portal import urls
from portal.access import PUBLIC, access
from portal.languages import Language
from portal.public import headers
from portal.public.cache import DEPENDENCIES
from portal.public.formats import formats
from portal.public.reading import ReleaseReading
from portal.public.render import set_language
from portal.public.state import new_reading, state
from portal.public.words import words
from portal.published.shapes import ReleaseDocument

blueprint = Blueprint("unit_feeds", __name__)

ATOM = "application/atom+xml; charset=utf-8"
ENTRIES = 50
LOOKED_AT = 300
"""So many releases are looked at: a night has a few hundred."""


@blueprint.get("/data/<campaign:campaign>/feed/territory/<code:code>.<language:language>.atom")
@access(PUBLIC)
def territory_feed(campaign: str, code: str, language: Language) -> Response:
    """The releases that changed a territory. Raises NotPublished for one that does not exist."""
    set_language(language)
    release = new_reading().release(campaign)
    name = release.territory(code).head["name"][language]
    return _feed(release, language, name, urls.territory(language, campaign, code), code)


@blueprint.get("/data/<campaign:campaign>/feed/precinct/<code:number>.<language:language>.atom")
@access(PUBLIC)
def precinct_feed(campaign: str, number: str, language: Language) -> Response:
    """The releases that changed the document that holds a precinct. Raises NotPublished for an unknown one."""
    set_language(language)
    release = new_reading().release(campaign)
    territory, _ = release.precinct(number)
    return _feed(release, language, f"№ {number}", urls.precinct(language, campaign, number), territory["code"])


def _feed(release: ReleaseReading, language: Language, name: str, page: str, code: str) -> Response:
    release.follow_pointer()
    newest = release.number
    past = (release.past_or_none(number) for number in range(newest, max(newest - LOOKED_AT, 0), -1))
    rows: list[ReleaseDocument] = [row for row in past if row and code in row["changed"].get("territories", [])]
    body = render_template(
        "unit_feed.xml",
        name=name,
        campaign=release.fixed()["name"][language],
        language=language,
        page=page,
        path=request.path,
        site_url=state().site_url,
        rows=rows[:ENTRIES],
        f=formats(language),
        w=words(language),
    )
    request.environ[DEPENDENCIES] = release.dependencies
    response = Response(body, content_type=ATOM)
    response.headers["Cache-Control"] = headers.PAGE
    return headers.share_with_everyone(response)
