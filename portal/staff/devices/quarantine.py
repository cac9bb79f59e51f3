"""Messages in quarantine: a person looks at the figures and decides, with a reason."""

import json

from flask import flash, redirect, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from portal.errors import InputError
from portal.ingest.desk import UNREADABLE, decide
from portal.staff.allow import Scope, allow
from portal.staff.desk import desk, query
from portal.staff.devices import words
from portal.staff.devices.base import DECIDERS, blueprint, known
from portal.staff.functions import Function
from portal.staff.pages import page
from portal.store.queries.intake_desk import conflicts, quarantine

SHOWN = 100


@blueprint.get("/<campaign>/devices/quarantine/")
@allow(*DECIDERS, Function.AUDITOR, scope=Scope.CAMPAIGN, query=("all",))
def quarantined(campaign: str) -> Response:
    """What waits for a decision, and numbers that were used twice."""
    return _page(campaign)


@blueprint.post("/<campaign>/devices/quarantine/<int:message>/")
@allow(*DECIDERS, scope=Scope.CAMPAIGN, fresh=True)
def decide_message(campaign: str, message: int) -> Response:
    """The figures become facts, or never will."""
    here, reason = desk(), request.form.get("reason", "").strip()
    choice = request.form.get("do", "")
    try:
        if not reason or choice not in ("accept", "reject"):
            raise InputError([gettext("Give the reason of your decision.")])
        with here.write() as session:
            if message not in {each.message for each in quarantine(session, campaign)}:
                raise InputError([f"message {message} is not in quarantine"])
            decide(session, message, accept=choice == "accept", reason=reason, actor=here.actor)
    except InputError as error:
        return _page(campaign, message, reason, error.problems)
    flash(gettext("The decision was recorded."))
    return redirect(url_for("devices.quarantined", campaign=campaign), 303)


def _page(campaign: str, message: int = 0, reason: str = "", problems: tuple[str, ...] = ()) -> Response:
    here, every = desk(), query().get("all") == "1"
    with here.read() as session:
        known(session, campaign)
        found = quarantine(session, campaign, open_only=not every)
        twice = conflicts(session, campaign)
    return page(
        "devices/quarantine.html",
        422 if problems else 200,
        campaign=campaign,
        messages=[(each, _figures(each.raw), each.reason in UNREADABLE) for each in found[:SHOWN]],
        count=len(found),
        conflicts=twice[:SHOWN],
        every=every,
        typed=(message, reason),
        problems=[words.problem(each) for each in problems],
        words=words,
        may_decide=here.function in DECIDERS,
    )


def _figures(raw: bytes) -> str:
    """The message's text, indented for people."""
    text = raw.partition(b"\n\n")[0]
    try:
        return json.dumps(json.loads(text), ensure_ascii=False, indent=1)
    except ValueError:
        return text.decode(errors="replace")[:4000]
