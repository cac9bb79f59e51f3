"""The register of failed ASU with its acts (R53 ¶37-38), and "no machine result, because …"."""

from datetime import datetime
from zoneinfo import ZoneInfo

from flask import flash, redirect, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from portal.domain.names import Names
from portal.errors import InputError
from portal.ingest.desk import note_failure, note_no_result
from portal.staff.allow import Scope, allow
from portal.staff.desk import desk
from portal.staff.devices import words
from portal.staff.devices.base import OWN, WATCHERS, blueprint, must_exist, only_own, own_precincts
from portal.staff.functions import Function
from portal.staff.pages import page
from portal.store.models import FailureStep
from portal.store.queries.configuration import configuration
from portal.store.queries.intake_desk import failures

WRITERS = (Function.OUIIS, *OWN)
REASONERS = (Function.OUIIS, Function.ADMINISTRATOR)
FIELDS = ("precinct", "device", "step", "at", "act", "note")
NO_RESULT = ("precinct", "reason_ky", "reason_ru", "reason_en")


@blueprint.get("/<campaign>/devices/failures/")
@allow(*WATCHERS, scope=Scope.CAMPAIGN)
def register(campaign: str) -> Response:
    """Every step of every failed ASU."""
    return _page(campaign)


@blueprint.post("/<campaign>/devices/failures/")
@allow(*WRITERS, scope=Scope.CAMPAIGN)
def note_step(campaign: str) -> Response:
    """Failure, reserve ASU, transparent box, repaired: with the number of the act."""
    here, typed = desk(), {name: request.form.get(name, "").strip() for name in FIELDS}
    try:
        with here.write() as session:
            at = _moment(typed, ZoneInfo(configuration(session, campaign).campaign.timezone))
            must_exist(session, campaign, typed["precinct"])
            only_own(session, campaign, typed["precinct"])
            note_failure(
                session,
                campaign,
                typed["precinct"],
                FailureStep(typed["step"]),
                here.actor,
                at=at,
                device=typed["device"],
                act=typed["act"],
                note=typed["note"],
            )
    except InputError as error:
        return _page(campaign, typed, error.problems)
    flash(gettext("The step was recorded."))
    return redirect(url_for("devices.register", campaign=campaign), 303)


@blueprint.post("/<campaign>/devices/failures/no-result/")
@allow(*REASONERS, scope=Scope.CAMPAIGN, fresh=True)
def note_none(campaign: str) -> Response:
    """The last case of R53 ¶38, as a fact that is published with its reason."""
    here, typed = desk(), {name: request.form.get(name, "").strip() for name in NO_RESULT}
    try:
        with here.write() as session:
            must_exist(session, campaign, typed["precinct"])
            only_own(session, campaign, typed["precinct"])
            reason = Names(typed["reason_ky"], typed["reason_ru"], typed["reason_en"])
            note_no_result(session, campaign, typed["precinct"], reason, here.election_now(), here.actor)
    except InputError as error:
        return _page(campaign, typed, error.problems)
    flash(gettext("The reason was recorded and will be published."))
    return redirect(url_for("devices.register", campaign=campaign), 303)


def _moment(typed: dict[str, str], zone: ZoneInfo) -> datetime:
    if typed["step"] not in {step.value for step in FailureStep}:
        raise InputError([gettext("Choose what happened.")])
    try:
        moment = datetime.fromisoformat(typed["at"])
    except ValueError:
        raise InputError([gettext("Give date and time.")]) from None
    return moment if moment.tzinfo else moment.replace(tzinfo=zone)


def _page(campaign: str, typed: dict[str, str] | None = None, problems: tuple[str, ...] = ()) -> Response:
    here = desk()
    with here.read() as session:
        own = own_precincts(session, campaign)
        found = [each for each in failures(session, campaign) if own is None or each.precinct in own]
        zone = ZoneInfo(configuration(session, campaign).campaign.timezone)
    return page(
        "devices/failures.html",
        422 if problems else 200,
        campaign=campaign,
        failures=found,
        typed={"at": here.election_now().astimezone(zone).strftime("%Y-%m-%dT%H:%M"), **(typed or {})},
        steps=[(step.value, words.step_name(step)) for step in FailureStep],
        problems=[words.problem(each) for each in problems],
        words=words,
        may_write=here.function in WRITERS,
        may_reason=here.function in REASONERS,
    )
