"""The pages of entry as an administrator uses them, and what another commission's administrator may not."""

import re
from dataclasses import replace

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from portal.staff.functions import Function
from portal.store.models import AuditRow
from portal.store.queries.entry import attempts
from portal.store.queries.facts import consolidated, facts_of
from tests.entry.papers import CAMPAIGN, configure_again_whole, permit, typed, typed_remote, whole
from tests.staff.conftest import Office
from tests.store.factories import configured

BASE = f"/staff/en/{CAMPAIGN}/tik-11/entry"
PAPER = f"{BASE}/paper/1-1/ordinary/1/"
STEP = f"{BASE}/step/1-1/ordinary/1/"


@pytest.fixture
def administrator(office: Office) -> FlaskClient:
    configure_again_whole(office.store)
    office.election.forward(hours=2)
    return office.client(Function.ADMINISTRATOR, CAMPAIGN, "tik-11", login="admin")


def hand_over(browser: FlaskClient, address: str = STEP) -> None:
    for step in ("received", "checked"):
        assert browser.post(address, data={"step": step, "person": "Бекова Б."}).status_code == 302


def versions(office: Office, number: str = "1-1") -> int:
    with office.store.read() as session:
        found = facts_of(session, CAMPAIGN, [number]).get(number)
    return len(found.protocols) if found else 0


def acts(office: Office, action: str) -> list[AuditRow]:
    with office.store.read() as session:
        return list(session.scalars(select(AuditRow).where(AuditRow.action == action)))


def test_the_only_commission_of_an_administrator_opens_at_once(administrator: FlaskClient) -> None:
    answer = administrator.get(f"/staff/en/{CAMPAIGN}/entry/", follow_redirects=True)
    assert answer.status_code == 200
    assert "ТИК 11" in answer.text
    assert 'href="/staff/en/jk2025/tik-11/entry/paper/1-1/ordinary/1/"' in answer.text


def test_another_commission_and_its_precincts_stay_closed(office: Office, administrator: FlaskClient) -> None:
    assert administrator.get(BASE.replace("tik-11", "tik-12") + "/").status_code == 403
    assert administrator.get(f"{BASE}/paper/2-1/ordinary/2/").status_code == 404
    assert administrator.post(f"{BASE}/paper/2-1/ordinary/2/", data=typed()).status_code == 404
    assert office.client(Function.AUDITOR).get(f"{BASE}/").status_code == 403


def test_a_checked_paper_is_stored_and_audited(office: Office, administrator: FlaskClient) -> None:
    assert "The commission has not checked this paper" in administrator.get(PAPER).text
    hand_over(administrator)
    answer = administrator.post(PAPER, data=typed(), follow_redirects=True)
    assert "Print the control printout" in answer.text
    assert versions(office) == 1
    (event,) = acts(office, "protocol.entry")
    assert (event.details["became"], event.object, len(event.after)) == ("stored", "1-1:ordinary:1", 64)


def test_a_broken_ratio_marks_its_lines_keeps_what_was_typed_and_opens_the_slip(
    office: Office, administrator: FlaskClient
) -> None:
    hand_over(administrator)
    answer = administrator.post(PAPER, data=typed({"9": 61}))
    assert answer.status_code == 422
    assert "Invalid (2) and valid (58) ballots make 60" in answer.text
    marked = set(re.findall(r'name="(line\.1\.\d+)" value="\d+"[^>]*aria-invalid', answer.text))
    assert marked == {"line.1.8", "line.1.9", "line.1.10", "line.1.11"}
    assert 'name="line.1.9" value="61"' in answer.text
    assert 'name="slip" value="yes"' in answer.text
    assert versions(office) == 0
    with office.store.read() as session:
        (attempt,) = attempts(session, CAMPAIGN, ["1-1"])["1-1"]
    assert attempt.figures["line.1.9"] == 61
    assert acts(office, "protocol.entry")[0].details["became"] == "refused"
    assert administrator.post(PAPER, data=typed(slip="yes")).status_code == 302
    assert versions(office) == 1


def test_the_sentence_is_in_the_language_of_the_page(administrator: FlaskClient) -> None:
    hand_over(administrator)
    answer = administrator.post(PAPER.replace("/en/", "/ru/"), data=typed({"9": 61}))
    assert "Недействительных (2) и действительных (58)" in answer.text
    answer = administrator.get(PAPER.replace("/en/", "/ky/"))
    assert answer.status_code == 200


def test_a_second_entry_waits_for_the_decision(office: Office, administrator: FlaskClient) -> None:
    hand_over(administrator)
    administrator.post(PAPER, data=typed())
    office.clock.forward(minutes=5)
    hand_over(administrator)
    answer = administrator.post(PAPER, data=typed(votes={1: 31, 2: 19}))
    assert answer.status_code == 422
    assert "needs a confirmed decision of the CEC" in answer.text
    permit(office.store)
    assert administrator.post(PAPER, data=typed(votes={1: 31, 2: 19})).status_code == 302
    assert versions(office) == 2


def test_reasons_are_asked_for_and_nothing_typed_is_lost(office: Office, administrator: FlaskClient) -> None:
    hand_over(administrator)
    raw = typed({"4": 61}, present="Наблюдатель Ким")
    answer = administrator.post(PAPER, data=raw)
    assert answer.status_code == 422
    assert 'name="reason.1.C6"' in answer.text and "Наблюдатель Ким" in answer.text
    assert administrator.post(PAPER, data=raw | {"reason.1.C6": "Чек порван"}).status_code == 302
    assert versions(office) == 1


def test_a_remote_paper_opens_the_chosen_districts(office: Office, administrator: FlaskClient) -> None:
    address = f"{BASE}/paper/1-1/remote/"
    hand_over(administrator, f"{BASE}/step/1-1/remote/")
    page = administrator.get(f"{address}?district=2")
    assert 'name="line.2.D5"' in page.text and 'name="line..D1"' in page.text
    answer = administrator.post(address, data=typed_remote() | {"district": "2"})
    assert answer.status_code == 302
    assert versions(office) == 2


def test_turnout_is_typed_pasted_and_explained(office: Office, administrator: FlaskClient) -> None:
    address = f"{BASE}/turnout/"
    assert administrator.get(f"{address}?hour=12:00").status_code == 200
    wrong = administrator.post(address, data={"hour": "12:00", "member": "Б.", "paste": "1-1\t12x\t\tО.\n9-9\t5\t\tО."})
    assert wrong.status_code == 422
    assert "Row 1, identified: “12x” is not a count" in wrong.text
    assert "Row 2, precinct: Precinct “9-9” is not one of this commission" in wrong.text
    assert "1-1\t12x" in wrong.text
    good = {"hour": "12:00", "member": "Б.", "identified.1-1": "120", "operator.1-1": "О."}
    assert administrator.post(address, data=good).status_code == 302
    fall = {"hour": "13:00", "member": "Б.", "paste": "1-1;100;;О."}
    assert "Cumulative turnout fell" in administrator.post(address, data=fall).text
    assert administrator.post(address, data=fall | {"reason.1-1": "описка"}).status_code == 302
    with office.store.read() as session:
        assert [each.identified for each in facts_of(session, CAMPAIGN, ["1-1"])["1-1"].turnout] == [120, 100]


def test_the_consolidated_protocol_is_a_draft_then_signed_with_differences(
    office: Office, administrator: FlaskClient
) -> None:
    hand_over(administrator)
    administrator.post(PAPER, data=typed())
    address = f"{BASE}/consolidated/1/"
    page = administrator.get(address)
    assert "Draft, incomplete." in page.text and "1-2 (Ordinary protocol)" in page.text
    raw = {"uik_count": "2", "ordinary_count": "1", "remote_count": "0", "signed_date": "2025-11-30"}
    raw |= {"option.1": "30", "option.2": "21", "option.3": "8", "signed_time": "20:50"}
    raw |= {"members": "11", "signed": "5", "opinions": "1", "opinions_text": "Мнение <b>Ким</b>", "known": "0"}
    assert administrator.post(f"{address}ordinary/", data={}).status_code == 422
    answer = administrator.post(f"{address}ordinary/", data=raw, follow_redirects=True)
    assert "Differences between signed and computed" in answer.text and "21 as signed, 20 as computed" in answer.text
    assert "signed by 5 of 11 members" in answer.text and "Not more than half of the members signed" in answer.text
    assert "Мнение &lt;b&gt;Ким&lt;/b&gt;" in answer.text
    again = administrator.post(f"{address}ordinary/", data={**raw, "option.2": "22"})
    assert again.status_code == 409 and 'value="22"' in again.text and "Admin, " in again.text
    with office.store.read() as session:
        assert len(consolidated(session, CAMPAIGN)) == 1
    assert administrator.post(f"{address}ordinary/", data={**raw, "known": "1"}).status_code == 302
    table = administrator.get(f"{address}ordinary.csv")
    assert table.mimetype == "text/csv" and "sum_draft_incomplete" in table.text
    assert administrator.get(f"{BASE}/remote/1.json").json["protocols"] == []
    assert [len(acts(office, name)) for name in ("consolidated.export", "remote.export")] == [1, 1]


def test_the_fields_stand_in_the_order_of_the_paper(administrator: FlaskClient) -> None:
    hand_over(administrator)
    names = re.findall(r'<input id="f-([^"]+)"', administrator.get(PAPER).text)
    lines = [f"line.1.{number}" for number in range(1, 12)]
    assert [name for name in names if "." in name] == [*lines, "option.1.1", "option.1.2", "option.1.3"]


def test_a_table_of_an_hour_that_is_none_is_refused_and_never_put_under_another(
    office: Office, administrator: FlaskClient
) -> None:
    raw = {"hour": "03:00", "member": "Б.", "identified.1-1": "120", "operator.1-1": "О."}
    answer = administrator.post(f"{BASE}/turnout/", data=raw)
    assert answer.status_code == 422 and "“03:00” is no hour of voting" in answer.text
    with office.store.read() as session:
        assert facts_of(session, CAMPAIGN, ["1-1"]) == {}


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"member": "Б" * 201}, "This text is too long"),
        ({"operator.1-1": "О" * 201}, "This text is too long"),
        ({"operator.1-1": "О\x00"}, "characters that cannot be written"),
        ({"identified.1-1": "<b>1</b>"}, "“&lt;b&gt;1&lt;/b&gt;” is not a count"),
        ({"identified.1-1": "1" * 10_000}, "is not a count"),
    ],
)
def test_turnout_that_cannot_be_kept_is_said_and_shown_again(
    office: Office, administrator: FlaskClient, values: dict[str, str], said: str
) -> None:
    raw = {"hour": "12:00", "member": "Б.", "identified.1-1": "120", "operator.1-1": "О.", **values}
    answer = administrator.post(f"{BASE}/turnout/", data=raw)
    assert answer.status_code == 422 and said in answer.text and "<b>1</b>" not in answer.text
    with office.store.read() as session:
        assert facts_of(session, CAMPAIGN, ["1-1"]) == {}


@pytest.mark.parametrize("values", [{"person": "Б" * 201}, {"note": "x" * 4001}, {"person": "Б\x00"}])
def test_a_step_with_a_text_that_cannot_be_kept_is_not_recorded(
    administrator: FlaskClient, values: dict[str, str]
) -> None:
    answer = administrator.post(STEP, data={"step": "received", "person": "Бекова Б.", **values})
    assert answer.status_code == 422
    assert "Not handed over yet" in administrator.get(PAPER).text


def test_nothing_is_entered_into_an_archive(office: Office, administrator: FlaskClient) -> None:
    with office.store.write() as session:
        configured(session, digest="a" * 64, **(whole() | {"campaign": replace(whole()["campaign"], archive=True)}))
    signed = {"uik_count": "2"}
    turnout = {"hour": "12:00", "member": "Б.", "identified.1-1": "120", "operator.1-1": "О."}
    step = {"step": "received", "person": "Б."}
    for address, raw in (
        (PAPER, typed()),
        (STEP, step),
        (f"{BASE}/turnout/", turnout),
        (f"{BASE}/consolidated/1/ordinary/", signed),
    ):
        answer = administrator.post(address, data=raw)
        assert answer.status_code == 422 and "This campaign is an archive" in answer.text, address
    assert administrator.get(f"{BASE}/").status_code == 200
    assert versions(office) == 0
