import io
import zipfile

import pytest
from sqlalchemy import text

from portal.domain.names import Names
from portal.ingest.enrolment import fingerprint
from portal.staff.functions import Function
from portal.store.models import DeviceKind
from portal.store.queries.intake_devices import device_keys
from portal.store.values import Commission
from tests.ingest.devices import enrolled, scanner_message, signer, turnout_message
from tests.staff.conftest import CAMPAIGN, Office
from tests.store.factories import configured

BASE = f"/staff/en/{CAMPAIGN}/devices/"
DATES = {"valid_from": "2025-11-29T08:00", "valid_until": "2025-12-07T08:00"}


@pytest.fixture
def office(office: Office) -> Office:
    """An office whose campaign has two commissions."""
    with office.store.write() as session:
        commissions = [
            Commission("tik-11", "tik", "", "11", "", Names(ru="ТИК 11")),
            Commission("tik-12", "tik", "", "12", "", Names(ru="ТИК 12")),
        ]
        configured(session, CAMPAIGN, commissions=commissions, digest="e" * 64)
    return office


def carried(office: Office, *messages: bytes, **values: str) -> str:
    browser = office.client(Function.ADMINISTRATOR, CAMPAIGN, "tik-11")
    data = {"act": "5", "witnesses": "Асанов\nБекова", **values, "file": (io.BytesIO(b"".join(messages)), "outbox")}
    return browser.post(f"{BASE}carried/", data=data).text


def facts(office: Office, table: str) -> int:
    with office.store.read() as session:
        return int(session.execute(text(f"SELECT count(*) FROM {table}")).scalar() or 0)


def test_a_key_counts_once_two_people_compared_its_fingerprint(office: Office) -> None:
    device = signer("asu-7")
    entering = office.client(Function.IT)
    data = {"public_key": str(device.verifier), "kind": "scanner", "precinct": "1-1", **DATES}
    assert entering.post(f"{BASE}keys/", data=data).status_code == 303
    shown = {"fingerprint": fingerprint(device.verifier)}
    first, second = office.client(Function.OUIIS), office.client(Function.ADMINISTRATOR, CAMPAIGN, "tik-11")
    assert first.post(f"{BASE}keys/1/confirm/", data={"fingerprint": "0" * 64}).status_code == 422
    assert first.post(f"{BASE}keys/1/confirm/", data=shown).status_code == 303
    assert first.post(f"{BASE}keys/1/confirm/", data=shown).status_code == 422, "one person compares once"
    assert second.post(f"{BASE}keys/1/confirm/", data=shown).status_code == 303
    with office.store.read() as session:
        assert device_keys(session, CAMPAIGN)[0].in_force


def test_it_staff_enter_keys_and_never_confirm_them(office: Office) -> None:
    enrolled(office.store, signer("asu-7"), confirmations=0)
    assert office.client(Function.IT).post(f"{BASE}keys/1/confirm/", data={}).status_code == 403


def test_an_administrator_confirms_no_key_of_another_commission(office: Office) -> None:
    device = signer("asu-7")
    enrolled(office.store, device, confirmations=0)
    browser = office.client(Function.ADMINISTRATOR, CAMPAIGN, "tik-12")
    answer = browser.post(f"{BASE}keys/1/confirm/", data={"fingerprint": fingerprint(device.verifier)})
    assert answer.status_code == 403
    assert "asu-7" not in browser.get(f"{BASE}keys/").text


def test_a_revoked_key_is_refused_from_its_next_message_on(office: Office) -> None:
    device = signer("asu-7")
    enrolled(office.store, device)
    assert office.client(Function.OUIIS).post(f"{BASE}keys/1/revoke/", data={"reason": "утерян"}).status_code == 303
    assert "is revoked" in carried(office, scanner_message(device)) and facts(office, "scanner_report") == 0


def test_a_key_for_a_precinct_that_is_not_there_comes_back_with_what_was_typed(office: Office) -> None:
    data = {"public_key": str(signer("asu-7").verifier), "kind": "scanner", "precinct": "9-9", **DATES}
    answer = office.client(Function.IT).post(f"{BASE}keys/", data=data)
    assert answer.status_code == 422 and "There is no precinct 9-9." in answer.text and 'value="9-9"' in answer.text


def test_messages_on_a_medium_become_facts_with_their_act_and_witnesses(office: Office) -> None:
    device = signer("asu-7")
    enrolled(office.store, device)
    page = carried(office, scanner_message(device))
    assert "accepted" in page and facts(office, "scanner_report") == 1
    with office.store.read() as session:
        assert session.execute(text("SELECT act FROM carried_file")).scalar() == "5"


def test_a_medium_without_two_witnesses_is_refused(office: Office) -> None:
    device = signer("asu-7")
    enrolled(office.store, device)
    assert "at least two witnesses" in carried(office, scanner_message(device), witnesses="Асанов")
    assert facts(office, "intake_message") == 0


def test_a_quarantined_message_counts_only_by_a_reasoned_decision(office: Office) -> None:
    device = signer("asu-7")
    enrolled(office.store, device)
    carried(office, scanner_message(device, votes={"1": 900, "2": 0, "3": 0}))
    browser = office.client(Function.OUIIS)
    assert "the figures do not add up" in browser.get(f"{BASE}quarantine/").text
    where = f"{BASE}quarantine/1/"
    assert browser.post(where, data={"do": "accept", "reason": ""}).status_code == 422
    assert facts(office, "scanner_report") == 0
    assert browser.post(where, data={"do": "accept", "reason": "акт 8"}).status_code == 303
    assert facts(office, "scanner_report") == 1
    assert browser.post(where, data={"do": "reject", "reason": "нет"}).status_code == 422


def test_what_a_device_should_have_sent_and_has_not_is_named(office: Office) -> None:
    device = signer("id-1")
    enrolled(office.store, device, kind=DeviceKind.IDENTIFICATION)
    carried(office, turnout_message(device))
    page = office.client(Function.ASU_OPERATOR, CAMPAIGN, "tik-11").get(BASE).text
    assert "turnout of 09:00" in page and "2-1" not in page
    assert "id-1" not in office.client(Function.ASU_OPERATOR, CAMPAIGN, "tik-12").get(BASE).text


def test_a_reserve_asu_is_recorded_with_its_act_in_the_own_precinct_only(office: Office) -> None:
    browser = office.client(Function.ASU_OPERATOR, CAMPAIGN, "tik-11")
    step = {"precinct": "1-1", "step": "reserve", "at": "2025-11-30T12:00", "act": ""}
    refused = browser.post(f"{BASE}failures/", data=step)
    assert refused.status_code == 422 and "give its number" in refused.text
    assert browser.post(f"{BASE}failures/", data={**step, "act": "3"}).status_code == 303
    assert browser.post(f"{BASE}failures/", data={**step, "precinct": "2-1", "act": "3"}).status_code == 403
    assert facts(office, "asu_failure") == 1


def test_no_machine_result_is_a_fact_with_its_reason(office: Office) -> None:
    browser = office.client(Function.OUIIS)
    assert browser.post(f"{BASE}failures/no-result/", data={"precinct": "1-1"}).status_code == 422
    done = browser.post(f"{BASE}failures/no-result/", data={"precinct": "1-1", "reason_ru": "Обе АСУ сгорели"})
    assert done.status_code == 303 and facts(office, "no_machine_result") == 1


def test_configuration_files_are_one_zip_per_commission_and_their_export_is_recorded(office: Office) -> None:
    browser = office.client(Function.ADMINISTRATOR, CAMPAIGN, "tik-11")
    answer = browser.get(f"/staff/en/{CAMPAIGN}/tik-11/devices/asu.zip")
    with zipfile.ZipFile(io.BytesIO(answer.data)) as archive:
        assert {"asu-1-1.json", "handover.csv", "SHA256SUMS"} <= set(archive.namelist())
    assert browser.get(f"/staff/en/{CAMPAIGN}/tik-12/devices/asu.zip").status_code == 403
    handed = {"precinct": "1-1", "received_by": "Бекова Б.", "sha256": "ab" * 32}
    assert browser.post(f"{BASE}files/", data={**handed, "sha256": "ab"}).status_code == 422
    assert browser.post(f"{BASE}files/", data={**handed, "precinct": "9-9"}).status_code == 422
    assert browser.post(f"{BASE}files/", data=handed).status_code == 303
    assert "Бекова Б." in browser.get(f"{BASE}files/").text
    with office.store.read() as session:
        actions = session.execute(text("SELECT action FROM audit_event WHERE action LIKE 'asu.%'")).scalars().all()
    assert actions == ["asu.exported", "asu.handed_over"]


@pytest.mark.parametrize("language", ["ky", "ru", "en"])
def test_every_page_of_devices_is_shown_in_every_language(office: Office, language: str) -> None:
    enrolled(office.store)
    browser = office.client(Function.OUIIS)
    for place in ("", "keys/", "files/", "carried/", "quarantine/", "failures/"):
        assert browser.get(f"/staff/{language}/{CAMPAIGN}/devices/{place}").status_code == 200, place
