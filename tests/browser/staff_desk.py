"""An office at work: people, papers, devices, scans and tests in every state, for looking at the pages of staff."""

import io
from datetime import timedelta

from playwright.sync_api import Browser, BrowserContext

from portal.audit.keys import load_or_make
from portal.domain.names import Names
from portal.ingest.desk import note_failure
from portal.ingest.enrolment import Actor
from portal.ingest.intake import Intake
from portal.ingest.receipts import KEY_NAME
from portal.ingest.receiving import Source
from portal.preparation import steps
from portal.settings import Mode
from portal.staff import account_locks, accounts
from portal.staff.functions import Function, Grant
from portal.staff.state import EXTENSION
from portal.store.models import DeviceKind, FailureStep
from portal.store.record.scans import record_scan_check
from portal.store.values import Commission
from tests.ingest.devices import enrolled, scanner_message, signer, turnout_message
from tests.preparation.factories import CAMPAIGN as DRAFT
from tests.preparation.factories import drafted
from tests.scans import papers
from tests.staff.conftest import CAMPAIGN, Office
from tests.staff.scans.test_scans import came
from tests.store.factories import EVENING, configured, minutes

HERE, THERE = f"/{CAMPAIGN}", f"/{DRAFT}"
SHEETS = ("campaign", "schedule", "territories", "precincts", "members", "parameters", "forms")
COMMISSION = (Function.ADMINISTRATOR, CAMPAIGN, "tik-11")
PAGES: tuple[tuple[tuple[Function, str, str] | None, tuple[str, ...]], ...] = (
    (None, ("/login", "/activate", "/nowhere")),
    (
        (Function.IT, "", ""),
        ("/", "/accounts", "/accounts?find=nurlan", "/accounts/file", "/sessions", "/confirm", "/audit"),
    ),
    ((Function.AUDITOR, "", ""), ("/audit", "/audit?since=tomorrow", "/inquiries", "/accounts")),
    (
        (Function.OUIIS, "", ""),
        (
            "/",
            "/campaigns/",
            "/campaigns/package/",
            f"{THERE}/preparation/",
            *(f"{THERE}/preparation/{sheet}/" for sheet in SHEETS),
            f"{THERE}/preparation/check/",
            f"{HERE}/devices/",
            f"{HERE}/devices/keys/",
            f"{HERE}/devices/quarantine/",
            f"{HERE}/devices/files/",
            f"{HERE}/devices/carried/",
            f"{HERE}/devices/failures/",
            f"{HERE}/scans/",
            f"{HERE}/scans/in/11/",
            f"{HERE}/scans/precinct/1-1/",
            f"{HERE}/scans/new/",
            f"{HERE}/testing/",
            "/reports/",
        ),
    ),
    (COMMISSION, ("/", f"{HERE}/tik-11/scans/", f"{HERE}/tik-11/scans/new/", f"{HERE}/devices/")),
    ((Function.TEST_OFFICER, "", ""), (f"{HERE}/testing/", "/carried-over/")),
)
"""Who looks at which pages; nobody for the way in."""


def furnish(office: Office) -> None:
    """Put something of every kind before the people."""
    with office.store.write() as session:
        commissions = [
            Commission("tik-11", "tik", "", "11", "", Names("Аламүдүн АШК", "Аламудунская ТИК", "Alamudun TIK")),
            Commission("tik-12", "tik", "", "12", "", Names("Сокулук АШК", "Сокулукская ТИК", "Sokuluk TIK")),
        ]
        configured(session, CAMPAIGN, commissions=commissions, digest="e" * 64)
    drafted(office.store)
    _people(office)
    _devices(office)
    waiting = came(office, papers.pdf(), "pdf")
    refused = came(office, papers.jpeg(), "jpg", kind="act")
    with office.store.write() as session:
        record_scan_check(session, refused, minutes(120), "asel", accepted=False, reason="The seal is missing.")
    office.client(Function.OUIIS).get(f"/staff/en{HERE}/scans/{waiting}/")
    _test(office)


def window(office: Office, browser: Browser, width: int, function: tuple[Function, str, str] | None) -> BrowserContext:
    """A browser window of a person of this function; scripts run only for those who look at the page."""
    context = browser.new_context(viewport={"width": width, "height": 900}, bypass_csp=True)
    cookie = office.client(*function).get_cookie("natyija") if function else None
    if cookie is not None:
        context.add_cookies([{"name": "natyija", "value": cookie.value, "domain": "localhost", "path": "/"}])
    return context


def _people(office: Office) -> None:
    first = Actor("aibek", office.clock.now() - timedelta(hours=1), Function.IT.value, "192.0.2.1")
    office.person("nurlan", (Function.OUIIS, "", ""), name="Нурлан Осмонов", totp="x")
    office.person("meerim", COMMISSION, name="Мээрим Үсөнова Абдыкадыровна", totp="x", password="x")
    with office.store.write() as session:
        accounts.create(session, "cholpon.mamatkulova", "Чолпон Маматкулова", first)
        accounts.ask_for_function(
            session, "cholpon.mamatkulova", Grant(*COMMISSION), "people.csv · 0123456789ab", first
        )
        accounts.ask_for_function(session, "nurlan", Grant(Function.AUDITOR), "people.csv · 0123456789ab", first)
        accounts.ask_for_recovery(session, "meerim", "телефон жоголду", first)
        accounts.create(session, "left", "Кеткен Кызматкер", first)
        account_locks.close(session, "left", "иштен кетти", first)
    stranger = office.client()
    for _ in range(5):
        stranger.post("/staff/en/login", data={"login": "nurlan", "password": "x"})
    listed = {"name": "Төрага", "office": "БШК", "contact": "+996 312 000000", "listed": "1"}
    office.client(Function.OUIIS).post("/staff/en/inquiries/recipients", data=listed)
    office.client(Function.ASU_OPERATOR, CAMPAIGN, "tik-11").get("/staff/en/audit")


def _devices(office: Office) -> None:
    asu, other = signer("asu-7"), signer("id-1")
    enrolled(office.store, asu)
    enrolled(office.store, other, kind=DeviceKind.IDENTIFICATION)
    enrolled(office.store, signer("asu-9"), confirmations=1, precinct="1-2")
    home = office.home
    intake = Intake(office.store, home / "private", load_or_make(home, KEY_NAME), "main", office.election)
    intake.submit(turnout_message(other), Source("192.0.2.7"))
    intake.submit(scanner_message(asu, votes={"1": 61, "2": 20, "3": 8}), Source("192.0.2.7"))
    intake.close()
    with office.store.write() as session:
        actor = Actor("meerim", office.clock.now(), Function.ADMINISTRATOR.value, "192.0.2.1")
        note_failure(
            session, CAMPAIGN, "1-1", FailureStep.FAILURE, actor, at=EVENING, device="asu-7", act="3", note="күйдү"
        )
    brought = {"act": "5", "witnesses": "Асанов\nБекова", "file": (io.BytesIO(turnout_message(other, seq=2)), "outbox")}
    office.client(*COMMISSION).post(f"/staff/en{HERE}/devices/carried/", data=brought)


def _test(office: Office) -> None:
    """A round that found something; the pages are then looked at in the main instance."""
    officer = Actor("officer", office.clock.now(), Function.TEST_OFFICER.value, "192.0.2.1")
    approver = Actor("chair", office.clock.now(), Function.APPROVER.value, "192.0.2.1")
    plan = {"title": "Тест 1", "begins": "2025-11-05", "ends": "2025-11-07", "stages": ["приём", "ввод"]}
    mode = Mode.TEST.value
    with office.store.write() as session:
        steps.plan(session, CAMPAIGN, plan, officer, mode)
        steps.approve_plan(session, CAMPAIGN, "17", approver, mode)
        steps.begin_round(session, CAMPAIGN, officer, mode)
        steps.note_objection(session, CAMPAIGN, "АЭУ 3төн отчет келген жок", officer, mode)
    state = office.app.extensions[EXTENSION]
    state.settings = state.settings.model_copy(update={"mode": Mode.TEST})
