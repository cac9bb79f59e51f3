"""Messages on a medium: uploaded with the act and the witnesses of R139 ¶50, taken in by the same door as by line."""

from dataclasses import dataclass
from datetime import datetime

from flask import request
from flask_babel import gettext
from werkzeug.wrappers import Response

from portal.audit.keys import load_or_make
from portal.errors import InputError
from portal.ingest.carried import Result, submit_carried
from portal.ingest.intake import Answer, Intake
from portal.ingest.receipts import KEY_NAME
from portal.staff.allow import Scope, allow
from portal.staff.desk import Desk, desk
from portal.staff.devices import words
from portal.staff.devices.base import blueprint, known
from portal.staff.functions import Function
from portal.staff.pages import page
from portal.store.queries.intake_desk import carried_files

CARRIERS = (Function.ADMINISTRATOR, Function.OUIIS)


@blueprint.get("/<campaign>/devices/carried/")
@allow(*CARRIERS, Function.AUDITOR, scope=Scope.CAMPAIGN)
def carried(campaign: str) -> Response:
    """The form, and every file that was brought."""
    return _page(campaign)


@blueprint.post("/<campaign>/devices/carried/")
@allow(*CARRIERS, scope=Scope.CAMPAIGN, fresh=True)
def carry(campaign: str) -> Response:
    """Take in the messages of a file; what became of each is shown."""
    here, form = desk(), request.form
    typed = {name: form.get(name, "").strip() for name in ("act", "witnesses")}
    file = request.files.get("file")
    data = file.read() if file else b""
    witnesses = [line.strip() for line in typed["witnesses"].splitlines() if line.strip()]
    try:
        if not data:
            raise InputError([gettext("No file was chosen; choose the one that the device wrote.")])
        results = _taken_in(here, data, typed["act"], witnesses)
    except InputError as error:
        return _page(campaign, typed, error.problems)
    return _page(campaign, results=[(each.place, *_told(each)) for each in results])


def _taken_in(here: Desk, data: bytes, act: str, witnesses: list[str]) -> list[Result]:
    settings = here.settings
    signer = load_or_make(settings.home, KEY_NAME)
    intake = Intake(here.store, settings.private, signer, settings.mode.value, _ElectionClock(here))
    try:
        return submit_carried(intake, data, act, witnesses, here.actor)
    finally:
        intake.close()


@dataclass(frozen=True, slots=True)
class _ElectionClock:
    """The election clock of the desk."""

    desk: Desk

    def now(self) -> datetime:
        """The desk's election time."""
        return self.desk.election_now()


def _told(result: Result) -> tuple[str, str]:
    told = result.result
    if isinstance(told, Answer):
        outcome = words.outcome_name(told.outcome or "waiting")
        return outcome, words.quarantine_reason(told.reason) or told.sha256
    return gettext("refused"), f"{told.reason}: {told.detail}"


def _page(
    campaign: str,
    typed: dict[str, str] | None = None,
    problems: tuple[str, ...] = (),
    results: "list[tuple[int, str, str]] | None" = None,
) -> Response:
    here = desk()
    with here.read() as session:
        known(session, campaign)
        files = carried_files(session)
    return page(
        "devices/carried.html",
        422 if problems else 200,
        campaign=campaign,
        files=files[:200],
        typed=typed or {},
        results=results,
        problems=[words.problem(each) for each in problems],
        may_carry=here.function in CARRIERS,
    )
