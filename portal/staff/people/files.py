"""Many accounts at once: a CSV file is looked at line by line, then taken whole; the codes come once, as printed slips.

What a line asks for waits for a second person, as every function does.
"""

import hashlib
from collections.abc import Sequence
from io import BytesIO

from flask import flash, request, send_file, url_for
from flask_babel import gettext, ngettext
from werkzeug.wrappers import Response

from portal.errors import InputError
from portal.print.slips import slips_pdf
from portal.staff.accounts import CODE_LASTS
from portal.staff.allow import allow
from portal.staff.bulk_accounts import (
    COLUMNS,
    MOST,
    Line,
    LinesRefused,
    Slip,
    add_people,
    read_lines,
    refusals,
    text_of,
)
from portal.staff.desk import Desk, desk
from portal.staff.functions import Function
from portal.staff.pages import FUNCTION_NAMES, function_name, language, moment, page
from portal.staff.people.base import blueprint
from portal.staff.said import sentences


@blueprint.get("/accounts/file")
@allow(Function.IT, fresh=True)
def file() -> Response:
    """The form, with the columns that the file must have."""
    return _form([])


@blueprint.post("/accounts/file")
@allow(Function.IT)
def preview_file() -> Response:
    """What every line would do; nothing is stored."""
    here, sent, rows, name = desk(), request.files.get("file"), request.form.get("rows", ""), ""
    try:
        if sent and sent.filename:
            rows, name = text_of(sent.read()), sent.filename
        lines = read_lines(rows)
    except InputError as error:
        return _form(sentences(error), rows)
    refused = refusals(here.store, lines, here.actor)
    return _preview(lines, {number: sentences(error) for number, error in refused.items()}, rows, name)


@blueprint.post("/accounts/file/add")
@allow(Function.IT, fresh=True)
def add_file() -> Response:
    """Add everybody of the file that was looked at; the answer is the PDF of the slips, this once."""
    here, rows, name = desk(), request.form.get("rows", ""), request.form.get("name", "")[:100]
    try:
        lines = read_lines(rows)
        slips = _added(here, lines, rows, name)
    except LinesRefused as error:
        return _preview(lines, {number: sentences(each) for number, each in error.by_line.items()}, rows, name)
    except InputError as error:
        return _form(sentences(error), rows)
    text = ngettext("%(num)s account was added.", "%(num)s accounts were added.", len(slips))
    flash(f"{text} {gettext('Functions that were asked for wait for a second person.')}")
    data = slips_pdf([(slip.name, slip.login, slip.code) for slip in slips], _texts(here), language())
    return send_file(BytesIO(data), "application/pdf", as_attachment=True, download_name="activation-slips.pdf")


def _added(here: Desk, lines: Sequence[Line], rows: str, name: str) -> list[Slip]:
    digest = hashlib.sha256("\n".join(rows.splitlines()).encode()).hexdigest()
    reason = f"{name or 'CSV'} · {digest[:12]}"
    with here.act("accounts.from_file", object="accounts", after=digest, file=name, lines=len(lines)) as session:
        return add_people(session, lines, here.actor, reason)


def _preview(lines: Sequence[Line], refused: dict[int, list[str]], rows: str, name: str) -> Response:
    return page(
        "accounts_preview.html",
        422 if refused else 200,
        lines=lines,
        refused=refused,
        rows=rows,
        file_name=name,
        function_name=lambda code: function_name(code) if code in list(Function) else code,
    )


def _form(problems: list[str], rows: str = "") -> Response:
    return page(
        "accounts_file.html",
        422 if problems else 200,
        problems=problems,
        rows=rows,
        columns=COLUMNS,
        most=MOST,
        functions=[(function.value, function_name(function)) for function in FUNCTION_NAMES],
    )


def _texts(here: Desk) -> dict[str, str]:
    until = moment(here.system_now() + CODE_LASTS)
    address = f"{here.settings.staff_url.rstrip('/')}{url_for('activation.enter_code')}"
    return {
        "title": gettext("Activation of an account"),
        "login": gettext("Login"),
        "code": gettext("Activation code"),
        "address": address,
        "how": gettext(
            "Open the address, type login and code, choose a password, and read the picture with an authenticator app."
        ),
        "until": gettext("The code counts once, until %(when)s (Bishkek time).", when=until),
        "secret": gettext(
            "For this person alone. Whoever finds this slip gives it to the people who keep the accounts."
        ),
    }
