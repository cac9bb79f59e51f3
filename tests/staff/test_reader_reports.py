"""Reports of readers on the staff console."""

from portal.reader_reports import ReaderReport, Spool
from portal.staff.functions import Function
from tests.staff.conftest import CAMPAIGN, Office


def spooled(office: Office) -> Spool:
    spool = Spool(office.home)
    report = ReaderReport(CAMPAIGN, "1-1", 7, "ru", "<i>Число</i> не то", "", "2025-11-30T16:00:00Z")
    spool.put(report)
    return spool


def test_reports_are_read_as_text_and_put_aside_once(office: Office) -> None:
    spool = spooled(office)
    browser = office.client(Function.OUIIS)
    page = browser.get("/staff/ru/reports/").text
    assert "&lt;i&gt;Число&lt;/i&gt; не то" in page
    ((name, _),) = spool.waiting()
    token = page.split('name="csrf_token" value="')[1].split('"')[0]
    answer = browser.post(f"/staff/ru/reports/{name}/", data={"csrf_token": token})
    assert answer.status_code == 303 and list(spool.waiting()) == []


def test_other_functions_do_not_read_reports(office: Office) -> None:
    spooled(office)
    assert office.client(Function.ASU_OPERATOR).get("/staff/ru/reports/").status_code == 403
