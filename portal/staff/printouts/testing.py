"""The report of a test as a paper (R53 ¶59)."""

from flask_babel import force_locale, gettext
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response

from portal.errors import InputError
from portal.preparation.steps import test_of
from portal.print.testing_report import report_pdf
from portal.staff.allow import Scope, allow
from portal.staff.desk import desk
from portal.staff.functions import Function
from portal.staff.printouts.base import blueprint, paper_language, pdf_answer
from portal.staff.said import N_
from portal.store.queries.configuration import configuration

FIGURES = {
    "facts.configuration": N_("versions of the configuration"),
    "facts.turnout": N_("turnout reports"),
    "facts.scanner": N_("ballot-scanner (ASU) reports"),
    "facts.no_machine": N_("precincts without a machine result"),
    "facts.protocol": N_("protocols"),
    "facts.consolidated": N_("consolidated protocols"),
    "facts.scan": N_("scans"),
    "facts.scan_check": N_("checks of scans"),
    "facts.decision": N_("decisions"),
    "facts.confirmation": N_("confirmations of decisions"),
    "facts.schedule": N_("publication schedules"),
    "facts.order": N_("publication orders"),
    "facts.approval": N_("approvals"),
    "messages.accepted": N_("messages of devices, accepted"),
    "messages.quarantined": N_("messages of devices, quarantined"),
    "messages.conflict": N_("messages of devices, in conflict"),
    "messages.refused": N_("messages of devices, refused"),
}


@blueprint.post("/<campaign>/printouts/test-report/")
@allow(Function.TEST_OFFICER, Function.OUIIS, scope=Scope.CAMPAIGN)
def test_report(campaign: str) -> Response:
    """What was received, entered and found in each round, what was mended, and the conclusion."""
    language = paper_language()
    with desk().act("printout.test_report", campaign, campaign, language=language) as session:
        try:
            stored = configuration(session, campaign)
        except InputError:
            raise NotFound from None
        found = test_of(session, campaign)
    with force_locale(language):
        names = {key: gettext(text) for key, text in FIGURES.items()}
    pdf = report_pdf(found, stored.campaign.names, stored.campaign.timezone, language, names)
    return pdf_answer(pdf, f"test-report-{campaign}")
