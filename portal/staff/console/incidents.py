"""Notes for the public incident log: written by one person, approved by another, never changed."""

from datetime import datetime

from flask import flash, redirect, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from portal.domain.names import Names
from portal.errors import InputError, NotPermitted
from portal.staff.allow import allow
from portal.staff.console.base import blueprint
from portal.staff.desk import desk, tell
from portal.staff.functions import Function
from portal.staff.pages import BISHKEK, page
from portal.store.queries.preparation import incidents
from portal.store.record.preparation import approve_incident, insert_incident

WRITERS = (Function.OUIIS, Function.TEST_OFFICER)
READERS = (*WRITERS, Function.APPROVER, Function.IT, Function.AUDITOR)
FIELDS = ("at", *(f"{part}_{code}" for part in ("heading", "text") for code in ("ky", "ru", "en")))


@blueprint.get("/incidents/")
@allow(*READERS)
def incident_log() -> Response:
    """Every note, published or waiting."""
    return _page({}, ())


@blueprint.post("/incidents/")
@allow(*WRITERS)
def write_incident() -> Response:
    """A new note; what has to be added to an older one is a note of its own."""
    here, typed = desk(), {name: request.form.get(name, "").strip() for name in FIELDS}
    heading = Names(*(typed[f"heading_{code}"] for code in ("ky", "ru", "en")))
    words = Names(*(typed[f"text_{code}"] for code in ("ky", "ru", "en")))
    try:
        happened = datetime.fromisoformat(typed["at"]).replace(tzinfo=BISHKEK)
    except ValueError:
        return _page(typed, (gettext("Give date and time."),))
    try:
        with here.act("incident.written") as session:
            number = insert_incident(session, happened, heading, words, at=here.system_now(), by=here.person)
            tell(session, object=f"incident:{number}", heading=heading.document())
    except InputError:
        return _page(typed, (gettext("A note needs a heading and a text in at least one language."),))
    flash(gettext("The note was written. A second person approves it before it is published."))
    return redirect(url_for("console.incident_log"), 303)


@blueprint.post("/incidents/<int:number>/")
@allow(Function.APPROVER, Function.OUIIS, fresh=True)
def approve_note(number: int) -> Response:
    """A second person's approval; the note is published with the next release of the site."""
    here = desk()
    try:
        with here.act("incident.approved", object=f"incident:{number}") as session:
            approve_incident(session, number, at=here.system_now(), by=here.person)
    except NotPermitted:
        return _page({}, (gettext("Whoever wrote the note does not approve it."),))
    except InputError:
        return _page({}, (gettext("There is no such note, or it is approved already."),))
    flash(gettext("The note is approved."))
    return redirect(url_for("console.incident_log"), 303)


def _page(typed: dict[str, str], problems: tuple[str, ...]) -> Response:
    here = desk()
    with here.read() as session:
        notes = incidents(session)
    return page(
        "console/incidents.html",
        422 if problems else 200,
        notes=notes,
        typed={"at": here.election_now().astimezone(BISHKEK).strftime("%Y-%m-%dT%H:%M"), **typed},
        problems=problems,
        may_write=here.may(*WRITERS),
        may_approve=here.may(Function.APPROVER, Function.OUIIS),
    )
