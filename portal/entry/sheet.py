"""A paper as it is typed: its fields in the order of the paper, and reading what was typed into them.

Names of fields are the same in the form, in the log of attempts and in double entry: `line.CONTEST.ID` (contest "" for
lines filled once per precinct), `option.CONTEST.POSITION`, `preference.CONTEST.POSITION.PERSON`, `signed_at`,
`members`, `signed`, `opinions`.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import NamedTuple
from zoneinfo import ZoneInfo

from portal.domain.configuration import Contest, Precinct
from portal.domain.form_parts import Line, LineScope, RatioScope
from portal.domain.names import Names
from portal.domain.preferences import are_typed
from portal.domain.protocol_form import ProtocolForm
from portal.domain.statuses import ProtocolKind
from portal.domain.tabulation.scheme import Scheme
from portal.entry.moments import read_moment
from portal.entry.numbers import read_count
from portal.store.record.entry import PaperKey

SIGNED_DATE, SIGNED_TIME, SIGNED_AT = "signed_date", "signed_time", "signed_at"
PEOPLE = ("members", "signed", "opinions")
Figures = Mapping[str, int | str | None]
"""Everything of a paper that can be compared: counts, None for a line left empty, and `signed_at` as ISO 8601."""


class Problem(NamedTuple):
    """One field that cannot be read: which, why (a code for the page to say), and what stood there."""

    field: str
    code: str
    value: str = ""


@dataclass(frozen=True, slots=True)
class Field:
    """A place for a number. `line` is the line's id in the form, `position` the option's; `optional` may stay empty.

    `person` is the number of a person on the list at `position`, whose preference votes stand here; None: no person's.
    """

    name: str
    names: Names
    line: str = ""
    position: int | None = None
    person: int | None = None
    optional: bool = False


class Counted(NamedTuple):
    """What a section becomes: lines by id, votes by position, preference votes by position and person."""

    contest: str
    lines: dict[str, int]
    votes: dict[int, int]
    preferences: dict[tuple[int, int], int]


@dataclass(frozen=True, slots=True)
class Section:
    """The part of a paper for one contest, or for the whole precinct ("")."""

    contest: str
    names: Names
    fields: tuple[Field, ...]


@dataclass(frozen=True)
class Sheet:
    """The whole paper: sections in the paper's order, the form they come from, and the precinct's own time zone."""

    paper: PaperKey
    form: ProtocolForm
    sections: tuple[Section, ...]
    zone: ZoneInfo

    @cached_property
    def fields(self) -> tuple[Field, ...]:
        """Every number field in the paper's order."""
        return tuple(field for section in self.sections for field in section.fields)

    @property
    def contests(self) -> tuple[str, ...]:
        """Contests that have a section."""
        return tuple(section.contest for section in self.sections if section.contest)

    @property
    def field_names(self) -> tuple[str, ...]:
        """Names of all fields that can be compared, in the paper's order."""
        return (*(field.name for field in self.fields), *PEOPLE, SIGNED_AT)

    def rows(self, figures: Figures) -> Iterator[Counted]:
        """The figures of every section, as they become protocols."""
        for section in self.sections:
            row = Counted(section.contest, {}, {}, {})
            for field in section.fields:
                value = figures.get(field.name)
                if not isinstance(value, int):
                    continue
                if field.position is None:
                    row.lines[field.line] = value
                elif field.person is None:
                    row.votes[field.position] = value
                else:
                    row.preferences[field.position, field.person] = value
            yield row


def make_sheet(scheme: Scheme, precinct: Precinct, paper: PaperKey, contests: Sequence[str] = ()) -> Sheet | None:
    """The empty sheet of a paper; `contests` are the districts of a remote paper. None where no form exists for it."""
    remote = paper.kind is ProtocolKind.REMOTE
    form = scheme.form(paper.kind, remote=remote)
    if form is None:
        return None
    needed = _named_by_ratios(scheme)
    own = [scheme.contests[code] for code in (contests if remote else (paper.contest,))]
    sections = [_section(form, contest, needed, scheme.campaign.parameters) for contest in own]
    once = tuple(_field("", line, needed) for line in form.lines if line.scope is LineScope.PRECINCT)
    if remote and once:
        sections.insert(0, Section("", form.names, once))
    return Sheet(paper, form, tuple(sections), ZoneInfo(precinct.timezone or scheme.campaign.timezone))


def read_sheet(
    sheet: Sheet, raw: Mapping[str, str], now: datetime, not_before: datetime
) -> tuple[dict[str, int | str | None], list[Problem]]:
    """What was typed as figures, and every field that cannot be read; nothing typed is guessed at or left out.

    The time of signing is the precinct's local time; it lies after `not_before` and not after `now`.
    """
    figures: dict[str, int | str | None] = {}
    problems: list[Problem] = []
    optional = {field.name for field in sheet.fields if field.optional}
    for name in (*(field.name for field in sheet.fields), *PEOPLE):
        typed = raw.get(name, "")
        value = read_count(typed)
        if value is None and (typed.strip() or name not in optional):
            problems.append(Problem(name, "not_a_count" if typed.strip() else "empty", typed))
        figures[name] = value
    signed, members = figures.get("signed"), figures.get("members")
    if isinstance(signed, int) and isinstance(members, int) and signed > members:
        problems.append(Problem("signed", "more_than_members", str(signed)))
    moment = read_moment(sheet.zone, raw.get(SIGNED_DATE, ""), raw.get(SIGNED_TIME, ""))
    if moment is None:
        problems.append(Problem(SIGNED_DATE, "not_a_time", f"{raw.get(SIGNED_DATE, '')} {raw.get(SIGNED_TIME, '')}"))
    elif not not_before <= moment <= now:
        problems.append(Problem(SIGNED_DATE, "too_early" if moment < not_before else "in_the_future"))
    figures[SIGNED_AT] = moment.isoformat() if moment else None
    return figures, problems


def typed_again(sheet: Sheet, figures: Figures) -> dict[str, str]:
    """Figures as the texts that a form shows, for a paper that is typed again."""
    texts = {name: "" if value is None else str(value) for name, value in figures.items() if name != SIGNED_AT}
    if isinstance(at := figures.get(SIGNED_AT), str):
        moment = datetime.fromisoformat(at).astimezone(sheet.zone)
        texts |= {SIGNED_DATE: f"{moment:%Y-%m-%d}", SIGNED_TIME: f"{moment:%H:%M}"}
    return texts


def _section(form: ProtocolForm, contest: Contest, needed: frozenset[str], parameters: Mapping[str, str]) -> Section:
    lines = [_field(contest.code, line, needed) for line in form.lines if line.scope is LineScope.CONTEST]
    options = [
        Field(f"option.{contest.code}.{option.position}", option.names, position=option.position)
        for option in contest.options
    ]
    persons = [
        Field(
            f"preference.{contest.code}.{option.position}.{person.number}",
            person.names,
            "",
            option.position,
            person.number,
        )
        for option in (contest.options if are_typed(contest, parameters) else ())
        for person in option.persons
    ]
    return Section(contest.code, contest.names, (*lines, *options, *persons))


def _field(contest: str, line: Line, needed: frozenset[str]) -> Field:
    return Field(f"line.{contest}.{line.id}", line.names, line.id, optional=line.id not in needed)


def _named_by_ratios(scheme: Scheme) -> frozenset[str]:
    """Lines that a ratio names. They must be filled: a line left empty would leave its ratio unchecked."""
    named: set[str] = set()
    for form in (scheme.campaign.ordinary_form, scheme.campaign.remote_form):
        for ratio in form.ratios if form else ():
            every = ratio.relation.lines
            named |= {line.partition(".")[2] for line in every} if ratio.scope is RatioScope.PRECINCT else set(every)
    return frozenset(named)
