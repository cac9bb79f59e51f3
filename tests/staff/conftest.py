"""An office: a staff application over a store with one configured campaign, and people of every function in it."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path
from typing import Any

import pytest
import structlog
from flask import Flask
from flask.testing import FlaskClient

from portal.settings import Settings
from portal.staff.functions import Function
from portal.staff.secrets import make_secrets
from portal.staff.state import EXTENSION, StaffState
from portal.store.engine import Store
from portal.store.models import PersonRow, RequestKind
from portal.store.record.accounts import add_person, add_request, confirm_request
from portal.store.record.logins import begin_session
from tests.store.factories import configured

NOW = datetime(2025, 11, 30, 15, 0, tzinfo=UTC)
CAMPAIGN = "jk2025"


@dataclass
class SettableClock:
    """A clock that the test moves."""

    instant: datetime = NOW

    def now(self) -> datetime:
        return self.instant

    def forward(self, **by: float) -> None:
        self.instant += timedelta(**by)


@dataclass
class Office:
    """`client(…)` is a browser in which a person of that function is logged in, with a fresh second factor."""

    app: Flask
    home: Path
    store: Store
    clock: SettableClock
    election: SettableClock
    _numbers: Iterator[int] = field(default_factory=lambda: count(1))

    def person(self, login: str, *grants: tuple[Function, str, str], **values: Any) -> PersonRow:
        """An account with functions that two people gave."""
        with self.store.write() as session:
            row = add_person(session, login, values.get("name", login.title()), f"uniquifier-{login}", NOW, "tests")
            row.totp, row.password = values.get("totp", ""), values.get("password", "")
            for function, campaign, commission in grants:
                request = add_request(
                    session,
                    RequestKind.GRANT,
                    row.id,
                    NOW,
                    "first",
                    function=function,
                    campaign=campaign,
                    commission=commission,
                )
                confirm_request(session, request, "first", NOW, "second")
        return row

    def client(
        self, function: Function | None = None, campaign: str = "", commission: str = "", login: str = ""
    ) -> FlaskClient:
        """A browser with a new person of this function in it; without a function, one where nobody is logged in."""
        browser = self.app.test_client()
        if function is not None:
            login = login or f"{function}-{next(self._numbers)}"
            self.enter(browser, self.person(login, (function, campaign, commission)))
        return browser

    def enter(self, browser: FlaskClient, person: PersonRow) -> None:
        """Log a person into a browser."""
        from portal.staff.sessions import TOKEN, digest  # Only now: most tests need no web application.

        token = f"token-{person.login}-{next(self._numbers)}"
        with self.store.write() as session:
            begin_session(session, person.id, digest(token), self.clock.now(), address="127.0.0.1", agent="tests")
        with browser.session_transaction() as cookie:
            cookie.update({TOKEN: token, "_user_id": person.fs_uniquifier, "_fresh": True})


@pytest.fixture(autouse=True)
def _logs_of_this_test_alone() -> Iterator[None]:
    """The command line binds the log to a stderr that ends with its test."""
    yield
    structlog.reset_defaults()


def an_office(home: Path, url: str) -> Office:
    """A staff application with its own home."""
    from portal.app import create_app  # Only now: most tests need no web application.

    make_secrets(home)
    app = create_app(["staff"], Settings(home=home, database_url=url, staff_url="http://localhost"))
    app.config["WTF_CSRF_ENABLED"] = False
    app.config["RATELIMIT_ENABLED"] = False
    state: StaffState = app.extensions[EXTENSION]
    clock, election = SettableClock(datetime.now(UTC)), SettableClock()
    state.system, state.election = clock, election
    with state.store.write() as session:
        configured(session, CAMPAIGN)
    return Office(app, home, state.store, clock, election)


@pytest.fixture
def office(sqlite_url: str, tmp_path: Path) -> Iterator[Office]:
    """An office on SQLite; forms are taken without the token against foreign ones."""
    opened = an_office(tmp_path, sqlite_url)
    yield opened
    opened.store.close()


@pytest.fixture
def both_offices(store_url: str, tmp_path: Path) -> Iterator[Office]:
    """The same, on each engine in turn."""
    opened = an_office(tmp_path, store_url)
    yield opened
    opened.store.close()
