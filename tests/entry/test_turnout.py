from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from portal.domain.statuses import TurnoutSource
from portal.entry.commission import commission_view
from portal.entry.known import known_precincts
from portal.entry.numbers import read_count
from portal.entry.pasted import read_paste
from portal.entry.turnout import REPLACES, Cell, Judged, hours_of, judge, store
from portal.store.engine import Store
from portal.store.queries.entry import turnout_persons
from portal.store.queries.facts import facts_of
from portal.store.record import record_turnout
from tests.entry.papers import CAMPAIGN, NOW
from tests.store.factories import minutes, turnout

NOON, ONE = minutes(-480), minutes(-420)


def judged(opened: Store, *cells: Cell, commission: str = "tik-11", now: datetime = NOW) -> Judged:
    with opened.read() as session:
        mine = commission_view(session, CAMPAIGN, commission)
        return judge(mine, known_precincts(session, CAMPAIGN, mine.numbers), cells, now)


def cell(identified: str = "100", precinct: str = "1-1", hour: datetime = NOON, **values: str) -> Cell:
    return Cell(1, precinct, hour, identified, **{"operator": "Оператор О.", **values})


def keep(opened: Store, found: Judged) -> list[int]:
    with opened.write() as session:
        return store(session, commission_view(session, CAMPAIGN, "tik-11"), found, "Бекова Б.", "admin")


def test_the_hours_are_those_of_voting(sqlite_store: Store) -> None:
    with sqlite_store.read() as session:
        hours = hours_of(commission_view(session, CAMPAIGN, "tik-11"))
    assert [hour.hour + 6 for hour in hours] == list(range(9, 21))


def test_a_number_is_kept_with_the_three_persons_behind_it(store: Store) -> None:
    (seq,) = keep(store, judged(store, cell(remote="3")))
    with store.read() as session:
        (report,) = facts_of(session, CAMPAIGN, ["1-1"])["1-1"].turnout
        persons = turnout_persons(session, CAMPAIGN, [seq])[seq]
    assert (report.identified, report.remote, report.source, report.as_of) == (100, 3, TurnoutSource.MANUAL, NOON)
    assert (persons.operator, persons.member, persons.administrator) == ("Оператор О.", "Бекова Б.", "admin")


def test_every_cell_that_cannot_be_read_is_named(sqlite_store: Store) -> None:
    found = judged(
        sqlite_store,
        cell(precinct="2-1"),
        cell("12a"),
        cell("7", remote="x"),
        cell("7", operator=" "),
        cell("7", hour=NOW + timedelta(hours=1)),
        cell(""),
    )
    named = [(problem.column, problem.code) for problem in found.problems]
    assert named == [
        ("precinct", "not_ours"),
        ("identified", "not_a_count"),
        ("remote", "not_a_count"),
        ("precinct", "twice"),
        ("operator", "empty"),
        ("precinct", "twice"),
        ("hour", "in_the_future"),
    ]
    assert found.reports == []


def test_a_fall_a_number_above_the_list_and_a_replaced_one_want_a_reason(store: Store) -> None:
    keep(store, judged(store, cell("100"), cell("120", hour=ONE)))
    found = judged(store, cell("130"), cell("1001", precinct="1-2", hour=ONE))
    assert [(notice.precinct, notice.code) for notice in found.notices] == [
        ("1-1", REPLACES),
        ("1-1", "T1"),
        ("1-2", "T2"),
    ]
    assert found.unexplained == found.notices
    explained = judged(store, cell("130", reason="описка в 12:00"))
    assert explained.unexplained == []
    (seq,) = keep(store, explained)
    with store.read() as session:
        persons = turnout_persons(session, CAMPAIGN, [seq])[seq]
    assert (persons.findings, persons.reason) == ((REPLACES, "T1"), "описка в 12:00")


def test_the_same_number_again_is_no_new_report(sqlite_store: Store) -> None:
    with sqlite_store.write() as session:
        record_turnout(session, CAMPAIGN, turnout(as_of=NOON, identified=100), "system")
    found = judged(sqlite_store, cell("100"))
    assert (found.reports, found.notices, found.unchanged) == ([], [], 1)


def test_a_finding_that_stood_before_is_not_asked_about_again(sqlite_store: Store) -> None:
    keep(sqlite_store, judged(sqlite_store, cell("120"), cell("100", hour=ONE)))
    found = judged(sqlite_store, cell("130", hour=minutes(-360)))
    assert found.notices == []


def pasted(text: str) -> list[tuple[int, str, int, str, str, str]]:
    hours = [minutes(-660 + 60 * n) for n in range(12)]
    found = read_paste(text, NOON, hours, ZoneInfo("Asia/Bishkek"))
    assert found.problems == ()
    return [(c.row, c.precinct, c.hour.hour + 6, c.identified, c.remote, c.operator) for c in found.cells]


def test_tabs_semicolons_and_commas_divide_the_same_table() -> None:
    expected = [(1, "1-1", 12, "1 234", "5", "О. О."), (3, "1-2", 12, "10", "", "")]
    for mark in ("\t", ";", ","):
        assert pasted(f" 1-1{mark}1 234{mark}5{mark}О. О.\r\n\r\n1-2 {mark} 10 ") == expected


def test_a_first_row_of_hours_makes_a_column_of_each() -> None:
    text = "УИК;9:00;10:00;Оператор\n1-1;10;20;О. О.\n1-2;11;;П. П."
    assert pasted(text) == [
        (2, "1-1", 9, "10", "", "О. О."),
        (2, "1-1", 10, "20", "", "О. О."),
        (3, "1-2", 9, "11", "", "П. П."),
        (3, "1-2", 10, "", "", "П. П."),
    ]


def test_a_row_of_names_is_passed_over_and_a_stray_cell_is_named() -> None:
    found = read_paste("Участок\tявка\n1-1\t5\t\tО.\tлишнее", NOON, [], ZoneInfo("UTC"))
    assert [(c.row, c.identified) for c in found.cells] == [(2, "5")]
    assert [(p.row, p.column, p.code, p.value) for p in found.problems] == [(2, "5", "too_many_columns", "лишнее")]
    found = read_paste("УИК;25:00\n1-1;7", NOON, [], ZoneInfo("UTC"))
    assert [(p.row, p.column, p.code) for p in found.problems] == [
        (1, "2", "unknown_hour"),
    ]


@given(st.text(alphabet="0123456789 \t;,\n-abУИК.:\u00a0\"'", max_size=200))
def test_nothing_pasted_is_lost(text: str) -> None:
    """Every row with something in it is a cell, a problem or a row of names."""
    found = read_paste(text, NOON, [NOON], ZoneInfo("UTC"))
    rows = {number for number, line in enumerate(text.splitlines(), 1) if line.strip()}
    known = {c.row for c in found.cells} | {p.row for p in found.problems}
    assert known <= rows
    if any(p.code == "unknown_hour" for p in found.problems):
        return  # Nothing is stored before the first row is mended.
    assert rows - known <= {min(rows, default=0)}


@given(st.integers(0, 999_999_999))
def test_a_count_is_read_back_with_any_spaces(number: int) -> None:
    assert read_count(f" {number:,} ".replace(",", "\u00a0")) == number
    assert read_count(f"-{number}") is None
