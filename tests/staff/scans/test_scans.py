"""The check of scans by ОУИИС: queue, the scan beside stored numbers, accept, refuse, bring and replace."""

import hashlib
import io
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from portal.domain.names import Names
from portal.scans.desk import stored_file
from portal.staff.functions import Function
from portal.store.models import AuditRow
from portal.store.queries.facts import facts_of
from portal.store.queries.scans import StoredScan, scans_of_precinct
from portal.store.record import record_configuration, record_protocol, record_scan
from portal.store.values import Commission
from tests.scans import papers
from tests.staff.conftest import CAMPAIGN, NOW, Office
from tests.store.factories import minutes, new_configuration, protocol, scan


def came(office: Office, content: bytes, extension: str, **values: Any) -> int:
    """A scan that a device sent."""
    sha256 = hashlib.sha256(content).hexdigest()
    file = stored_file(office.home / "private", sha256, extension)
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(content)
    told = {"kind": "protocol_ordinary", "sha256": sha256, "extension": extension, **values}
    with office.store.write() as session:
        return record_scan(session, CAMPAIGN, scan(told.pop("precinct", "1-1"), **told), "device 7")


def stored(office: Office, precinct: str = "1-1") -> list[StoredScan]:
    with office.store.read() as session:
        return scans_of_precinct(session, CAMPAIGN, precinct)


def visible(office: Office) -> list[tuple[str, str]]:
    with office.store.read() as session:
        facts = facts_of(session, CAMPAIGN, ["1-1"])
    return [(each.sha256, each.original) for each in facts["1-1"].scans if each.released_at]


def events(office: Office, action: str) -> list[AuditRow]:
    with office.store.read() as session:
        return list(session.scalars(select(AuditRow).where(AuditRow.action == action).order_by(AuditRow.seq)))


def text(client: FlaskClient, address: str, status: int = 200) -> str:
    answer = client.get(f"/staff/en/{CAMPAIGN}{address}")
    assert answer.status_code == status, answer.text
    return answer.text


@pytest.fixture
def ouiis(office: Office) -> FlaskClient:
    return office.client(Function.OUIIS)


def test_the_queue_leads_by_territory_to_the_scan_beside_the_stored_numbers(office: Office, ouiis: FlaskClient) -> None:
    seq = came(office, papers.pdf(), "pdf")
    with office.store.write() as session:
        record_protocol(
            session, CAMPAIGN, protocol(lines={"1": 1000, "9": 6011, "10": 11, "11": 6000}, votes={1: 6000}), "x"
        )
    assert "/scans/in/11/" in text(ouiis, "/scans/")
    assert f"/scans/{seq}/" in text(ouiis, "/scans/in/11/")
    page = text(ouiis, f"/scans/{seq}/")
    assert "6011" in page and "Found" in page and f"/scans/{seq}/2.webp" in page
    picture = ouiis.get(f"/staff/en/{CAMPAIGN}/scans/{seq}/2.webp")
    assert picture.status_code == 200 and picture.data[8:12] == b"WEBP"
    assert picture.headers["Cache-Control"] == "no-store"


def test_accepting_publishes_and_leads_to_the_next_of_the_territory(office: Office, ouiis: FlaskClient) -> None:
    first, second = came(office, papers.pdf(), "pdf"), came(office, papers.png(), "png", precinct="1-2")
    answer = ouiis.post(f"/staff/en/{CAMPAIGN}/scans/{first}/accept/")
    assert answer.status_code == 302 and answer.location.endswith(f"/scans/{second}/")
    assert [original for _, original in visible(office)] == [""]
    assert [(event.object, event.function) for event in events(office, "scan.accept")] == [(f"scan:{first}", "ouiis")]
    again = ouiis.post(f"/staff/en/{CAMPAIGN}/scans/{first}/accept/")
    assert again.status_code == 422 and len(events(office, "scan.accept")) == 1


def test_a_cleaned_copy_is_published_with_both_hashes(office: Office, ouiis: FlaskClient) -> None:
    content = papers.with_gps()
    seq = came(office, content, "jpg")
    assert "the place where it was taken" in text(ouiis, f"/scans/{seq}/")
    assert ouiis.post(f"/staff/en/{CAMPAIGN}/scans/{seq}/accept/", data={"clean": "yes"}).status_code == 302
    ((sha256, original),) = visible(office)
    assert original == hashlib.sha256(content).hexdigest() and sha256 != original
    assert stored_file(office.home / "private", sha256, "jpg").is_file()


def test_a_refusal_wants_a_reason_and_keeps_what_was_typed(office: Office, ouiis: FlaskClient) -> None:
    seq = came(office, papers.pdf(), "pdf")
    address = f"/staff/en/{CAMPAIGN}/scans/{seq}/refuse/"
    assert ouiis.post(address, data={"reason": "  ", "usual": "A reason not in the list"}).status_code == 422
    answer = ouiis.post(address, data={"reason": "Bottom half", "usual": "The scan cannot be read."})
    assert answer.status_code == 302
    (found,) = stored(office)
    assert found.refused and found.checks[0].reason == "The scan cannot be read. Bottom half"
    assert "Bottom half" in text(ouiis, "/scans/precinct/1-1/") and visible(office) == []


def test_a_file_that_does_not_pass_can_only_be_refused(office: Office, ouiis: FlaskClient) -> None:
    seq = came(office, papers.with_file(), "pdf")
    page = text(ouiis, f"/scans/{seq}/")
    assert "carries other files inside" in page and "/accept/" not in page and "/refuse/" in page
    assert ouiis.post(f"/staff/en/{CAMPAIGN}/scans/{seq}/accept/").status_code == 422
    assert visible(office) == [] and events(office, "scan.accept") == []


def test_the_file_is_only_ever_a_download_and_that_is_recorded(office: Office, ouiis: FlaskClient) -> None:
    content = papers.pdf()
    seq = came(office, content, "pdf")
    answer = ouiis.get(f"/staff/en/{CAMPAIGN}/scans/{seq}/file")
    assert answer.data == content and answer.headers["Content-Disposition"].startswith("attachment")
    assert answer.headers["Content-Type"] == "application/octet-stream"
    assert [event.after for event in events(office, "scan.download")] == [hashlib.sha256(content).hexdigest()]


def bring(client: FlaskClient, content: bytes, name: str, path: str = "", **fields: str) -> Any:
    told = {"precinct": "1-1", "kind": "protocol_ordinary", "contest": "1", **fields}
    data = {**told, "file": (io.BytesIO(content), name)}
    return client.post(f"/staff/ru/{CAMPAIGN}{path}/scans/new/", data=data, content_type="multipart/form-data")


def test_a_scan_is_brought_and_replaced_and_the_former_stays(office: Office, ouiis: FlaskClient) -> None:
    assert bring(ouiis, papers.png(), "a.png").status_code == 302
    (first,) = stored(office)
    form = text(ouiis, f"/scans/new/?replaces={first.seq}")
    assert f'value="{first.seq}"' in form
    assert bring(ouiis, papers.jpeg(), "b.jpg", replaces=str(first.seq)).status_code == 422
    assert bring(ouiis, papers.jpeg(), "b.jpg", replaces=str(first.seq), reason="нечитаемо").status_code == 302
    former, later = stored(office)
    assert (former.replaced_by, later.replaces, later.reason) == (later.seq, former.seq, "нечитаемо")
    assert former.sha256 == hashlib.sha256(papers.png()).hexdigest()
    assert [event.details["replaces"] for event in events(office, "scan.bring")] == [None, former.seq]


@pytest.mark.parametrize(
    ("content", "name", "fields"),
    [
        (papers.with_action("Launch", F="cmd.exe")(), "a.pdf", {}),
        (papers.bomb(), "a.png", {}),
        (papers.png()[:-20], "a.png", {}),
        (papers.jpeg(), "a.pdf", {}),
        (papers.jpeg(), "a.jpg", {"precinct": "nowhere"}),
        (papers.jpeg(), "a.jpg", {"kind": "letter", "contest": "99"}),
    ],
)
def test_a_refused_upload_shows_the_form_again_and_stores_nothing(
    office: Office, ouiis: FlaskClient, content: bytes, name: str, fields: dict[str, str]
) -> None:
    answer = bring(ouiis, content, name, **fields)
    assert answer.status_code == 422 and 'id="problems"' in answer.text
    assert f'value="{fields.get("precinct", "1-1")}"' in answer.text
    assert stored(office) == [] and events(office, "scan.bring") == []
    folder = office.home / "private" / "scans"
    assert not folder.exists() or list(folder.iterdir()) == []


def test_a_file_above_the_limit_is_answered_without_reading_it_all(office: Office, ouiis: FlaskClient) -> None:
    answer = bring(ouiis, b"%PDF-" + b"x" * (26 * 1024 * 1024), "a.pdf")
    assert answer.status_code == 413 and "25" in answer.text and stored(office) == []


def test_an_auditor_reads_and_does_not_check(office: Office) -> None:
    seq = came(office, papers.pdf(), "pdf")
    auditor = office.client(Function.AUDITOR, CAMPAIGN)
    assert "/accept/" not in text(auditor, f"/scans/{seq}/")
    assert auditor.post(f"/staff/en/{CAMPAIGN}/scans/{seq}/accept/").status_code == 403
    assert visible(office) == []


def test_another_campaign_or_number_is_not_found(office: Office, ouiis: FlaskClient) -> None:
    seq = came(office, papers.pdf(), "pdf", received_at=minutes(5))
    text(ouiis, "/scans/999999/", 404)
    text(ouiis, "/scans/in/nowhere/", 404)
    text(ouiis, "/scans/precinct/nowhere/", 404)
    text(ouiis, f"/scans/{seq}/77.webp", 404)
    assert ouiis.get(f"/staff/en/other/scans/{seq}/").status_code == 404
    assert Path(office.home / "private").is_dir()


def test_an_administrator_brings_scans_of_the_own_commission_only(office: Office) -> None:
    commissions = (Commission("t11", "tik", "", "11", "", Names()), Commission("t12", "tik", "", "12", "", Names()))
    with office.store.write() as session:
        record_configuration(session, new_configuration(CAMPAIGN, digest="e" * 64, commissions=commissions), NOW, "x")
    administrator = office.client(Function.ADMINISTRATOR, CAMPAIGN, "t11")
    assert 'name="file"' in text(administrator, "/t11/scans/new/")
    assert bring(administrator, papers.png(), "a.png", "/t11", precinct="2-1").status_code == 422
    assert bring(administrator, papers.png(), "a.png", "/t11").status_code == 302
    assert bring(administrator, papers.jpeg(), "a.jpg", "/t12", precinct="2-1").status_code == 403
    assert bring(administrator, papers.jpeg(), "a.jpg").status_code == 403
    assert len(stored(office)) == 1 and stored(office, "2-1") == []


def test_an_administrator_sees_why_a_scan_of_the_own_precincts_was_refused(office: Office, ouiis: FlaskClient) -> None:
    with office.store.write() as session:
        own = Commission("t11", "tik", "", "11", "", Names())
        record_configuration(session, new_configuration(CAMPAIGN, digest="e" * 64, commissions=(own,)), NOW, "x")
    seq = came(office, papers.pdf(), "pdf")
    came(office, papers.png(), "png", precinct="2-1")
    ouiis.post(f"/staff/en/{CAMPAIGN}/scans/{seq}/refuse/", data={"reason": "Page 2 is cut off"})
    administrator = office.client(Function.ADMINISTRATOR, CAMPAIGN, "t11")
    answer = administrator.get(f"/staff/en/{CAMPAIGN}/scans/mine/")
    assert answer.status_code == 302 and answer.location.endswith("/t11/scans/")
    page = text(administrator, "/t11/scans/")
    assert "Page 2 is cut off" in page and "№ 1-10" in page and "2-1" not in page
    assert administrator.get(f"/staff/en/{CAMPAIGN}/scans/{seq}/").status_code == 403
