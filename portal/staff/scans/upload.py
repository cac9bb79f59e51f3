"""Bringing a scan by hand: for the whole campaign by ОУИИС, for the own commission's precincts by its administrator."""

from flask import flash, redirect, request, url_for
from flask_babel import gettext
from werkzeug.exceptions import RequestEntityTooLarge
from werkzeug.wrappers import Response

from portal.entry.commission import commission_view
from portal.errors import InputError
from portal.scans.desk import Upload, receive, record_upload, upload_problems
from portal.scans.outside import LARGEST
from portal.scans.refusals import MESSAGES, Unfit, UploadProblem, UploadRefused
from portal.staff.allow import Scope, allow
from portal.staff.commissions import said
from portal.staff.desk import desk, tell
from portal.staff.functions import Function
from portal.staff.pages import page
from portal.staff.scans.base import (
    BRINGERS,
    KINDS,
    blueprint,
    private,
    said_of,
    the_campaign,
)
from portal.store.queries.scans import scan_of

_REST_OF_FORM = 64 * 1024
FIELDS = ("precinct", "contest", "kind", "replaces", "reason")


@blueprint.get("/<campaign>/scans/new/")
@allow(Function.OUIIS, scope=Scope.CAMPAIGN, query=("replaces",))
def new(campaign: str) -> Response:
    """The form; with `replaces` for the paper of that scan."""
    return _form(campaign, "", _beginning(campaign), (), 200)


@blueprint.post("/<campaign>/scans/new/")
@allow(Function.OUIIS, scope=Scope.CAMPAIGN)
def bring(campaign: str) -> Response:
    """Take a scan for any precinct of the campaign."""
    return _bring(campaign, "")


@blueprint.get("/<campaign>/<commission>/scans/new/")
@allow(*BRINGERS, scope=Scope.COMMISSION)
def new_of_commission(campaign: str, commission: str) -> Response:
    """The form for the precincts of one commission."""
    return _form(campaign, commission, dict.fromkeys(FIELDS, ""), (), 200)


@blueprint.post("/<campaign>/<commission>/scans/new/")
@allow(*BRINGERS, scope=Scope.COMMISSION)
def bring_for_commission(campaign: str, commission: str) -> Response:
    """Take a scan of a precinct of this commission."""
    return _bring(campaign, commission)


def _bring(campaign: str, commission: str) -> Response:
    request.max_content_length = LARGEST + _REST_OF_FORM
    try:
        typed = {name: request.form.get(name, "").strip() for name in FIELDS}
        file = request.files.get("file")
    except RequestEntityTooLarge:
        return _form(campaign, commission, dict.fromkeys(FIELDS, ""), [gettext(MESSAGES[Unfit.TOO_LARGE])], 413)
    if file is None or not file.filename:
        return _form(campaign, commission, typed, [gettext("Choose the file of the scan.")], 422)
    replaces = int(typed["replaces"]) if typed["replaces"].isdecimal() and len(typed["replaces"]) < 18 else None
    upload = Upload(
        campaign, typed["precinct"], typed["contest"], typed["kind"], file.filename, replaces, typed["reason"]
    )
    here = desk()
    try:
        _refuse_wrong(campaign, commission, upload)
        with (
            receive(private(), file.stream, file.filename) as received,
            here.act("scan.bring", campaign, after=received.sha256, precinct=upload.precinct) as session,
        ):
            seq = record_upload(session, upload, received, here.election_now(), here.system_now(), here.person)
            tell(session, object=f"scan:{seq}", kind=upload.kind, replaces=replaces)
    except InputError as error:
        return _form(campaign, commission, typed, said_of(error), 422)
    flash(gettext("Stored. The scan of precinct %(number)s waits for its check.", number=upload.precinct))
    if commission:
        return redirect(url_for("scans.new_of_commission", campaign=campaign, commission=commission))
    return redirect(url_for("scans.check", campaign=campaign, seq=seq))


def _refuse_wrong(campaign: str, commission: str, upload: Upload) -> None:
    """Judge what is said before the file is read; a commission brings scans of its own precincts only."""
    with desk().read() as session:
        the_campaign(session, campaign)
        problems = upload_problems(session, upload)
        if commission and commission_view(session, campaign, commission).precinct(upload.precinct) is None:
            problems = [UploadProblem.PRECINCT, *(each for each in problems if each is not UploadProblem.PRECINCT)]
    if problems:
        raise UploadRefused(problems)


def _beginning(campaign: str) -> dict[str, str]:
    """The fields of the scan that is to be replaced, or empty ones."""
    wanted = request.args.get("replaces", "")
    with desk().read() as session:
        former = scan_of(session, campaign, int(wanted)) if wanted.isdecimal() and len(wanted) < 18 else None
    if former is None:
        return dict.fromkeys(FIELDS, "")
    return {
        "precinct": former.precinct,
        "contest": former.contest,
        "kind": former.kind,
        "replaces": str(former.seq),
        "reason": "",
    }


def _form(
    campaign: str, commission: str, typed: dict[str, str], problems: "list[str] | tuple[()]", status: int
) -> Response:
    with desk().read() as session:
        stored = the_campaign(session, campaign)
    contests = [("", gettext("all, or none in particular")), *((c.code, said(c.names)) for c in stored.contests)]
    kinds = [("", ""), *((kind.value, gettext(name)) for kind, name in KINDS.items())]
    return page(
        "scans/upload.html",
        status,
        problems=problems,
        campaign=campaign,
        commission=commission,
        typed=typed,
        contests=contests,
        kinds=kinds,
    )
