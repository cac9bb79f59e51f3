"""Reading an act as it was typed: one act may have several targets, each becomes a row of the register.

Everything that can be wrong is said at once, by field. Nothing is taken that the fold of decisions could not read: a
reversal has to name exactly one earlier act.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date as Day
from datetime import datetime
from enum import StrEnum
from zoneinfo import ZoneInfo

from portal.domain.decisions import SCOPES, Decision, DecisionError, DecisionKind, DecisionScope, state_at
from portal.domain.grounds import InvalidationGround
from portal.domain.names import Names
from portal.store.queries.configuration import StoredConfiguration

FIELDS = ("number", "date", "body", "kind", "scope", "targets", "ground", "reason_ky", "reason_ru", "reason_en")
MOST_TARGETS = 500
_LONGEST = 4000


class Wrong(StrEnum):
    """What is wrong with a field."""

    EMPTY = "empty"
    NO_DAY = "no_day"
    FUTURE = "future"
    UNKNOWN = "unknown"
    SCOPE_NEEDED = "scope_needed"
    SCOPE_UNFIT = "scope_unfit"
    NO_TARGET_WANTED = "no_target_wanted"
    TARGET_FORM = "target_form"
    TARGET_UNKNOWN = "target_unknown"
    TOO_MANY = "too_many"
    TWICE = "twice"
    GROUND_NEEDED = "ground_needed"
    GROUND_UNFIT = "ground_unfit"
    NOTHING_TO_REVERSE = "nothing_to_reverse"


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong: the field, what, and the word concerned."""

    field: str
    wrong: Wrong
    value: str = ""


@dataclass(frozen=True)
class Act:
    """What was typed, read: rows for the register, or the problems."""

    decisions: tuple[Decision, ...] = ()
    ground: InvalidationGround | None = None
    problems: Sequence[Problem] = ()


@dataclass
class Reader:
    """Reads one act against a campaign: its configuration, the rows that are in the register, the time."""

    stored: StoredConfiguration
    rows: Sequence[Decision]
    now: datetime
    known_precincts: Callable[[Iterable[str]], set[str]]
    problems: list[Problem] = field(default_factory=list)

    def read(self, raw: Mapping[str, str]) -> Act:
        """The act, or every problem of it."""
        typed = {name: raw.get(name, "").strip()[:_LONGEST] for name in FIELDS}
        for name in ("number", "body"):
            if not typed[name]:
                self._wrong(name, Wrong.EMPTY)
        day, kind = self._day(typed["date"]), self._kind(typed["kind"])
        if not any(typed[f"reason_{language}"] for language in ("ky", "ru", "en")):
            self._wrong("reason_ru", Wrong.EMPTY)
        if kind is None or day is None:
            return Act(problems=tuple(self.problems))
        scope = self._scope(kind, typed["scope"])
        targets = self._targets(scope, typed["targets"]) if scope else []
        ground = self._ground(kind, typed["ground"])
        if self.problems or scope is None:
            return Act(problems=tuple(self.problems))
        reasons = Names(typed["reason_ky"], typed["reason_ru"], typed["reason_en"])
        rows = self._rows(typed, day, kind, scope, targets, reasons)
        return Act(rows if not self.problems else (), ground, tuple(self.problems))

    def _wrong(self, name: str, wrong: Wrong, value: str = "") -> None:
        self.problems.append(Problem(name, wrong, value))

    def _day(self, text: str) -> Day | None:
        for shape in ("%Y-%m-%d", "%d.%m.%Y"):
            try:
                day = datetime.strptime(text, shape).date()  # noqa: DTZ007 (a day has no zone)
            except ValueError:
                continue
            if day > self.now.astimezone(ZoneInfo(self.stored.campaign.timezone)).date():
                self._wrong("date", Wrong.FUTURE, text)
            return day
        self._wrong("date", Wrong.NO_DAY if text else Wrong.EMPTY, text)
        return None

    def _kind(self, text: str) -> DecisionKind | None:
        found = next((kind for kind in DecisionKind if kind == text), None)
        if found is None:
            self._wrong("kind", Wrong.UNKNOWN if text else Wrong.EMPTY, text)
        return found

    def _scope(self, kind: DecisionKind, text: str) -> DecisionScope | None:
        allowed = SCOPES[kind]
        if not text:
            if len(allowed) == 1:
                return next(iter(allowed))
            self._wrong("scope", Wrong.SCOPE_NEEDED)
            return None
        found = next((scope for scope in allowed if scope == text), None)
        if found is None:
            self._wrong("scope", Wrong.SCOPE_UNFIT, text)
        return found

    def _targets(self, scope: DecisionScope, text: str) -> list[str]:
        targets = list(dict.fromkeys(line.strip() for line in text.splitlines() if line.strip()))
        if scope is DecisionScope.CAMPAIGN:
            if targets:
                self._wrong("targets", Wrong.NO_TARGET_WANTED)
            return [""]
        if not targets:
            self._wrong("targets", Wrong.EMPTY)
        elif len(targets) > MOST_TARGETS:
            self._wrong("targets", Wrong.TOO_MANY)
        else:
            self._refuse_unknown(scope, targets)
        return targets

    def _refuse_unknown(self, scope: DecisionScope, targets: list[str]) -> None:
        contests = {contest.code: contest for contest in self.stored.contests}
        numbers = {target.partition(":")[0] for target in targets}
        precincts = self.known_precincts(numbers) if scope is DecisionScope.PRECINCT else set()
        territories = {territory.code for territory in self.stored.territories}
        for target in targets:
            head, colon, tail = target.partition(":")
            known = {
                DecisionScope.CONTEST: target in contests,
                DecisionScope.TERRITORY: target in territories,
                DecisionScope.PRECINCT: head in precincts and (not colon or tail in contests),
                DecisionScope.OPTION: head in contests
                and tail in {str(position) for position in contests[head].positions},
                DecisionScope.DECISION: True,
            }[scope]
            if not known:
                self._wrong("targets", Wrong.TARGET_UNKNOWN, target)

    def _ground(self, kind: DecisionKind, text: str) -> InvalidationGround | None:
        found = next((ground for ground in InvalidationGround if ground == text), None)
        if kind is DecisionKind.INVALIDATE_PRECINCT and found is None:
            self._wrong("ground", Wrong.GROUND_NEEDED)
        if kind is not DecisionKind.INVALIDATE_PRECINCT and text:
            self._wrong("ground", Wrong.GROUND_UNFIT)
        return found

    def _rows(
        self,
        typed: Mapping[str, str],
        day: Day,
        kind: DecisionKind,
        scope: DecisionScope,
        targets: list[str],
        reasons: Names,
    ) -> tuple[Decision, ...]:
        after = max((row.sequence for row in self.rows), default=0) + 1
        there = {_key(row) for row in self.rows}
        rows = []
        for number, target in enumerate(targets):
            try:
                row = Decision(typed["number"], day, typed["body"], kind, scope, target, reasons, after + number)
            except DecisionError:
                self._wrong("targets", Wrong.TARGET_FORM, target)
                continue
            if _key(row) in there:
                self._wrong("targets", Wrong.TWICE, target or typed["number"])
            rows.append(row)
        if kind is DecisionKind.REVERSE:
            self._refuse_unreadable(rows)
        return tuple(rows)

    def _refuse_unreadable(self, rows: list[Decision]) -> None:
        for row in rows:
            try:
                state_at([*self.rows, row])
            except DecisionError:
                self._wrong("targets", Wrong.NOTHING_TO_REVERSE, row.target)


def _key(row: Decision) -> tuple[object, ...]:
    return (row.number, row.date, row.body, row.kind, row.scope, row.target)
