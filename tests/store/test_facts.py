from dataclasses import replace
from datetime import datetime

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from portal.domain.facts import PrecinctFacts
from portal.domain.statuses import ProtocolKind
from portal.errors import StorageError
from portal.store.engine import Store
from portal.store.queries.facts import consolidated as stored_consolidated
from portal.store.queries.facts import facts_of
from portal.store.record import (
    record_consolidated,
    record_no_machine_result,
    record_protocol,
    record_scan,
    record_scanner_report,
    record_scanner_reports,
    record_turnout,
    record_turnouts,
)
from tests.store.factories import (
    configured,
    consolidated,
    minutes,
    no_machine,
    protocol,
    scan,
    scanner,
    turnout,
)


def test_every_kind_of_fact_comes_back_as_it_was_recorded(store: Store) -> None:
    with store.write() as session:
        configured(session)
        first = turnout(remote=4, outside=2)
        seqs = [
            record_turnout(session, "jk2025", first, "device-1"),
            record_scanner_report(session, "jk2025", scanner(remote_voters=3, device="A"), "device-1"),
            record_protocol(session, "jk2025", protocol(reasons={"C4": "Мурда"}), "tik-1"),
            record_no_machine_result(session, "jk2025", no_machine(), "tik-1"),
            record_scan(session, "jk2025", scan(released_at=minutes(200)), "tik-1"),
        ]
    with store.read() as session:
        found = facts_of(session, "jk2025", ["1-1", "1-2"])
    assert found == {
        "1-1": PrecinctFacts(
            turnout=(replace(first, seq=seqs[0]),),
            scanner=(replace(scanner(remote_voters=3, device="A"), seq=seqs[1]),),
            protocols=(replace(protocol(reasons={"C4": "Мурда"}), seq=seqs[2], version=1),),
            no_machine=(replace(no_machine(), seq=seqs[3]),),
            scans=(replace(scan(released_at=minutes(200)), seq=seqs[4]),),
        )
    }
    assert seqs == sorted(seqs)


def test_facts_of_another_campaign_or_precinct_are_not_read(store: Store) -> None:
    with store.write() as session:
        configured(session)
        configured(session, "other")
        record_turnout(session, "other", turnout("1-1"), "t")
        record_turnout(session, "jk2025", turnout("1-2"), "t")
    with store.read() as session:
        assert facts_of(session, "jk2025", ["1-1"]) == {}


def test_facts_of_one_precinct_stand_in_order_of_their_numbers(store: Store) -> None:
    reports = [turnout(as_of=minutes(-60 * hour), identified=10 * hour) for hour in range(1, 5)]
    with store.write() as session:
        configured(session)
        record_turnouts(session, "jk2025", reports, "t")
        record_turnout(session, "jk2025", turnout(identified=7), "t")
    with store.read() as session:
        stored = facts_of(session, "jk2025", ["1-1"])["1-1"].turnout
    assert [report.identified for report in stored] == [10, 20, 30, 40, 7]
    assert [report.seq for report in stored] == sorted(report.seq for report in stored)


def test_thousands_of_precincts_are_read_in_chunks(store: Store) -> None:
    numbers = [f"1-{index}" for index in range(2500)]
    with store.write() as session:
        configured(session)
        record_scanner_reports(session, "jk2025", [scanner(number) for number in numbers], "t")
    with store.read() as session:
        found = facts_of(session, "jk2025", numbers)
    assert len(found) == 2500
    assert sum(sum(facts.scanner[0].votes.values()) for facts in found.values()) == 2500 * 58


def test_consolidated_protocols_come_back_with_lines_and_votes(store: Store) -> None:
    with store.write() as session:
        configured(session)
        (seq,) = record_consolidated(session, "jk2025", [consolidated(kind=ProtocolKind.REMOTE)], "t")
    with store.read() as session:
        assert stored_consolidated(session, "jk2025") == (replace(consolidated(kind=ProtocolKind.REMOTE), seq=seq),)


def test_negative_votes_are_refused_by_the_database(store: Store) -> None:
    with store.write() as session:
        configured(session)
    with pytest.raises(StorageError, match="ck_scanner_vote_votes_not_negative"), store.write() as session:
        record_scanner_report(session, "jk2025", scanner(votes={1: -1}), "t")


def test_a_fact_of_an_unknown_campaign_is_refused_by_the_database(store: Store) -> None:
    with pytest.raises(StorageError), store.write() as session:
        record_turnout(session, "nowhere", turnout(), "t")


def test_a_naive_time_is_refused(store: Store) -> None:
    naive = datetime(2025, 11, 30, 12)  # noqa: DTZ001 - what the test is about
    with store.write() as session:
        configured(session)
    with pytest.raises(Exception, match="naive datetime"), store.write() as session:
        record_turnout(session, "jk2025", turnout(as_of=naive), "t")


def test_what_fails_leaves_nothing_behind(store: Store) -> None:
    with store.write() as session:
        configured(session)
    with pytest.raises(StorageError), store.write() as session:
        record_turnouts(session, "jk2025", [turnout(), turnout(identified=-1)], "t")
    with store.read() as session:
        assert facts_of(session, "jk2025", ["1-1"]) == {}


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=25, deadline=None)
@given(votes=st.dictionaries(st.integers(1, 40), st.integers(0, 2**31 - 1)), zero=st.booleans())
def test_any_votes_come_back_unchanged(sqlite_store: Store, votes: dict[int, int], zero: bool) -> None:
    report = scanner(votes=votes, zero=zero)
    with sqlite_store.write() as session:
        seq = record_scanner_report(session, "jk2025", report, "t")
    with sqlite_store.read() as session:
        stored = facts_of(session, "jk2025", ["1-1"])["1-1"].scanner[-1]
    assert stored == replace(report, seq=seq)
