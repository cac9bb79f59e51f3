"""The register on staff pages: entered by one person, confirmed by another, shown as it was at any time."""

import hashlib
import io
from datetime import datetime, timedelta
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from portal.domain.grounds import InvalidationGround
from portal.staff.functions import Function
from portal.store.models import AuditRow
from portal.store.queries.decisions import RegisterEntry, register
from tests.scans import papers
from tests.staff.conftest import CAMPAIGN, NOW, Office

PLACE = f"/staff/en/{CAMPAIGN}/decisions"


def entries(office: Office) -> list[RegisterEntry]:
    with office.store.read() as session:
        return register(session, CAMPAIGN)


def events(office: Office) -> list[tuple[str, str]]:
    with office.store.read() as session:
        rows = session.scalars(select(AuditRow).where(AuditRow.action.like("decision.%")).order_by(AuditRow.seq))
        return [(row.action, row.object) for row in rows]


def form(**values: Any) -> dict[str, Any]:
    told = {
        "number": "155",
        "date": "2025-11-30",
        "body": "cec",
        "kind": "invalidate_precinct",
        "targets": "1-1\n1-2",
        "ground": "will_affected",
        "reason_ky": "Мыйзам бузуулар",
    }
    return {**told, **values}


def enter(client: FlaskClient, **values: Any) -> Any:
    return client.post(f"{PLACE}/new/", data=form(**values), content_type="multipart/form-data")


@pytest.fixture
def ouiis(office: Office) -> FlaskClient:
    return office.client(Function.OUIIS, login="asel")


@pytest.fixture
def approver(office: Office) -> FlaskClient:
    return office.client(Function.APPROVER, CAMPAIGN, login="bakyt")


def test_an_act_is_entered_with_its_scan_and_waits(office: Office, ouiis: FlaskClient) -> None:
    content = papers.pdf()
    answer = enter(ouiis, file=(io.BytesIO(content), "токтом.pdf"))
    assert answer.status_code == 302
    first, second = entries(office)
    assert (first.entered_by, first.confirmed_by, first.waits) == ("asel", "", True)
    assert first.ground is InvalidationGround.WILL_AFFECTED and second.registered.decision.target == "1-2"
    (document,) = first.documents
    assert document.sha256 == hashlib.sha256(content).hexdigest() and second.documents[0].sha256 == document.sha256
    page = ouiis.get(answer.location).text
    assert "You entered it" in page and "Confirm the entry" not in page and "токтом.pdf" in page
    download = ouiis.get(f"{PLACE}/{first.seq}/document/{document.seq}")
    assert download.data == content and download.headers["Content-Disposition"].startswith("attachment")


def test_the_second_person_confirms_every_row_of_the_act_and_sees_what_changes(
    office: Office, ouiis: FlaskClient, approver: FlaskClient
) -> None:
    enter(ouiis)
    seq = entries(office)[0].seq
    page = approver.get(f"{PLACE}/{seq}/").text
    assert page.count("From then on:") == 2 and "Confirm the entry" in page
    assert approver.post(f"{PLACE}/{seq}/confirm/").status_code == 302
    assert [entry.confirmed_by for entry in entries(office)] == ["bakyt", "bakyt"]
    assert approver.post(f"{PLACE}/{seq}/confirm/").status_code == 422
    assert events(office) == [("decision.enter", f"decision:{seq}"), ("decision.confirm", f"decision:{seq}")]


def test_whoever_entered_it_cannot_confirm_it(office: Office, ouiis: FlaskClient) -> None:
    enter(ouiis)
    answer = ouiis.post(f"{PLACE}/{entries(office)[0].seq}/confirm/")
    assert answer.status_code == 422 and "second person" in answer.text
    assert all(entry.waits for entry in entries(office))


def test_an_approver_enters_nothing_and_an_auditor_confirms_nothing(office: Office, approver: FlaskClient) -> None:
    assert enter(approver).status_code == 403
    assert office.client(Function.AUDITOR, CAMPAIGN).post(f"{PLACE}/1/confirm/").status_code == 403
    assert entries(office) == []


def test_a_wrong_act_shows_the_form_again_with_all_that_was_typed(office: Office, ouiis: FlaskClient) -> None:
    answer = enter(ouiis, targets="9-9", ground="", number="№ 77/ү")
    assert answer.status_code == 422
    for text in ("№ 77/ү", "9-9 is not in this campaign.", "on which ground", "Мыйзам бузуулар", 'aria-invalid="true"'):
        assert text in answer.text, text
    assert entries(office) == []


def test_a_hostile_scan_of_an_act_keeps_the_whole_act_out(office: Office, ouiis: FlaskClient) -> None:
    answer = enter(ouiis, file=(io.BytesIO(papers.with_hidden_script()), "a.pdf"))
    assert answer.status_code == 422 and "scripts, forms or actions" in answer.text and "155" in answer.text
    assert entries(office) == [] and list((office.home / "private" / "scans").iterdir()) == []


def test_a_scan_may_follow_later_beside_the_act(office: Office, ouiis: FlaskClient) -> None:
    enter(ouiis)
    seq = entries(office)[0].seq
    for content, name in ((papers.png(), "a.png"), (papers.jpeg(), "b.jpg")):
        data = {"file": (io.BytesIO(content), name)}
        answer = ouiis.post(f"{PLACE}/{seq}/document/", data=data, content_type="multipart/form-data")
        assert answer.status_code == 302
    assert [each.file_name for each in entries(office)[0].documents] == ["a.png", "b.jpg"]


def local(moment: datetime) -> str:
    return (moment + timedelta(hours=6)).strftime("%Y-%m-%dT%H:%M")


def test_the_state_is_shown_as_it_was_known_at_any_time(
    office: Office, ouiis: FlaskClient, approver: FlaskClient
) -> None:
    enter(ouiis)
    first = entries(office)[0].seq
    office.election.forward(minutes=10)
    approver.post(f"{PLACE}/{first}/confirm/")
    office.election.forward(minutes=10)
    enter(ouiis, number="160", kind="reverse", targets="155", ground="")
    office.election.forward(minutes=10)
    approver.post(f"{PLACE}/{entries(office)[-1].seq}/confirm/")

    def shown(minutes: int) -> str:
        answer = approver.get(f"{PLACE}/state/", query_string={"at": local(NOW + timedelta(minutes=minutes))})
        assert answer.status_code == 200
        return answer.text.partition("</form>")[2]

    assert "Nothing was decided" in shown(-60) and "not confirmed at this time" not in shown(-60)
    assert "Nothing was decided" in shown(5) and "not confirmed at this time" in shown(5)
    assert "1-1: voting totals" in shown(15) and "in force" in shown(15)
    assert "1-1: voting totals" in shown(25) and "not confirmed at this time" in shown(25)
    assert "Nothing was decided" in shown(35) and shown(35).count("reversed or lapsed") == 2


def test_a_reversal_waits_until_what_it_reverses_is_confirmed(
    office: Office, ouiis: FlaskClient, approver: FlaskClient
) -> None:
    enter(ouiis)
    enter(ouiis, number="160", kind="reverse", targets="155", ground="")
    reversal = entries(office)[-1].seq
    answer = approver.post(f"{PLACE}/{reversal}/confirm/")
    assert answer.status_code == 422 and "Confirm that one first" in answer.text
    approver.post(f"{PLACE}/{entries(office)[0].seq}/confirm/")
    assert approver.post(f"{PLACE}/{reversal}/confirm/").status_code == 302


@pytest.mark.parametrize("at", ["yesterday", "2025-13-01T00:00"])
def test_a_time_that_is_none_is_said_and_the_present_shown(office: Office, ouiis: FlaskClient, at: str) -> None:
    answer = ouiis.get(f"{PLACE}/state/", query_string={"at": at})
    assert answer.status_code == 422 and "not a date and time" in answer.text


def test_an_unknown_act_or_campaign_is_not_found(office: Office, ouiis: FlaskClient) -> None:
    assert ouiis.get(f"{PLACE}/9999/").status_code == 404
    assert ouiis.get("/staff/en/other/decisions/").status_code == 404
    assert ouiis.get(f"{PLACE}/").status_code == 200
