import csv
import io

import pytest

from portal.domain.statuses import ProtocolKind
from portal.entry.commission import CommissionView, commission_view
from portal.entry.consolidated import ConsolidatedTable, MissingPaper, consolidated_tables
from portal.entry.exports import consolidated_csv, remote_csv, remote_document, remote_protocols
from portal.entry.signed import (
    differences,
    field_names,
    lacks_majority,
    read_signed,
    signed_versions,
    store_signed,
)
from portal.entry.state import PaperState, counts, standing
from portal.store.engine import Store
from portal.store.record import record_protocols, record_scanner_report
from tests.entry.papers import CAMPAIGN, LINES, NOW, enter, handed_over, key, permit, typed
from tests.store.factories import protocol, scanner


def tables(store: Store, commission: str = "tik-11", contest: str = "1") -> list[ConsolidatedTable]:
    with store.read() as session:
        return consolidated_tables(session, commission_view(session, CAMPAIGN, commission), contest, NOW)


def opened(store: Store, commission: str = "oik-1") -> CommissionView:
    with store.read() as session:
        return commission_view(session, CAMPAIGN, commission)


def signed_everywhere(store: Store) -> None:
    """Both ordinary protocols of district 1, and remote ones for it at 1-9 and at 2-1 of another commission."""
    remote = {"kind": ProtocolKind.REMOTE, "contest": "1", "lines": {"D5": 5, "D6": 1, "D7": 4}, "votes": {1: 3, 2: 1}}
    once = {"kind": ProtocolKind.REMOTE, "contest": "", "lines": {"D1": 5, "D2": 5, "D3": 5}, "votes": {}}
    with store.write() as session:
        rows = [
            protocol("1-1", lines=LINES),
            protocol("1-2", lines=LINES),
            protocol("1-9", **once),
            protocol("1-9", **remote),
            protocol("2-1", **once),
            protocol("2-1", **remote),
        ]
        record_protocols(session, CAMPAIGN, rows, "import")


def test_a_table_is_a_draft_until_every_protocol_is_in(store: Store) -> None:
    ordinary, _ = tables(store)
    assert ordinary.missing == (
        MissingPaper("1-1", ProtocolKind.ORDINARY),
        MissingPaper("1-2", ProtocolKind.ORDINARY),
    )
    handed_over(store, key())
    enter(store, key(), typed())
    ordinary, _ = tables(store)
    assert (ordinary.complete, ordinary.uik_count, ordinary.ordinary_count, ordinary.remote_count) == (False, 2, 1, 0)
    signed_everywhere(store)
    assert tables(store)[0].complete


def test_a_district_commission_adds_remote_protocols_from_anywhere(store: Store) -> None:
    signed_everywhere(store)
    ordinary, remote = tables(store, "oik-1")
    assert [(option.position, option.votes) for option in ordinary.options] == [(1, 60), (2, 40), (3, 16)]
    assert {line.id: line.value for line in ordinary.lines}["11"] == 116
    assert (ordinary.uik_count, ordinary.ordinary_count, ordinary.remote_count) == (2, 2, 2)
    assert [row.precinct for row in remote.rows] == ["1-9", "2-1"]
    assert [option.votes for option in remote.options] == [6, 2, 0]
    assert [(line.id, line.value) for line in remote.lines] == [("D5", 10), ("D6", 2), ("D7", 8)]
    assert remote.complete


def test_remote_votes_that_machines_report_are_missing_without_their_protocol(store: Store) -> None:
    with store.write() as session:
        record_scanner_report(session, CAMPAIGN, scanner("2-1", contest="1"), "asu")
    assert MissingPaper("2-1", ProtocolKind.REMOTE) in tables(store, "oik-1")[1].missing


def test_an_invalidated_precinct_stays_readable_and_adds_nothing(store: Store) -> None:
    from portal.domain.decisions import DecisionKind

    signed_everywhere(store)
    permit(store, kind=DecisionKind.INVALIDATE_PRECINCT)
    ordinary, _ = tables(store)
    assert [row.counted for row in ordinary.rows] == [False, True]
    assert [option.votes for option in ordinary.options] == [30, 20, 8]


def typed_as_computed(table: ConsolidatedTable, **values: str) -> dict[str, str]:
    """The signed protocol as it is typed, every figure as computed; valid by default."""
    raw = {"signed_date": "30.11.2025", "signed_time": "21:55", "members": "11", "signed": "9", "opinions": "1"}
    raw |= {f"line.{line.id}": str(line.value) for line in table.lines}
    raw |= {f"option.{option.position}": str(option.votes) for option in table.options}
    return {**raw, "uik_count": "2", "ordinary_count": "2", "remote_count": "1", **values}


def test_every_signed_figure_that_differs_from_the_computed_one_is_listed(store: Store) -> None:
    signed_everywhere(store)
    ordinary, _ = tables(store)
    raw = typed_as_computed(ordinary, **{"option.2": "41", "line.9": "121"})
    signed, problems = read_signed(ordinary, raw, NOW)
    assert problems == []
    assert signed is not None
    with store.write() as session:
        store_signed(session, ordinary, signed, "admin")
    with store.read() as session:
        (kept,) = signed_versions(session, ordinary)
    found = [(f.lines, f.values) for f in differences(ordinary, kept.protocol)]
    assert found == [
        (("ballots_found",), {"signed": 121, "computed": 120}),
        ((), {"position": 2, "signed": 41, "computed": 40}),
    ]


def test_signed_figures_that_cannot_be_read_are_named(store: Store) -> None:
    ordinary, _ = tables(store)
    signed, problems = read_signed(ordinary, {"uik_count": "x"}, NOW)
    assert signed is None
    named = {(problem.field, problem.code) for problem in problems}
    assert {("uik_count", "not_a_count"), ("option.1", "empty"), ("signed_date", "not_a_time")} <= named
    assert {("members", "empty"), ("signed", "empty"), ("opinions", "empty")} <= named
    assert len(field_names(ordinary)) == 3 + 11 + 3 + 3


def test_members_signatures_and_opinions_are_kept_with_the_signed_figures(store: Store) -> None:
    signed_everywhere(store)
    ordinary, _ = tables(store)
    raw = typed_as_computed(ordinary, opinions_text=" Особое мнение ", present="Наблюдатель Ким")
    signed, problems = read_signed(ordinary, raw, NOW)
    assert signed is not None and problems == []
    with store.write() as session:
        store_signed(session, ordinary, signed, "admin")
    with store.read() as session:
        (kept,) = signed_versions(session, ordinary)
    assert (kept.protocol.members, kept.protocol.signed, kept.protocol.opinions, kept.recorded_by) == (
        11,
        9,
        1,
        "admin",
    )
    assert kept.signing is not None
    assert kept.signing.notes == {"opinions_text": "Особое мнение", "present": "Наблюдатель Ким"}


@pytest.mark.parametrize(
    ("values", "wrong"),
    [
        ({"signed": "12"}, ("signed", "more_than_members")),
        ({"members": "-1"}, ("members", "not_a_count")),
        ({"opinions_text": "x" * 4001}, ("opinions_text", "too_long")),
        ({"signed_date": "01.12.2025"}, ("signed_date", "in_the_future")),
    ],
)
def test_impossible_signatures_are_refused(store: Store, values: dict[str, str], wrong: tuple[str, str]) -> None:
    ordinary, _ = tables(store)
    zeros = {f"line.{line.id}": "0" for line in ordinary.lines}
    signed, problems = read_signed(ordinary, typed_as_computed(ordinary, **{**zeros, **values}), NOW)
    assert signed is None
    assert [(each.field, each.code) for each in problems] == [wrong]


def test_half_of_the_members_is_no_majority(store: Store) -> None:
    ordinary, _ = tables(store)
    zeros = {f"line.{line.id}": "0" for line in ordinary.lines}
    for members, expected in (("8", True), ("7", False)):
        signed, _ = read_signed(ordinary, typed_as_computed(ordinary, **zeros, members=members, signed="4"), NOW)
        assert signed is not None and lacks_majority(signed.protocol) is expected


def test_the_csv_says_that_it_is_a_draft_and_what_is_missing(store: Store) -> None:
    handed_over(store, key())
    enter(store, key(), typed())
    rows = list(csv.reader(io.StringIO(consolidated_csv(tables(store)[0], "ru"))))
    assert [row[0] for row in rows] == ["row", "protocol", "sum_draft_incomplete", "missing", "name"]
    assert rows[1][4] == "1-1"
    assert rows[3][4] == "1-2"
    assert {len(row) for row in rows} == {len(rows[0])}


def test_remote_protocols_of_a_district_are_exported_wherever_they_were_cast(store: Store) -> None:
    signed_everywhere(store)
    mine = opened(store)
    with store.read() as session:
        found = remote_protocols(session, mine, "1")
    document = remote_document(mine, "1", found)
    assert [each["precinct"] for each in document["protocols"]] == ["1-9", "2-1"]
    assert document["protocols"][0]["precinct_lines"] == {"D1": 5, "D2": 5, "D3": 5}
    rows = list(csv.DictReader(io.StringIO(remote_csv(mine, "1", found))))
    assert [(row["precinct"], row["line_D5"], row["option_1"]) for row in rows] == [
        ("1-9", "5", "3"),
        ("2-1", "5", "3"),
    ]


def test_the_state_of_every_paper_is_known(store: Store) -> None:
    handed_over(store, key())
    enter(store, key(), typed({"9": 61}))
    handed_over(store, key("1-2"))
    with store.write() as session:
        record_scanner_report(session, CAMPAIGN, scanner("1-2", contest="2"), "asu")
    with store.read() as session:
        found = standing(session, commission_view(session, CAMPAIGN, "tik-11"))
    states = {(each.precinct.number, paper.paper.kind.value): paper.state for each in found for paper in each.papers}
    assert states == {
        ("1-1", "ordinary"): PaperState.REFUSED,
        ("1-1", "remote"): PaperState.NOT_EXPECTED,
        ("1-2", "ordinary"): PaperState.CHECKED,
        ("1-2", "remote"): PaperState.MISSING,
        ("1-9", "remote"): PaperState.MISSING,
    }
    assert counts(found)[PaperState.MISSING] == 2
    assert [each.machines for each in found] == [0, 1, 0]
