"""How ready a campaign is, commission by commission: what is missing, and what came after the limit of R53 ¶29."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from portal.preparation.draft import SEED, Cells, Draft
from portal.preparation.permissions import Editor
from portal.store.queries.preparation import DraftChange

LIMIT = timedelta(days=10)
"""Calendar days before voting by whose end administrators have entered their data (R53 ¶29)."""


class Missing(StrEnum):
    """What a campaign, a commission or one of its precincts lacks."""

    CAMPAIGN = "campaign"
    TURNOUT_SCHEDULE = "turnout_schedule"
    OPENING = "opening"
    PUBLICATION_DATE = "publication_date"
    CONTESTS = "contests"
    OPTIONS = "options"
    COMMISSIONS = "commissions"
    TERRITORY = "territory"
    CONTACTS = "contacts"
    CHAIR = "chair"
    SECRETARY = "secretary"
    ADMINISTRATOR = "administrator"
    PRECINCTS = "precincts"
    ADDRESS = "address"
    VOTERS = "voters"
    PRECINCT_CHAIR = "precinct_chair"
    PRECINCT_SECRETARY = "precinct_secretary"


@dataclass(frozen=True, slots=True)
class Gap:
    """Something that is missing, and where: numbers of precincts or codes of contests, () for the thing itself."""

    what: Missing
    where: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class LateRow:
    """A row that was entered, changed or taken out after the limit: accepted, and visibly late."""

    change: DraftChange
    cells: Cells


@dataclass(frozen=True, slots=True)
class CommissionReadiness:
    """One ОИК or ТИК: how many precincts lie in its territory, what is missing there, what came late."""

    commission: str
    kind: str
    names: dict[str, str]
    precincts: int
    gaps: tuple[Gap, ...]
    late: tuple[LateRow, ...]


@dataclass(frozen=True, slots=True)
class Readiness:
    """The whole campaign; `deadline` is the last moment of the limit, None before the voting date is known."""

    deadline: datetime | None
    gaps: tuple[Gap, ...]
    commissions: tuple[CommissionReadiness, ...]
    late: tuple[LateRow, ...]


def readiness(draft: Draft, changes: Sequence[DraftChange]) -> Readiness:
    """Of a draft and all its changes: what is missing and what came late."""
    end = deadline(draft.own)
    late = tuple(_late(changes, end)) if end else ()
    precincts = _Precincts(draft)
    commissions = tuple(_commission(draft, row, precincts, late) for row in draft.cells("commissions"))
    return Readiness(end, tuple(_of_campaign(draft)), commissions, late)


def deadline(own: Cells) -> datetime | None:
    """The end of the tenth day before voting in the campaign's time zone; None while these cells are not good."""
    try:
        zone = ZoneInfo(own.get("timezone") or "Asia/Bishkek")
        day = date.fromisoformat(own.get("voting_date", ""))
    except (ValueError, OSError, KeyError):
        return None
    return datetime.combine(day - LIMIT + timedelta(days=1), time(), zone)


class _Precincts:
    """What every precinct lacks, found in one pass."""

    def __init__(self, draft: Draft) -> None:
        officers = {(row["precinct"], row["role"]) for row in draft.cells("members") if row["precinct"]}
        own_voters = {row["precinct"] for row in draft.cells("precinct_contests") if row["voters"]}
        self.missing: dict[str, list[Missing]] = {}
        for row in draft.cells("precincts"):
            number, found = row["precinct"], []
            if not any(row[f"address_{code}"] for code in ("ky", "ru", "en")):
                found.append(Missing.ADDRESS)
            if not row["voters"] and number not in own_voters and row["kind"] != "remote":
                found.append(Missing.VOTERS)
            if (number, "chair") not in officers:
                found.append(Missing.PRECINCT_CHAIR)
            if (number, "secretary") not in officers:
                found.append(Missing.PRECINCT_SECRETARY)
            self.missing[number] = found

    def gaps(self, numbers: Sequence[str]) -> Iterator[Gap]:
        """The gaps of these precincts, gathered by what is missing."""
        found: dict[Missing, list[str]] = {}
        for number in numbers:
            for what in self.missing.get(number, ()):
                found.setdefault(what, []).append(number)
        yield from (Gap(what, tuple(where)) for what, where in found.items())


def _of_campaign(draft: Draft) -> Iterator[Gap]:
    if not draft.own:
        yield Gap(Missing.CAMPAIGN)
    scheduled = {row["what"] for row in draft.cells("schedule")}
    if "turnout" not in scheduled:
        yield Gap(Missing.TURNOUT_SCHEDULE)
    if "results" not in scheduled:
        yield Gap(Missing.OPENING)
    if "campaign" not in scheduled:
        yield Gap(Missing.PUBLICATION_DATE)
    contests = [row["contest"] for row in draft.cells("contests")]
    if not contests:
        yield Gap(Missing.CONTESTS)
    without = tuple(sorted(set(contests) - {row["contest"] for row in draft.cells("options")}))
    if without:
        yield Gap(Missing.OPTIONS, without)
    if not draft.cells("precincts"):
        yield Gap(Missing.PRECINCTS)
    if not draft.cells("commissions"):
        yield Gap(Missing.COMMISSIONS)


def _commission(draft: Draft, row: Cells, precincts: _Precincts, late: Sequence[LateRow]) -> CommissionReadiness:
    editor = Editor(draft, row["commission"])
    numbers = [each["precinct"] for each in draft.cells("precincts") if each["precinct"] in editor.precincts]
    gaps = [*_of_commission(draft, row, editor, numbers), *precincts.gaps(numbers)]
    own = tuple(each for each in late if editor.may_edit(each.change.sheet, each.cells))
    names = {code: row[f"name_{code}"] for code in ("ky", "ru", "en")}
    return CommissionReadiness(row["commission"], row["kind"], names, len(numbers), tuple(gaps), own)


def _of_commission(draft: Draft, row: Cells, editor: Editor, numbers: Sequence[str]) -> Iterator[Gap]:
    if not editor.territories:
        yield Gap(Missing.TERRITORY)
    elif not numbers:
        yield Gap(Missing.PRECINCTS)
    if not any(row[name] for name in ("address_ky", "address_ru", "address_en", "phone", "email")):
        yield Gap(Missing.CONTACTS)
    roles = {each["role"] for each in draft.cells("members") if each["commission"] == row["commission"]}
    for role in (Missing.CHAIR, Missing.SECRETARY, Missing.ADMINISTRATOR):
        if role.value not in roles:
            yield Gap(role)


def _late(changes: Sequence[DraftChange], end: datetime) -> Iterator[LateRow]:
    before: dict[tuple[str, str], Cells] = {}
    for change in changes:
        place = (change.sheet, change.key)
        cells = change.cells if change.cells is not None else before.get(place, {})
        before[place] = cells
        if change.at >= end and change.function != SEED:
            yield LateRow(change, cells)
