"""What a store may hold before the results open without any byte of it reaching the public."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from hashlib import sha256

from hypothesis import strategies as st
from sqlalchemy.orm import Session

from portal.domain.decisions import Decision, DecisionKind, DecisionScope
from portal.domain.facts import NoMachineResult, OrderKind, Protocol, Scan, ScheduleItem, ScheduleItemKind
from portal.domain.names import Names
from portal.domain.statuses import ProtocolKind
from portal.errors import InputError
from portal.store.models import DeviceKind, EntryBasis, EntryOutcome, Outcome
from portal.store.queries.entry import attempts
from portal.store.record import (
    approve,
    record_decision,
    record_no_machine_result,
    record_order,
    record_protocols,
    record_scan,
    record_schedule,
)
from portal.store.record.entry import PaperKey, record_attempt
from portal.store.record.intake import NewMessage, NewVerdict, insert_messages, insert_verdicts
from portal.store.record.intake_devices import NewKey, enter_key
from tests.golden.script import scanner, turnout
from tests.publication.test_incremental import OPTIONS, PRECINCTS
from tests.publication.world import CAMPAIGN, clock_time

Hidden = Callable[[Session, datetime], object]
PASSES = (clock_time(7), clock_time(12, 5), clock_time(14), clock_time(16, 5), clock_time(19, 59))
OPENING = clock_time(20, 30)
CANARY = 987_653
"""A number that only hidden facts hold."""

SMALL = st.integers(0, 40)
precincts = st.sampled_from(PRECINCTS)
contests = st.sampled_from(tuple(OPTIONS))


@st.composite
def hidden_turnout(draw: st.DrawFn) -> Hidden:
    """Of the last slot, or the final number of voters."""
    number, identified, remote, final = draw(precincts), draw(SMALL), draw(SMALL), draw(st.booleans())
    return lambda session, at: turnout(session, number, 20, identified, remote, at, final=final)


@st.composite
def hidden_scanner(draw: st.DrawFn) -> Hidden:
    number, contest, device = draw(precincts), draw(contests), draw(st.sampled_from("ab"))
    votes = tuple(draw(SMALL) for _ in range(OPTIONS[contest]))
    ballots = draw(st.integers(0, 120))
    return lambda session, at: scanner(session, number, contest, ballots, votes, at, device)


@st.composite
def hidden_protocol(draw: st.DrawFn) -> Hidden:
    number, contest = draw(precincts), draw(contests)
    votes = {position: draw(SMALL) for position in range(1, OPTIONS[contest] + 1)}
    lines = {"9": draw(SMALL), "11": draw(SMALL)}

    def record(session: Session, at: datetime) -> None:
        entry = Protocol(0, at, number, contest, ProtocolKind.ORDINARY, 0, at, lines, votes)
        record_protocols(session, CAMPAIGN, [entry], "tests")

    return record


@st.composite
def hidden_scan(draw: st.DrawFn) -> Hidden:
    number, digest, checked = draw(precincts), f"{draw(st.integers(0, 10**9)):064x}", draw(st.booleans())
    return lambda session, at: record_scan(
        session, CAMPAIGN, Scan(0, at, number, "d1", "protocol", digest, "pdf", at if checked else None), "tests"
    )


@st.composite
def hidden_word(draw: st.DrawFn) -> Hidden:
    """No machine result, an entered decision, a draft of an order or of a schedule: nobody confirmed or approved it."""
    number, kind = draw(precincts), draw(st.sampled_from(("machine", "decision", "order", "schedule")))
    order_kind = draw(st.sampled_from((OrderKind.PAUSE, OrderKind.WITHDRAWAL, OrderKind.HOLD)))
    line = draw(st.sampled_from((ScheduleItemKind.RESULTS, ScheduleItemKind.CAMPAIGN)))

    def record(session: Session, at: datetime) -> object:
        if kind == "machine":
            word = NoMachineResult(0, at, number, Names(en="broken"))
            return record_no_machine_result(session, CAMPAIGN, word, "tests")
        if kind == "decision":
            what, day = DecisionKind.INVALIDATE_PRECINCT, date(2025, 11, 30)
            act = Decision("5", day, "CEC", what, DecisionScope.PRECINCT, number)
            return record_decision(session, CAMPAIGN, act, at, "Asel")
        if kind == "order":
            target = f"precinct:{number}" if order_kind is OrderKind.HOLD else ""
            seq = record_order(session, CAMPAIGN, order_kind, at, "Asel", target=target)
        else:
            seq = record_schedule(session, CAMPAIGN, [ScheduleItem(line, at)], at, "Asel")
        return approve(session, seq, "Asel", at)

    return record


@st.composite
def hidden_attempt(draw: st.DrawFn) -> Hidden:
    """A protocol whose ratios do not hold: refused and kept as an attempt (R53 ¶44)."""
    number, found = draw(precincts), draw(SMALL)

    def record(session: Session, at: datetime) -> int:
        paper = PaperKey(CAMPAIGN, number, ProtocolKind.ORDINARY, "d1")
        typed = {"lines": {"9": found, "10": found + 1}, "votes": {"1": found}}
        attempt = len(attempts(session, CAMPAIGN, [number]).get(number, ())) + 1
        return record_attempt(
            session,
            paper,
            number=attempt,
            basis=EntryBasis.FIRST if attempt == 1 else EntryBasis.DECISION,
            outcome=EntryOutcome.REFUSED,
            attendees=("Chair", "Member"),
            figures=typed,
            at=at,
            by="tests",
        )

    return record


@st.composite
def hidden_message(draw: st.DrawFn) -> Hidden:
    """A device's message that was taken in and waits for a person's judgement."""
    number, said = draw(precincts), draw(st.integers(0, 10**9))

    def record(session: Session, at: datetime) -> None:
        digest = sha256(f"{number} {said} {at}".encode()).hexdigest()
        valid = at, at + timedelta(days=1)
        key = NewKey(digest[:8], digest[:8], digest, digest, DeviceKind.SCANNER, CAMPAIGN, number, "main", *valid)
        try:
            device = enter_key(session, key, at, "tests")
        except InputError:  # the same message was drawn twice
            return
        raw = str(said).encode()
        message = NewMessage(digest, raw, device, 1, "", "scanner_report", "", at, "127.0.0.1", None)
        [seq] = insert_messages(session, [message]).values()
        insert_verdicts(session, [NewVerdict(seq, Outcome.QUARANTINED, "closed", {"said": said})], at)

    return record


hidden = st.lists(
    st.tuples(
        st.integers(0, len(PASSES) - 1),
        st.one_of(
            hidden_turnout(),
            hidden_scanner(),
            hidden_protocol(),
            hidden_scan(),
            hidden_word(),
            hidden_attempt(),
            hidden_message(),
        ),
    ),
    max_size=8,
)


def hide_canary(session: Session, at: datetime) -> None:
    """The canary in everything that is hidden before the results open."""
    turnout(session, "n-1", 20, CANARY, 0, at)
    turnout(session, "n-2", 20, CANARY, 0, at, final=True)
    scanner(session, "n-1", "d1", CANARY, (CANARY, 0, 0), at, "canary")
    lines = {"9": CANARY, "10": 0, "11": CANARY}
    entry = Protocol(0, at, "n-2", "d1", ProtocolKind.ORDINARY, 0, at, lines, {1: CANARY, 2: 0, 3: 0})
    record_protocols(session, CAMPAIGN, [entry], "tests")
    record_scan(session, CAMPAIGN, Scan(0, at, "n-1", "d1", "protocol", f"{CANARY:064d}", "pdf", at), "tests")
    word = str(CANARY)
    record_no_machine_result(session, CAMPAIGN, NoMachineResult(0, at, "n-3", Names(en=word)), "tests")
    record_order(session, CAMPAIGN, OrderKind.PAUSE, at, "Asel", reason=Names(en=word), decision=word)
    record_schedule(session, CAMPAIGN, [ScheduleItem(ScheduleItemKind.RESULTS, at, word)], at, "Asel")
