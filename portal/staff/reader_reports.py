"""What readers reported on the public pages: read here, put aside once dealt with (docs/decisions/0010)."""

from flask import Blueprint, redirect, url_for
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response

from portal.reader_reports import Spool
from portal.staff.allow import Scope, allow
from portal.staff.desk import desk
from portal.staff.functions import Function
from portal.staff.pages import page

blueprint = Blueprint("reader_reports", __name__)

READERS = (Function.OUIIS, Function.APPROVER, Function.AUDITOR)


@blueprint.get("/reports/")
@allow(*READERS, scope=Scope.ANY)
def index() -> Response:
    """The reports that wait, oldest first, of the campaigns that the person's functions reach."""
    spool, now = Spool(desk().settings.home), desk()
    waiting = [(name, found) for name, found in spool.waiting() if now.may(*READERS, campaign=found.campaign)]
    return page("reader_reports.html", reports=waiting, site=now.settings.site_url)


@blueprint.post("/reports/<name>/")
@allow(Function.OUIIS, scope=Scope.ANY)
def put_aside(name: str) -> Response:
    """Marks a report as dealt with."""
    spool = Spool(desk().settings.home)
    found = dict(spool.waiting()).get(name)
    if found is None or not desk().may(Function.OUIIS, campaign=found.campaign):
        raise NotFound
    with desk().act("reader_report.dealt_with", found.campaign, f"precinct:{found.precinct}", report=name):
        spool.put_aside(name)
    return redirect(url_for("reader_reports.index"), 303)
