from datetime import timedelta

import pytest

from portal.domain.decisions import DecisionKind
from portal.domain.facts import Protocol
from portal.domain.statuses import ProtocolKind
from portal.entry.admission import NotAdmitted
from portal.entry.protocol import Became
from portal.errors import InputError
from portal.store.engine import Store
from portal.store.models import EntryBasis, EntryOutcome, PaperStepKind
from portal.store.queries.entry import Attempt, attempt_of, attempts
from portal.store.queries.facts import facts_of
from portal.store.record import record_scanner_report
from tests.entry.papers import (
    CAMPAIGN,
    NOW,
    REMOTE,
    configured_again,
    enter,
    handed_over,
    key,
    permit,
    step,
    typed,
    typed_remote,
)
from tests.store.factories import scanner

BROKEN = {"9": 61}


def stored(store: Store, number: str = "1-1") -> list[Protocol]:
    with store.read() as session:
        found = facts_of(session, CAMPAIGN, [number])
    return list(found[number].protocols) if found else []


def tried(store: Store, number: str = "1-1") -> list[Attempt]:
    with store.read() as session:
        return attempts(session, CAMPAIGN, [number]).get(number, [])


def test_a_paper_is_entered_once_the_commission_has_checked_it(store: Store) -> None:
    assert enter(store, key(), typed()).not_admitted is NotAdmitted.NOT_CHECKED
    step(store, key(), PaperStepKind.RECEIVED)
    assert enter(store, key(), typed()).not_admitted is NotAdmitted.NOT_CHECKED
    step(store, key(), PaperStepKind.CHECKED)
    outcome = enter(store, key(), typed(opinions="1", opinions_text="Особое мнение", present="Наблюдатель Ким"))
    assert outcome.became is Became.STORED
    (protocol,) = stored(store)
    assert (protocol.lines["11"], protocol.votes, protocol.members, protocol.opinions) == (
        58,
        {1: 30, 2: 20, 3: 8},
        7,
        1,
    )
    with store.read() as session:
        attempt = attempt_of(session, CAMPAIGN, protocol.seq)
    assert attempt is not None
    assert (attempt.basis, attempt.outcome, attempt.chair) == (EntryBasis.FIRST, EntryOutcome.STORED, "Асанова А.")
    assert attempt.notes == {"present": "Наблюдатель Ким", "opinions_text": "Особое мнение"}


def test_a_paper_cannot_be_checked_before_it_was_handed_over(store: Store) -> None:
    with pytest.raises(InputError, match="handed over"):
        step(store, key(), PaperStepKind.CHECKED)
    with pytest.raises(InputError, match="not a paper of this commission"):
        step(store, key("2-1", contest="2"), PaperStepKind.RECEIVED)


def test_a_broken_refuse_ratio_saves_nothing_and_leaves_the_attempt_with_its_figures(store: Store) -> None:
    handed_over(store, key())
    outcome = enter(store, key(), typed(BROKEN))
    assert outcome.became is Became.REFUSED
    assert [each.result.code for each in outcome.broken if each.result.severity == "refuse"] == ["C1"]
    assert stored(store) == []
    (attempt,) = tried(store)
    assert (attempt.outcome, attempt.figures["line.1.9"], attempt.facts) == (EntryOutcome.REFUSED, 61, ())
    assert attempt.broken[0]["code"] == "C1"
    assert attempt.broken[0]["lines"] == ["10", "11", "9", "8"]


def test_after_a_refusal_the_next_entry_needs_a_decision_and_a_new_check(store: Store) -> None:
    handed_over(store, key())
    enter(store, key(), typed(BROKEN))
    assert enter(store, key(), typed(), later=2).not_admitted is NotAdmitted.DECISION_NEEDED
    permit(store)
    assert enter(store, key(), typed(), later=3).not_admitted is NotAdmitted.NOT_CHECKED
    step(store, key(), PaperStepKind.CHECKED, NOW + timedelta(minutes=4))
    outcome = enter(store, key(), typed(), later=5)
    assert outcome.became is Became.STORED
    assert outcome.admission is not None
    assert (outcome.admission.basis, outcome.admission.decision) == (EntryBasis.DECISION, "155")


def test_every_further_entry_uses_up_one_decision_and_the_old_version_stays(store: Store) -> None:
    handed_over(store, key())
    enter(store, key(), typed())
    handed_over(store, key(), NOW + timedelta(hours=1))
    assert enter(store, key(), typed(), later=61).not_admitted is NotAdmitted.DECISION_NEEDED
    permit(store, "1-2")
    assert enter(store, key(), typed(), later=61).not_admitted is NotAdmitted.DECISION_NEEDED
    permit(store)
    assert enter(store, key(), typed(votes={1: 31, 2: 19}), later=62).became is Became.STORED
    assert [each.version for each in stored(store)] == [1, 2]
    assert enter(store, key(), typed(), later=63).not_admitted is NotAdmitted.DECISION_NEEDED


def test_a_slip_is_retyped_at_once_without_a_decision_and_logged(store: Store) -> None:
    handed_over(store, key())
    enter(store, key(), typed(BROKEN))
    outcome = enter(store, key(), typed(), later=10, slip=True)
    assert outcome.became is Became.STORED
    assert [(each.basis, each.outcome) for each in tried(store)] == [
        (EntryBasis.FIRST, EntryOutcome.REFUSED),
        (EntryBasis.SLIP, EntryOutcome.STORED),
    ]
    assert enter(store, key(), typed(votes={1: 31, 2: 19}), later=15, slip=True).became is Became.STORED
    assert [each.version for each in stored(store)] == [1, 2]


def test_a_slip_uses_up_no_decision(store: Store) -> None:
    handed_over(store, key())
    enter(store, key(), typed(BROKEN))
    enter(store, key(), typed(), later=2, slip=True)
    handed_over(store, key(), NOW + timedelta(minutes=30))
    permit(store)
    assert enter(store, key(), typed(), later=31).became is Became.STORED


@pytest.mark.parametrize(
    ("raw", "person", "later", "reason"),
    [
        ({}, "admin", 17, NotAdmitted.TOO_LATE_TO_RETYPE),
        ({}, "other", 3, NotAdmitted.OTHER_PERSON),
        ({"chair": "Другой"}, "admin", 3, NotAdmitted.OTHER_ATTENDEES),
        ({"line.1.9": "61"}, "admin", 3, NotAdmitted.SAME_FIGURES),
    ],
)
def test_what_is_not_at_once_is_no_slip(
    store: Store, raw: dict[str, str], person: str, later: int, reason: NotAdmitted
) -> None:
    handed_over(store, key())
    enter(store, key(), typed(BROKEN))
    outcome = enter(store, key(), typed() | raw, person=person, later=later, slip=True)
    assert outcome.not_admitted is reason
    assert stored(store) == []


def test_no_slip_is_retyped_once_the_printout_is_signed_or_the_paper_sent_back(store: Store) -> None:
    handed_over(store, key())
    assert enter(store, key(), typed(), slip=True).not_admitted is NotAdmitted.NOTHING_TO_RETYPE
    enter(store, key(), typed())
    step(store, key(), PaperStepKind.PRINTOUT_SIGNED, NOW + timedelta(minutes=2))
    assert enter(store, key(), typed(BROKEN), later=3, slip=True).not_admitted is NotAdmitted.PRINTOUT_SIGNED
    other = key("1-2")
    handed_over(store, other)
    enter(store, other, typed(BROKEN))
    step(store, other, PaperStepKind.RETURNED, NOW + timedelta(minutes=2))
    assert enter(store, other, typed(), later=3, slip=True).not_admitted is NotAdmitted.SENT_BACK


def test_a_campaign_may_forbid_retyping(store: Store) -> None:
    configured_again(store, retype_minutes="0")
    handed_over(store, key())
    enter(store, key(), typed(BROKEN))
    assert enter(store, key(), typed(), slip=True).not_admitted is NotAdmitted.TOO_LATE_TO_RETYPE


@pytest.mark.parametrize(
    ("values", "field", "code"),
    [
        ({"line.1.9": ""}, "line.1.9", "empty"),
        ({"line.1.9": "-60"}, "line.1.9", "not_a_count"),
        ({"line.1.9": "60.5"}, "line.1.9", "not_a_count"),
        ({"option.1.2": ""}, "option.1.2", "empty"),
        ({"members": ""}, "members", "empty"),
        ({"signed": "8"}, "signed", "more_than_members"),
        ({"signed_time": "25:00"}, "signed_date", "not_a_time"),
        ({"signed_date": "2025-12-01"}, "signed_date", "in_the_future"),
        ({"signed_time": "07:59"}, "signed_date", "too_early"),
        ({"chair_confirms": ""}, "chair_confirms", "not_confirmed"),
        ({"member": " "}, "member", "empty"),
    ],
)
def test_what_cannot_be_read_is_named_and_is_no_attempt(
    store: Store, values: dict[str, str], field: str, code: str
) -> None:
    handed_over(store, key())
    outcome = enter(store, key(), typed(**values))
    assert outcome.became is Became.UNREADABLE
    assert (field, code) in [(each.field, each.code) for each in outcome.problems]
    assert (tried(store), stored(store)) == ([], [])


def test_spaces_within_numbers_are_read_and_a_line_without_a_ratio_may_stay_empty(store: Store) -> None:
    handed_over(store, key())
    outcome = enter(store, key(), typed(**{"line.1.1": "1 000", "line.1.5": ""}))
    assert outcome.became is Became.STORED
    (protocol,) = stored(store)
    assert protocol.lines["1"] == 1000
    assert "5" not in protocol.lines


def test_a_broken_warn_ratio_wants_a_written_reason(store: Store) -> None:
    handed_over(store, key())
    raw = typed({"4": 61})
    outcome = enter(store, key(), raw)
    assert outcome.became is Became.REASONS_WANTED
    assert [each.key for each in outcome.broken] == ["reason.1.C6"]
    assert (stored(store), tried(store)) == ([], [])
    outcome = enter(store, key(), raw | {"reason.1.C6": "Чек порван"}, later=2)
    assert outcome.became is Became.STORED
    assert stored(store)[0].reasons == {"C6": "Чек порван"}


def test_differences_to_the_machines_are_shown_before_saving_and_may_be_explained(store: Store) -> None:
    with store.write() as session:
        record_scanner_report(session, CAMPAIGN, scanner(ballots_processed=59, votes={1: 29, 2: 20, 3: 8}), "asu")
    handed_over(store, key())
    outcome = enter(store, key(), typed(seen=""))
    assert outcome.became is Became.REASONS_WANTED
    assert [finding["code"] for finding in outcome.findings] == ["X1", "X2"]
    outcome = enter(store, key(), typed(seen="X1 X2", **{"reason..X1": "Один бюллетень не принят"}))
    assert outcome.became is Became.STORED
    assert stored(store)[0].reasons == {"X1": "Один бюллетень не принят"}


def test_a_ratio_over_the_papers_waits_for_the_remote_paper_and_then_refuses(store: Store) -> None:
    """C3: valid ballots of all papers are no more than the ballots issued for all of them (R139 ¶51)."""
    handed_over(store, key())
    raw = typed({"3": 57, "4": 57, "2": 57}, **{f"reason.1.{code}": "x" for code in ("C3p", "C7")})
    outcome = enter(store, key(), raw)
    assert [each.result.code for each in outcome.broken if each.result.severity == "refuse"] == ["C3"]
    other = key("1-2")
    handed_over(store, other)
    assert enter(store, other, raw | {"awaits_remote": "yes"}).became is Became.STORED
    remote = key("1-2", ProtocolKind.REMOTE, "")
    handed_over(store, remote)
    short = {f"line..{id}": "8" for id in ("D1", "D2", "D3")}
    reasons = {"reason..D-C3": "x"}
    outcome = enter(store, remote, typed_remote() | short | reasons, contests=("2",))
    assert [each.result.code for each in outcome.broken if each.result.severity == "refuse"] == ["C3"]
    assert [each.contest for each in stored(store, "1-2")] == ["1"]


def test_a_remote_paper_becomes_a_row_for_the_precinct_and_one_per_district(store: Store) -> None:
    handed_over(store, REMOTE)
    outcome = enter(store, REMOTE, typed_remote(), contests=("2",))
    assert outcome.became is Became.STORED
    rows = stored(store)
    assert [(each.contest, each.kind, each.version) for each in rows] == [("", "remote", 1), ("2", "remote", 1)]
    assert rows[0].lines == {"D1": 9, "D2": 9, "D3": 9, "D4": 0}
    assert (rows[1].lines, rows[1].votes) == ({"D5": 9, "D6": 1, "D7": 8}, {1: 5, 2: 2, 3: 1})


def test_rows_without_a_contest_are_judged_at_entry_too(store: Store) -> None:
    handed_over(store, REMOTE)
    raw = typed_remote(**{"line..D3": "8", "line..D1": "8"})
    outcome = enter(store, REMOTE, raw, contests=("2",))
    assert outcome.became is Became.REASONS_WANTED
    assert [each.key for each in outcome.broken] == ["reason..D-C4", "reason..D-C5"]


def test_a_remote_paper_for_the_own_district_is_refused(store: Store) -> None:
    handed_over(store, REMOTE)
    outcome = enter(store, REMOTE, typed_remote("1"), contests=("1",))
    assert [each.result.code for each in outcome.broken] == ["C11"]
    assert outcome.became is Became.REFUSED


def test_a_remote_paper_typed_again_stores_only_the_sections_that_changed(store: Store) -> None:
    paper = key("1-9", ProtocolKind.REMOTE, "")
    handed_over(store, paper)
    both = typed_remote("2") | typed_remote("1") | {f"line..{id}": "18" for id in ("D1", "D2", "D3")}
    enter(store, paper, both, contests=("1", "2"))
    slip = both | {"option.1.1": "4", "option.1.2": "3"}
    assert enter(store, paper, slip, contests=("1", "2"), later=3, slip=True).became is Became.STORED
    assert [(each.contest, each.version) for each in stored(store, "1-9")] == [("", 1), ("1", 1), ("2", 1), ("1", 2)]


def test_a_recount_is_entered_only_when_it_was_ordered(store: Store) -> None:
    recount = key(kind=ProtocolKind.RECOUNT)
    with pytest.raises(InputError):
        enter(store, recount, typed())
    permit(store, kind=DecisionKind.RECOUNT)
    handed_over(store, recount)
    assert enter(store, recount, typed()).became is Became.STORED
    assert stored(store)[0].kind is ProtocolKind.RECOUNT


def test_versions_that_were_imported_count_as_entries(store: Store) -> None:
    handed_over(store, key())
    with store.write() as session:
        from portal.store.record import record_protocols
        from tests.store.factories import protocol

        record_protocols(session, CAMPAIGN, [protocol()], "import")
    assert enter(store, key(), typed()).not_admitted is NotAdmitted.DECISION_NEEDED
