"""The portal's protocols of determination, which the commission takes its decisions by (R139 ¶77): a page and PDFs."""

from flask import request
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response

from portal.print.published_determination import published_protocol
from portal.staff.allow import Scope, allow
from portal.staff.decisions.base import READERS, blueprint
from portal.staff.desk import desk
from portal.staff.pages import language, page
from portal.staff.printouts.base import PAPER_LANGUAGES, pdf_answer
from portal.store.queries.configuration import configuration


@blueprint.get("/<campaign>/decisions/determination/")
@allow(*READERS, scope=Scope.CAMPAIGN)
def protocols(campaign: str) -> Response:
    """Every contest, with its protocol in the languages of papers."""
    with desk().read() as session:
        contests = configuration(session, campaign).contests
    rows = [(contest.code, contest.names.document()[language()]) for contest in contests]
    return page("decisions/determination.html", campaign=campaign, contests=rows, languages=PAPER_LANGUAGES)


@blueprint.get("/<campaign>/decisions/determination/<contest>.pdf")
@allow(*READERS, scope=Scope.CAMPAIGN, query=("language",))
def protocol(campaign: str, contest: str) -> Response:
    """The protocol of one contest from the newest published release; a page says so where there is none yet."""
    wanted = request.args.get("language", PAPER_LANGUAGES[0])
    paper = next((known for known in PAPER_LANGUAGES if known == wanted), None)
    if paper is None:
        raise NotFound
    here = desk()
    made = published_protocol(here.settings.home / "public", campaign, contest, paper)
    with here.act("determination.printed", campaign, contest, release=made.release, language=paper):
        return pdf_answer(made.pdf, f"determination-{campaign}-{contest}-{paper}")
