"""Control printouts of a commission: every printing is recorded, and one that is not the first says so on the paper."""

from flask import abort
from flask_babel import gettext
from werkzeug.wrappers import Response

from portal.domain.facts import Protocol
from portal.domain.statuses import ProtocolKind
from portal.entry.commission import CommissionView
from portal.errors import InputError
from portal.print.poster import PAPERS
from portal.print.protocol import protocol_pdf
from portal.staff.allow import Scope, allow
from portal.staff.commissions import choose_commission, said, the_commission
from portal.staff.desk import desk, tell
from portal.staff.pages import page
from portal.staff.printouts.base import (
    PAPER_LANGUAGES,
    PLACE,
    PRINTERS,
    blueprint,
    is_test,
    paper_language,
    pdf_answer,
)
from portal.staff.printouts.stored import ACTION, object_of, printed_paper
from portal.staff.said import N_
from portal.store.queries.facts import facts_of

KINDS = {
    ProtocolKind.ORDINARY: N_("ordinary voting"),
    ProtocolKind.REMOTE: N_("remote voting"),
    ProtocolKind.RECOUNT: N_("ordered recount"),
}


@blueprint.get("/<campaign>/printouts/")
@allow(*PRINTERS, scope=Scope.ANY)
def choose(campaign: str) -> Response:
    """The commissions for which the person prints; straight on where there is only one."""
    return choose_commission(campaign, gettext("Printouts"), "printouts.index", *PRINTERS)


@blueprint.get(f"{PLACE}/")
@allow(*PRINTERS, scope=Scope.COMMISSION)
def index(campaign: str, commission: str) -> Response:
    """Everything that can be printed for a commission."""
    with desk().read() as session:
        mine = the_commission(session, campaign, commission)
        facts = facts_of(session, campaign, mine.numbers)
    contests = mine.view.scheme.contests
    own = mine.view.stored.campaign
    protocols = [each for number in mine.numbers if number in facts for each in facts[number].protocols]
    return page(
        "printouts/index.html",
        campaign=campaign,
        commission=commission,
        called=said(mine.commission.names),
        protocols=[(each, _contest(mine, each)) for each in protocols],
        contests=[(code, said(contests[code].names)) for code in mine.contests],
        kinds=[kind for kind, form in (("ordinary", own.ordinary_form), ("remote", own.remote_form)) if form],
        precincts=[("", gettext("number left open")), *((number, f"№ {number}") for number in mine.numbers)],
        sizes=[(size, size.upper()) for size in sorted(PAPERS)],
        kind_name=_kind,
        languages=PAPER_LANGUAGES,
    )


@blueprint.post(f"{PLACE}/protocol/<int:fact>/")
@allow(*PRINTERS, scope=Scope.COMMISSION)
def protocol(campaign: str, commission: str, fact: int) -> Response:
    """The three copies of the paper to which a stored protocol belongs."""
    here = desk()
    with here.act(ACTION, campaign) as session:
        mine = the_commission(session, campaign, commission)
        try:
            paper = printed_paper(session, mine, fact, here.election_now(), here.person, test=is_test())
        except InputError:
            abort(404)
        rows = [section.protocol for section in paper.sections]
        told = {"printing": paper.printing, "language": paper_language(), "precinct": paper.precinct}
        tell(session, object=object_of(rows), after=paper.sha256, **told)
        pdf = protocol_pdf(paper, paper_language())
    return pdf_answer(pdf, f"control-{paper.precinct}-{paper.kind.value}-{paper.sha256[:8]}")


def _kind(kind: str) -> str:
    """What a kind of protocol is called in the language of the page."""
    return str(gettext(KINDS[ProtocolKind(kind)]))


def _contest(mine: CommissionView, each: Protocol) -> str:
    contest = mine.view.scheme.contests.get(each.contest)
    return said(contest.names) if contest else each.contest
