"""When database or disk refuse, a staff page says that nothing was saved, why, and what to do; never the error."""

import errno
import sqlite3

import psycopg
import pytest
from sqlalchemy.exc import OperationalError

from portal.staff.functions import Function
from portal.staff.state import EXTENSION
from portal.store.engine import Store
from tests.staff.conftest import Office


def sqlite_error(code: int) -> Exception:
    error = sqlite3.OperationalError("refused at /secret")
    error.sqlite_errorcode = code
    return OperationalError("INSERT", {}, error)


@pytest.mark.parametrize(
    ("error", "status", "said"),
    [
        (sqlite_error(sqlite3.SQLITE_FULL), 503, "The disk of the server is full."),
        (sqlite_error(sqlite3.SQLITE_BUSY), 503, "The database is busy with other work."),
        (sqlite_error(sqlite3.SQLITE_READONLY), 503, "The database takes nothing at the moment"),
        (sqlite_error(sqlite3.SQLITE_IOERR), 503, "is damaged"),
        (OperationalError("x", {}, psycopg.OperationalError("gone /secret")), 503, "The database cannot be reached."),
        (OSError(errno.ENOSPC, "no space", "/secret"), 503, "The disk of the server is full."),
        (OSError(errno.ENOENT, "nothing there", "/secret"), 500, "Something went wrong"),
    ],
)
def test_the_page_says_why_nothing_was_saved(
    office: Office, monkeypatch: pytest.MonkeyPatch, error: Exception, status: int, said: str
) -> None:
    browser = office.client(Function.AUDITOR)

    def refuse(*_: object, **__: object) -> None:
        raise error

    monkeypatch.setattr("portal.staff.gate.functions_in_force", refuse)
    answer = browser.get("/staff/en/")
    assert answer.status_code == status
    assert said in answer.text and "Nothing was saved" in answer.text
    assert "secret" not in answer.text
    assert answer.headers.get("Retry-After") == ("10" if status == 503 else None)


def test_a_database_that_is_away_from_the_start_is_said_on_every_page(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    browser = office.client(Function.AUDITOR)

    def refuse(*_: object, **__: object) -> None:
        raise sqlite_error(sqlite3.SQLITE_CANTOPEN)

    store: Store = office.app.extensions[EXTENSION].store
    monkeypatch.setattr(type(store.engine), "connect", refuse)
    for path in ("/staff/en/", "/staff/en/audit/", "/staff/en/login"):
        answer = browser.get(path)
        assert answer.status_code == 503, path
        assert "The database cannot be reached." in answer.text
