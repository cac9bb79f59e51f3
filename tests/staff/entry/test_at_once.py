"""Two administrators at the same paper: one entry is stored, the other person is told, and nothing typed is lost."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from portal.staff.functions import Function
from portal.store.queries.entry import attempts, readings
from portal.store.queries.facts import facts_of
from tests.entry.papers import CAMPAIGN, configure_again_whole, key, permit, typed
from tests.staff.conftest import Office
from tests.staff.entry.test_pages import PAPER, acts, hand_over


@pytest.fixture
def two(both_offices: Office) -> tuple[FlaskClient, FlaskClient]:
    """The browsers of two administrators of ТИК 11, before a checked paper."""
    configure_again_whole(both_offices.store)
    both_offices.election.forward(hours=2)
    return administrators(both_offices)


def administrators(office: Office) -> tuple[FlaskClient, FlaskClient]:
    first, second = (
        office.client(Function.ADMINISTRATOR, CAMPAIGN, "tik-11", login=login) for login in ("aida", "bakyt")
    )
    hand_over(first)
    return first, second


def at_once(one: FlaskClient, other: FlaskClient, mine: dict[str, str], theirs: dict[str, str]) -> list[TestResponse]:
    """Both send their paper when both are ready."""
    ready = Barrier(2)

    def send(browser: FlaskClient, raw: dict[str, str]) -> TestResponse:
        ready.wait()
        return browser.post(PAPER, data=raw)

    with ThreadPoolExecutor(2) as pool:
        return list(pool.map(send, (one, other), (mine, theirs)))


def versions(office: Office) -> int:
    with office.store.read() as session:
        found = facts_of(session, CAMPAIGN, ["1-1"]).get("1-1")
    return len(found.protocols) if found else 0


def test_the_second_of_two_entries_is_told_who_was_first_and_keeps_what_was_typed(
    both_offices: Office, two: tuple[FlaskClient, FlaskClient]
) -> None:
    first, second = two
    assert 'name="known" value="0"' in second.get(PAPER).text
    assert first.post(PAPER, data=typed(known="0")).status_code == 302
    answer = second.post(PAPER, data=typed(votes={1: 31, 2: 19}, known="0", present="Наблюдатель Ким"))
    assert answer.status_code == 409
    assert "this paper was entered while you were typing" in answer.text
    assert "Aida" in answer.text and "Attempt 1" in answer.text
    assert ">31</td>" in answer.text and ">30</td>" in answer.text
    assert "Наблюдатель Ким" in answer.text
    assert versions(both_offices) == 1
    assert [event.details["became"] for event in acts(both_offices, "protocol.entry")] == ["stored", "overtaken"]


def test_two_entries_at_the_same_moment_store_one(both_offices: Office, two: tuple[FlaskClient, FlaskClient]) -> None:
    answers = at_once(*two, typed(known="0"), typed(votes={1: 31, 2: 19}, known="0"))
    assert sorted(answer.status_code for answer in answers) == [302, 409]
    assert versions(both_offices) == 1
    with both_offices.store.read() as session:
        assert [each.number for each in attempts(session, CAMPAIGN, ["1-1"])["1-1"]] == [1]


def test_the_same_paper_sent_twice_is_stored_once_and_said_to_be_the_same(two: tuple[FlaskClient, FlaskClient]) -> None:
    first, _ = two
    first.post(PAPER, data=typed(known="0"))
    answer = first.post(PAPER, data=typed(known="0"))
    assert answer.status_code == 409
    assert "you have entered this paper already" in answer.text
    assert "Every figure that you typed is the same" in answer.text


def test_a_refused_attempt_in_between_is_told_and_the_paper_opens_again_by_decision(
    both_offices: Office, two: tuple[FlaskClient, FlaskClient]
) -> None:
    first, second = two
    assert first.post(PAPER, data=typed({"9": 61}, known="0")).status_code == 422
    permit(both_offices.store)
    both_offices.clock.forward(minutes=2)
    hand_over(first)
    answer = second.post(PAPER, data=typed(known="0"))
    assert answer.status_code == 409
    assert "not saved</b>" in answer.text or "not saved (C1)" in answer.text
    assert 'name="known" value="1"' in answer.text and 'name="line.1.9" value="60"' in answer.text
    assert second.post(PAPER, data=typed(known="1")).status_code == 302


def test_two_first_readings_at_the_same_moment_become_the_two_of_a_double_entry(both_offices: Office) -> None:
    configure_again_whole(both_offices.store, double_entry="true")
    both_offices.election.forward(hours=2)
    one, other = administrators(both_offices)
    answers = at_once(one, other, typed(known="0"), typed(votes={1: 31, 2: 19}, known="0"))
    assert sorted(answer.status_code for answer in answers) == [302, 422]
    with both_offices.store.read() as session:
        found = readings(session, CAMPAIGN, "1-1", key().kind, "1")
    assert {(each.reading, each.recorded_by) for each in found} in (
        {(1, "aida"), (2, "bakyt")},
        {(1, "bakyt"), (2, "aida")},
    )


def test_nobody_is_shown_what_another_typed_in_a_double_entry(both_offices: Office) -> None:
    configure_again_whole(both_offices.store, double_entry="true")
    both_offices.election.forward(hours=2)
    one, other = administrators(both_offices)
    third = both_offices.client(Function.ADMINISTRATOR, CAMPAIGN, "tik-11", login="third")
    raw = typed(votes={1: 3117, 2: 20, 3: 8}, **{"line.1.11": "3145", "line.1.9": "3147"})
    assert one.post(PAPER, data=raw).status_code == 302
    answer = other.post(PAPER, data=typed(known="0"))
    assert answer.status_code == 422 and "3117" not in answer.text
    assert other.post(PAPER, data=raw).status_code == 422
    answer = third.post(PAPER, data=typed(known="0"))
    assert answer.status_code == 409 and "3117" not in answer.text
