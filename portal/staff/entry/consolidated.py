"""Consolidated protocols: as computed, as signed, their differences, and the files for the commission (R139 ¶67-70)."""

from flask import abort, flash, redirect, request, url_for
from flask_babel import gettext
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from portal.domain.statuses import ProtocolKind
from portal.entry.commission import CommissionView
from portal.entry.consolidated import ConsolidatedTable, consolidated_tables
from portal.entry.exports import consolidated_csv, remote_csv, remote_document, remote_protocols
from portal.entry.numbers import read_count
from portal.entry.signed import (
    differences,
    lacks_majority,
    read_signed,
    signed_versions,
    store_signed,
    wait_for_others,
)
from portal.staff.allow import Scope, allow
from portal.staff.commissions import open_commission, said, the_commission
from portal.staff.desk import desk, tell
from portal.staff.entry.consolidated_page import Tried, shown
from portal.staff.entry.files import csv_file, json_file
from portal.staff.entry.overview import PLACE, TYPISTS, blueprint, place
from portal.staff.pages import language, page, zone_name

CONFLICT, UNPROCESSABLE = 409, 422


@blueprint.get(f"{PLACE}/consolidated/<contest>/")
@allow(*TYPISTS, scope=Scope.COMMISSION)
def consolidated(campaign: str, commission: str, contest: str) -> Response:
    """Sums of the entered protocols of a contest beside the figures as signed."""
    with desk().read() as session:
        mine = the_commission(session, campaign, commission)
        return _page(session, mine, contest)


@blueprint.post(f"{PLACE}/consolidated/<contest>/<any(ordinary, remote):kind>/")
@allow(*TYPISTS, scope=Scope.COMMISSION)
def sign(campaign: str, commission: str, contest: str, kind: str) -> Response:
    """Store the figures of the signed consolidated protocol; differences are recorded and stop nothing."""
    with desk().act("consolidated.entry", campaign, f"{commission}:{contest}:{kind}") as session:
        mine = open_commission(session, campaign, commission)
        wait_for_others(session, campaign, commission, contest, kind)
        table = _table(session, mine, contest, kind)
        tried = _sign(session, table)
    if tried is None:
        flash(gettext("The signed figures are stored. Compare the differences below."))
        return redirect(url_for("entry.consolidated", campaign=campaign, commission=commission, contest=contest))
    with desk().read() as session:
        return _page(session, mine, contest, kind, tried)


@blueprint.get(f"{PLACE}/consolidated/<contest>/<any(ordinary, remote):kind>.csv")
@allow(*TYPISTS, scope=Scope.COMMISSION)
def table_csv(campaign: str, commission: str, contest: str, kind: str) -> Response:
    """The consolidated table as CSV."""
    with desk().act("consolidated.export", campaign, f"{commission}:{contest}:{kind}") as session:
        mine = the_commission(session, campaign, commission)
        table = _table(session, mine, contest, kind)
    state = "complete" if table.complete else "draft"
    return csv_file(consolidated_csv(table, language()), f"{campaign}-{commission}-{contest}-{kind}-{state}.csv")


@blueprint.get(f"{PLACE}/remote/<contest>.<any(csv, json):format>")
@allow(*TYPISTS, scope=Scope.COMMISSION)
def remote_export(campaign: str, commission: str, contest: str, format: str) -> Response:  # noqa: A002 (of the address)
    """Electronic protocols of remote voting for the commission's district, from precincts anywhere (R53 ¶49)."""
    with desk().act("remote.export", campaign, f"{commission}:{contest}", format=format) as session:
        mine = the_commission(session, campaign, commission)
        _known(mine, contest)
        found = remote_protocols(session, mine, contest)
        tell(session, protocols=len(found))
    name = f"{campaign}-{commission}-{contest}-remote.{format}"
    if format == "json":
        return json_file(remote_document(mine, contest, found), name)
    return csv_file(remote_csv(mine, contest, found), name)


def _sign(session: Session, table: ConsolidatedTable) -> Tried | None:
    """Store what was sent and return None, or say why not: somebody was faster, or a field cannot be read."""
    known = read_count(request.form.get("known", ""))
    newer = signed_versions(session, table)[known:] if known is not None else ()
    if newer:
        tell(session, overtaken_by=[each.protocol.seq for each in newer])
        return Tried(request.form, newer=newer)
    signed, problems = read_signed(table, request.form, desk().election_now())
    if signed is None:
        tell(session, unreadable=[each.field for each in problems])
        return Tried(request.form, problems)
    fact = store_signed(session, table, signed, desk().person)
    found = [list(each.lines) or each.values.get("position") for each in differences(table, signed.protocol)]
    majority = not lacks_majority(signed.protocol)
    tell(session, fact=fact, differences=found, complete=table.complete, majority=majority)
    return None


def _known(mine: CommissionView, contest: str) -> None:
    if contest not in mine.contests:
        abort(404)


def _table(session: Session, mine: CommissionView, contest: str, kind: str) -> ConsolidatedTable:
    _known(mine, contest)
    tables = consolidated_tables(session, mine, contest, desk().election_now())
    found = next((table for table in tables if table.kind.value == kind), None)
    if found is None:
        abort(404)
    return found


def _page(session: Session, mine: CommissionView, contest: str, kind: str = "", tried: Tried | None = None) -> Response:
    _known(mine, contest)
    tables = consolidated_tables(session, mine, contest, desk().election_now())
    return page(
        "entry/consolidated.html",
        _status(tried),
        **place(mine),
        contest=contest,
        contest_name=said(mine.view.scheme.contests[contest].names),
        tables=[shown(session, mine, table, tried if table.kind.value == kind else None) for table in tables],
        remote=any(table.kind is ProtocolKind.REMOTE for table in tables),
        zone=zone_name(mine.view.scheme.campaign.timezone),
    )


def _status(tried: Tried | None) -> int:
    if tried is None:
        return 200
    return CONFLICT if tried.newer else UNPROCESSABLE
