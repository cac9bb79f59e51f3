"""What every staff page rests on: who is let in, in which language, with which headers."""

from portal.staff.functions import Function
from tests.staff.conftest import Office


def test_somebody_who_is_not_logged_in_is_sent_to_the_login(office: Office) -> None:
    answer = office.client().get("/staff/ru/")
    assert answer.status_code == 302
    assert answer.location == "/staff/ru/login?next=/staff/ru/"


def test_the_first_page_names_the_person_and_the_functions(office: Office) -> None:
    page = office.client(Function.AUDITOR, login="jyldyz").get("/staff/en/")
    assert page.status_code == 200
    assert "Jyldyz" in page.text and "auditor" in page.text
