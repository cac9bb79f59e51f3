"""A campaign's draft: the fold over its changes, and the only two ways to change it: some rows, or all of them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy.orm import Session

from portal.preparation.sheets import SHEETS, Sheet
from portal.store.queries.preparation import Adoption, DraftChange, adoptions, draft_changes
from portal.store.record.preparation import NewDraftChange, insert_draft_changes

Cells = Mapping[str, str]
SEED = "stored configuration"
"""`function` of changes that only repeat what a configuration version holds already."""


@dataclass(frozen=True, slots=True)
class DraftRow:
    """One row of a sheet; `seq` is the number of the change that made it what it is."""

    key: str
    place: int
    cells: Cells
    seq: int
    at: datetime
    person: str
    function: str


@dataclass(frozen=True)
class Draft:
    """A draft as it stands; `head` is the number of its newest change, `adopted` the last version made of it."""

    campaign: str
    head: int
    sheets: Mapping[str, Mapping[str, DraftRow]]
    adopted: Adoption | None = None
    taken_out: tuple[DraftChange, ...] = field(default=())

    def rows(self, sheet: str) -> list[DraftRow]:
        """Rows of a sheet in their order."""
        return sorted(self.sheets.get(sheet, {}).values(), key=lambda row: (row.place, row.seq))

    def cells(self, sheet: str) -> list[Cells]:
        """Cells of a sheet's rows in their order."""
        return [row.cells for row in self.rows(sheet)]

    @property
    def own(self) -> Cells:
        """The campaign's own row; empty before it is typed."""
        return next(iter(self.cells("campaign")), {})

    @property
    def pending(self) -> bool:
        """Whether something changed since the last version was made."""
        return self.head > (self.adopted.upto if self.adopted else 0)


def draft_of(session: Session, campaign: str) -> Draft:
    """The campaign's draft, empty when nobody began one."""
    found = draft_changes(session, campaign)
    return fold(campaign, found, adoptions(session, campaign))


def fold(campaign: str, changes: Sequence[DraftChange], adopted: Sequence[Adoption] = ()) -> Draft:
    """The draft after these changes."""
    sheets: dict[str, dict[str, DraftRow]] = {name: {} for name in SHEETS}
    gone: dict[tuple[str, str], DraftChange] = {}
    for change in changes:
        rows = sheets.setdefault(change.sheet, {})
        if change.cells is None:
            rows.pop(change.key, None)
            gone[change.sheet, change.key] = change
        else:
            gone.pop((change.sheet, change.key), None)
            cells = whole(SHEETS[change.sheet], change.cells) if change.sheet in SHEETS else change.cells
            rows[change.key] = DraftRow(
                change.key, change.place, cells, change.seq, change.at, change.person, change.function
            )
    head = changes[-1].seq if changes else 0
    return Draft(campaign, head, sheets, adopted[-1] if adopted else None, tuple(gone.values()))


def changes_to(draft: Draft, wanted: Mapping[str, Sequence[Cells]]) -> list[NewDraftChange]:
    """What must change so that each of the sheets named holds these rows in this order, and no others."""
    found: list[NewDraftChange] = []
    for name, rows in wanted.items():
        sheet, known = SHEETS[name], draft.sheets.get(name, {})
        keys = set()
        for place, cells in enumerate(rows, 1):
            key, full = sheet.key(cells), whole(sheet, cells)
            keys.add(key)
            if key not in known or known[key].place != place or known[key].cells != full:
                found.append(NewDraftChange(name, key, place, full))
        found += [NewDraftChange(name, key, row.place, None) for key, row in known.items() if key not in keys]
    return found


def put(
    session: Session,
    campaign: str,
    changes: Sequence[NewDraftChange],
    *,
    at: datetime,
    by: str,
    function: str,
) -> None:
    """Record changes in the caller's transaction."""
    insert_draft_changes(session, campaign, changes, at=at, by=by, function=function)


def whole(sheet: Sheet, cells: Cells) -> dict[str, str]:
    """A cell for every column of the sheet, "" where none is given."""
    return {name: cells.get(name, "") for name in sheet.columns}


def next_place(draft: Draft, sheet: str) -> int:
    """The place behind the last row."""
    return max((row.place for row in draft.sheets.get(sheet, {}).values()), default=0) + 1


def count_changed(changes: Iterable[NewDraftChange], draft: Draft) -> dict[str, tuple[int, int, int]]:
    """Rows added, changed and taken out, by sheet; sheets without any are left out."""
    found: dict[str, list[int]] = {}
    for change in changes:
        counts = found.setdefault(change.sheet, [0, 0, 0])
        known = draft.sheets.get(change.sheet, {})
        slot = 2 if change.cells is None else 1 if change.key in known else 0
        counts[slot] += 1
    return {name: (counts[0], counts[1], counts[2]) for name, counts in found.items()}
