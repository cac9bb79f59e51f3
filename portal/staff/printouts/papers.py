"""Consolidated protocols with their tables, and enlarged forms for the wall."""

from flask import abort, request
from werkzeug.wrappers import Response

from portal.domain.names import Names
from portal.domain.protocol_form import ProtocolForm
from portal.domain.statuses import ProtocolKind
from portal.entry.commission import CommissionView
from portal.entry.consolidated import consolidated_tables
from portal.print.consolidated import consolidated_pdf
from portal.print.poster import PAPERS, poster_pdf
from portal.staff.allow import Scope, allow
from portal.staff.commissions import the_commission
from portal.staff.desk import desk, tell
from portal.staff.printouts.base import (
    PLACE,
    PRINTERS,
    blueprint,
    is_test,
    paper_language,
    pdf_answer,
)
from portal.staff.printouts.signers import signing_people

_KINDS = "<any(ordinary, remote):kind>"


@blueprint.post(f"{PLACE}/consolidated/<contest>/{_KINDS}/")
@allow(*PRINTERS, scope=Scope.COMMISSION)
def consolidated(campaign: str, commission: str, contest: str, kind: str) -> Response:
    """The consolidated protocol and table as computed now; a draft while protocols are missing (R53 ¶51)."""
    here = desk()
    with here.act("printout.consolidated", campaign, f"{commission}:{contest}:{kind}") as session:
        mine = the_commission(session, campaign, commission)
        tables = consolidated_tables(session, mine, contest, here.election_now()) if contest in mine.contests else []
        table = next((each for each in tables if each.kind == kind), None)
        if table is None:
            abort(404)
        tell(session, complete=table.complete, language=paper_language())
        people = signing_people(session, mine, table, paper_language())
    pdf = consolidated_pdf(table, paper_language(), people, test=is_test())
    return pdf_answer(pdf, f"consolidated-{commission}-{contest}-{kind}")


@blueprint.post(f"{PLACE}/poster/")
@allow(*PRINTERS, scope=Scope.COMMISSION)
def poster(campaign: str, commission: str) -> Response:
    """The enlarged form of a protocol for one precinct, or with its number left open (R139 ¶7)."""
    kind, _, contest = request.form.get("of", "").partition(":")
    number, size = request.form.get("precinct", ""), request.form.get("size", "a1")
    with desk().act("printout.poster", campaign, f"{commission}:{contest}:{kind}", precinct=number) as session:
        mine = the_commission(session, campaign, commission)
        found, form = mine.view.scheme.contests.get(contest), _form(mine, kind)
        precinct = mine.precinct(number)
        if found is None or form is None or size not in PAPERS or (number and precinct is None):
            abort(404)
    names = precinct.names if precinct else Names()
    own = mine.view.stored.campaign
    pdf = poster_pdf(own, form, found, number, names, paper_language(), paper=size, test=is_test())
    return pdf_answer(pdf, f"poster-{number or 'form'}-{contest}-{kind}")


def _form(mine: CommissionView, kind: str) -> ProtocolForm | None:
    campaign = mine.view.stored.campaign
    forms = {ProtocolKind.REMOTE.value: campaign.remote_form, ProtocolKind.ORDINARY.value: campaign.ordinary_form}
    return forms.get(kind)
