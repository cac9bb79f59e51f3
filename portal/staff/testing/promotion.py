"""In the main instance: the test officer brings what the test instance wrote, a second person confirms it, once."""

from flask import flash, redirect, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from portal.errors import InputError
from portal.package.importing import Occasion
from portal.preparation.promoting import confirm, take
from portal.staff.allow import allow
from portal.staff.desk import desk
from portal.staff.functions import Function
from portal.staff.pages import page
from portal.staff.testing.base import blueprint, problem
from portal.staff.testing.test import SECOND
from portal.store.queries.preparation import promotions


@blueprint.get("/carried-over/")
@allow(*SECOND, Function.AUDITOR)
def carried_over() -> Response:
    """What was brought, and what was confirmed."""
    return _page()


@blueprint.post("/carried-over/")
@allow(Function.TEST_OFFICER, fresh=True)
def bring() -> Response:
    """The file and its SHA-256 as the test instance printed it."""
    here, file = desk(), request.files.get("file")
    data, said = file.read() if file else b"", request.form.get("sha256", "")
    private, now = here.settings.private, here.election_now()
    try:
        take(here.store, data, said, private, now, here.actor, here.settings.mode.value)
    except InputError as error:
        return _page(error.problems)
    flash(gettext("The configuration was brought. A second person now confirms it."))
    return redirect(url_for("testing.carried_over"), 303)


@blueprint.post("/carried-over/<int:number>/")
@allow(*SECOND, fresh=True)
def confirm_brought(number: int) -> Response:
    """The second person types the SHA-256 again; the campaign is a main one from now on."""
    here, said = desk(), request.form.get("sha256", "")
    occasion = Occasion(here.election_now(), here.system_now(), here.person)
    settings = here.settings
    try:
        version = confirm(here.store, number, said, settings.private, occasion, here.actor, settings.mode.value)
    except InputError as error:
        return _page(error.problems)
    flash(gettext("The campaign was carried over as configuration version %(version)s.", version=version))
    return redirect(url_for("testing.carried_over"), 303)


def _page(problems: tuple[str, ...] = ()) -> Response:
    here = desk()
    with here.read() as session:
        brought = promotions(session)
    return page(
        "testing/carried_over.html",
        422 if problems else 200,
        brought=list(reversed(brought)),
        problems=[problem(each) for each in problems],
        may_bring=here.may(Function.TEST_OFFICER),
        may_confirm=here.may(*SECOND),
    )
