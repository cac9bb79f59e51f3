"""Turnout by hand: one table of the commission's precincts for an hour, typed or pasted (R53 ¶35)."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from flask import flash, redirect, request, url_for
from flask_babel import gettext, ngettext
from sqlalchemy.orm import Session
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response

from portal.domain.facts import PrecinctFacts, TurnoutReport
from portal.domain.hours import hour_of
from portal.entry.commission import CommissionView
from portal.entry.known import known_precincts
from portal.entry.pasted import Pasted, read_paste
from portal.entry.texts import NAME_LIMIT, flaw_of
from portal.entry.turnout import Cell, Judged, hours_of, judge, series_of, store, wait_for_others
from portal.staff.allow import Scope, allow
from portal.staff.commissions import open_commission, said, the_commission
from portal.staff.desk import desk, query, tell
from portal.staff.entry.overview import PLACE, TYPISTS, blueprint, place
from portal.staff.entry.words import every_rule, notice_text, problem_text
from portal.staff.pages import language, page, zone_name
from portal.staff.said import N_, Said
from portal.store.queries.entry import TurnoutPersons, turnout_persons

UNPROCESSABLE = 422
COLUMNS = ("identified", "remote", "operator", "reason")


@blueprint.get(f"{PLACE}/turnout/")
@allow(*TYPISTS, scope=Scope.COMMISSION, query=("hour",))
def turnout(campaign: str, commission: str) -> Response:
    """The table of one hour with what is known of every precinct."""
    with desk().read() as session:
        mine = the_commission(session, campaign, commission)
        return _Table(session, mine, _hour(mine, query().get("hour", ""))).response()


@blueprint.post(f"{PLACE}/turnout/")
@allow(*TYPISTS, scope=Scope.COMMISSION)
def enter_turnout(campaign: str, commission: str) -> Response:
    """Judge the table; store it when every cell can be read and every finding has its reason."""
    form = request.form
    with desk().act("turnout.entry", campaign, commission) as session:
        mine = open_commission(session, campaign, commission)
        wait_for_others(session, campaign)
        hour = _sent_hour(mine, form.get("hour", ""))
        facts = known_precincts(session, campaign, mine.numbers)
        pasted = _pasted(mine, hour, form)
        cells = [*_typed(mine, hour, form), *(pasted.cells if pasted else ())]
        judged = judge(mine, facts, _filled(cells, form.get("operator", "")), desk().election_now())
        member = form.get("member", "").strip()
        problems = bool(judged.problems or (pasted and pasted.problems) or _wrong_member(member))
        seqs = [] if problems or judged.unexplained else store(session, mine, judged, member, desk().person)
        tell(session, stored=seqs, hour=hour.isoformat(), problems=len(judged.problems), member=member)
    if seqs or (not problems and not judged.unexplained):
        flash(_done(len(seqs), judged.unchanged))
        return redirect(url_for("entry.turnout", campaign=campaign, commission=commission, hour=_clock(mine, hour)))
    with desk().read() as session:
        return _Table(session, mine, hour, form, judged, pasted).response()


class _Table:
    """The page: what is known, what was typed, what is wrong with it."""

    def __init__(
        self,
        session: Session,
        mine: CommissionView,
        hour: datetime,
        form: Mapping[str, str] | None = None,
        judged: Judged | None = None,
        pasted: Pasted | None = None,
    ) -> None:
        self.mine, self.hour, self.form, self.judged, self.pasted = mine, hour, form or {}, judged, pasted
        self.facts = known_precincts(session, mine.campaign, mine.numbers)
        seqs = [report.seq for facts in self.facts.values() for report in facts.turnout]
        self.persons = turnout_persons(session, mine.campaign, seqs)

    def response(self) -> Response:
        campaign = self.mine.view.scheme.campaign
        rules = every_rule(campaign.ordinary_form, campaign.remote_form)
        notices = self.judged.notices if self.judged else ()
        texts: dict[str, list[str]] = {}
        for notice in notices:
            texts.setdefault(notice.precinct, []).append(notice_text(notice.code, notice.values, language(), rules))
        return page(
            "entry/turnout.html",
            UNPROCESSABLE if self.judged else 200,
            **place(self.mine),
            hours=[_clock(self.mine, hour) for hour in hours_of(self.mine)],
            hour=_clock(self.mine, self.hour),
            zone=zone_name(campaign.timezone),
            rows=[self._row(number, texts.get(number, [])) for number in self.mine.numbers],
            table=self._series(),
            problems=self._problems(),
            notices=[(number, text) for number, found in texts.items() for text in found],
            member=self.form.get("member", self._last_member()),
            operator=self.form.get("operator", ""),
            paste=self.form.get("paste", ""),
            pasted_precincts=sorted({cell.precinct for cell in self.pasted.cells}) if self.pasted else [],
        )

    def _row(self, number: str, notices: list[str]) -> dict[str, Any]:
        series = series_of(self.mine, self.facts, number)
        standing = _at(series, self.hour)
        last = [report for report in series if hour_of(report.as_of) < self.hour]
        wrong = {p.column: problem_text(p.code, p.value) for p in self._wrong(number)}
        precinct = self.mine.precinct(number)
        return {
            "number": number,
            "name": said(precinct.names) if precinct else "",
            "voters": precinct.voters if precinct else None,
            "before": last[-1].identified if last else None,
            "standing": standing.identified if standing else None,
            "source": standing.source.value if standing else "",
            "typed": {column: self._typed(number, column) for column in COLUMNS},
            "wrong": wrong,
            "notices": notices,
        }

    def _typed(self, number: str, column: str) -> str:
        if f"{column}.{number}" in self.form:
            return self.form[f"{column}.{number}"]
        return self._last_operator(number) if column == "operator" else ""

    def _wrong(self, number: str) -> list[Any]:
        """Problems of a row that was typed into the table itself; those of the paste are listed with their row."""
        rows = dict(enumerate(self.mine.numbers, 1))
        found = self.judged.problems if self.judged and self.pasted is None else ()
        return [problem for problem in found if rows.get(problem.row) == number]

    def _problems(self) -> list[str]:
        if self.judged is None:
            return []
        names = {
            "precinct": gettext("precinct"),
            "hour": gettext("hour"),
            "identified": gettext("identified"),
            "remote": gettext("remote"),
            "operator": gettext("operator"),
            "reason": gettext("reason"),
        }
        found = [*(self.pasted.problems if self.pasted else ()), *self.judged.problems]
        texts = [
            gettext(
                "Row %(row)s, %(column)s: %(text)s",
                row=each.row,
                column=names.get(each.column) or gettext("column %(number)s", number=each.column),
                text=problem_text(each.code, each.value),
            )
            for each in sorted(found, key=lambda each: each.row)
        ]
        if wrong := _wrong_member(self.form.get("member", "")):
            texts.insert(0, wrong)
        if not texts and self.judged.unexplained:
            texts.append(gettext("Look at the findings below. Correct the numbers or write a reason, then save again."))
        return texts

    def _series(self) -> list[tuple[str, list[str]]]:
        """Every precinct with its numbers of all hours."""
        hours = hours_of(self.mine)
        table = []
        for number in self.mine.numbers:
            series = series_of(self.mine, self.facts, number)
            found = [_at(series, hour) for hour in hours]
            table.append((number, [str(report.identified) if report else "" for report in found]))
        return table

    def _last(self, number: str) -> TurnoutPersons | None:
        reports = sorted(self.facts.get(number, PrecinctFacts()).turnout, key=lambda report: report.seq)
        known_persons = [self.persons[report.seq] for report in reports if report.seq in self.persons]
        return known_persons[-1] if known_persons else None

    def _last_operator(self, number: str) -> str:
        last = self._last(number)
        return last.operator if last else ""

    def _last_member(self) -> str:
        last = max(self.persons, default=None)
        return self.persons[last].member if last is not None else ""


def _typed(mine: CommissionView, hour: datetime, form: Mapping[str, str]) -> Iterable[Cell]:
    for row, number in enumerate(mine.numbers, 1):
        values = [form.get(f"{column}.{number}", "") for column in COLUMNS]
        yield Cell(row, number, hour, *values)


def _pasted(mine: CommissionView, hour: datetime, form: MultiDict[str, str]) -> Pasted | None:
    """The cells of the pasted table, each with the reason written beside its precinct; None when nothing was pasted."""
    text = form.get("paste", "")
    if not text.strip():
        return None
    zone = ZoneInfo(mine.view.scheme.campaign.timezone)
    found = read_paste(text, hour, hours_of(mine), zone)
    cells = tuple(
        Cell(c.row, c.precinct, c.hour, c.identified, c.remote, c.operator, form.get(f"reason.{c.precinct}", ""))
        for c in found.cells
    )
    return Pasted(cells, found.problems)


def _filled(cells: Iterable[Cell], operator: str) -> Iterable[Cell]:
    """Cells without an operator of their own get the one named for the whole table."""
    for cell in cells:
        own_operator = cell.operator.strip() or operator.strip()
        yield Cell(cell.row, cell.precinct, cell.hour, cell.identified, cell.remote, own_operator, cell.reason)


def _hour(mine: CommissionView, text: str) -> datetime:
    """The chosen hour of voting; the last one that has come when none is chosen."""
    hours = hours_of(mine)
    chosen = [hour for hour in hours if _clock(mine, hour) == text]
    past = [hour for hour in hours if hour <= desk().election_now()]
    return next(iter(chosen), past[-1] if past else hours[0])


def _sent_hour(mine: CommissionView, text: str) -> datetime:
    """The hour of a table that was sent; it is never guessed."""
    found = next((hour for hour in hours_of(mine) if _clock(mine, hour) == text), None)
    if found is None:
        raise Said((N_("“%(value)s” is no hour of voting."), {"value": text[:40]}))
    return found


def _wrong_member(name: str) -> str:
    """What is wrong with the name of the responsible member; "" where nothing is."""
    if not name.strip():
        return str(gettext("Name the responsible member of the commission (R53 ¶35)."))
    flaw = flaw_of(name, NAME_LIMIT)
    return problem_text(flaw) if flaw else ""


def _clock(mine: CommissionView, hour: datetime) -> str:
    return f"{hour.astimezone(ZoneInfo(mine.view.scheme.campaign.timezone)):%H:%M}"


def _at(series: Iterable[TurnoutReport], hour: datetime) -> TurnoutReport | None:
    return next((report for report in series if hour_of(report.as_of) == hour), None)


def _done(stored: int, unchanged: int) -> str:
    text: str = ngettext("%(num)s number stored.", "%(num)s numbers stored.", stored)
    if unchanged:
        text += " " + ngettext("%(num)s was the same as before.", "%(num)s were the same as before.", unchanged)
    return text
