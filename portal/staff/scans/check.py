"""The check of one scan: its pages beside the stored numbers; accepted or refused with a reason (R139 ¶62)."""

from typing import Any

from flask import flash, redirect, request, url_for
from flask_babel import gettext
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from portal.errors import InputError
from portal.scans.desk import accept as accept_scan
from portal.scans.desk import prepare, stored_file
from portal.scans.desk import refuse as refuse_scan
from portal.scans.examine import Examined, examine
from portal.scans.refusals import ScanRefused
from portal.staff.allow import Scope, allow
from portal.staff.commissions import said
from portal.staff.desk import desk
from portal.staff.functions import Function
from portal.staff.pages import page
from portal.staff.said import N_
from portal.staff.scans.base import (
    CHECKERS,
    READERS,
    TOLD,
    blueprint,
    kind_name,
    private,
    said_of,
    the_campaign,
    the_scan,
)
from portal.staff.scans.figures import beside
from portal.store.queries.configuration import precincts_by_number
from portal.store.queries.facts import facts_of
from portal.store.queries.scans import StoredScan, scans_of_precinct, waiting_in

USUAL_REASONS = (
    N_("A page is missing."),
    N_("The scan cannot be read."),
    N_("Signatures or the seal are missing."),
    N_("The protocol is filled in wrongly; an act and a new protocol are needed."),
    N_("The scan shows another paper."),
)


@blueprint.get("/<campaign>/scans/<int:seq>/")
@allow(*READERS, scope=Scope.CAMPAIGN)
def check(campaign: str, seq: int) -> Response:
    """The scan and what the store holds of its paper."""
    return _page(campaign, seq, "", (), 200)


@blueprint.post("/<campaign>/scans/<int:seq>/accept/")
@allow(*CHECKERS, scope=Scope.CAMPAIGN)
def accept(campaign: str, seq: int) -> Response:
    """Let the scan be published: as it came, or as a cleaned copy."""
    here, clean = desk(), request.form.get("clean") == "yes"
    with here.read() as session:
        scan = the_scan(session, campaign, seq)
    try:
        copy = prepare(private(), scan, clean=clean)
        told = {"copy": copy.sha256} if copy else {}
        with here.act("scan.accept", campaign, f"scan:{seq}", after=scan.sha256, **told) as session:
            accept_scan(session, private(), scan, here.election_now(), here.person, copy)
            following = _next(session, campaign, scan)
    except InputError as error:
        return _page(campaign, seq, "", said_of(error), 422)
    flash(gettext("Accepted: the scan will be published."))
    return redirect(following)


@blueprint.post("/<campaign>/scans/<int:seq>/refuse/")
@allow(*CHECKERS, scope=Scope.CAMPAIGN)
def refuse(campaign: str, seq: int) -> Response:
    """Keep the scan back and say why."""
    here = desk()
    typed = request.form.get("reason", "").strip()[:2000]
    chosen = request.form.get("usual", "")
    usual = gettext(chosen) if chosen in USUAL_REASONS else ""
    reason = " ".join(part for part in (usual, typed) if part)
    if not reason:
        return _page(campaign, seq, typed, [gettext("Say why the scan is refused: choose a reason or write one.")], 422)
    with here.read() as session:
        scan = the_scan(session, campaign, seq)
    try:
        with here.act("scan.refuse", campaign, f"scan:{seq}", after=scan.sha256, reason=reason) as session:
            refuse_scan(session, scan, here.election_now(), here.person, reason)
            following = _next(session, campaign, scan)
    except InputError as error:
        return _page(campaign, seq, typed, said_of(error), 422)
    flash(gettext("Refused: the scan will not be published."))
    return redirect(following)


def _next(session: Session, campaign: str, scan: StoredScan) -> str:
    """The next scan of the same territory that waits, or the queue."""
    stored = the_campaign(session, campaign)
    known = list(precincts_by_number(session, campaign, stored.version, [scan.precinct]))
    waiting = waiting_in(session, campaign, known[0].territory, 1) if known else []
    if waiting:
        return url_for("scans.check", campaign=campaign, seq=waiting[0].seq)
    return url_for("scans.index", campaign=campaign)


def _page(campaign: str, seq: int, reason: str, problems: "list[str] | tuple[()]", status: int) -> Response:
    with desk().read() as session:
        stored = the_campaign(session, campaign)
        scan = the_scan(session, campaign, seq)
        facts = facts_of(session, campaign, [scan.precinct])[scan.precinct]
        others = [each for each in scans_of_precinct(session, campaign, scan.precinct) if each.seq != seq]
    examined, unfit = _examined(scan)
    contest = next((each for each in stored.contests if each.code == scan.contest), None)
    content: dict[str, Any] = {
        "campaign": campaign,
        "scan": scan,
        "kind": kind_name(scan.kind),
        "kind_name": kind_name,
        "contest": said(contest.names) if contest else "",
        "pages": range(1, examined.pages + 1) if examined else (),
        "told": [gettext(TOLD[word]) for word in examined.told] if examined else [],
        "unfit": unfit,
        "figures": beside(stored, facts, scan),
        "others": others,
        "usual": [("", ""), *((each, gettext(each)) for each in USUAL_REASONS)],
        "reason": reason,
        "may_check": desk().function is Function.OUIIS and not scan.accepted,
    }
    return page("scans/check.html", status, problems=problems, **content)


def _examined(scan: StoredScan) -> tuple[Examined | None, list[str]]:
    """What the file holds, or why it does not pass."""
    file = stored_file(private(), scan.sha256, scan.extension)
    if not file.is_file():
        return None, [gettext("The file has not come yet.")]
    try:
        return examine(private(), file, scan.sha256), []
    except ScanRefused as refused:
        return None, said_of(refused)
