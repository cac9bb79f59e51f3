"""The papers of a re-vote are entered for the first time, once; a second entry of them needs a decision (R139 ¶75)."""

from datetime import date, datetime, timedelta

from portal.domain.decisions import DecisionKind
from portal.domain.facts import Protocol
from portal.entry.admission import NotAdmitted
from portal.entry.commission import commission_view
from portal.entry.consolidated import MissingPaper, consolidated_tables
from portal.entry.papers import paper_case, take_step
from portal.entry.protocol import Became, Outcome, Typed, submit
from portal.entry.state import PaperStanding, PaperState, standing
from portal.store.engine import Store
from portal.store.models import EntryBasis, PaperStepKind
from portal.store.queries.facts import facts_of
from portal.store.record import record_protocols, record_scanner_report
from tests.entry.papers import CAMPAIGN, NOW, enter, handed_over, key, permit, typed
from tests.store.factories import protocol, scanner

CALLED = date(2025, 12, 5)
LATER = NOW + timedelta(days=14)
RE_VOTE = {"signed_date": "2025-12-14", "signed_time": "21:20"}


def called(store: Store) -> None:
    """The totals of 1-1 are invalidated and a re-vote is set for later."""
    permit(store, kind=DecisionKind.INVALIDATE_PRECINCT, number="201", date=CALLED)
    permit(store, kind=DecisionKind.SET_RE_VOTE, number="202", date=CALLED)


def step(store: Store, kind: PaperStepKind, at: datetime) -> None:
    with store.write() as session:
        take_step(session, commission_view(session, CAMPAIGN, "tik-11"), key(), kind, "Бекова Б.", "admin", "", at)


def handed_over_again(store: Store, at: datetime = LATER) -> None:
    step(store, PaperStepKind.RECEIVED, at)
    step(store, PaperStepKind.CHECKED, at)


def enter_later(store: Store, raw: dict[str, str], minutes: int = 1) -> Outcome:
    now = LATER + timedelta(minutes=minutes)
    with store.write() as session:
        mine = commission_view(session, CAMPAIGN, "tik-11")
        precinct = mine.precinct("1-1")
        assert precinct is not None
        case = paper_case(session, mine, precinct, key())
        return submit(session, case, Typed({"seen": "X1 X2", **raw}, "admin", now, now))


def versions(store: Store) -> list[Protocol]:
    with store.read() as session:
        return list(facts_of(session, CAMPAIGN, ["1-1"])["1-1"].protocols)


def state(store: Store) -> PaperStanding:
    with store.read() as session:
        found = standing(session, commission_view(session, CAMPAIGN, "tik-11"))
    return next(each.papers[0] for each in found if each.precinct.number == "1-1")


def test_the_protocol_of_a_re_vote_is_a_first_entry_and_the_first_one_stays(store: Store) -> None:
    handed_over(store, key())
    assert enter(store, key(), typed()).became is Became.STORED
    called(store)
    assert (state(store).state, state(store).vote) == (PaperState.MISSING, 1)
    assert enter_later(store, typed(**RE_VOTE)).not_admitted is NotAdmitted.NOT_CHECKED
    handed_over_again(store)
    outcome = enter_later(store, typed(votes={1: 25, 2: 25}, **RE_VOTE))
    assert outcome.became is Became.STORED
    assert outcome.admission is not None
    assert (outcome.admission.basis, outcome.admission.number) == (EntryBasis.FIRST, 2)
    assert [each.votes[1] for each in versions(store)] == [30, 25]
    assert (state(store).state, state(store).versions) == (PaperState.ENTERED, 1)


def test_a_second_entry_of_the_re_vote_needs_a_decision_made_after_it_was_called(store: Store) -> None:
    handed_over(store, key())
    enter(store, key(), typed())
    permit(store, number="150")
    called(store)
    handed_over_again(store)
    enter_later(store, typed(**RE_VOTE))
    handed_over_again(store, LATER + timedelta(hours=1))
    again = typed(votes={1: 31, 2: 19}, **RE_VOTE)
    assert enter_later(store, again, 61).not_admitted is NotAdmitted.DECISION_NEEDED
    permit(store, number="210", date=date(2025, 12, 13))
    outcome = enter_later(store, again, 62)
    assert outcome.became is Became.STORED
    assert outcome.admission is not None and outcome.admission.decision == "210"


def test_a_paper_signed_before_the_re_vote_is_still_a_second_entry(store: Store) -> None:
    handed_over(store, key())
    enter(store, key(), typed())
    called(store)
    handed_over_again(store)
    assert enter_later(store, typed()).not_admitted is NotAdmitted.DECISION_NEEDED


def test_imported_versions_of_the_first_vote_are_no_entries_of_the_re_vote(store: Store) -> None:
    with store.write() as session:
        record_protocols(session, CAMPAIGN, [protocol()], "import")
    called(store)
    handed_over_again(store)
    assert enter_later(store, typed(**RE_VOTE)).became is Became.STORED


def test_the_re_vote_is_compared_with_its_own_machines(store: Store) -> None:
    first = scanner(ballots_processed=90, votes={1: 50, 2: 20, 3: 18})
    again = scanner(ballots_processed=59, votes={1: 29, 2: 20, 3: 8}, received_at=LATER, reported_at=LATER)
    with store.write() as session:
        record_scanner_report(session, CAMPAIGN, first, "asu")
    called(store)
    handed_over_again(store)
    outcome = enter_later(store, typed(**RE_VOTE, seen=""))
    assert (outcome.became, list(outcome.findings)) == (Became.STORED, [])
    with store.write() as session:
        record_scanner_report(session, CAMPAIGN, again, "asu")
    with store.read() as session:
        found = standing(session, commission_view(session, CAMPAIGN, "tik-11"))
    (one,) = [each for each in found if each.precinct.number == "1-1"]
    assert [(each["code"], each["values"].get("processed")) for each in one.findings] == [("X1", 59), ("X2", None)]


def test_the_consolidated_protocol_waits_for_the_re_vote_and_adds_it_alone(store: Store) -> None:
    with store.write() as session:
        record_protocols(session, CAMPAIGN, [protocol("1-1"), protocol("1-2")], "import")
    called(store)

    def ordinary() -> tuple[list[int], tuple[MissingPaper, ...]]:
        with store.read() as session:
            mine = commission_view(session, CAMPAIGN, "tik-11")
            table = consolidated_tables(session, mine, "1", LATER)[0]
        return [option.votes for option in table.options], table.missing

    assert ordinary()[1] == (MissingPaper("1-1", key().kind),)
    handed_over_again(store)
    enter_later(store, typed(votes={1: 25, 2: 25}, **RE_VOTE))
    assert ordinary() == ([55, 45, 16], ())
