from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import text

from portal.errors import InputError, NotPermitted
from portal.preparation.draft import changes_to, draft_of, fold
from portal.preparation.editing import create, paste, take_out, write_row
from portal.preparation.readiness import Gap, Missing, readiness
from portal.preparation.sheets import SHEETS
from portal.preparation.spreadsheet import read_pasted
from portal.store.engine import Store
from portal.store.queries.preparation import DraftChange, draft_changes
from tests.preparation.factories import CAMPAIGN, NOW, actor, cells, desk, drafted, rows

PRECINCTS = SHEETS["precincts"]
LATE = datetime(2026, 11, 25, 9, 0, tzinfo=UTC)


def test_a_campaign_begins_with_kind_name_date_and_hours(store: Store) -> None:
    with store.write() as session:
        assert create(session, rows()["campaign"][0], actor()) == CAMPAIGN
    with store.read() as session:
        assert draft_of(session, CAMPAIGN).own["voting_date"] == "2026-11-29"
        assert session.execute(text("SELECT action, object FROM audit_event")).all() == [
            ("draft.changed", "draft:kenesh2026")
        ]


@pytest.mark.parametrize("id", ["staff", "accounts", "audit", "campaigns"])
def test_a_campaign_with_a_reserved_id_or_without_a_name_is_refused(store: Store, id: str) -> None:
    row = {**rows()["campaign"][0], "id": id, "name_ru": ""}
    with store.write() as session, pytest.raises(InputError) as refused:
        create(session, row, actor())
    assert [line.split(":")[0] for line in refused.value.problems] == ["id", "name_ky"]


def test_a_row_is_written_where_it_stood_and_under_its_new_key(store: Store) -> None:
    drafted(store)
    with store.write() as session:
        old = draft_of(session, CAMPAIGN).rows("precincts")[1]
        changed = {**old.cells, "precinct": "11-9", "voters": "801"}
        write_row(session, desk(), "precincts", changed, former=old.key, seen=old.seq)
    with store.read() as session:
        assert [row["precinct"] for row in draft_of(session, CAMPAIGN).cells("precincts")] == ["11-1", "11-9", "12-1"]


def test_what_somebody_else_changed_meanwhile_is_not_overwritten(store: Store) -> None:
    drafted(store)
    with store.write() as session:
        old = draft_of(session, CAMPAIGN).rows("precincts")[0]
        write_row(session, desk(), "precincts", {**old.cells, "voters": "901"}, former=old.key, seen=old.seq)
    with store.write() as session, pytest.raises(InputError, match="changed by omurova meanwhile"):
        write_row(session, desk(), "precincts", {**old.cells, "voters": "902"}, former=old.key, seen=old.seq)
    with store.write() as session, pytest.raises(InputError, match="changed meanwhile"):
        take_out(session, desk(), "precincts", old.key, old.seq)


@pytest.mark.parametrize(
    ("column", "cell", "reason"),
    [
        ("voters", "-1", "is negative"),
        ("voters", "12a", "not a whole number"),
        ("precinct", "", "is empty"),
        ("kind", "школа", "is unknown"),
        ("lat", "99.5", "is not a coordinate"),
        ("address_ru", "ул.\u200b Мира", "U+200B"),
    ],
)
def test_a_cell_that_cannot_be_is_refused_by_its_column(store: Store, column: str, cell: str, reason: str) -> None:
    drafted(store)
    row = {**cells("precincts", "11-7|11|ordinary|1|5|школа"), column: cell}
    with store.write() as session, pytest.raises(InputError) as refused:
        write_row(session, desk(), "precincts", row)
    assert refused.value.problems[0].startswith(f"{column}: ") and reason in refused.value.problems[0]


def test_an_administrator_edits_the_precincts_of_the_own_territory_only(store: Store) -> None:
    drafted(store)
    with store.write() as session:
        write_row(session, desk("tik-11"), "precincts", cells("precincts", "11-3|11|ordinary|1|500|клуб"))
    with store.write() as session, pytest.raises(NotPermitted, match="own territory"):
        write_row(session, desk("tik-11"), "precincts", cells("precincts", "12-2|12|ordinary|2|500|клуб"))


def test_an_administrator_cannot_move_a_foreign_precinct_into_the_own_territory(store: Store) -> None:
    drafted(store)
    with store.read() as session:
        old = draft_of(session, CAMPAIGN).rows("precincts")[2]
    with store.write() as session, pytest.raises(NotPermitted):
        write_row(session, desk("tik-11"), "precincts", {**old.cells, "territory": "11"}, former=old.key, seen=old.seq)


@pytest.mark.parametrize(
    ("kind", "allowed"), [("local_aiyl", True), ("local_city", True), ("local", True), ("parliament", False)]
)
def test_administrators_enter_candidates_of_local_elections_alone(store: Store, kind: str, allowed: bool) -> None:
    drafted(store, campaign=[{**rows()["campaign"][0], "kind": kind}])
    with store.write() as session:
        option = cells("options", "1|3|candidate|Третий")
        if allowed:
            write_row(session, desk("tik-11"), "options", option)
        else:
            with pytest.raises(NotPermitted, match="entered by the CEC"):
                write_row(session, desk("tik-11"), "options", option)


@pytest.mark.parametrize(("kind", "allowed"), [("local_city", True), ("parliament", False)])
def test_persons_on_party_lists_are_typed_by_who_enters_the_parties(store: Store, kind: str, allowed: bool) -> None:
    drafted(store, campaign=[{**rows()["campaign"][0], "kind": kind}])
    person = {"contest": "1", "position": "1", "person": "1", "name_ru": "Асанова Айдай"}
    with store.write() as session:
        if allowed:
            write_row(session, desk("tik-11"), "list_persons", person)
            assert [row["name_ru"] for row in draft_of(session, CAMPAIGN).cells("list_persons")] == ["Асанова Айдай"]
        else:
            with pytest.raises(NotPermitted, match="entered by the CEC"):
                write_row(session, desk("tik-11"), "list_persons", person)
        with pytest.raises(NotPermitted):
            write_row(session, desk("tik-11"), "list_persons", {**person, "contest": "2"})


@pytest.mark.parametrize("sheet", ["campaign", "schedule", "parameters"])
def test_an_administrator_never_edits_the_campaign_its_schedule_or_parameters(store: Store, sheet: str) -> None:
    drafted(store)
    row = {"campaign": rows()["campaign"][0], "schedule": rows()["schedule"][0], "parameters": {"key": "ties"}}[sheet]
    with store.write() as session, pytest.raises((NotPermitted, InputError)):
        write_row(session, desk("tik-11"), sheet, {**row, "value": "x"} if sheet == "parameters" else row)


def test_pasted_rows_replace_those_of_the_same_key_and_come_behind_the_others(store: Store) -> None:
    drafted(store)
    pasted = read_pasted(
        PRECINCTS, "precinct\tterritory\tkind\tcontest\tvoters\n11-2\t11\tordinary\t1\t850\n11-4\t11\tordinary\t1\t10\n"
    )
    with store.write() as session:
        assert paste(session, desk("tik-11"), "precincts", pasted) == 2
    with store.read() as session:
        found = [(row["precinct"], row["voters"]) for row in draft_of(session, CAMPAIGN).cells("precincts")]
    assert found == [("11-1", "900"), ("11-2", "850"), ("12-1", "700"), ("11-4", "10")]


def test_a_paste_does_not_take_a_precinct_from_another_commission(store: Store) -> None:
    """The pasted row names the own territory; the row that it would replace lies in another one."""
    drafted(store)
    pasted = read_pasted(PRECINCTS, "12-1\t11\tordinary\t1\t10\n")
    with store.write() as session, pytest.raises(NotPermitted, match="own territory only"):
        paste(session, desk("tik-11"), "precincts", pasted)
    with store.read() as session:
        assert draft_of(session, CAMPAIGN).cells("precincts")[2]["territory"] == "12"


def test_one_foreign_row_refuses_the_whole_paste(store: Store) -> None:
    drafted(store)
    pasted = read_pasted(PRECINCTS, "11-4\t11\tordinary\t1\t10\n12-4\t12\tordinary\t2\t10\n")
    with store.write() as session, pytest.raises(NotPermitted, match="line 2"):
        paste(session, desk("tik-11"), "precincts", pasted)
    with store.read() as session:
        assert len(draft_of(session, CAMPAIGN).cells("precincts")) == 3


def test_what_came_after_the_limit_is_accepted_and_visibly_late(store: Store) -> None:
    drafted(store)
    with store.write() as session:
        write_row(session, desk("tik-12", at=LATE), "precincts", cells("precincts", "12-2|12|ordinary|2|50|клуб"))
    with store.read() as session:
        found = readiness(draft_of(session, CAMPAIGN), draft_changes(session, CAMPAIGN))
    assert found.deadline is not None and found.deadline.isoformat() == "2026-11-20T00:00:00+06:00"
    late = {each.commission: [row.cells["precinct"] for row in each.late] for each in found.commissions}
    assert late == {"tik-11": [], "tik-12": ["12-2"]}


def test_readiness_names_what_each_commission_lacks(store: Store) -> None:
    drafted(store)
    with store.read() as session:
        found = readiness(draft_of(session, CAMPAIGN), draft_changes(session, CAMPAIGN))
    first, second = found.commissions
    assert found.gaps == (Gap(Missing.PUBLICATION_DATE),)
    assert {gap.what: gap.where for gap in first.gaps} == {
        Missing.SECRETARY: (),
        Missing.ADMINISTRATOR: (),
        Missing.ADDRESS: ("11-2",),
        Missing.PRECINCT_CHAIR: ("11-2",),
        Missing.PRECINCT_SECRETARY: ("11-2",),
    }
    assert Missing.CONTACTS in {gap.what for gap in second.gaps}


CELLS = st.text(alphabet="abcя ,;\"'1", max_size=8)
TABLES = st.lists(st.fixed_dictionaries({"key": CELLS, "value": CELLS}), max_size=6, unique_by=lambda row: row["key"])


@given(st.lists(TABLES, min_size=1, max_size=5))
def test_a_draft_brought_to_rows_holds_exactly_these_rows(states: list[list[dict[str, str]]]) -> None:
    changes: list[DraftChange] = []
    for wanted in states:
        draft = fold(CAMPAIGN, changes)
        for each in changes_to(draft, {"parameters": wanted}):
            cells_ = dict(each.cells) if each.cells is not None else None
            changes.append(
                DraftChange(len(changes) + 1, each.sheet, each.key, each.place, cells_, NOW, "somebody", "ouiis")
            )
        assert fold(CAMPAIGN, changes).cells("parameters") == wanted
        assert changes_to(fold(CAMPAIGN, changes), {"parameters": wanted}) == []
