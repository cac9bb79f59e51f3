"""Cards that other sites may show in a frame: the turnout of a campaign, or the leading options of a contest."""

from typing import Any

from flask import Blueprint
from werkzeug.wrappers import Response

from portal import urls
from portal.access import PUBLIC, access
from portal.languages import Language
from portal.public import headers
from portal.public.pages.campaign import OverviewPage
from portal.public.pages.contest import ContestPage
from portal.public.pages.page import CampaignPage
from portal.public.render import page_response, set_language
from portal.public.state import new_reading
from portal.published.determinations import elected_documents, outcome_words

blueprint = Blueprint("cards", __name__)


class TurnoutCard(OverviewPage):
    """How many came."""

    template = "card_turnout.html"


class ContestCard(ContestPage):
    """Who leads in one contest."""

    template = "card_contest.html"

    def context(self) -> dict[str, Any]:
        elected = elected_documents(self.contest)
        return {**super().context(), "elected": elected, "outcomes": outcome_words(self.language)}


@blueprint.get("/embed/<language:language>/<campaign:campaign>/turnout/")
@access(PUBLIC)
def turnout_card(language: Language, campaign: str) -> Response:
    """The turnout card of a campaign."""
    set_language(language)
    return _framed(TurnoutCard(new_reading(), language, urls.campaign(language, campaign), {}, campaign))


@blueprint.get("/embed/<language:language>/<campaign:campaign>/contest/<code:contest>/")
@access(PUBLIC)
def contest_card(language: Language, campaign: str, contest: str) -> Response:
    """The result card of a contest."""
    set_language(language)
    return _framed(
        ContestCard(new_reading(), language, urls.contest(language, campaign, contest), {}, campaign, contest)
    )


def _framed(page: CampaignPage) -> Response:
    """The card, without scripts, which every site may frame."""
    response = page_response(page)
    response.headers["Content-Security-Policy"] = headers.FRAMED_POLICY
    response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    return response
