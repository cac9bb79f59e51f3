"""The second factor once more: wrong codes lock it for a while, a locked login does not."""

from flask.testing import FlaskClient
from sqlalchemy import select

from portal.staff.functions import Function
from portal.staff.security import TOTP
from portal.store.models import AuditRow
from tests.staff.conftest import Office

CONFIRM = "/staff/en/confirm"


def at_work(office: Office) -> tuple[FlaskClient, str]:
    """Nurlan, logged in, and the secret of his second factor."""
    with office.app.app_context():
        secret = office.app.extensions[TOTP].generate_totp_secret()
    browser = office.app.test_client()
    office.enter(browser, office.person("nurlan", (Function.OUIIS, "", ""), totp=secret))
    return browser, secret


def code(office: Office, secret: str) -> str:
    maker = office.app.extensions[TOTP]
    return str(maker._totp.from_source(secret).generate(time=office.clock.now()).token)


def actions(office: Office) -> list[str]:
    with office.store.read() as session:
        return list(session.scalars(select(AuditRow.action).order_by(AuditRow.seq)))


def test_five_wrong_codes_lock_the_second_factor_for_a_quarter_of_an_hour(office: Office) -> None:
    browser, secret = at_work(office)
    for _ in range(5):
        assert browser.post(CONFIRM, data={"second_factor": "000000"}).status_code == 422
    assert browser.post(CONFIRM, data={"second_factor": code(office, secret)}).status_code == 422
    assert actions(office).count("confirmation.failed") == 5
    assert "confirmation.locked" in actions(office)


def test_whoever_locks_the_login_from_outside_does_not_stop_the_person_at_work(office: Office) -> None:
    browser, secret = at_work(office)
    stranger = office.app.test_client()
    for _ in range(6):
        stranger.post("/staff/en/login", data={"login": "nurlan", "password": "guess"})
    assert "login.locked" in actions(office)
    assert browser.post(CONFIRM, data={"second_factor": code(office, secret)}).status_code == 302
