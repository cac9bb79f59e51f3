"""What is refused, written and exported is an event; access outside one's functions begins an inquiry."""

from portal.staff.functions import Function
from portal.store.queries.audit import Wanted, audit_events
from portal.store.queries.inquiries import inquiries
from tests.staff.conftest import Office


def test_access_outside_the_own_functions_is_refused_recorded_and_looked_into(both_offices: Office) -> None:
    office = both_offices
    ouiis, stranger = office.client(Function.OUIIS), office.client(Function.ASU_OPERATOR, "jk2025", "1", "meerim")
    listed = {"name": "Chair", "office": "CEC", "contact": "1", "listed": "1"}
    assert ouiis.post("/staff/en/inquiries/recipients", data=listed).status_code == 302
    for _ in range(2):
        assert stranger.get("/staff/en/audit").status_code == 403
    with office.store.read() as session:
        (inquiry,) = inquiries(session)
        assert len(audit_events(session, Wanted(actor="meerim", action="access.refused"))) == 2
    assert (inquiry.row.actor, inquiry.row.refused) == ("meerim", "GET /staff/en/audit")
    assert (inquiry.row.notify_until - inquiry.row.opened_at).total_seconds() == 24 * 3600
    ((notice, heard),) = inquiry.notices
    assert notice.name == "Chair" and heard is None
    form = {"kind": "acknowledged", "notice": str(notice.seq), "text": "by phone"}
    assert ouiis.post(f"/staff/en/inquiries/{inquiry.row.seq}", data=form).status_code == 302
    assert "by phone" in ouiis.get("/staff/en/inquiries").text
    assert ouiis.post(f"/staff/en/inquiries/{inquiry.row.seq}", data=form).status_code == 422


def test_the_auditor_filters_the_trail_and_the_export_is_an_event(office: Office) -> None:
    auditor = office.client(Function.AUDITOR, login="gulnara")
    office.client().post("/staff/en/login", data={"login": "gulnara", "password": "x"})
    assert "login.failed" in auditor.get("/staff/en/audit?action=login.").text
    assert "login.failed" not in auditor.get("/staff/en/audit?action=protocol.").text
    exported = auditor.get("/staff/en/audit.csv?actor=gulnara")
    assert exported.text.splitlines()[0].startswith("seq,at,actor") and "login.failed" in exported.text
    assert "audit.exported" in auditor.get("/staff/en/audit").text


def test_a_day_that_cannot_be_read_is_named(office: Office) -> None:
    answer = office.client(Function.AUDITOR).get("/staff/en/audit?since=tomorrow")
    assert answer.status_code == 422 and "tomorrow" in answer.text
