"""Routes of the pages and their twins; a view validates, makes one page and answers."""

from collections.abc import Callable
from http import HTTPStatus
from typing import Any

from flask import Blueprint, redirect, request
from werkzeug.routing import BaseConverter
from werkzeug.wrappers import Response

from portal import languages, urls
from portal.access import PUBLIC, access
from portal.languages import LANGUAGES, Language
from portal.public import headers, queries
from portal.public.cache import DEPENDENCIES
from portal.public.pages.campaign import OverviewPage
from portal.public.pages.campaigns import CampaignsPage
from portal.public.pages.compare import ComparePage
from portal.public.pages.contest import ContestPage
from portal.public.pages.data import DataPage
from portal.public.pages.decisions import DecisionsPage
from portal.public.pages.differences import DifferencesPage
from portal.public.pages.find import FindPage
from portal.public.pages.option import OptionPage
from portal.public.pages.page import Page
from portal.public.pages.precinct import PrecinctPage
from portal.public.pages.releases import ReleasePage, ReleasesPage
from portal.public.pages.report import ReportedPage, ReportPage
from portal.public.pages.scans import ScansPage
from portal.public.pages.territory import TerritoryPage
from portal.public.pages.texts import TEXTS
from portal.public.pages.turnout import TurnoutPage
from portal.public.pages.watch import WatchPage
from portal.public.render import csv_response, json_response, page_response, set_language
from portal.public.state import new_reading

blueprint = Blueprint("public", __name__)

PAGES: tuple[tuple[str, str, type[Page]], ...] = (
    ("campaigns", "/", CampaignsPage),
    ("campaign", "/<campaign:campaign>/", OverviewPage),
    ("turnout", "/<campaign:campaign>/turnout/", TurnoutPage),
    ("contest", "/<campaign:campaign>/contest/<code:contest>/", ContestPage),
    ("option", "/<campaign:campaign>/option/<code:contest>/<number:position>/", OptionPage),
    ("territory", "/<campaign:campaign>/territory/<code:code>/", TerritoryPage),
    ("precinct", "/<campaign:campaign>/precinct/<code:number>/", PrecinctPage),
    ("report", "/<campaign:campaign>/precinct/<code:number>/report/", ReportPage),
    ("reported", "/<campaign:campaign>/precinct/<code:number>/report/sent/", ReportedPage),
    ("decisions", "/<campaign:campaign>/decisions/", DecisionsPage),
    ("differences", "/<campaign:campaign>/differences/", DifferencesPage),
    ("scans", "/<campaign:campaign>/scans/", ScansPage),
    ("data", "/<campaign:campaign>/data/", DataPage),
    ("releases", "/<campaign:campaign>/releases/", ReleasesPage),
    ("compare", "/<campaign:campaign>/releases/<number:number>/since/<number:older>/", ComparePage),
    ("watch", "/<campaign:campaign>/watch/", WatchPage),
    ("release", "/<campaign:campaign>/releases/<number:number>/", ReleasePage),
)
"""Name, address below the language, and what is shown there."""


class LanguageConverter(BaseConverter):
    """ky, ru or en."""

    regex = "|".join(LANGUAGES)
    part_isolating = True


class CodeConverter(BaseConverter):
    """Codes of territories, contests and precincts (design contract 1)."""

    regex = "[0-9A-Za-z-]{1,64}"
    part_isolating = True


class CampaignConverter(BaseConverter):
    """Campaign ids."""

    regex = "[0-9A-Za-z][0-9A-Za-z_-]{0,63}"
    part_isolating = True


class NumberConverter(BaseConverter):
    """Release numbers."""

    regex = "[1-9][0-9]{0,8}"
    part_isolating = True

    def to_python(self, value: str) -> int:
        return int(value)


CONVERTERS: dict[str, type[BaseConverter]] = {
    "language": LanguageConverter,
    "code": CodeConverter,
    "campaign": CampaignConverter,
    "number": NumberConverter,
}


def _view(page_class: type[Page], answer: Callable[[Page], Response]) -> Callable[..., Response]:
    @access(PUBLIC, query=page_class.query)
    def view(language: Language, **names: Any) -> Response:
        set_language(language)
        arguments = queries.understood(request.query_string.decode("ascii", "replace"), page_class.query)
        path = urls.page_of_twin(request.path)
        return answer(page_class(new_reading(), language, path, arguments, **names))

    return view


def _add_pages() -> None:
    for name, address, page_class in (*PAGES, *TEXTS):
        rule = f"/<language:language>{address}"
        twin = rule.rstrip("/")
        blueprint.add_url_rule(rule, name, _view(page_class, page_response))
        if page_class.twin:
            blueprint.add_url_rule(f"{twin}.json", f"{name}_json", _view(page_class, json_response))
        if page_class.tabular:
            blueprint.add_url_rule(f"{twin}.csv", f"{name}_csv", _view(page_class, csv_response))


_add_pages()


@blueprint.get("/<language:language>/find")
@access(PUBLIC, query=FindPage.query)
def find(language: Language) -> Response:
    """The search; an answer is made for one reader and kept nowhere."""
    set_language(language)
    arguments = queries.understood(request.query_string.decode("ascii", "replace"), FindPage.query)
    response = page_response(FindPage(new_reading(), language, urls.find(language), arguments))
    request.environ.pop(DEPENDENCIES, None)
    response.headers["Cache-Control"] = headers.NOTHING
    response.headers["Referrer-Policy"] = "no-referrer"
    return response


@blueprint.get("/")
@access(PUBLIC)
def choose_language() -> Response:
    """To the list of campaigns in the language that the browser prefers."""
    language = languages.from_accept_language(request.headers.get("Accept-Language"))
    response = redirect(urls.campaigns(language), HTTPStatus.FOUND)
    response.headers["Vary"] = "Accept-Language"
    response.headers["Cache-Control"] = headers.REDIRECT
    return response


@blueprint.get("/kg/", defaults={"rest": ""})
@blueprint.get("/kg/<path:rest>")
@access(PUBLIC)
def former_language_code(rest: str) -> Response:
    """`/kg/…` is the country's code; the language's is `ky`."""
    response = redirect(f"/ky/{rest}", HTTPStatus.MOVED_PERMANENTLY)
    response.headers["Cache-Control"] = headers.REDIRECT
    return response
