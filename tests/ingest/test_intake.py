"""What the intake does with messages: stored first, judged once, answered by what was stored."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text
from sqlalchemy.exc import OperationalError

from portal.clocks import FixedClock
from portal.domain.statuses import TurnoutSource
from portal.errors import StorageError
from portal.ingest import receiving
from portal.ingest.envelope import Envelope, read_envelope
from portal.ingest.intake import Intake
from portal.ingest.judge import judge
from portal.ingest.receipts import check_receipt
from portal.ingest.receiving import Source
from portal.ingest.refusals import Reason, Refusal
from portal.store.engine import Store
from portal.store.models import DeviceKind, Outcome
from portal.store.queries.facts import facts_of
from tests.ingest.devices import (
    NOW,
    enrolled,
    scanner_message,
    series,
    sha256,
    signer,
    turnout_message,
)

HERE = Source("192.0.2.7")


def facts(store: Store, precinct: str = "1-1") -> Any:
    with store.read() as session:
        return facts_of(session, "jk2025", [precinct]).get(precinct)


def count(store: Store, table: str) -> int:
    with store.read() as session:
        return int(session.execute(text(f"SELECT count(*) FROM {table}")).scalar_one())


def test_a_turnout_message_becomes_a_fact_with_election_time(intake: Intake, store: Store) -> None:
    enrolled(store)
    raw = turnout_message()
    answer = intake.submit(raw, HERE)
    assert (answer.outcome, answer.fresh) == (Outcome.ACCEPTED, True)
    assert check_receipt(answer.receipt, intake.signer.verifier, sha256(raw))
    (report,) = facts(store).turnout
    assert (report.identified, report.remote, report.outside, report.received_at) == (100, 3, 2, NOW)


def test_identical_bytes_again_get_the_same_receipt_and_no_second_fact(intake: Intake, store: Store) -> None:
    enrolled(store)
    raw = scanner_message()
    first = intake.submit(raw, HERE)
    intake.clock = FixedClock(NOW + timedelta(minutes=9))
    again = intake.submit(raw, HERE)
    assert (again.receipt, again.fresh, again.outcome) == (first.receipt, False, Outcome.ACCEPTED)
    assert len(facts(store).scanner) == 1


def test_other_bytes_under_a_number_are_kept_and_refused_each_time(intake: Intake, store: Store) -> None:
    enrolled(store)
    intake.submit(turnout_message(), HERE)
    for _ in range(2):
        with pytest.raises(Refusal) as refused:
            intake.submit(turnout_message(home=101), HERE)
        assert refused.value.reason is Reason.CONFLICT
    assert count(store, "intake_message") == 2
    assert [report.identified for report in facts(store).turnout] == [100]


@pytest.mark.parametrize(
    ("values", "reason"),
    [
        ({"votes": {"1": 30, "2": 20, "3": 11}}, "arithmetic"),
        ({"votes": {"1": 30, "2": 20}}, "positions"),
        ({"reported_at": (NOW + timedelta(hours=1)).isoformat()}, "from_the_future"),
        ({"contests": [{"contest": "9", "ballots_processed": 1, "votes": {"1": 1}}]}, "unknown_contest"),
        ({"contests": []}, "malformed"),
        ({"surprise": 1}, "malformed"),
        ({"type": "weather"}, "unknown_type"),
        ({"prev": "a" * 64}, "broken_chain"),
    ],
)
def test_what_does_not_fit_waits_in_quarantine(
    intake: Intake, store: Store, values: dict[str, Any], reason: str
) -> None:
    enrolled(store)
    answer = intake.submit(scanner_message(**values), HERE)
    assert (answer.outcome, answer.reason) == (Outcome.QUARANTINED, reason)
    assert facts(store) is None


@pytest.mark.parametrize(
    ("kind", "source"),
    [(DeviceKind.IDENTIFICATION, TurnoutSource.ONLINE), (DeviceKind.SCANNER, TurnoutSource.SCANNER_FINAL)],
)
def test_the_source_of_a_turnout_is_the_kind_of_its_device(
    intake: Intake, store: Store, kind: DeviceKind, source: TurnoutSource
) -> None:
    enrolled(store, kind=kind)
    intake.submit(turnout_message(), HERE)
    assert facts(store).turnout[0].source is source


def test_a_device_that_reports_what_it_cannot_know_is_quarantined(intake: Intake, store: Store) -> None:
    enrolled(store, kind=DeviceKind.SCAN_STATION)
    answer = intake.submit(scanner_message(), HERE)
    assert (answer.outcome, answer.reason) == (Outcome.QUARANTINED, "wrong_device")


@pytest.mark.parametrize(
    ("values", "message", "reason"),
    [
        ({"confirmations": 1}, {}, Reason.UNCONFIRMED_KEY),
        ({"mode": "test"}, {}, Reason.WRONG_MODE),
        ({"mode": "test"}, {"mode": "test"}, Reason.WRONG_MODE),
        ({}, {"mode": "test"}, Reason.WRONG_MODE),
        ({"precinct": "1-2"}, {}, Reason.FOREIGN_PRECINCT),
        ({"valid_from": NOW + timedelta(hours=1)}, {}, Reason.OUT_OF_DATE),
        ({"valid_until": NOW - timedelta(hours=1)}, {}, Reason.OUT_OF_DATE),
    ],
)
def test_keys_count_only_where_and_when_they_are_bound(
    intake: Intake, store: Store, values: dict[str, Any], message: dict[str, Any], reason: Reason, tmp_path: Path
) -> None:
    enrolled(store, **values)
    raw = turnout_message(**message)
    with pytest.raises(Refusal) as refused:
        intake.submit(raw, HERE)
    assert refused.value.reason is reason
    assert count(store, "intake_message") == 0
    assert (tmp_path / "private" / "refused" / f"{sha256(raw)}.note").read_bytes() == raw


def test_a_stranger_and_a_forged_signature_are_refused(intake: Intake, store: Store) -> None:
    enrolled(store)
    with pytest.raises(Refusal) as refused:
        intake.submit(turnout_message(signer(salt="another")), HERE)
    assert refused.value.reason is Reason.UNKNOWN_KEY
    with pytest.raises(Refusal) as refused:
        intake.submit(turnout_message().replace(b'"home":100', b'"home":900'), HERE)
    assert refused.value.reason is Reason.BAD_SIGNATURE
    assert count(store, "intake_message") == 0


def test_messages_out_of_order_are_taken_and_an_older_report_replaces_nothing(intake: Intake, store: Store) -> None:
    enrolled(store)
    older = scanner_message(seq=1)
    newer = scanner_message(votes={"1": 31, "2": 20, "3": 8}, seq=2, prev=sha256(older))
    assert intake.submit(newer, HERE).outcome is Outcome.ACCEPTED
    late = intake.submit(older, HERE)
    assert (late.outcome, late.reason) == (Outcome.ACCEPTED, "superseded")
    assert [report.votes[1] for report in facts(store).scanner] == [31]


def test_a_zero_report_that_comes_late_is_still_recorded(intake: Intake, store: Store) -> None:
    enrolled(store)
    zero = scanner_message(votes={"1": 0, "2": 0, "3": 0}, kind="zero", seq=1)
    final = scanner_message(seq=2, prev=sha256(zero))
    for raw in (final, zero):
        assert intake.submit(raw, HERE).reason == ""
    assert sorted(report.zero for report in facts(store).scanner) == [False, True]


def test_a_predecessor_other_than_the_one_named_is_quarantined(intake: Intake, store: Store) -> None:
    enrolled(store)
    first, second = series(signer(), 2)
    intake.submit(second, HERE)
    other = intake.submit(turnout_message(home=7), HERE)
    assert (other.outcome, other.reason) == (Outcome.QUARANTINED, "broken_chain")
    with pytest.raises(Refusal):
        intake.submit(first, HERE)


def test_a_judge_that_fails_loses_nothing_and_the_sweep_judges_once(
    intake: Intake, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    enrolled(store)
    with monkeypatch.context() as broken:
        broken.setattr(receiving, "judge", lambda *_: 1 // 0)
        answer = intake.submit(turnout_message(), HERE)
    assert (answer.outcome, answer.fresh) == (None, True)
    assert facts(store) is None
    assert [intake.judge_pending(), intake.judge_pending()] == [1, 0]
    assert len(facts(store).turnout) == 1
    assert intake.submit(turnout_message(), HERE).receipt == answer.receipt


def test_a_message_that_cannot_be_judged_holds_up_no_other(
    intake: Intake, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    enrolled(store)

    def fails_at_the_second(envelope: Envelope, *rest: Any) -> Any:
        return 1 // 0 if envelope.number == 2 else judge(envelope, *rest)

    messages = series(signer(), 3)
    with monkeypatch.context() as broken:
        broken.setattr(receiving, "judge", lambda *_: 1 // 0)
        assert [intake.submit(raw, HERE).outcome for raw in messages] == [None, None, None]
        broken.setattr(receiving, "judge", fails_at_the_second)
        assert [intake.judge_pending(), intake.judge_pending()] == [2, 0]
    assert [report.identified for report in facts(store).turnout] == [1, 3]
    assert intake.judge_pending() == 1
    assert [report.identified for report in facts(store).turnout] == [1, 3, 2]


def test_a_database_that_fails_is_not_asked_for_each_message(
    intake: Intake, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    enrolled(store)
    tried = []

    def full(*_: object) -> None:
        tried.append(1)
        raise OperationalError("", None, Exception("disk is full"))

    with monkeypatch.context() as broken:
        broken.setattr(receiving, "judge", full)
        for raw in series(signer(), 2):
            intake.submit(raw, HERE)
        tried.clear()
        with pytest.raises(StorageError):
            intake.judge_pending()
    assert len(tried) == 1
    assert intake.judge_pending() == 2


def test_two_messages_under_one_number_in_one_batch_conflict(intake: Intake, store: Store) -> None:
    enrolled(store)
    first, second = turnout_message(), turnout_message(home=101)
    third = turnout_message(home=102, seq=2, prev=sha256(first))
    with store.write() as session:
        arrivals = [receiving.Arrival(read_envelope(raw), HERE) for raw in (first, second, third, first)]
        stored = receiving.receive(session, arrivals, "main", NOW)
    seqs = [each.message.seq for each in stored if isinstance(each, receiving.Stored)]
    assert seqs[0] == seqs[3] and len(set(seqs)) == 3
    with store.write() as session:
        outcomes = receiving.judge_messages(session, seqs, intake.configurations, NOW)
    assert [outcomes[seq][0] for seq in seqs[:3]] == [Outcome.ACCEPTED, Outcome.CONFLICT, Outcome.ACCEPTED]


def test_a_revoked_key_counts_no_longer(intake: Intake, store: Store) -> None:
    from portal.ingest.enrolment import revoke
    from tests.ingest.devices import actor

    key = enrolled(store)
    intake.submit(turnout_message(), HERE)
    with store.write() as session:
        revoke(session, key, "украдено", actor())
    with pytest.raises(Refusal) as refused:
        intake.submit(turnout_message(seq=2), HERE)
    assert refused.value.reason is Reason.REVOKED_KEY


def test_the_side_store_is_capped(intake: Intake, store: Store, tmp_path: Path) -> None:
    from portal.ingest.refused import RefusedStore

    small = RefusedStore(tmp_path, max_files=2, max_total=10)
    assert [small.keep(raw) for raw in (b"one", b"one", b"eleven bytes", b"two", b"three")] == [
        True,
        False,
        False,
        True,
        False,
    ]
