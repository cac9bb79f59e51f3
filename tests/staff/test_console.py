import json
import re

import pytest

from portal.domain.statuses import ReleaseKind
from portal.staff.functions import Function
from portal.store.queries.preparation import incidents
from portal.store.queries.publication import Release
from portal.store.record import record_release, record_scanner_report
from tests.ingest.devices import enrolled, signer
from tests.staff.conftest import CAMPAIGN, NOW, Office
from tests.store.factories import scanner

CONSOLE = f"/staff/en/{CAMPAIGN}/console/"
NOTE = {"at": "2025-11-30T21:40", "heading_ru": "Сбой", "text_ru": "Сайт не отвечал пять минут."}


def told(office: Office, **values: object) -> None:
    """What the publisher last wrote."""
    folder = office.home / "publisher"
    folder.mkdir(exist_ok=True)
    state = {"at": office.clock.now().isoformat(), "campaigns": {CAMPAIGN: {"release": 3, "due": None, **values}}}
    (folder / "state.json").write_text(json.dumps(state))


def test_the_console_shows_what_came_from_each_region(office: Office) -> None:
    with office.store.write() as session:
        record_scanner_report(session, CAMPAIGN, scanner(), "ingest")
    page = office.client(Function.OUIIS).get(CONSOLE).text
    assert "Chui region" in page
    row = page.partition("Chui region")[2].partition("</tr>")[0]
    assert 'data-label="precincts">4<' in row and 'data-label="ASU received">1<' in row
    assert 'data-label="ASU published">0<' in row


def test_a_silent_or_blocked_publisher_is_an_alarm(office: Office) -> None:
    browser = office.client(Function.OUIIS)
    assert "The publisher is silent" in browser.get(CONSOLE).text
    told(office, blocked=["G5: sums differ"])
    page = browser.get(CONSOLE).text
    assert "The publisher is silent" not in page and "G5: sums differ" in page
    told(office, blocked=[])
    assert "No alarm." in browser.get(CONSOLE).text


def test_the_newest_release_is_named(office: Office) -> None:
    browser = office.client(Function.OUIIS)
    assert "Nothing is published yet." in browser.get(CONSOLE).text
    with office.store.write() as session:
        record_release(session, Release(CAMPAIGN, 7, ReleaseKind.AUTOMATIC, NOW, NOW, 1, "a" * 64, details={}))
    assert "Newest release: 7, published at" in browser.get(CONSOLE).text


def test_devices_that_never_sent_anything_are_named_first(office: Office) -> None:
    office.election.forward(hours=4)
    enrolled(office.store, signer("asu-9"), valid_from=NOW.replace(day=1))
    page = office.client(Function.TEST_OFFICER).get(CONSOLE).text
    assert "asu-9" in page.partition("Devices missing longest")[2]


def test_an_incident_note_is_approved_by_another_person(office: Office) -> None:
    writer, approver = office.client(Function.OUIIS), office.client(Function.APPROVER)
    assert writer.post("/staff/en/incidents/", data=NOTE).status_code == 303
    assert writer.post("/staff/en/incidents/1/").status_code == 422
    assert approver.post("/staff/en/incidents/1/").status_code == 303
    assert approver.post("/staff/en/incidents/1/").status_code == 422
    with office.store.read() as session:
        (note,) = incidents(session, approved_only=True)
    assert note.heading.ru == "Сбой" and note.happened_at.isoformat() == "2025-11-30T15:40:00+00:00"


def test_a_note_without_words_comes_back_with_what_was_typed(office: Office) -> None:
    answer = office.client(Function.OUIIS).post("/staff/en/incidents/", data={**NOTE, "text_ru": ""})
    assert answer.status_code == 422 and 'value="Сбой"' in answer.text


@pytest.mark.parametrize("language", ["ky", "ru", "en"])
def test_the_console_is_shown_in_every_language(office: Office, language: str) -> None:
    browser = office.client(Function.OUIIS)
    assert browser.get(f"/staff/{language}/{CAMPAIGN}/console/").status_code == 200
    assert browser.get(f"/staff/{language}/incidents/").status_code == 200


@pytest.mark.parametrize("function", [Function.OUIIS, Function.APPROVER, Function.TEST_OFFICER, Function.AUDITOR])
def test_no_link_of_the_navigation_is_refused_to_somebody_assigned_for_one_campaign(
    office: Office, function: Function
) -> None:
    browser = office.client(function, CAMPAIGN)
    page = browser.get(CONSOLE).text
    links = set(re.findall(r'href="(/staff/en/[^"#]*)"', page))
    assert {link: browser.get(link).status_code for link in links} == dict.fromkeys(links, 200)
