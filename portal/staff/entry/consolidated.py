"""Consolidated protocols: as computed, as signed, their differences, and the files for the commission (R139 ¶67-70)."""

from typing import Any
from zoneinfo import ZoneInfo

from flask import abort, flash, redirect, request, url_for
from flask_babel import gettext
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from portal.domain.facts import Consolidated
from portal.domain.statuses import ProtocolKind
from portal.entry.commission import CommissionView
from portal.entry.consolidated import ConsolidatedTable, consolidated_tables
from portal.entry.exports import consolidated_csv, remote_csv, remote_document, remote_protocols
from portal.entry.sheet import SIGNED_DATE, SIGNED_TIME, Problem
from portal.entry.signed import COUNTS, differences, read_signed, signed_versions, store_signed
from portal.staff.allow import Scope, allow
from portal.staff.desk import desk, tell
from portal.staff.entry.files import csv_file, json_file
from portal.staff.entry.overview import PLACE, TYPISTS, blueprint, own, place, said
from portal.staff.entry.words import KINDS, every_rule, finding_text, problem_text
from portal.staff.pages import language, page
from portal.staff.said import N_

UNPROCESSABLE = 422
COUNT_NAMES = {
    "uik_count": N_("Precinct commissions (УИК)"),
    "ordinary_count": N_("Ordinary protocols received"),
    "remote_count": N_("Remote protocols received"),
}


@blueprint.get(f"{PLACE}/consolidated/<contest>/")
@allow(*TYPISTS, scope=Scope.COMMISSION)
def consolidated(campaign: str, commission: str, contest: str) -> Response:
    """Sums of the entered protocols of a contest beside the figures as signed."""
    with desk().read() as session:
        mine = own(session, campaign, commission)
        return _page(session, mine, contest)


@blueprint.post(f"{PLACE}/consolidated/<contest>/<any(ordinary, remote):kind>/")
@allow(*TYPISTS, scope=Scope.COMMISSION)
def sign(campaign: str, commission: str, contest: str, kind: str) -> Response:
    """Store the figures of the signed consolidated protocol; differences are recorded and stop nothing."""
    problems: list[Problem] = []
    with desk().act("consolidated.entry", campaign, f"{commission}:{contest}:{kind}") as session:
        mine = own(session, campaign, commission)
        table = _table(session, mine, contest, kind)
        signed, problems = read_signed(table, request.form, desk().election_now())
        if signed is not None:
            fact = store_signed(session, table, signed, desk().person)
            found = [list(each.lines) or each.values.get("position") for each in differences(table, signed)]
            tell(session, fact=fact, differences=found, complete=table.complete)
        else:
            tell(session, unreadable=[each.field for each in problems])
    if not problems:
        flash(gettext("The signed figures are stored. Compare the differences below."))
        return redirect(url_for("entry.consolidated", campaign=campaign, commission=commission, contest=contest))
    with desk().read() as session:
        return _page(session, mine, contest, kind, problems)


@blueprint.get(f"{PLACE}/consolidated/<contest>/<any(ordinary, remote):kind>.csv")
@allow(*TYPISTS, scope=Scope.COMMISSION)
def table_csv(campaign: str, commission: str, contest: str, kind: str) -> Response:
    """The consolidated table as CSV."""
    with desk().act("consolidated.export", campaign, f"{commission}:{contest}:{kind}") as session:
        mine = own(session, campaign, commission)
        table = _table(session, mine, contest, kind)
    state = "complete" if table.complete else "draft"
    return csv_file(consolidated_csv(table, language()), f"{campaign}-{commission}-{contest}-{kind}-{state}.csv")


@blueprint.get(f"{PLACE}/remote/<contest>.<any(csv, json):format>")
@allow(*TYPISTS, scope=Scope.COMMISSION)
def remote_export(campaign: str, commission: str, contest: str, format: str) -> Response:  # noqa: A002 (of the address)
    """Electronic protocols of remote voting for the commission's district, from precincts anywhere (R53 ¶49)."""
    with desk().act("remote.export", campaign, f"{commission}:{contest}", format=format) as session:
        mine = own(session, campaign, commission)
        _known(mine, contest)
        found = remote_protocols(session, mine, contest)
        tell(session, protocols=len(found))
    name = f"{campaign}-{commission}-{contest}-remote.{format}"
    if format == "json":
        return json_file(remote_document(mine, contest, found), name)
    return csv_file(remote_csv(mine, contest, found), name)


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


def _page(
    session: Session, mine: CommissionView, contest: str, kind: str = "", problems: list[Problem] | None = None
) -> Response:
    _known(mine, contest)
    tables = consolidated_tables(session, mine, contest, desk().election_now())
    return page(
        "entry/consolidated.html",
        UNPROCESSABLE if problems else 200,
        **place(mine),
        contest=contest,
        contest_name=said(mine.view.scheme.contests[contest].names),
        tables=[
            _shown(table, signed_versions(session, table), mine, problems or [], tried=table.kind.value == kind)
            for table in tables
        ],
        remote=any(table.kind is ProtocolKind.REMOTE for table in tables),
        zone=mine.view.scheme.campaign.timezone,
    )


def _shown(
    table: ConsolidatedTable, signed: Any, mine: CommissionView, problems: list[Problem], *, tried: bool
) -> dict[str, Any]:
    last: Consolidated | None = signed[-1] if signed else None
    campaign = mine.view.scheme.campaign
    rules = every_rule(campaign.ordinary_form, campaign.remote_form)
    names = {line.key: said(line.names) for line in table.lines}
    names |= {name: gettext(text) for name, text in COUNT_NAMES.items()}
    wrong = {each.field: problem_text(each.code, each.value) for each in problems} if tried else {}
    return {
        "kind": table.kind.value,
        "title": gettext(KINDS[table.kind]),
        "complete": table.complete,
        "missing": [(each.precinct, gettext(KINDS[each.kind])) for each in table.missing],
        "rows": _figures(table, last, wrong, request.form if tried else {}),
        "protocols": len(table.rows),
        "excluded": [row.precinct for row in table.rows if not row.counted],
        "signed_at": last.signed_at if last else None,
        "versions": len(signed),
        "differences": [finding_text(_document(each), language(), rules, names) for each in _differences(table, last)],
        "problems": [f"{_label(table, each.field)}: {problem_text(each.code, each.value)}" for each in problems]
        if tried
        else [],
        "day": request.form.get(SIGNED_DATE, "") if tried else "",
        "clock": request.form.get(SIGNED_TIME, "") if tried else "",
        "computed_at": table.computed_at.astimezone(ZoneInfo(table.zone)),
    }


def _differences(table: ConsolidatedTable, last: Consolidated | None) -> Any:
    return differences(table, last) if last else ()


def _document(finding: Any) -> dict[str, Any]:
    return {"code": finding.code, "values": finding.values, "lines": finding.lines}


def _figures(
    table: ConsolidatedTable, last: Consolidated | None, wrong: dict[str, str], typed: Any
) -> list[dict[str, Any]]:
    """Every figure of the paper: label, as computed, as signed, and what was typed just now."""
    rows: list[tuple[str, str, str, int | None, int | None]] = [
        (name, "", gettext(COUNT_NAMES[name]), getattr(table, name), getattr(last, name) if last else None)
        for name in COUNTS
    ]
    for line in table.lines:
        rows.append(
            (f"line.{line.id}", line.id, said(line.names), line.value, last.lines.get(line.id) if last else None)
        )
    for option in table.options:
        votes = last.votes.get(option.position) if last else None
        rows.append((f"option.{option.position}", str(option.position), said(option.names), option.votes, votes))
    return [
        {
            "name": name,
            "id": id,
            "label": label,
            "computed": computed,
            "signed": signed,
            "differs": signed is not None and signed != computed,
            "typed": typed.get(name, ""),
            "wrong": wrong.get(name, ""),
        }
        for name, id, label, computed, signed in rows
    ]


def _label(table: ConsolidatedTable, name: str) -> str:
    if name in COUNT_NAMES:
        return str(gettext(COUNT_NAMES[name]))
    labels = {f"line.{line.id}": f"{line.id} {said(line.names)}" for line in table.lines}
    labels |= {f"option.{option.position}": f"{option.position} {said(option.names)}" for option in table.options}
    return labels.get(name) or str(gettext("Date and time of signing"))
