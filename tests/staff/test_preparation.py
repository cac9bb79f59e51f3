import io
import zipfile
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from sqlalchemy import text

from portal.preparation.draft import draft_of
from portal.preparation.folder import write_folder
from portal.preparation.zip_files import pack
from portal.staff.functions import Function
from tests.preparation.factories import CAMPAIGN, drafted, rows
from tests.staff.conftest import Office

OVERVIEW = f"/staff/en/{CAMPAIGN}/preparation/"


@pytest.fixture
def staff(office: Office) -> FlaskClient:
    """A member of ОУИИС in front of a small draft."""
    drafted(office.store)
    return office.client(Function.OUIIS)


def cells(**values: str) -> dict[str, str]:
    row = {"precinct": "11-7", "territory": "11", "kind": "ordinary", "contest": "1", "voters": "5", **values}
    return {f"cell-{name}": text for name, text in row.items()}


def numbers(office: Office) -> list[str]:
    with office.store.read() as session:
        return [row["precinct"] for row in draft_of(session, CAMPAIGN).cells("precincts")]


def test_a_campaign_is_begun_on_the_list_of_campaigns(office: Office) -> None:
    browser = office.client(Function.OUIIS)
    answer = browser.post("/staff/ru/campaigns/", data=rows()["campaign"][0])
    assert (answer.status_code, answer.location) == (303, f"/staff/ru/{CAMPAIGN}/preparation/")
    assert CAMPAIGN in browser.get("/staff/ru/campaigns/").text


def test_a_refused_campaign_comes_back_with_everything_that_was_typed(office: Office) -> None:
    answer = office.client(Function.OUIIS).post(
        "/staff/en/campaigns/", data={**rows()["campaign"][0], "voting_date": "29.11.2026"}
    )
    assert answer.status_code == 422
    assert "voting date: “29.11.2026” is not a date; write 2026-11-29" in answer.text
    assert 'value="Выборы"' in answer.text


def test_a_wrong_cell_is_marked_in_the_form_and_nothing_is_lost(office: Office, staff: FlaskClient) -> None:
    answer = staff.post(f"{OVERVIEW}precincts/", data=cells(voters="-3", address_ru="улица Мира"))
    assert answer.status_code == 422
    assert 'aria-invalid="true"' in answer.text and "is negative" in answer.text
    assert 'value="улица Мира"' in answer.text
    assert "11-7" not in numbers(office)


def test_a_row_is_added_edited_and_taken_out(office: Office, staff: FlaskClient) -> None:
    assert staff.post(f"{OVERVIEW}precincts/", data=cells()).status_code == 303
    with office.store.read() as session:
        row = draft_of(session, CAMPAIGN).sheets["precincts"]['["11-7"]']
    form = staff.get(f"{OVERVIEW}precincts/?row=%5B%2211-7%22%5D").text
    assert f'name="seen" value="{row.seq}"' in form
    known = {"former": row.key, "seen": str(row.seq)}
    assert staff.post(f"{OVERVIEW}precincts/", data={**cells(voters="6"), **known}).status_code == 303
    assert staff.post(f"{OVERVIEW}precincts/", data={**cells(voters="7"), **known}).status_code == 422
    with office.store.read() as session:
        seen = str(draft_of(session, CAMPAIGN).sheets["precincts"][row.key].seq)
    gone = {"former": row.key, "seen": seen, "do": "take_out"}
    assert staff.post(f"{OVERVIEW}precincts/", data=gone).status_code == 303
    assert "11-7" not in numbers(office)


def test_pasted_rows_are_saved_together_or_not_at_all(office: Office, staff: FlaskClient) -> None:
    pasted = "precinct\tterritory\tkind\tcontest\n11-8\t11\tordinary\t1\n11-9\t11\tschool\t1\n"
    answer = staff.post(f"{OVERVIEW}precincts/paste/", data={"pasted": pasted})
    assert answer.status_code == 422 and "line 3, kind" in answer.text and "11-8\t11" in answer.text
    assert "11-8" not in numbers(office)
    good = pasted.replace("school", "ordinary")
    assert staff.post(f"{OVERVIEW}precincts/paste/", data={"pasted": good}).status_code == 303
    assert numbers(office)[-2:] == ["11-8", "11-9"]


def test_an_administrator_adds_precincts_of_the_own_commission_only(office: Office) -> None:
    drafted(office.store)
    browser = office.client(Function.ADMINISTRATOR, CAMPAIGN, "tik-11")
    assert browser.post(f"{OVERVIEW}precincts/", data=cells()).status_code == 303
    refused = browser.post(f"{OVERVIEW}precincts/", data=cells(precinct="12-7", territory="12"))
    assert refused.status_code == 422 and "12-7" not in numbers(office)
    assert "tik-12" not in browser.get(OVERVIEW).text
    assert browser.post(f"{OVERVIEW}check/", data={"head": "1"}).status_code == 403


def test_the_checked_draft_is_put_in_force_and_is_audited(office: Office, staff: FlaskClient) -> None:
    page = staff.get(f"{OVERVIEW}check/")
    assert "The draft is good." in page.text
    with office.store.read() as session:
        head = draft_of(session, CAMPAIGN).head
    assert staff.post(f"{OVERVIEW}check/", data={"head": str(head - 1)}).status_code == 422
    assert staff.post(f"{OVERVIEW}check/", data={"head": str(head)}).status_code == 303
    with office.store.read() as session:
        actions = session.execute(text("SELECT action FROM audit_event WHERE campaign = 'kenesh2026'")).scalars().all()
    assert "package.imported" in actions
    assert "The draft equals configuration version 1." in staff.get(OVERVIEW).text


def test_a_package_is_previewed_before_it_changes_the_draft(office: Office, staff: FlaskClient, tmp_path: Path) -> None:
    with office.store.read() as session:
        draft = draft_of(session, CAMPAIGN)
    write_folder(draft, tmp_path / "package", tmp_path)
    file = tmp_path / "package" / "precincts.csv"
    file.write_text(file.read_text() + "11-8,11,ordinary,1,4,\n")
    data = {"package": (io.BytesIO(pack(tmp_path / "package")), "package.zip")}
    preview = staff.post("/staff/en/campaigns/package/", data=data)
    assert preview.status_code == 200 and "11-8" not in numbers(office)
    assert "Precincts" in preview.text
    sha256 = preview.text.partition('name="sha256" value="')[2][:64]
    taken = staff.post("/staff/en/campaigns/package/", data={"sha256": sha256, "seen": str(draft.head)})
    assert (taken.status_code, taken.location) == (303, OVERVIEW)
    assert numbers(office)[-1] == "11-8"


def test_the_draft_is_taken_away_as_a_package_and_the_export_is_recorded(office: Office, staff: FlaskClient) -> None:
    answer = staff.get(f"{OVERVIEW}package.zip")
    with zipfile.ZipFile(io.BytesIO(answer.data)) as archive:
        assert {"campaign.toml", "precincts.csv"} <= set(archive.namelist())
    with office.store.read() as session:
        assert session.execute(text("SELECT count(*) FROM audit_event WHERE action = 'draft.exported'")).scalar() == 1


@pytest.mark.parametrize("language", ["ky", "ru", "en"])
def test_every_page_of_preparation_is_shown_in_every_language(staff: FlaskClient, language: str) -> None:
    base = f"/staff/{language}/{CAMPAIGN}/preparation/"
    for place in ("", "campaign/", "schedule/", "precincts/", "members/", "forms/", "check/", "package/"):
        assert staff.get(base + place).status_code == 200, place
    assert staff.get(f"/staff/{language}/campaigns/package/").status_code == 200
