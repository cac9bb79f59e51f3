"""The test of a campaign, step by step: plan, approval, rounds, what was found, report, deletion."""

from collections.abc import Callable
from io import BytesIO

from flask import flash, redirect, request, send_file, url_for
from flask_babel import gettext
from sqlalchemy.orm import Session
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response

from portal.domain.names import Names
from portal.errors import InputError
from portal.preparation import steps
from portal.preparation.draft import draft_of
from portal.print.testing_report import report_pdf
from portal.staff.allow import Scope, allow
from portal.staff.desk import desk
from portal.staff.functions import Function
from portal.staff.pages import language, page
from portal.staff.said import N_
from portal.staff.testing.base import blueprint, problem
from portal.store.models import TestStep
from portal.store.queries.configuration import campaigns

TESTERS = (Function.TEST_OFFICER, Function.IT)
SECOND = (Function.APPROVER, Function.OUIIS, Function.TEST_OFFICER)
READERS = (*TESTERS, Function.OUIIS, Function.APPROVER, Function.AUDITOR)
Step = Callable[[Session], None]
_FIGURES = {
    "facts.turnout": N_("turnout reports"),
    "facts.scanner": N_("ballot-scanner (ASU) reports"),
    "facts.protocol": N_("protocols"),
    "facts.scan": N_("scans"),
    "facts.decision": N_("decisions"),
    "facts.configuration": N_("configuration versions"),
    "facts.no_machine": N_("precincts without machine result"),
    "facts.consolidated": N_("consolidated protocols"),
    "messages.accepted": N_("messages accepted"),
    "messages.quarantined": N_("messages in quarantine"),
    "messages.conflict": N_("messages under a taken number"),
    "messages.refused": N_("messages refused"),
}


@blueprint.get("/<campaign>/testing/")
@allow(*READERS, scope=Scope.CAMPAIGN)
def overview(campaign: str) -> Response:
    """Where the test stands and what may follow."""
    return _page(campaign)


@blueprint.post("/<campaign>/testing/plan/")
@allow(*TESTERS, scope=Scope.CAMPAIGN)
def plan(campaign: str) -> Response:
    """A plan with its dates and stages (R53 ¶57)."""
    form, here = request.form, desk()
    stages = [line.strip() for line in form.get("stages", "").splitlines() if line.strip()]
    told = {**{name: form.get(name, "").strip() for name in ("title", "begins", "ends")}, "stages": stages}
    return _taken(campaign, lambda session: steps.plan(session, campaign, told, here.actor, here.settings.mode.value))


@blueprint.post("/<campaign>/testing/approval/")
@allow(Function.APPROVER, scope=Scope.CAMPAIGN, fresh=True)
def approve(campaign: str) -> Response:
    """The approval of the CEC's chair, by its number."""
    here, number = desk(), request.form.get("decision", "").strip()
    mode = here.settings.mode.value
    return _taken(campaign, lambda session: steps.approve_plan(session, campaign, number, here.actor, mode))


@blueprint.post("/<campaign>/testing/round/<any(begin, end):which>/")
@allow(*TESTERS, scope=Scope.CAMPAIGN)
def hold_round(campaign: str, which: str) -> Response:
    """A round begins or ends."""
    here, take = desk(), steps.begin_round if which == "begin" else steps.end_round
    return _taken(campaign, lambda session: take(session, campaign, here.actor, here.settings.mode.value))


@blueprint.post("/<campaign>/testing/objections/")
@allow(*TESTERS, Function.OUIIS, scope=Scope.CAMPAIGN)
def note_objection(campaign: str) -> Response:
    """Something was found in the round under way."""
    here, text = desk(), request.form.get("text", "").strip()
    mode = here.settings.mode.value
    return _taken(campaign, lambda session: steps.note_objection(session, campaign, text, here.actor, mode))


@blueprint.post("/<campaign>/testing/objections/<int:number>/mended/")
@allow(*TESTERS, scope=Scope.CAMPAIGN)
def note_mended(campaign: str, number: int) -> Response:
    """What was found is mended."""
    here, text = desk(), request.form.get("text", "").strip()
    mode = here.settings.mode.value
    return _taken(campaign, lambda session: steps.note_mended(session, campaign, number, text, here.actor, mode))


@blueprint.post("/<campaign>/testing/report/")
@allow(*TESTERS, scope=Scope.CAMPAIGN)
def report(campaign: str) -> Response:
    """The report, and whether the test is passed (R53 ¶59-60)."""
    here, text, passed = desk(), request.form.get("text", "").strip(), request.form.get("passed") == "1"
    mode = here.settings.mode.value
    return _taken(campaign, lambda session: steps.report(session, campaign, text, passed, here.actor, mode))


@blueprint.post("/<campaign>/testing/deletion/order/")
@allow(Function.TEST_OFFICER, scope=Scope.CAMPAIGN, fresh=True)
def order_deletion(campaign: str) -> Response:
    """The test officer orders that the test data are deleted (R53 ¶61)."""
    here = desk()
    return _taken(campaign, lambda session: steps.order_drop(session, campaign, here.actor, here.settings.mode.value))


@blueprint.post("/<campaign>/testing/deletion/confirmation/")
@allow(*SECOND, scope=Scope.CAMPAIGN, fresh=True)
def confirm_deletion(campaign: str) -> Response:
    """A second person confirms; the command line then deletes the data and writes the file to carry over."""
    here = desk()
    return _taken(campaign, lambda session: steps.confirm_drop(session, campaign, here.actor, here.settings.mode.value))


@blueprint.get("/<campaign>/testing/report.pdf")
@allow(*READERS, scope=Scope.CAMPAIGN)
def printed_report(campaign: str) -> Response:
    """The report as PDF; an export, so it is recorded."""
    here = desk()
    with here.read() as session:
        test, own = steps.test_of(session, campaign), draft_of(session, campaign).own
    if test.report is None:
        raise NotFound
    names = Names(*(own.get(f"name_{code}", "") for code in ("ky", "ru", "en"))) or Names(campaign)
    labels = {name: str(gettext(label)) for name, label in _FIGURES.items()}
    data = report_pdf(test, names, own.get("timezone") or "Asia/Bishkek", language(), labels)
    with here.act("test.report_printed", campaign, f"test:{campaign}"):
        pass
    return send_file(BytesIO(data), "application/pdf", download_name=f"test-{campaign}.pdf")


def _taken(campaign: str, step: Step) -> Response:
    try:
        with desk().write() as session:
            step(session)
    except InputError as error:
        return _page(campaign, error.problems)
    flash(gettext("The step was recorded."))
    return redirect(url_for("testing.overview", campaign=campaign), 303)


def _page(campaign: str, problems: tuple[str, ...] = ()) -> Response:
    here = desk()
    with here.read() as session:
        if campaign not in campaigns(session) and not draft_of(session, campaign).head:
            raise NotFound
        test = steps.test_of(session, campaign)
    function, allowed = here.function, test.next_steps
    may = {
        "plan": TestStep.PLANNED in allowed and function in TESTERS,
        "approve": TestStep.APPROVED in allowed and here.may(Function.APPROVER, campaign=campaign),
        "begin": TestStep.ROUND_BEGUN in allowed and function in TESTERS,
        "find": TestStep.FOUND in allowed and function in (*TESTERS, Function.OUIIS),
        "mend": TestStep.MENDED in allowed and function in TESTERS,
        "report": TestStep.REPORTED in allowed and function in TESTERS,
        "order": TestStep.DROP_ORDERED in allowed and function is Function.TEST_OFFICER,
        "confirm": TestStep.DROP_CONFIRMED in allowed and here.may(*SECOND, campaign=campaign),
    }
    return page(
        "testing/overview.html",
        422 if problems else 200,
        campaign=campaign,
        test=test,
        may=may,
        typed=request.form,
        rounds=[
            (each, [(gettext(_FIGURES.get(name, name)), n) for name, n in each.came.items()]) for each in test.rounds
        ],
        may_see_carried=here.may(*SECOND, Function.AUDITOR),
        in_test=here.settings.mode.value == steps.TEST,
        problems=[problem(each) for each in problems],
    )
