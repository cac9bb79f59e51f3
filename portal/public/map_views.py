"""Routes of the map: the page and its twins, a map to take away, and the answer to "where do I vote?"."""

from collections.abc import Hashable
from decimal import Decimal, InvalidOperation
from http import HTTPStatus
from typing import Any

import orjson
from flask import Blueprint, render_template, request
from werkzeug.wrappers import Response

from portal import urls
from portal.access import PUBLIC, access
from portal.languages import Language
from portal.public import headers, map_assets
from portal.public.encodings import Encoding, chosen, encode
from portal.public.locks import KeyLocks
from portal.public.map_locate import Found, Locator
from portal.public.map_page import GEOMETRY, INDEX, LOCATE, MapPage, map_url
from portal.public.reading import ReleaseReading
from portal.public.render import csv_response, json_response, page_response, set_language, template
from portal.public.state import new_reading, state

blueprint = Blueprint("maps", __name__)

LONGEST = 40
FRAGMENT = "fragment"
KEPT = 4
"""Indexes that a worker keeps ready: one per campaign that is asked for."""
_locators: dict[str, Locator] = {}
_takeaways: dict[tuple[Hashable, ...], bytes] = {}
"""Compressed maps to take away, at most KEPT of them."""
_making = KeyLocks()


def _page(language: Language, campaign: str) -> MapPage:
    set_language(language)
    return MapPage(new_reading(), language, map_url(language, campaign), {}, campaign)


@blueprint.get("/<language:language>/<campaign:campaign>/map/")
@access(PUBLIC)
def results_map(language: Language, campaign: str) -> Response:
    """The map with its table."""
    response = page_response(_page(language, campaign))
    response.headers["Content-Security-Policy"] = headers.LIVE_POLICY
    response.headers["Permissions-Policy"] = headers.PLACE_PERMISSIONS
    return response


@blueprint.get("/<language:language>/<campaign:campaign>/map.json")
@access(PUBLIC)
def results_map_json(language: Language, campaign: str) -> Response:
    """The figures of the top level."""
    return json_response(_page(language, campaign))


@blueprint.get("/<language:language>/<campaign:campaign>/map.csv")
@access(PUBLIC)
def results_map_csv(language: Language, campaign: str) -> Response:
    """The table above the map."""
    return csv_response(_page(language, campaign))


@blueprint.get("/<language:language>/<campaign:campaign>/map/standalone.html")
@access(PUBLIC)
def standalone(language: Language, campaign: str) -> Response:
    """The map as one file that needs no server: geometry, figures, Leaflet and our script inside."""
    page = _page(language, campaign)
    encoding = chosen(request.headers.get("Accept-Encoding", ""))
    if encoding == "identity":
        response = Response(_standalone(page, language), content_type=headers.HTML)
    else:
        response = Response(_encoded_standalone(page, language, encoding), content_type=headers.HTML)
        response.headers["Content-Encoding"] = encoding
    name = f"{campaign}-{page.release.number}-{language}.html"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    response.headers["Cache-Control"] = headers.PAGE
    response.headers["Vary"] = "Accept-Encoding"
    return response


def _encoded_standalone(page: MapPage, language: Language, encoding: Encoding) -> bytes:
    """The compressed file, made once per release and language however many ask; a worker keeps the last few."""
    key = (page.campaign, page.release.number, language, encoding, state().code_version)
    with _making.hold(key):
        made = _takeaways.get(key)
        if made is None:
            made = encode(_standalone(page, language).encode(), encoding)
            while len(_takeaways) >= KEPT:
                _takeaways.pop(next(iter(_takeaways)), None)
            _takeaways[key] = made
        return made


def _standalone(page: MapPage, language: Language) -> str:
    release = page.release
    rows = page.index["rows"]
    codes = [entry["code"] for entry in page.configuration["territories"]]
    paths = [*GEOMETRY, INDEX, *(f"geo/values/{code}.json" for code in codes)]
    paths += [f"contests/{contest['code']}.json" for contest in page.configuration["contests"]]
    files = b",".join(orjson.dumps(path) + b":" + _content(release, path) for path in paths)
    context = page.context()
    vendor = map_assets.vendor_files()
    return template(
        "map_standalone.html",
        language,
        page.path,
        f=page.formats,
        head=page.head(),
        styles=[vendor[path].content.decode() for path in vendor if path.endswith(".css")]
        + [map_assets.own_content("css/map.css").decode()],
        scripts=[vendor[path].content.decode() for path in vendor if path.endswith(".js")]
        + [map_assets.own_content("js/map.js").decode()],
        map_script=_content(release, f"geo/map.{language}.js").decode(),
        files=files.replace(b"<", b"\\u003c").decode(),
        rows=rows,
        **context,
    )


@blueprint.post("/<language:language>/<campaign:campaign>/map/where/")
@access(PUBLIC)
def where(language: Language, campaign: str) -> Response:
    """The precinct of a location. Coordinates come in the body, so that no log holds them, and are not kept."""
    page = _page(language, campaign)
    locator = _locator(page.release)
    point = _point(request.form.get("lat", ""), request.form.get("lon", ""), locator.scale)
    found = locator.find(*point) if point else []
    rows = _rows(page, found)
    values: dict[str, Any] = {"point_given": point is not None, "found": rows}
    status = HTTPStatus.OK if point else HTTPStatus.UNPROCESSABLE_ENTITY
    if request.form.get("as") == FRAGMENT:
        body = render_template(
            "map_where.html", language=language, urls=urls, f=page.formats, campaign_id=campaign, **values
        )
    else:
        body = template(
            "map_where_page.html",
            language,
            map_url(language, campaign),
            f=page.formats,
            head=page.head(),
            campaign_id=campaign,
            **values,
        )
    response = Response(body, status, content_type=headers.HTML)
    response.headers["Cache-Control"] = headers.NOTHING
    return response


def _rows(page: MapPage, found: list[Found]) -> list[dict[str, Any]]:
    addresses = {row["number"]: row for row in page.release.document("find.json")["rows"]} if found else {}
    names = {entry["code"]: entry["name"] for entry in page.configuration["territories"]}
    return [
        {
            "found": each,
            "address": addresses[each.number]["address"] if each.number in addresses else None,
            "territory": names.get(each.territory),
            "distance": distance(each.metres, page),
        }
        for each in found
    ]


def distance(metres: int | None, page: MapPage) -> tuple[str, str] | None:
    """A distance as number and unit: metres in tens below a kilometre, then kilometres with one decimal."""
    if metres is None:
        return None
    if metres < 1000:
        return page.formats.number((metres + 5) // 10 * 10), "m"
    tenths = (metres + 50) // 100
    decimal = page.formats.percent("0.1")[1]
    return f"{page.formats.number(tenths // 10)}{decimal}{tenths % 10}", "km"


def _point(lat: str, lon: str, scale: int) -> tuple[int, int] | None:
    """Longitude and latitude in units of the index; None for what is no place on earth."""
    try:
        y, x = (Decimal(text.strip().replace(",", ".")[:LONGEST]) for text in (lat, lon))
    except InvalidOperation:
        return None
    if not (y.is_finite() and x.is_finite() and abs(y) <= 90 and abs(x) <= 180):
        return None
    return int((x * scale).to_integral_value()), int((y * scale).to_integral_value())


def _locator(release: ReleaseReading) -> Locator:
    """The index of this release's geometry, made ready once per worker and geometry."""
    document = release.document(LOCATE)
    sha256 = release.release.listed(LOCATE).sha256
    if sha256 not in _locators:
        while len(_locators) >= KEPT:
            _locators.pop(next(iter(_locators)), None)
        _locators[sha256] = Locator(document)
    return _locators[sha256]


def _content(release: ReleaseReading, path: str) -> bytes:
    listed = release.release.listed(path)
    return release.past_file(listed.owner, path).read_bytes()
