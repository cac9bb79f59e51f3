from datetime import timedelta
from typing import Any

import pytest

from portal.domain.decisions import DecisionKind
from portal.domain.protocol_form import SHIPPED
from portal.domain.statuses import ProtocolKind
from portal.errors import NotPermitted, RatioBroken
from portal.store.engine import Store
from portal.store.queries.facts import facts_of
from portal.store.record import (
    confirm_decision,
    record_decision,
    record_protocol,
    record_protocols,
    record_scanner_report,
)
from tests.store.factories import DAY, EVENING, FORM, configured, decision, minutes, precinct, protocol, scanner


@pytest.fixture
def configured_store(store: Store) -> Store:
    with store.write() as session:
        remote = (SHIPPED / "kg-2025-remote.toml").read_text(encoding="utf-8")
        configured(session, ordinary_form=FORM, remote_form=remote)
    return store


def versions(store: Store, number: str = "1-1") -> list[int]:
    with store.read() as session:
        found = facts_of(session, "jk2025", [number])
    return [item.version for item in found[number].protocols] if found else []


def permit(store: Store, target: str = "1-1", *, confirmed: bool = True) -> None:
    with store.write() as session:
        permitted = decision(kind=DecisionKind.PERMIT_REENTRY, target=target)
        seq = record_decision(session, "jk2025", permitted, EVENING, "a")
        if confirmed:
            confirm_decision(session, seq, minutes(1), "b")


def enter(store: Store, **values: object) -> None:
    with store.write() as session:
        record_protocol(session, "jk2025", protocol(**values), "tik")


def test_a_protocol_that_breaks_a_refuse_ratio_is_not_saved(configured_store: Store) -> None:
    with pytest.raises(RatioBroken, match="C1") as caught:
        enter(configured_store, lines={"1": 1000, "9": 60, "10": 3, "11": 58})
    assert [result.code for result in caught.value.results] == ["C1"]
    assert caught.value.results[0].lines == ("10", "11", "9")
    assert versions(configured_store) == []


def test_votes_that_do_not_add_up_are_refused_with_every_broken_ratio(configured_store: Store) -> None:
    with pytest.raises(RatioBroken) as caught:
        enter(configured_store, votes={1: 30, 2: 20, 3: 9}, signed=3)
    assert [result.code for result in caught.value.results] == ["C2", "C10"]


def test_a_remote_protocol_for_the_own_district_is_refused(configured_store: Store) -> None:
    lines = {"D5": 58, "D6": 0, "D7": 58}
    with pytest.raises(RatioBroken, match="C11"):
        enter(configured_store, kind=ProtocolKind.REMOTE, lines=lines)
    enter(configured_store, kind=ProtocolKind.REMOTE, contest="2", lines=lines)
    assert versions(configured_store) == [1]


def test_history_is_recorded_as_it_was_signed(configured_store: Store) -> None:
    with configured_store.write() as session:
        broken = protocol(lines={"9": 1, "10": 2, "11": 58})
        record_protocol(session, "jk2025", broken, "import", history=True)
        record_protocol(session, "jk2025", broken, "import", history=True)
    assert versions(configured_store) == [1, 2]


def test_a_second_entry_needs_a_confirmed_decision(configured_store: Store) -> None:
    enter(configured_store)
    with pytest.raises(NotPermitted, match="R53 ¶45"):
        enter(configured_store)
    permit(configured_store, confirmed=False)
    with pytest.raises(NotPermitted):
        enter(configured_store)
    permit(configured_store)
    enter(configured_store)
    assert versions(configured_store) == [1, 2]


def test_every_further_entry_needs_a_decision_of_its_own(configured_store: Store) -> None:
    enter(configured_store)
    permit(configured_store)
    enter(configured_store)
    with pytest.raises(NotPermitted):
        enter(configured_store)
    permit(configured_store, "1-1:1")
    enter(configured_store)
    assert versions(configured_store) == [1, 2, 3]


@pytest.mark.parametrize("target", ["1-2", "1-1:2"])
def test_a_permit_for_another_precinct_or_contest_does_not_help(configured_store: Store, target: str) -> None:
    enter(configured_store)
    permit(configured_store, target)
    with pytest.raises(NotPermitted):
        enter(configured_store)


def test_other_kinds_and_contests_are_first_entries(store: Store) -> None:
    with store.write() as session:
        configured(session, precincts=(precinct("1-1", contests=("1", "2")),))
    enter(store)
    enter(store, contest="2")
    enter(store, kind=ProtocolKind.RECOUNT)
    assert versions(store) == [1, 1, 1]


def test_versions_count_on_within_one_bulk(configured_store: Store) -> None:
    with configured_store.write() as session:
        record_protocols(session, "jk2025", [protocol(), protocol("1-2"), protocol()], "import")
    assert versions(configured_store) == [1, 2]
    assert versions(configured_store, "1-2") == [1]


def test_the_protocol_of_a_re_vote_is_no_second_entry(configured_store: Store) -> None:
    enter(configured_store)
    with configured_store.write() as session:
        for number, kind in (("1", DecisionKind.INVALIDATE_PRECINCT), ("2", DecisionKind.SET_RE_VOTE)):
            called = decision(kind=kind, number=number, date=DAY + timedelta(2))
            confirm_decision(session, record_decision(session, "jk2025", called, EVENING, "a"), minutes(1), "b")
    with pytest.raises(NotPermitted):
        enter(configured_store)
    re_vote = EVENING + timedelta(9)
    enter(configured_store, signed_at=re_vote)
    with pytest.raises(NotPermitted):
        enter(configured_store, signed_at=re_vote)
    assert versions(configured_store) == [1, 2]


def test_a_permit_of_the_first_vote_does_not_permit_a_second_entry_of_the_re_vote(configured_store: Store) -> None:
    enter(configured_store)
    permit(configured_store)
    with configured_store.write() as session:
        called = decision(kind=DecisionKind.SET_RE_VOTE, number="2", date=DAY + timedelta(2))
        confirm_decision(session, record_decision(session, "jk2025", called, EVENING, "a"), minutes(1), "b")
    enter(configured_store, signed_at=EVENING + timedelta(9))
    with pytest.raises(NotPermitted):
        enter(configured_store, signed_at=EVENING + timedelta(9))


SHORT = {"1": 1000, "3": 57, "9": 60, "10": 2, "11": 58}
REMOTE_PAPER: dict[str, Any] = {"kind": ProtocolKind.REMOTE, "members": None, "signed": None}


@pytest.fixture
def full_store(store: Store) -> Store:
    """A campaign with the shipped forms, whose ratios reach over papers."""
    with store.write() as session:
        forms = [(SHIPPED / f"{name}.toml").read_text(encoding="utf-8") for name in ("kg-2025", "kg-2025-remote")]
        configured(session, ordinary_form=forms[0], remote_form=forms[1])
    return store


def test_a_ratio_over_the_papers_of_the_precinct_refuses_the_paper_that_breaks_it(full_store: Store) -> None:
    """C3: valid ballots of all papers are no more than the ballots issued for all of them (R139 ¶51)."""
    with pytest.raises(RatioBroken, match="all its protocols: control ratio C3"):
        enter(full_store, lines=SHORT)
    assert versions(full_store) == []


def test_a_ratio_over_the_papers_waits_for_the_remote_paper_that_machines_tell_of(full_store: Store) -> None:
    with full_store.write() as session:
        record_scanner_report(session, "jk2025", scanner(contest="2", ballots_processed=9), "asu")
    enter(full_store, lines=SHORT)
    once = {"D1": 9, "D2": 9, "D3": 9}
    enter(full_store, contest="", lines=once, votes={}, **REMOTE_PAPER)
    enter(full_store, contest="2", lines={"D5": 9, "D6": 1, "D7": 8}, votes={1: 8}, **REMOTE_PAPER)
    with full_store.read() as session:
        found = facts_of(session, "jk2025", ["1-1"])["1-1"].protocols
    assert [each.contest for each in found] == ["1", "", "2"]


def test_the_last_paper_of_a_precinct_is_refused_when_all_of_them_together_break_a_ratio(
    full_store: Store,
) -> None:
    with full_store.write() as session:
        record_scanner_report(session, "jk2025", scanner(contest="2", ballots_processed=9), "asu")
    enter(full_store, lines=SHORT)
    enter(full_store, contest="", lines={"D1": 8, "D2": 8, "D3": 8}, votes={}, **REMOTE_PAPER)
    with pytest.raises(RatioBroken, match="C3"):
        enter(full_store, contest="2", lines={"D5": 11, "D6": 1, "D7": 10}, votes={1: 10}, **REMOTE_PAPER)
