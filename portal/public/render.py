"""From a page to an answer: HTML in the language of the page, or one of its twins."""

import csv
import io
from typing import Any

import orjson
from flask import g, render_template, request
from werkzeug.wrappers import Response

from portal import urls
from portal.languages import LANGUAGES, OWN_NAMES, Language
from portal.public import headers
from portal.public.cache import DEPENDENCIES
from portal.public.formats import BISHKEK, formats
from portal.public.headers import CSV, HTML, JSON
from portal.public.pages.page import CampaignPage, Page, Table
from portal.public.print_codes import print_code
from portal.public.state import state
from portal.public.structured import structured_data
from portal.public.words import words
from portal.published.release import LISTS_INDEX, MAP_INDEX


def set_language(language: Language) -> None:
    """From here on everything in this request is written in that language."""
    g.language = language


def page_response(page: Page) -> Response:
    """The page as HTML."""
    content = page.context()
    head = page.head() if isinstance(page, CampaignPage) else None
    live = page.live and head is not None and not head.archive
    shared = urls.picture(page.path) if isinstance(page, CampaignPage) and page.live else ""
    body = template(
        page.template,
        page.language,
        page.path,
        f=page.formats,
        head=head,
        w=words(page.language, archive=head is not None and head.archive),
        counts=page.counts if isinstance(page, CampaignPage) else (),
        foot=None if head else page.foot(),
        of_every_release=page.of_every_release,
        live=live,
        picture=shared,
        structured=structured_data(page),
        has_map=head is not None and page.release.has(MAP_INDEX),  # type: ignore[attr-defined]
        has_lists=head is not None and page.release.has(LISTS_INDEX),  # type: ignore[attr-defined]
        twins=page.twins,
        code=print_code(state().site_url, page.path) if page.live else "",
        **content,
    )
    response = kept(Response(body, content_type=HTML), page, headers.PAGE)
    if live or content.get("zoom"):
        response.headers["Content-Security-Policy"] = headers.LIVE_POLICY
    return response


def json_response(page: Page) -> Response:
    """The JSON twin: {release, document}."""
    document = page.document()
    body = orjson.dumps({"release": page.release_number(), "document": document})
    return headers.share_with_everyone(kept(Response(body, content_type=JSON), page, headers.PAGE))


def csv_response(page: Page) -> Response:
    """The CSV twin: UTF-8, comma, CRLF, empty for missing."""
    return headers.share_with_everyone(kept(Response(_csv(page.table()), content_type=CSV), page, headers.PAGE))


def kept(response: Response, page: Page, cache_control: str) -> Response:
    """The response, kept by the page cache for as long as the documents of the page stay the same."""
    request.environ[DEPENDENCIES] = page.reading.dependencies
    response.headers["Cache-Control"] = cache_control
    return response


def template(name: str, language: Language, path: str, **content: Any) -> str:
    """A rendered template with what every page needs: words, formats, addresses, the language switch."""
    base: dict[str, Any] = {
        "language": language,
        "languages": [(code, OWN_NAMES[code], urls.in_language(path, code)) for code in LANGUAGES],
        "path": path,
        "urls": urls,
        "w": words(language),
        "counts": ("scanner", "protocol"),
        "archive_words": words(language, archive=True),
        "f": formats(language, BISHKEK),
        "bishkek": BISHKEK,
        "head": None,
        "foot": None,
        "of_every_release": False,
        "live": False,
        "picture": "",
        "structured": "",
        "feed": "",
        "code": "",
        "has_map": False,
        "has_lists": False,
        "twins": (),
        "test_instance": state().test,
        "style_url": state().style_url,
        "script_url": state().script_url,
        "site_url": state().site_url,
    }
    return render_template(name, **{**base, **content})


def _csv(table: Table) -> str:
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(table.header)
    writer.writerows(table.rows)  # None is written as nothing.
    return text.getvalue()
