"""Changing a draft: begin it, write or take out rows, paste many, or take a whole package.

Every function works in the caller's write transaction, asks `Editor` who may, and writes its audit event there.
"""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from portal.errors import InputError, NotPermitted
from portal.ingest.enrolment import Actor
from portal.package.campaign_file import RESERVED
from portal.preparation.cell_checks import cell_problems, cleaned
from portal.preparation.draft import SEED, Cells, Draft, changes_to, count_changed, draft_of, next_place, put, whole
from portal.preparation.package_rows import rows_of_store
from portal.preparation.permissions import Editor
from portal.preparation.sheets import SHEETS, Sheet, sheet_named
from portal.preparation.spreadsheet import Pasted
from portal.store.queries.configuration import campaigns
from portal.store.record import record_audit
from portal.store.record.preparation import NewDraftChange, lock_preparation


@dataclass(frozen=True, slots=True)
class Desk:
    """Who edits which campaign's draft; `commission` is that of an ОИК or ТИК administrator, "" for ОУИИС.

    `at` is the election clock's time, by which rows are late or not (R53 ¶29); None: that of the actor.
    """

    campaign: str
    actor: Actor
    commission: str = ""
    at: datetime | None = None


def create(session: Session, cells: Cells, actor: Actor, at: datetime | None = None) -> str:
    """Begin the draft of a new campaign with its own row (R53 ¶26); its id. Raises InputError with every reason."""
    sheet = SHEETS["campaign"]
    row = cleaned(cells)
    problems = [f"{name}: {reason}" for name, reason in cell_problems(sheet, row).items()]
    id = row.get("id", "")
    if id in RESERVED:
        problems.append(f"id: “{id}” is a reserved word of the site's addresses; choose another id")
    if not any(row.get(f"name_{code}") for code in ("ky", "ru", "en")):
        problems.append("name_ky: no name is given; give one in at least one language")
    lock_preparation(session)
    if id in campaigns(session) or draft_of(session, id).head:
        problems.append(f"id: campaign {id} exists already")
    if problems:
        raise InputError(problems)
    change = NewDraftChange("campaign", sheet.key(row), 1, whole(sheet, row))
    _record(session, Desk(id, actor, at=at), draft_of(session, id), [change])
    return id


def begin(session: Session, campaign: str, actor: Actor) -> int:
    """Bring the draft to the configuration in force, typed changes that are not adopted are overwritten.

    The number of rows that changed. Raises InputError for an unknown campaign or an archive.
    """
    lock_preparation(session)
    draft = draft_of(session, campaign)
    changes = changes_to(draft, rows_of_store(session, campaign))
    _record(session, Desk(campaign, actor), draft, changes, "draft.begun", SEED)
    return len(changes)


def write_row(session: Session, desk: Desk, name: str, cells: Cells, *, former: str = "", seen: int = 0) -> None:
    """Write one row. `former` is the key of the row that it replaces ("" for a new one), `seen` its change number.

    Raises InputError with `column: reason` for each wrong cell, for a row that exists, or that somebody changed since;
    NotPermitted where the person may not.
    """
    sheet = _typed(name)
    lock_preparation(session)
    draft = draft_of(session, desk.campaign)
    row = cleaned(cells)
    problems = [f"{column}: {reason}" for column, reason in cell_problems(sheet, row).items()]
    if problems:
        raise InputError(problems)
    if name == "campaign" and row["id"] != desk.campaign:
        raise InputError(["id: the id of a campaign is never changed; begin another campaign"])
    key, known = sheet.key(row), draft.sheets[name]
    old = known.get(former)
    if former and (old is None or old.seq != seen):
        who = f" by {old.person}" if old else ""
        raise InputError([f"{sheet.table.key[0]}: the row was changed{who} meanwhile; look at it again"])
    if key != former and key in known:
        raise InputError([f"{sheet.table.key[0]}: there is such a row already; edit that one"])
    _refuse(Editor(draft, desk.commission), name, [row, *([old.cells] if old else [])])
    place = old.place if old else next_place(draft, name)
    changes = [NewDraftChange(name, key, place, whole(sheet, row))]
    if old is not None and key != former:
        changes.insert(0, NewDraftChange(name, former, old.place, None))
    _record(session, desk, draft, changes)


def take_out(session: Session, desk: Desk, name: str, key: str, seen: int) -> None:
    """Take one row out of the draft. Raises as `write_row`."""
    _typed(name)
    lock_preparation(session)
    draft = draft_of(session, desk.campaign)
    row = draft.sheets[name].get(key)
    if row is None or row.seq != seen:
        raise InputError(["the row was changed meanwhile; look at it again"])
    if name == "campaign":
        raise InputError(["the campaign's own row stays; a draft is not thrown away"])
    _refuse(Editor(draft, desk.commission), name, [row.cells])
    _record(session, desk, draft, [NewDraftChange(name, key, row.place, None)])


def paste(session: Session, desk: Desk, name: str, pasted: Pasted, *, only: bool = False) -> int:
    """Write the pasted rows over those with the same key and behind the others; the number of rows changed.

    With `only` the sheet holds nothing else afterwards. Raises InputError with everything wrong in the pasted text.
    """
    sheet = _typed(name)
    if pasted.problems:
        raise InputError(pasted.problems)
    lock_preparation(session)
    draft = draft_of(session, desk.campaign)
    editor = Editor(draft, desk.commission)
    refusals = [f"line {line}: {reason}" for line, row in pasted.rows if (reason := _refusal(editor, sheet, row))]
    if refusals or (only and desk.commission):
        raise NotPermitted(refusals or ["only ОУИИС staff replace a whole table"])
    rows = [row for _, row in pasted.rows]
    changes = changes_to(draft, {name: rows}) if only else list(_upserts(draft, sheet, rows))
    _record(session, desk, draft, changes)
    return len(changes)


def take_package(session: Session, desk: Desk, rows: Mapping[str, Sequence[Cells]], seen: int) -> int:
    """Make the draft equal to an uploaded package; the number of rows changed. `seen` is the head of the preview.

    Raises NotPermitted for anybody but ОУИИС staff, InputError for another campaign or a draft changed since.
    """
    if desk.commission:
        raise NotPermitted(["whole packages are taken by ОУИИС staff (R53 ¶26)"])
    lock_preparation(session)
    draft = draft_of(session, desk.campaign)
    if draft.head != seen:
        raise InputError(["the draft was changed since the preview; upload the package again"])
    changes = changes_to(draft, rows)
    _record(session, desk, draft, changes, "draft.package")
    return len(changes)


def _refusal(editor: Editor, sheet: Sheet, row: Cells) -> str:
    """Why the person may not write this row; nor over the one with the same key, which may be another commission's."""
    known = editor.draft.sheets[sheet.name].get(sheet.key(row))
    return editor.refusal(sheet.name, row) or (editor.refusal(sheet.name, known.cells) if known else "")


def _upserts(draft: Draft, sheet: Sheet, rows: Sequence[Cells]) -> list[NewDraftChange]:
    place, known, found = next_place(draft, sheet.name), draft.sheets[sheet.name], []
    for row in rows:
        key, full = sheet.key(row), whole(sheet, row)
        old = known.get(key)
        if old is None:
            found.append(NewDraftChange(sheet.name, key, place, full))
            place += 1
        elif old.cells != full:
            found.append(NewDraftChange(sheet.name, key, old.place, full))
    return found


def _typed(name: str) -> Sheet:
    sheet = sheet_named(name)
    if not sheet.typed:
        raise InputError([f"rows of {name} come with an uploaded package only"])
    return sheet


def _refuse(editor: Editor, name: str, rows: Sequence[Cells]) -> None:
    refusals = list(dict.fromkeys(reason for row in rows if (reason := editor.refusal(name, row))))
    if refusals:
        raise NotPermitted(refusals)


def _record(
    session: Session,
    desk: Desk,
    draft: Draft,
    changes: Sequence[NewDraftChange],
    action: str = "draft.changed",
    function: str = "",
) -> None:
    """Record changes with their audit event; `function` stands with the changes where it is not the person's own."""
    if not changes:
        return
    actor = desk.actor
    put(session, desk.campaign, changes, at=desk.at or actor.at, by=actor.name, function=function or actor.function)
    before = [draft.sheets[each.sheet][each.key].cells for each in changes if each.key in draft.sheets[each.sheet]]
    record_audit(
        session,
        actor.at,
        actor.name,
        action,
        desk.campaign,
        {"rows": {name: list(counts) for name, counts in count_changed(changes, draft).items()}},
        function=actor.function,
        address=actor.address,
        object=f"draft:{desk.campaign}",
        before=_digest(before),
        after=_digest([each.cells for each in changes]),
    )


def _digest(rows: Sequence[Cells | None]) -> str:
    return hashlib.sha256(json.dumps(rows, sort_keys=True, ensure_ascii=False).encode()).hexdigest() if rows else ""
