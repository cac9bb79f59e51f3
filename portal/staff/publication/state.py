"""The publisher as staff see it: last release and its age, what blocks, what comes next, what waits for signatures."""

import json
from datetime import datetime
from typing import Any

from flask import flash, redirect, request, url_for
from flask_babel import gettext
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response

from portal.errors import InputError
from portal.staff.allow import Scope, allow
from portal.staff.desk import desk
from portal.staff.functions import Function
from portal.staff.pages import page
from portal.staff.publication.base import READERS, blueprint, stored
from portal.staff.said import sentences
from portal.store.queries.approvals import signatures, waiting_statement
from portal.store.queries.publication import last_release
from portal.store.record.approvals import record_signature

STATE = "publisher/state.json"
SILENT_SECONDS = 60
"""A publisher that wrote no state for so long is said to be silent."""


@blueprint.get("/<campaign>/publication/state/")
@allow(*READERS, scope=Scope.CAMPAIGN)
def publisher_state(campaign: str) -> Response:
    """The state of the campaign's publication."""
    return _state(campaign, ())


@blueprint.get("/<campaign>/publication/statement/")
@allow(*READERS, scope=Scope.CAMPAIGN)
def statement(campaign: str) -> Response:
    """The statement that waits, as a file to be signed elsewhere; an export, so it is recorded."""
    stored(campaign)
    with desk().read() as session:
        waiting = waiting_statement(session, campaign)
    if waiting is None:
        raise NotFound
    with desk().act("statement.exported", campaign, f"release:{campaign}/{waiting.number}", after=waiting.sha256):
        pass
    response = Response(waiting.statement, content_type="application/json")
    name = f"{campaign}-{waiting.number}.statement"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


@blueprint.post("/<campaign>/publication/signature/")
@allow(Function.APPROVER, Function.OUIIS, scope=Scope.CAMPAIGN)
def bring_signature(campaign: str) -> Response:
    """Hand a signed statement to the publisher, who judges it."""
    stored(campaign)
    here = desk()
    note = request.form.get("note", "").replace("\r\n", "\n").encode()
    try:
        with here.act("publication.signature_brought", campaign) as session:
            record_signature(session, note, here.system_now(), here.person)
    except InputError as error:
        return _state(campaign, sentences(error), 422)
    flash(gettext("The signed statement is with the publisher."))
    return redirect(url_for("publication.publisher_state", campaign=campaign), 303)


def _state(campaign: str, wrong: list[str] | tuple[str, ...], status: int = 200) -> Response:
    stored(campaign)
    here = desk()
    with here.read() as session:
        latest = last_release(session, campaign)
        waiting = waiting_statement(session, campaign)
        brought = len(signatures(session, waiting.sha256)) if waiting else 0
    told = read_state(here.settings.home / STATE)
    own: dict[str, Any] = told.get("campaigns", {}).get(campaign, {})
    written = datetime.fromisoformat(told["at"]) if told.get("at") else None
    silent = written is None or (here.system_now() - written).total_seconds() > SILENT_SECONDS
    return page(
        "publication/state.html",
        status,
        campaign=campaign,
        problems=wrong,
        latest=latest,
        minutes=int((here.election_now() - latest.published_at).total_seconds() // 60) if latest else 0,
        waiting=waiting,
        brought=brought,
        blocked=own.get("blocked", []),
        due=datetime.fromisoformat(own["due"]) if own.get("due") else None,
        queue=told.get("queue", 0),
        written=written,
        silent=silent,
    )


def read_state(path: Any) -> dict[str, Any]:
    """What the publisher last wrote; {} when it never ran here."""
    try:
        found = json.loads(path.read_bytes())
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}
