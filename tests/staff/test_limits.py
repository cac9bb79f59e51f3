"""The limit of knocks is counted by each worker for itself where there is no Redis; the locks are in the store."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from flask.testing import FlaskClient

from portal.app import create_app
from portal.settings import Settings
from portal.staff import lockout
from portal.staff.functions import Function
from portal.staff.limits import limiter
from portal.staff.state import EXTENSION, StaffState
from tests.staff.conftest import Office


@contextmanager
def another_worker(office: Office) -> Iterator[FlaskClient]:
    """A browser at a worker that was just started over the same store: its memory of knocks is empty."""
    url = office.store.engine.url.render_as_string(hide_password=False)
    app = create_app(["staff"], Settings(home=office.home, database_url=url, staff_url="http://localhost"))
    app.config["WTF_CSRF_ENABLED"] = False
    state: StaffState = app.extensions[EXTENSION]
    state.system, state.election = office.clock, office.election
    limiter.reset()
    yield app.test_client()
    state.store.close()


def said(browser: FlaskClient, login: str) -> str:
    return browser.post("/staff/en/login", data={"login": login, "password": "x"}).text


def test_failures_at_several_workers_lock_the_account_at_all_of_them(both_offices: Office) -> None:
    office = both_offices
    office.person("nurlan", (Function.OUIIS, "", ""))
    with another_worker(office) as second:
        first = office.client()
        for browser in (first, second, first, second, first):
            assert "not right" in said(browser, "nurlan")
        assert all("Too many failed attempts" in said(browser, "nurlan") for browser in (first, second))
    with another_worker(office) as third:
        assert "Too many failed attempts" in said(third, "nurlan")


def test_failures_of_one_address_at_several_workers_lock_it_at_all_of_them(
    both_offices: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    office = both_offices
    monkeypatch.setattr(lockout, "ADDRESS_LIMIT", 6)
    for part in range(2):
        with another_worker(office) as worker:
            for number in range(3):
                assert "not right" in said(worker, f"guess-{part}-{number}")
    with another_worker(office) as worker:
        assert "Too many failed attempts" in said(worker, "nurlan")
