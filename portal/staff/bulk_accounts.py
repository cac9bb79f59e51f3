"""Accounts in bulk from a CSV file: all of them with a code each, or nobody and every reason with its line.

The page and the verb `user bulk` call this; what is given waits for a second person as every function does.
"""

import csv
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from portal.errors import InputError
from portal.ingest.enrolment import Actor
from portal.staff import accounts
from portal.staff.functions import Function, Grant
from portal.staff.said import N_, Said
from portal.store.engine import Store

COLUMNS = ("login", "name", "function", "campaign", "commission")
MOST = 2_000
"""People of one file."""
LARGEST = 1024 * 1024
"""Bytes of one file."""
_DELIMITERS = ",;\t"


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the file by its number; `function` may be empty."""

    number: int
    login: str
    name: str
    function: str
    campaign: str
    commission: str


@dataclass(frozen=True, slots=True)
class Slip:
    """What is handed to a person: the activation code, which nobody can read again."""

    login: str
    name: str
    code: str


def text_of(data: bytes) -> str:
    """The text of a file. Raises Said when it is too large or no UTF-8."""
    if len(data) > LARGEST:
        raise Said((N_("The file is larger than %(most)s KiB; divide it."), {"most": LARGEST // 1024}))
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise Said(N_("The file is not UTF-8; save it from the spreadsheet as “CSV UTF-8”.")) from None


def read_lines(text: str) -> list[Line]:
    """The lines of a CSV as spreadsheets write it (comma, semicolon or tab). Raises Said when it is none."""
    head = text.partition("\n")[0]
    delimiter = max(_DELIMITERS, key=head.count)
    try:
        reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
        rows = [(reader.line_num, row) for row in reader]
    except csv.Error:
        raise Said(N_("The file is no CSV: a quotation mark is not closed.")) from None
    if not rows or tuple(cell.strip().lower() for cell in rows[0][1]) != COLUMNS:
        raise Said((N_("The first line must be: %(columns)s"), {"columns": ",".join(COLUMNS)}))
    filled = [(number, row) for number, row in rows[1:] if any(cell.strip() for cell in row)]
    if not filled:
        raise Said(N_("The file names nobody."))
    if len(filled) > MOST:
        raise Said(
            (N_("The file has %(count)s lines; at most %(most)s are taken."), {"count": len(filled), "most": MOST})
        )
    return [_line(number, row) for number, row in filled]


def refusals(store: Store, lines: Sequence[Line], actor: Actor) -> dict[int, InputError]:
    """Why lines would be refused, by their number: everything is done as in earnest, and nothing of it is kept."""
    try:
        with store.write() as session:
            add_people(session, lines, actor, "")
            raise _NothingKept
    except _NothingKept:
        return {}
    except LinesRefused as error:
        return dict(error.by_line)


def add_people(session: Session, lines: Sequence[Line], actor: Actor, reason: str) -> list[Slip]:
    """Add everybody and ask for their functions; a slip for each account. Raises LinesRefused.

    A login that stands again further below gets one more function.
    """
    slips: dict[str, Slip] = {}
    refused: dict[int, InputError] = {}
    for line in lines:
        try:
            login = line.login.lower()
            if login not in slips:
                slips[login] = Slip(login, line.name, accounts.create(session, login, line.name, actor))
            elif not line.function:
                raise Said(N_("The login stands twice, and no further function with it."))
            if line.function:
                accounts.ask_for_function(session, login, _grant(line), reason, actor)
        except InputError as error:
            refused[line.number] = error
    if refused:
        raise LinesRefused(refused)
    return list(slips.values())


class LinesRefused(InputError):
    """Lines of a file that cannot be taken, each with its reasons; nobody was added."""

    def __init__(self, by_line: Mapping[int, InputError]) -> None:
        self.by_line = by_line
        super().__init__(f"line {number}: {each}" for number, error in by_line.items() for each in error.problems)


class _NothingKept(Exception):
    """Ends a transaction that was only tried."""


def _line(number: int, row: Sequence[str]) -> Line:
    cells = [cell.strip() for cell in row]
    if any(cells[len(COLUMNS) :]):
        raise Said((N_("Line %(number)s has more cells than columns."), {"number": number}))
    return Line(number, *(*cells, *[""] * len(COLUMNS))[: len(COLUMNS)])


def _grant(line: Line) -> Grant:
    if line.function not in list(Function):
        known = ", ".join(Function)
        raise Said(
            (N_("There is no function “%(name)s”; write one of: %(known)s"), {"name": line.function, "known": known})
        )
    return Grant(Function(line.function), line.campaign, line.commission)
