"""One sheet as a table: look at it, add, edit and take out rows, paste many."""

from flask import flash, redirect, request, url_for
from flask_babel import gettext, ngettext
from werkzeug.wrappers import Response

from portal.errors import InputError
from portal.package.cells import Kind
from portal.preparation.draft import Cells, Draft, DraftRow
from portal.preparation.editing import paste, take_out, write_row
from portal.preparation.sheets import SHEETS, Sheet
from portal.preparation.spreadsheet import read_pasted
from portal.staff.allow import Scope, allow
from portal.staff.desk import desk, query
from portal.staff.functions import Function
from portal.staff.pages import page
from portal.staff.preparation import values, words
from portal.staff.preparation.base import EDITORS, READERS, blueprint, editing_desk, editors, the_draft

ROWS = 100
"""Rows on one page of a table."""
_SHEET = f"<any({', '.join(SHEETS)}):sheet>"


@blueprint.get(f"/<campaign>/preparation/{_SHEET}/")
@allow(*READERS, scope=Scope.CAMPAIGN, query=("page", "find", "row"))
def rows(campaign: str, sheet: str) -> Response:
    """The rows of a sheet, hundred by hundred, and a form for a new row or the chosen one."""
    draft, asked = the_draft(campaign), query()
    chosen = draft.sheets[sheet].get(asked.get("row", ""))
    return _page(draft, SHEETS[sheet], chosen)


@blueprint.post(f"/<campaign>/preparation/{_SHEET}/")
@allow(*EDITORS, scope=Scope.CAMPAIGN)
def change_row(campaign: str, sheet: str) -> Response:
    """Write a row, or take one out."""
    draft, form = the_draft(campaign), request.form
    former, seen = form.get("former", ""), _number(form.get("seen", ""))
    cells = {name: form.get(f"cell-{name}", "") for name in SHEETS[sheet].columns}
    chosen = draft.sheets[sheet].get(former)
    removing = form.get("do") == "take_out"
    touched: list[Cells] = [row.cells for row in [chosen] if row] + ([] if removing else [cells])
    try:
        with desk().write() as session:
            if removing:
                take_out(session, editing_desk(draft, sheet, *touched), sheet, former, seen)
            else:
                write_row(session, editing_desk(draft, sheet, *touched), sheet, cells, former=former, seen=seen)
    except InputError as error:
        return _page(draft, SHEETS[sheet], chosen, cells, error.problems)
    flash(gettext("The row was taken out.") if removing else gettext("The row was saved."))
    return redirect(url_for("preparation.rows", campaign=campaign, sheet=sheet), 303)


@blueprint.post(f"/<campaign>/preparation/{_SHEET}/paste/")
@allow(*EDITORS, scope=Scope.CAMPAIGN)
def paste_rows(campaign: str, sheet: str) -> Response:
    """Write rows that were pasted from a spreadsheet; nothing is written when one of them is wrong."""
    draft, text = the_draft(campaign), request.form.get("pasted", "")
    pasted = read_pasted(SHEETS[sheet], text)
    only = request.form.get("only") == "1"
    try:
        with desk().write() as session:
            at = editing_desk(draft, sheet, *(row for _, row in pasted.rows))
            changed = paste(session, at, sheet, pasted, only=only)
    except InputError as error:
        return _page(draft, SHEETS[sheet], None, None, error.problems, text)
    flash(ngettext("%(num)s row was changed.", "%(num)s rows were changed.", changed))
    return redirect(url_for("preparation.rows", campaign=campaign, sheet=sheet), 303)


def _page(
    draft: Draft,
    sheet: Sheet,
    chosen: DraftRow | None,
    cells: Cells | None = None,
    problems: tuple[str, ...] = (),
    pasted: str = "",
) -> Response:
    asked, able = query(), editors(draft)
    wanted = asked.get("find", "").strip().casefold()
    found = [
        row
        for row in draft.rows(sheet.name)
        if not wanted or any(wanted in cell.casefold() for cell in row.cells.values())
    ]
    number = max(1, _number(asked.get("page", "1")))
    shown = found[(number - 1) * ROWS : number * ROWS]
    form = cells or (chosen.cells if chosen else {})
    wrong = {text.partition(": ")[0]: words.reason(text.partition(": ")[2]) for text in problems}
    return page(
        "preparation/sheet.html",
        422 if problems else 200,
        campaign=draft.campaign,
        sheet=sheet,
        title=words.sheet_name(sheet.name),
        cell=values.cell,
        columns=[_column(sheet, name, form, wrong) for name in sheet.columns],
        shown_columns=[(name, words.column_name(name)) for name in sheet.columns if _used(sheet, name, shown)],
        rows=[(row, any(each.may_edit(sheet.name, row.cells) for each in able)) for row in shown],
        chosen=chosen,
        problems=[words.problem(text) for text in problems],
        pasted=pasted,
        find=asked.get("find", ""),
        number=number,
        before=number - 1,
        after=number + 1,
        width=len(sheet.columns) + 2,
        pages=max(1, -(-len(found) // ROWS)),
        count=len(found),
        may_edit=sheet.typed and any(sheet.name in each.sheets() for each in able),
        all_of_it=desk().function is Function.OUIIS,
    )


def _column(sheet: Sheet, name: str, form: Cells, wrong: dict[str, str]) -> dict[str, object]:
    column = next(each for each in sheet.table.columns if each.name == name)
    return {
        "name": name,
        "label": words.column_name(name),
        "value": form.get(name, ""),
        "required": column.required,
        "hint": values.hint(column.kind.title),
        "options": _values(name, column.kind),
        "problem": wrong.get(name, ""),
    }


def _values(column: str, kind: Kind) -> list[tuple[str, str]] | None:
    """The values of a cell that holds one of a few; None for any other cell."""
    if " | " not in kind.title:
        return None
    return [("", "—"), *((value, values.value_name(column, value)) for value in kind.title.split(" | "))]


def _used(sheet: Sheet, name: str, shown: list[DraftRow]) -> bool:
    column = next(each for each in sheet.table.columns if each.name == name)
    return name != "text" and (column.required or not column.optional or any(row.cells.get(name) for row in shown))


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 18 else 0
