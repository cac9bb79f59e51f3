"""The publication schedule: calendar, timeline of the day, legal deadlines, drafts of new versions (R53 ¶27, ¶34-36).

A version is a draft until two different approvers approved it; a change is a new version that needs two again.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from flask import flash, redirect, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from portal.domain.deadlines import deadlines
from portal.domain.decisions import state_at
from portal.domain.facts import ScheduleItem, ScheduleItemKind
from portal.domain.publication_date import before_publication, second_dates
from portal.publication.schedule import ALWAYS, NEVER, Timetable
from portal.staff.allow import Scope, allow
from portal.staff.desk import desk
from portal.staff.functions import Function
from portal.staff.pages import page
from portal.staff.publication.base import (
    DEADLINES,
    INPUT_TIME,
    READERS,
    SHOWS,
    STATES,
    blueprint,
    stored,
    typed_time,
    word,
    zone_of,
)
from portal.staff.said import N_, Said, sentences
from portal.store.queries.approvals import approvals, schedule_versions
from portal.store.queries.configuration import StoredConfiguration
from portal.store.queries.publication import decisions, last_release, names_publication_date, schedule_items, schedules
from portal.store.queries.timetable import closings
from portal.store.record import record_schedule

ROWS = 40
"""Lines that a schedule may have."""
EMPTY_ROWS = 6
Row = tuple[str, str, str]
Calendar = list[tuple[date, list[tuple[datetime, str, str]]]]


@dataclass(frozen=True, slots=True)
class Version:
    """A schedule version on the list."""

    seq: int
    number: int
    state: str
    approvers: tuple[str, ...]


@blueprint.get("/<campaign>/publication/")
@allow(*READERS, scope=Scope.CAMPAIGN)
def overview(campaign: str) -> Response:
    """Calendar, timeline, deadlines, versions."""
    return _overview(campaign, None, ())


@blueprint.post("/<campaign>/publication/schedule/")
@allow(Function.OUIIS, scope=Scope.CAMPAIGN)
def draft(campaign: str) -> Response:
    """Record a new version as a draft."""
    found, here = stored(campaign), desk()
    rows = [
        (request.form.get(f"what{n}", ""), request.form.get(f"at{n}", ""), request.form.get(f"decision{n}", "").strip())
        for n in range(ROWS)
        if request.form.get(f"what{n}", "")
    ]
    try:
        items = read_items(rows, found, zone_of(found))
    except Said as error:
        return _overview(campaign, rows, sentences(error), 422)
    with here.act("schedule.drafted", campaign, lines=len(items)) as session:
        seq = record_schedule(session, campaign, items, here.election_now(), here.person)
    flash(gettext("The draft is kept. Two approvers have to approve it before it is in force."))
    return redirect(url_for("publication.subject", campaign=campaign, seq=seq), 303)


def read_items(rows: Sequence[Row], found: StoredConfiguration, zone: ZoneInfo) -> tuple[ScheduleItem, ...]:
    """The lines of a form. Raises Said with everything that is wrong: a missing decision, results before closing."""
    items, wrong = [], []
    closing = datetime.combine(found.campaign.voting_date, found.campaign.closes, zone)
    for number, (what, at, decision) in enumerate(rows, 1):
        try:
            item = ScheduleItem(ScheduleItemKind(what), typed_time(at, zone), decision)
        except Said as error:
            wrong += [(N_("Line %(line)s: %(text)s"), {"line": number, "text": sentences(error)[0]})]
            continue
        items.append(item)
        if item.what is ScheduleItemKind.TURNOUT and not decision:
            wrong.append((N_("Line %(line)s: a turnout slot needs the number of the decision."), {"line": number}))
        if item.what is ScheduleItemKind.RESULTS and item.at < closing:
            text = N_("Line %(line)s: results open at closing, %(closing)s, or later.")
            wrong.append((text, {"line": number, "closing": closing.strftime("%d.%m.%Y %H:%M")}))
        if item.what is ScheduleItemKind.RESULTS and item.at > closing and not decision:
            text = N_("Line %(line)s: an opening later than closing needs the number of the decision (R53 ¶53).")
            wrong.append((text, {"line": number}))
    if not items and not wrong:
        wrong.append((N_("Fill in at least one line."), {}))
    if not wrong:
        wrong += [(text, {"line": number}) for text, number in _wrong_dates(items)]
    if wrong:
        raise Said(*wrong)
    return tuple(sorted(items, key=lambda item: item.at))


def _wrong_dates(items: Sequence[ScheduleItem]) -> list[tuple[str, int]]:
    """What contradicts the publication date of the campaign's data (R53 ¶27)."""
    twice = N_("Line %(line)s: a second publication date of the campaign's data; keep one.")
    early = N_("Line %(line)s: nothing of the campaign is visible before its publication date.")
    return [
        *((twice, number) for number in second_dates(items)),
        *((early, number) for number in before_publication(items)),
    ]


def _overview(campaign: str, rows: Sequence[Row] | None, wrong: Sequence[str], status: int = 200) -> Response:
    found, here = stored(campaign), desk()
    zone, now = zone_of(found), here.election_now()
    with here.read() as session:
        registered = decisions(session, campaign)
        dated = names_publication_date(session, campaign)
        times = Timetable(found.campaign, schedules(session, campaign), registered, dated)
        given = approvals(session, campaign)
        versions = schedule_versions(session, campaign)
        drawn = schedule_items(session, versions[-1][0]) if versions else ()
        groups = closings(session, campaign, found.version)
        begun = last_release(session, campaign) is not None
    in_force = [schedule for schedule in times.schedules if schedule.approved_at <= now]
    acts = state_at(d.decision for d in registered if d.confirmed_at and d.confirmed_at <= now)
    counted = deadlines(found.campaign.voting_date, acts.in_force, [contest.code for contest in found.contests])
    closing = {times.closing(precinct): precinct.timezone or found.campaign.timezone for precinct, _ in groups}
    shown = rows if rows is not None else [_row(item, zone) for item in drawn]
    empty: list[Row] = [("", "", "")] * min(EMPTY_ROWS, ROWS - len(shown))
    return page(
        "publication/overview.html",
        status,
        campaign=campaign,
        problems=wrong,
        calendar=_calendar(in_force[-1].items if in_force else (), zone),
        timeline=_timeline(in_force[-1].items if in_force else (), closing, found.campaign.voting_date, zone),
        version=len(in_force),
        hidden=not begun and times.visible_from > now,
        hidden_until=times.visible_from if ALWAYS < times.visible_from < NEVER else None,
        deadlines=[
            (gettext(DEADLINES[d.kind]), d.source, d.due, d.state(now), gettext(STATES[d.state(now)])) for d in counted
        ],
        versions=[_version(seq, number, given.get(seq, ())) for seq, number in reversed(versions)],
        kinds=[("", "—"), *((kind.value, word(SHOWS, kind)) for kind in ScheduleItemKind)],
        rows=list(enumerate([*shown, *empty])),
        may_draft=here.function is Function.OUIIS,
    )


def _version(seq: int, number: int, given: Sequence[object]) -> Version:
    names = tuple(getattr(each, "approver", "") for each in given if not getattr(each, "withdrawn", False))
    state = gettext("in force since approved") if len(names) > 1 else gettext("draft")
    return Version(seq, number, state, names)


def _row(item: ScheduleItem, zone: ZoneInfo) -> Row:
    return item.what.value, item.at.astimezone(zone).strftime(INPUT_TIME), item.decision


def _calendar(items: Sequence[ScheduleItem], zone: ZoneInfo) -> Calendar:
    """Days with what becomes visible on each."""
    days: dict[date, list[tuple[datetime, str, str]]] = {}
    for item in sorted(items, key=lambda item: item.at):
        local = item.at.astimezone(zone)
        days.setdefault(local.date(), []).append((local, word(SHOWS, item.what), item.decision))
    return list(days.items())


def _timeline(
    items: Sequence[ScheduleItem], closing: dict[datetime, str], day: date, zone: ZoneInfo
) -> list[tuple[datetime, str]]:
    """What happens from voting day until the next noon, closings of precincts abroad at their own time among it."""
    begin = datetime.combine(day, datetime.min.time(), zone)
    events = [(item.at, word(SHOWS, item.what)) for item in items]
    events += [(at, gettext("precincts close (%(zone)s)", zone=name)) for at, name in closing.items()]
    near = [(at.astimezone(zone), text) for at, text in events if begin <= at < begin + timedelta(hours=36)]
    return sorted(near)
