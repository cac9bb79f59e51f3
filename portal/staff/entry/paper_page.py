"""The page of a paper: its way so far, its fields with what was typed, what does not agree."""

from flask_babel import gettext
from werkzeug.wrappers import Response

from portal.domain.statuses import ProtocolKind
from portal.entry.checks import remote_expected
from portal.entry.double import is_double
from portal.entry.papers import remote_contests
from portal.entry.protocol import Became
from portal.staff.commissions import said
from portal.staff.entry.overview import paper_address, place
from portal.staff.entry.paper_fields import Fields
from portal.staff.entry.paper_findings import disagreements
from portal.staff.entry.paper_standing import Standing
from portal.staff.entry.paper_way import kept, overtaken, way
from portal.staff.entry.words import KINDS, NOT_ADMITTED
from portal.staff.pages import page, zone_name

CONFLICT, UNPROCESSABLE = 409, 422


def paper_page(standing: Standing) -> Response:
    """The page; 409 when somebody entered the paper meanwhile, 422 while something else keeps it from the store."""
    case, outcome = standing.case, standing.outcome
    paper = case.sheet.paper
    fields = Fields(standing)
    refusal = standing.refusal
    return page(
        "entry/paper.html",
        _status(standing),
        **place(standing.mine),
        **way(standing),
        **fields.shown(),
        **disagreements(standing),
        precinct=case.precinct,
        precinct_name=said(case.precinct.names),
        kind=gettext(KINDS[paper.kind]),
        vote=case.vote,
        paper_address=paper_address(standing.mine, paper),
        remote=paper.kind is ProtocolKind.REMOTE,
        mode=standing.mode,
        not_admitted=gettext(NOT_ADMITTED[refusal]) if refusal else "",
        slip_ends=standing.slip_ends,
        refused=outcome is not None and outcome.became is Became.REFUSED,
        attempt=outcome.attempt if outcome else 0,
        overtaken=overtaken(standing, fields),
        kept=kept(standing, fields),
        districts=_districts(standing),
        chosen=case.sheet.contests,
        awaits_remote=_awaits_remote(standing),
        zone=zone_name(case.sheet.zone.key),
        double=is_double(case.scheme),
    )


def _status(standing: Standing) -> int:
    if standing.outcome is None:
        return 200
    return CONFLICT if standing.outcome.became is Became.OVERTAKEN else UNPROCESSABLE


def _districts(standing: Standing) -> list[tuple[str, str]]:
    contests = standing.case.scheme.contests
    return [(code, said(contests[code].names)) for code in remote_contests(standing.mine, standing.case.precinct)]


def _awaits_remote(standing: Standing) -> bool | None:
    """Whether a remote paper is still to come; None where the question does not arise."""
    case = standing.case
    if case.scheme.campaign.remote_form is None or case.sheet.paper.kind is ProtocolKind.REMOTE:
        return None
    if any(protocol.kind is ProtocolKind.REMOTE for protocol in case.facts.protocols):
        return None
    if standing.outcome is not None:
        return standing.typed.text("awaits_remote") == "yes"
    return remote_expected(case.scheme, case.precinct, case.facts)
