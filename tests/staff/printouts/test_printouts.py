"""Papers printed on staff pages: what the store holds, who prints, what a second printing says."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from portal.domain.facts import Protocol
from portal.entry.protocol import Became
from portal.print.canonical import digest, in_fours
from portal.print.words import word
from portal.staff.functions import Function
from portal.store.models import AuditRow
from portal.store.queries.facts import facts_of
from tests.entry.papers import (
    CAMPAIGN,
    NOW,
    REMOTE,
    configured_again,
    enter,
    handed_over,
    key,
    permit,
    typed,
    typed_remote,
)
from tests.print.reading import pages, within
from tests.staff.conftest import Office

PLACE = f"/staff/ru/{CAMPAIGN}/tik-11/printouts"


@pytest.fixture
def entered(office: Office) -> Office:
    """An office whose commission tik-11 entered one ordinary protocol."""
    configured_again(office.store)
    handed_over(office.store, key())
    assert enter(office.store, key(), typed()).became is Became.STORED
    return office


@pytest.fixture
def administrator(entered: Office) -> FlaskClient:
    return entered.client(Function.ADMINISTRATOR, CAMPAIGN, "tik-11")


def protocols(office: Office) -> list[Protocol]:
    with office.store.read() as session:
        return list(facts_of(session, CAMPAIGN, ["1-1"])["1-1"].protocols)


def events(office: Office) -> list[AuditRow]:
    with office.store.read() as session:
        wanted = AuditRow.action.like("printout.%")
        return list(session.scalars(select(AuditRow).where(wanted).order_by(AuditRow.seq)))


def printed(client: FlaskClient, path: str, **form: str) -> str:
    answer = client.post(f"{PLACE}{path}", data={"language": "ru", **form})
    assert answer.status_code == 200, answer.text
    assert answer.headers["Content-Type"] == "application/pdf" and answer.headers["Cache-Control"] == "no-store"
    return " ".join(pages(answer.data))


def test_the_control_printout_says_what_the_store_holds(entered: Office, administrator: FlaskClient) -> None:
    (stored,) = protocols(entered)
    assert f"/protocol/{stored.seq}/" in administrator.get(f"{PLACE}/").text
    text = printed(administrator, f"/protocol/{stored.seq}/")
    for line, value in stored.lines.items():
        assert within(f"{value}", text), line
    for position, votes in stored.votes.items():
        assert within(f"{position} Кандидат {position} {votes}", text)
    for wanted in ("Асанова А.", "Бекова Б.", "ТИК 11", in_fours(digest(CAMPAIGN, [stored])), "30.11.2025 21:20"):
        assert within(wanted, text), wanted


def test_a_second_printing_says_so_and_both_are_recorded(entered: Office, administrator: FlaskClient) -> None:
    (stored,) = protocols(entered)
    first, second = (printed(administrator, f"/protocol/{stored.seq}/") for _ in range(2))
    assert "Повторная распечатка" not in first and second.count("Повторная распечатка № 1") == 3
    told = [(event.object, event.after, event.details["printing"]) for event in events(entered)]
    sha256 = digest(CAMPAIGN, [stored])
    assert told == [(f"protocol:{stored.seq}", sha256, 1), (f"protocol:{stored.seq}", sha256, 2)]


def test_a_new_version_is_a_first_printing_and_the_old_one_can_still_be_printed(
    entered: Office, administrator: FlaskClient
) -> None:
    old = protocols(entered)[0]
    printed(administrator, f"/protocol/{old.seq}/")
    permit(entered.store)
    handed_over(entered.store, key(), NOW + timedelta(minutes=30))
    assert enter(entered.store, key(), typed({"1": 1001}), later=60).became is Became.STORED
    new = protocols(entered)[1]
    assert "Повторная" not in printed(administrator, f"/protocol/{new.seq}/")
    assert in_fours(digest(CAMPAIGN, [old])) in printed(administrator, f"/protocol/{old.seq}/")


def test_a_remote_paper_is_printed_whole_from_any_of_its_rows(entered: Office, administrator: FlaskClient) -> None:
    handed_over(entered.store, REMOTE)
    assert enter(entered.store, REMOTE, typed_remote(), contests=("2",)).became is Became.STORED
    rows = [each for each in protocols(entered) if each.kind == "remote"]
    whole = in_fours(digest(CAMPAIGN, rows))
    for row in rows:
        text = printed(administrator, f"/protocol/{row.seq}/")
        assert within(whole, text) and within("Округ 2", text) and within("D1", text)
    assert [event.details["printing"] for event in events(entered)] == [1, 2]


def test_nobody_prints_a_protocol_of_another_commission(entered: Office) -> None:
    (stored,) = protocols(entered)
    other = entered.client(Function.ADMINISTRATOR, CAMPAIGN, "tik-12")
    assert other.post(f"{PLACE}/protocol/{stored.seq}/").status_code == 403
    assert entered.client(Function.APPROVER, CAMPAIGN).post(f"{PLACE}/protocol/{stored.seq}/").status_code == 403
    ouiis = entered.client(Function.OUIIS)
    assert ouiis.post(f"/staff/ru/{CAMPAIGN}/nowhere/printouts/protocol/{stored.seq}/").status_code == 404
    assert ouiis.post(f"{PLACE}/protocol/99999/").status_code == 404
    assert events(entered) == []


def test_the_consolidated_protocol_is_printed_and_recorded(entered: Office, administrator: FlaskClient) -> None:
    text = printed(administrator, "/consolidated/1/ordinary/")
    assert within(f"{word('ordinary_count', 'ru')} 1", text) and within(word("sum", "ru"), text)
    assert events(entered)[0].action == "printout.consolidated"
    assert administrator.post(f"{PLACE}/consolidated/77/ordinary/").status_code == 404


@pytest.mark.parametrize("precinct", ["", "1-1"])
def test_a_poster_is_printed_for_a_precinct_or_left_open(
    entered: Office, administrator: FlaskClient, precinct: str
) -> None:
    text = printed(administrator, "/poster/", of="ordinary:1", precinct=precinct, size="a2")
    assert within("Увеличенная форма", text) and within(f"№ {precinct or '____'}", text)


@pytest.mark.parametrize(
    "form",
    [
        {"of": "ordinary:77"},
        {"of": "letter:1"},
        {"of": "ordinary:1", "size": "b5"},
        {"of": "ordinary:1", "precinct": "9"},
    ],
)
def test_a_poster_of_something_else_is_not_found(
    entered: Office, administrator: FlaskClient, form: dict[str, Any]
) -> None:
    assert administrator.post(f"{PLACE}/poster/", data=form).status_code == 404
    assert events(entered) == []


def test_an_administrator_is_led_to_the_own_commission(entered: Office, administrator: FlaskClient) -> None:
    answer = administrator.get(f"/staff/ru/{CAMPAIGN}/printouts/")
    assert answer.status_code == 302 and answer.location.endswith("/tik-11/printouts/")


def test_two_first_printings_at_the_same_moment_are_the_first_and_the_second(both_offices: Office) -> None:
    configured_again(both_offices.store)
    handed_over(both_offices.store, key())
    assert enter(both_offices.store, key(), typed()).became is Became.STORED
    (stored,) = protocols(both_offices)
    ready = Barrier(2)

    def send(client: FlaskClient) -> str:
        ready.wait()
        return printed(client, f"/protocol/{stored.seq}/")

    clients = [both_offices.client(Function.ADMINISTRATOR, CAMPAIGN, "tik-11") for _ in range(2)]
    with ThreadPoolExecutor(2) as pool:
        texts = list(pool.map(send, clients))
    assert sorted(text.count("Повторная распечатка № 1") for text in texts) == [0, 3]
    assert sorted(event.details["printing"] for event in events(both_offices)) == [1, 2]
