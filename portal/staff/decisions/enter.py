"""Entering an act with its scan; it counts for nothing until a second person confirmed the entry."""

from collections.abc import Iterable

from flask import flash, redirect, request, url_for
from flask_babel import gettext
from sqlalchemy.orm import Session
from werkzeug.datastructures import FileStorage
from werkzeug.exceptions import RequestEntityTooLarge
from werkzeug.wrappers import Response

from portal.scans.desk import Received, receive
from portal.scans.outside import LARGEST
from portal.scans.refusals import MESSAGES, ScanRefused, Unfit
from portal.staff.allow import Scope, allow
from portal.staff.decisions.act import FIELDS, Act, Reader
from portal.staff.decisions.base import (
    ENTERING,
    GROUNDS,
    KINDS,
    SCOPES,
    blueprint,
    private,
    said,
    the_act,
    the_register,
)
from portal.staff.decisions.register import act_page
from portal.staff.desk import desk, tell
from portal.staff.pages import page
from portal.store.queries.configuration import precincts_by_number
from portal.store.record.decisions import record_act_document, record_ground
from portal.store.record.intake import insert_scan_file
from portal.store.record.people import record_decision

_REST_OF_FORM = 256 * 1024


@blueprint.get("/<campaign>/decisions/new/")
@allow(*ENTERING, scope=Scope.CAMPAIGN)
def new(campaign: str) -> Response:
    """The empty form."""
    return _form(campaign, {}, {}, (), 200)


@blueprint.post("/<campaign>/decisions/new/")
@allow(*ENTERING, scope=Scope.CAMPAIGN)
def enter(campaign: str) -> Response:
    """Read and record the act, or show the form again with everything that is wrong."""
    request.max_content_length = LARGEST + _REST_OF_FORM
    try:
        typed, file = {name: request.form.get(name, "") for name in FIELDS}, request.files.get("file")
    except RequestEntityTooLarge:
        return _form(campaign, {}, {"file": gettext(MESSAGES[Unfit.TOO_LARGE])}, (), 413)
    with desk().read() as session:
        read = _read(session, campaign, typed)
    if read.problems:
        return _form(campaign, typed, {each.field: said(each) for each in read.problems}, _lines(read), 422)
    try:
        seq = _record(campaign, typed, file)
    except ScanRefused as refused:
        text = gettext(MESSAGES[refused.reason])
        return _form(campaign, typed, {"file": text}, [text], 422)
    flash(gettext("Entered. It counts once a second person has confirmed it."))
    return redirect(url_for("decisions.act", campaign=campaign, seq=seq))


@blueprint.post("/<campaign>/decisions/<int:seq>/document/")
@allow(*ENTERING, scope=Scope.CAMPAIGN)
def bring_document(campaign: str, seq: int) -> Response:
    """Add a scan to an act that came without one, or a better one; the former stays."""
    request.max_content_length = LARGEST + _REST_OF_FORM
    here, file = desk(), request.files.get("file")
    if file is not None and file.filename:
        try:
            with (
                receive(private(), file.stream, file.filename) as received,
                here.act("decision.document", campaign, f"decision:{seq}", after=received.sha256) as session,
            ):
                _, entries = the_register(session, campaign)
                _keep(session, [entry.seq for entry in the_act(entries, seq).entries], received, file.filename)
        except ScanRefused as refused:
            return act_page(campaign, seq, [gettext(MESSAGES[refused.reason])], 422)
        flash(gettext("The scan of the decision is stored."))
    return redirect(url_for("decisions.act", campaign=campaign, seq=seq))


def _read(session: Session, campaign: str, typed: dict[str, str]) -> Act:
    stored, entries = the_register(session, campaign)

    def known(numbers: Iterable[str]) -> set[str]:
        return {each.number for each in precincts_by_number(session, campaign, stored.version, set(numbers))}

    rows = [entry.registered.decision for entry in entries]
    return Reader(stored, rows, desk().election_now(), known).read(typed)


def _record(campaign: str, typed: dict[str, str], file: FileStorage | None) -> int:
    """Record the act, with its scan where one was chosen; the number of its first row."""
    if file is None or not file.filename:
        return _record_rows(campaign, typed, None, "")
    with receive(private(), file.stream, file.filename) as received:
        return _record_rows(campaign, typed, received, file.filename)


def _record_rows(campaign: str, typed: dict[str, str], received: Received | None, file_name: str) -> int:
    here = desk()
    now = here.election_now()
    with here.act("decision.enter", campaign) as session:
        act = _read(session, campaign, typed)
        seqs = [record_decision(session, campaign, row, now, here.person) for row in act.decisions]
        if act.ground is not None:
            for seq in seqs:
                record_ground(session, seq, act.ground)
        if received is not None:
            _keep(session, seqs, received, file_name)
        row = act.decisions[0]
        told = {"kind": row.kind.value, "targets": [each.target for each in act.decisions], "act": row.key}
        tell(session, object=f"decision:{seqs[0]}", after=received.sha256 if received else "", **told)
    return seqs[0]


def _keep(session: Session, seqs: list[int], received: Received, file_name: str) -> None:
    here = desk()
    kind, at = received.examined.kind, here.system_now()
    insert_scan_file(session, received.sha256, received.size, kind, at)
    record_act_document(session, seqs, received.sha256, kind, file_name[-200:], at, here.person)


def _lines(read: Act) -> list[str]:
    return [said(each) for each in read.problems]


def _form(
    campaign: str, typed: dict[str, str], wrong: dict[str, str], problems: "list[str] | tuple[()]", status: int
) -> Response:
    with desk().read() as session:
        the_register(session, campaign)
    return page(
        "decisions/enter.html",
        status,
        campaign=campaign,
        typed={name: typed.get(name, "") for name in FIELDS},
        wrong=wrong,
        problems=problems or list(wrong.values()),
        kinds=[("", ""), *((kind.value, gettext(name)) for kind, name in KINDS.items())],
        scopes=[("", gettext("as this kind always does")), *((s.value, gettext(name)) for s, name in SCOPES.items())],
        grounds=[("", ""), *((ground.value, gettext(name)) for ground, name in GROUNDS.items())],
    )
