"""The protocols of determination on staff pages: the PDF of the newest release, and who printed it."""

import pypdfium2
from sqlalchemy import select

from portal.staff.functions import Function
from portal.store.models import AuditRow
from tests.print.test_determination import document
from tests.published.tree import Tree, a_campaign
from tests.staff.conftest import CAMPAIGN, Office

PLACE = f"/staff/en/{CAMPAIGN}/decisions/determination/"


def test_the_protocol_of_a_contest_is_printed_from_the_newest_release(office: Office) -> None:
    documents = a_campaign()
    documents["contests/1.json"] = document()
    Tree(office.home / "public").publish(CAMPAIGN, documents)
    answer = office.client(Function.OUIIS, login="asel").get(f"{PLACE}1.pdf?language=ru")
    assert answer.content_type == "application/pdf"
    with pypdfium2.PdfDocument(answer.data) as read:
        assert "Протокол об определении" in read[0].get_textpage().get_text_range()
    with office.store.read() as session:
        row = session.scalars(select(AuditRow).where(AuditRow.action == "determination.printed")).one()
    assert (row.actor, row.object) == ("asel", "1")


def test_before_the_first_release_the_page_says_that_there_is_none(office: Office) -> None:
    answer = office.client(Function.APPROVER, CAMPAIGN).get(f"{PLACE}1.pdf")
    assert answer.status_code == 422
    assert "no release is published yet" in answer.text


def test_the_page_leads_to_every_contest_in_the_languages_of_papers(office: Office) -> None:
    client = office.client(Function.OUIIS)
    assert "/decisions/determination/" in client.get(f"/staff/en/{CAMPAIGN}/decisions/").text
    text = client.get(PLACE).text
    assert f'{PLACE}1.pdf?language=ky"' in text and f'{PLACE}1.pdf?language=ru"' in text
    assert client.get(f"{PLACE}1.pdf?language=xx").status_code == 404
    assert office.client(Function.IT).get(PLACE).status_code == 403
