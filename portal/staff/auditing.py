"""The auditor's page: the trail by filters, page by page, and as a CSV file; taking the file is an event itself."""

import csv
import hashlib
import io
import json
from datetime import date, datetime, time, timedelta

from flask import Blueprint
from flask_babel import gettext
from werkzeug.wrappers import Response

from portal.staff.allow import allow
from portal.staff.desk import desk, query
from portal.staff.functions import Function
from portal.staff.pages import BISHKEK, page
from portal.store.queries.audit import RecordedEvent, Wanted, audit_events, every_audit_event

blueprint = Blueprint("auditing", __name__)
FILTERS = ("actor", "action", "campaign", "object", "since", "until")
PAGE = 100
COLUMNS = ("seq", "at", "actor", "function", "address", "action", "campaign", "object", "before", "after", "details")
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


@blueprint.get("/audit")
@allow(Function.AUDITOR, query=(*FILTERS, "before"))
def index() -> Response:
    """Newest first."""
    asked = query()
    wanted, problems = _wanted(asked)
    last = asked.pop("before", "")
    with desk().read() as session:
        number = int(last) if last.isascii() and last.isdigit() and len(last) < len(str(2**63)) else None
        events = audit_events(session, wanted, before=number, limit=PAGE)
    more = {**asked, "before": events[-1].seq} if len(events) == PAGE else None
    return page(
        "audit.html",
        422 if problems else 200,
        problems=problems,
        events=events,
        asked=asked,
        more=more,
        details=_details,
    )


@blueprint.get("/audit.csv")
@allow(Function.AUDITOR, query=FILTERS)
def export() -> Response:
    """Everything that the filters leave, oldest first: UTF-8, comma, CRLF."""
    asked = query()
    wanted, _ = _wanted(asked)
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    with desk().read() as session:
        for event in every_audit_event(session, wanted):
            cells = [getattr(event, column) for column in COLUMNS[2:-1]]
            writer.writerow([event.seq, event.at.isoformat(), *map(_plain, cells), _details(event)])
    digest = hashlib.sha256(text.getvalue().encode()).hexdigest()
    with desk().act("audit.exported", object="audit_event", after=digest, filters=asked):
        pass  # the export is the act; it was made from one snapshot, while others went on writing
    response = Response(text.getvalue(), content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = "attachment; filename=audit.csv"
    return response


def _details(event: RecordedEvent) -> str:
    return json.dumps(event.details, ensure_ascii=False, sort_keys=True) if event.details else ""


def _plain(cell: str) -> str:
    """A text that no spreadsheet takes for a formula."""
    return f"'{cell}" if cell.startswith(_FORMULA) else cell


def _wanted(asked: dict[str, str]) -> tuple[Wanted, list[str]]:
    """What the filters ask for, days in Bishkek time, the last one included; and what cannot be read of them."""
    days: dict[str, datetime | None] = {"since": None, "until": None}
    problems = []
    for name in days:
        if text := asked.get(name, "").strip():
            try:
                day = datetime.combine(date.fromisoformat(text), time(), BISHKEK)
            except ValueError:
                problems.append(gettext("“%(text)s” is not a day; write it like 2025-11-30.", text=text))
                continue
            days[name] = day + timedelta(days=1) if name == "until" else day
    texts = {name: asked.get(name, "").strip() for name in FILTERS[:4]}
    return Wanted(**texts, since=days["since"], until=days["until"]), problems
