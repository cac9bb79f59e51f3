"""Schedule, orders, approvals, held facts and the publisher's state on staff pages."""

import hashlib
from datetime import UTC, datetime, timedelta

from portal.domain.facts import OrderKind, ScheduleItem, ScheduleItemKind, TurnoutReport
from portal.domain.statuses import TurnoutSource
from portal.publication.transparency.leaf import release_statement, sign_statement
from portal.publication.transparency.signer import Signer
from portal.staff.functions import Function
from portal.store.queries.approvals import signatures, waiting_statement
from portal.store.queries.audit import Wanted, audit_events
from portal.store.queries.publication import orders, schedule
from portal.store.record import approve, record_order, record_schedule, record_turnout
from portal.store.record.approvals import record_statement
from tests.staff.conftest import CAMPAIGN, NOW, Office

BASE = f"/staff/en/{CAMPAIGN}/publication/"
PRECINCT = "1-1"
DATE = datetime(2025, 11, 30, 5, 0, tzinfo=UTC)
"""11:00 in Bishkek."""
REASONS = {"reason_ky": "Себеп", "reason_ru": "Причина", "reason_en": "The reason"}


def lines(*rows: tuple[str, str, str]) -> dict[str, str]:
    return {
        f"{name}{n}": value
        for n, row in enumerate(rows)
        for name, value in zip(("what", "at", "decision"), row, strict=True)
    }


GOOD = lines(("turnout", "2025-11-30T12:00", "15"), ("results", "2025-11-30T20:00", ""))


def drafted(office: Office) -> str:
    answer = office.client(Function.OUIIS).post(f"{BASE}schedule/", data=GOOD)
    assert answer.status_code == 303, answer.text
    return str(answer.location)


def test_schedule_is_in_force_once_two_approvers_approved_it(both_offices: Office) -> None:
    office = both_offices
    address = drafted(office)
    for login, in_force in (("asel", False), ("bakyt", True)):
        client = office.client(Function.APPROVER, login=login)
        assert client.post(f"{address}approve/").status_code == 303
        with office.store.read() as session:
            assert (schedule(session, CAMPAIGN) is not None) is in_force
    with office.store.read() as session:
        found = schedule(session, CAMPAIGN)
    assert found is not None and found.approvers == ("asel", "bakyt") and len(found.items) == 2
    page = office.client(Function.AUDITOR).get(BASE)
    assert "Approved schedule number 1 is in force." in page.text and "turnout slot" in page.text
    assert "R139 ¶77" in page.text


def test_one_person_approves_once(office: Office) -> None:
    address = drafted(office)
    client = office.client(Function.APPROVER, login="asel")
    assert client.post(f"{address}approve/").status_code == 303
    answer = client.post(f"{address}approve/")
    assert answer.status_code == 422 and "a different person has to" in answer.text
    with office.store.read() as session:
        assert schedule(session, CAMPAIGN) is None


def test_approval_can_be_taken_back_until_the_second_and_not_after(office: Office) -> None:
    address = drafted(office)
    asel, bakyt, cholpon = (office.client(Function.APPROVER, login=name) for name in ("asel", "bakyt", "cholpon"))
    asel.post(f"{address}approve/")
    assert asel.post(f"{address}withdraw/").status_code == 303
    bakyt.post(f"{address}approve/")
    with office.store.read() as session:
        assert schedule(session, CAMPAIGN) is None
    cholpon.post(f"{address}approve/")
    answer = bakyt.post(f"{address}withdraw/")
    assert answer.status_code == 422 and "it is in force" in answer.text
    with office.store.read() as session:
        assert schedule(session, CAMPAIGN) is not None


def test_approval_wants_a_fresh_second_factor(office: Office) -> None:
    address = drafted(office)
    client = office.client(Function.APPROVER, login="asel")
    office.clock.instant += timedelta(minutes=6)
    answer = client.post(f"{address}approve/")
    assert answer.status_code == 200 and 'name="second_factor"' in answer.text
    with office.store.read() as session:
        assert schedule(session, CAMPAIGN) is None


def test_ouiis_cannot_approve_and_an_approver_cannot_draft(office: Office) -> None:
    address = drafted(office)
    assert office.client(Function.OUIIS).post(f"{address}approve/").status_code == 403
    assert office.client(Function.APPROVER).post(f"{BASE}schedule/", data=GOOD).status_code == 403
    assert office.client(Function.IT).get(BASE).status_code == 403


def test_wrong_lines_are_said_with_their_number_and_nothing_typed_is_lost(office: Office) -> None:
    wrong = lines(("turnout", "2025-11-30T12:00", ""), ("results", "2025-11-30T19:00", "16"), ("scans", "soon", ""))
    answer = office.client(Function.OUIIS).post(f"{BASE}schedule/", data=wrong)
    assert answer.status_code == 422
    for text in ("Line 1: a turnout slot needs the number", "Line 2: results open at closing", "Line 3: Time soon"):
        assert text in answer.text
    assert 'value="2025-11-30T19:00"' in answer.text and 'value="16"' in answer.text
    with office.store.read() as session:
        assert schedule(session, CAMPAIGN) is None


def test_results_later_than_closing_need_a_decision(office: Office) -> None:
    late = lines(("results", "2025-11-30T21:00", ""))
    assert "later than closing needs" in office.client(Function.OUIIS).post(f"{BASE}schedule/", data=late).text
    assert office.client(Function.OUIIS).post(f"{BASE}schedule/", data={**late, "decision0": "9"}).status_code == 303


def test_publication_date_is_planned_on_the_calendar_and_nothing_stands_before_it(office: Office) -> None:
    early = lines(("campaign", "2025-11-30T13:00", ""), ("turnout", "2025-11-30T12:00", "15"))
    answer = office.client(Function.OUIIS).post(f"{BASE}schedule/", data=early)
    assert answer.status_code == 422 and "Line 2: nothing of the campaign is visible before" in answer.text
    twice = lines(("campaign", "2025-11-25T09:00", ""), ("campaign", "2025-11-26T09:00", ""))
    answer = office.client(Function.OUIIS).post(f"{BASE}schedule/", data=twice)
    assert answer.status_code == 422 and "Line 2: a second publication date" in answer.text
    dated = lines(("campaign", "2025-11-30T11:00", "14"), ("turnout", "2025-11-30T12:00", "15"))
    address = str(office.client(Function.OUIIS).post(f"{BASE}schedule/", data=dated).location)
    assert (
        "nothing of the campaign is visible until a schedule is approved"
        in office.client(Function.AUDITOR).get(BASE).text
    )
    for login in ("asel", "bakyt"):
        assert office.client(Function.APPROVER, login=login).post(f"{address}approve/").status_code == 303
    page = office.client(Function.AUDITOR).get(BASE).text
    assert "Publication date of the campaign&#39;s data" in page and "(14)" in page
    assert ("Nothing of the campaign is visible before" in page) is (NOW < DATE)


def test_draft_shows_what_would_change_before_it_is_approved(office: Office) -> None:
    page = office.client(Function.APPROVER).get(drafted(office))
    assert "What would change" in page.text and "identified voters" in page.text
    assert office.client(Function.APPROVER).get(f"{drafted(office)}?at=2025-12-01T08:00").status_code == 200


def test_preview_of_a_moment_that_cannot_be_read_is_refused_in_words(office: Office) -> None:
    answer = office.client(Function.APPROVER).get(f"{drafted(office)}?at=soon")
    assert answer.status_code == 422 and "Time soon" in answer.text


def test_order_needs_its_reason_in_three_languages_and_a_fitting_target(office: Office) -> None:
    client = office.client(Function.OUIIS)
    answer = client.post(f"{BASE}orders/", data={"kind": "hold", "target": "", **REASONS, "reason_ru": ""})
    assert answer.status_code == 422
    assert "precinct:" in answer.text and "Reason (ru): is missing" in answer.text and "Себеп" in answer.text
    answer = client.post(f"{BASE}orders/", data={"kind": "pause", "target": "", "decision": "17", **REASONS})
    assert answer.status_code == 303
    with office.store.read() as session:
        (found,) = orders(session, CAMPAIGN)
    assert found.kind is OrderKind.PAUSE and found.approved_at is None and found.reason.ky == "Себеп"
    for login in ("asel", "bakyt"):
        assert office.client(Function.APPROVER, login=login).post(f"{answer.location}approve/").status_code == 303
    with office.store.read() as session:
        assert orders(session, CAMPAIGN)[0].approved_at is not None
    assert "pause of publication" in office.client(Function.AUDITOR).get(f"{BASE}orders/").text


def test_statement_is_taken_away_signed_and_brought_back(office: Office) -> None:
    statement = release_statement(
        campaign=CAMPAIGN,
        release=4,
        kind="correction",
        supersedes=3,
        published=NOW.isoformat(),
        sha256sums="ab" * 32,
        code="0",
    )
    with office.store.write() as session:
        record_statement(session, CAMPAIGN, 4, "correction", statement, NOW)
    client = office.client(Function.APPROVER)
    assert "Release 4 waits for signatures" in client.get(f"{BASE}state/").text
    taken = client.get(f"{BASE}statement/")
    assert taken.data == statement and "attachment" in taken.headers["Content-Disposition"]
    with office.store.read() as session:
        (recorded,) = audit_events(session, Wanted(action="statement.exported"))
    assert (recorded.object, recorded.after) == (f"release:{CAMPAIGN}/4", hashlib.sha256(statement).hexdigest())
    note = sign_statement(taken.data, Signer("asel", bytes([1]) * 32))
    assert client.post(f"{BASE}signature/", data={"note": note.decode().replace("\n", "\r\n")}).status_code == 303
    with office.store.read() as session:
        assert signatures(session, hashlib.sha256(statement).hexdigest()) == [note]
        assert waiting_statement(session, CAMPAIGN) is not None
    assert client.post(f"{BASE}signature/", data={"note": "rubbish"}).status_code == 422


def test_pages_of_an_unknown_campaign_are_not_found(office: Office) -> None:
    client = office.client(Function.OUIIS)
    for path in ("", "orders/", "held/", "state/", "77/"):
        assert client.get(f"/staff/en/nowhere/publication/{path}").status_code == 404
    assert client.get(f"{BASE}77/").status_code == 404


def test_every_page_is_there_in_three_languages(office: Office) -> None:
    client = office.client(Function.OUIIS)
    for language in ("ky", "ru", "en"):
        for path in ("", "orders/", "held/", "state/"):
            assert client.get(f"/staff/{language}/{CAMPAIGN}/publication/{path}").status_code == 200


def test_held_fact_is_shown_with_what_is_published_and_what_waits(office: Office) -> None:
    hour, later = NOW - timedelta(hours=3), NOW - timedelta(hours=1)
    items = (ScheduleItem(ScheduleItemKind.TURNOUT, hour, "15"),)
    with office.store.write() as session:
        seq = record_schedule(session, CAMPAIGN, items, hour, "ouiis")
        for person in ("asel", "bakyt"):
            approve(session, seq, person, hour)
        for received, identified in ((hour, 300), (later, 290)):
            report = TurnoutReport(0, received, PRECINCT, hour, identified, TurnoutSource.ONLINE)
            waiting = record_turnout(session, CAMPAIGN, report, "tests")
    page = office.client(Function.OUIIS).get(f"{BASE}held/")
    assert f"fact:{waiting}" in page.text and "300" in page.text and "290" in page.text
    assert f"target=fact:{waiting}" in page.text or f"target=fact%3A{waiting}" in page.text
    with office.store.write() as session:
        order = record_order(session, CAMPAIGN, OrderKind.CORRECTION, NOW, "ouiis", target=f"fact:{waiting}")
    shown = office.client(Function.APPROVER).get(f"{BASE}{order}/").text
    assert "changed: 1" in shown and PRECINCT in shown
