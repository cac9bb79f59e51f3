"""Rules of judgement as properties, and that order and repetition of delivery change no fact."""

import tempfile
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from portal.clocks import FixedClock
from portal.ingest.envelope import read_envelope
from portal.ingest.intake import Intake
from portal.ingest.judge import Ballots, Place, judge
from portal.ingest.receiving import Source
from portal.store.engine import open_store
from portal.store.migrate import upgrade
from portal.store.models import DeviceKind, Outcome
from portal.store.queries.facts import facts_of
from tests.depth import depth
from tests.ingest.devices import NOW, enrolled, scanner_message, series, sha256, signer, turnout_message
from tests.store.factories import configured, minutes

PLACE = Place(1, 1, DeviceKind.SCANNER, NOW)
COUNTS = st.integers(0, 50)


def ballots(marks: int = 1) -> Ballots:
    return Ballots(1, frozenset({"1-1"}), {"1": frozenset({1, 2, 3})}, {"1": marks})


@given(votes=st.dictionaries(st.sampled_from(["1", "2", "3", "4"]), COUNTS), processed=COUNTS, marks=st.integers(1, 3))
def test_a_report_is_accepted_just_when_it_names_the_ballot_and_adds_up(
    votes: dict[str, int], processed: int, marks: int
) -> None:
    count = {"contest": "1", "ballots_processed": processed, "votes": votes}
    envelope = read_envelope(scanner_message(contests=[count]))
    good = set(votes) == {"1", "2", "3"} and sum(votes.values()) <= processed * marks
    judgement = judge(envelope, PLACE, ballots(marks), [])
    assert (judgement.outcome is Outcome.ACCEPTED) == good
    assert judgement.reports or not good


@given(home=COUNTS, remote=st.none() | COUNTS, outside=st.none() | COUNTS)
def test_voters_outside_are_part_of_all_identified(home: int, remote: int | None, outside: int | None) -> None:
    given_fields = {"remote": remote, "outside": outside}
    judgement = judge(read_envelope(turnout_message(home=home, **given_fields)), PLACE, ballots(), [])
    assert (judgement.outcome is Outcome.ACCEPTED) == ((outside or 0) <= home + (remote or 0))


@given(minutes_ahead=st.integers(-600, 600))
def test_only_what_lies_well_ahead_is_from_the_future(minutes_ahead: int) -> None:
    as_of = minutes(30 + minutes_ahead).isoformat()
    judgement = judge(read_envelope(turnout_message(as_of=as_of)), PLACE, ballots(), [])
    assert (judgement.reason == "from_the_future") == (minutes_ahead > 5)


@settings(max_examples=depth(200))
@given(data=st.data())
def test_order_and_repetition_of_delivery_change_no_fact(data: st.DataObject) -> None:
    reader, scanner = signer("id-1"), signer("asu-1")
    first = scanner_message(scanner, {"1": 1, "2": 0, "3": 0})
    second = scanner_message(scanner, {"1": 2, "2": 0, "3": 0}, seq=2, prev=sha256(first))
    messages = [*series(reader, 4), first, second]
    again = data.draw(st.lists(st.sampled_from(messages), max_size=6))
    order = data.draw(st.permutations([*messages, *again]))
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite:///{folder}/natyija.db"
        upgrade(url)
        store = open_store(url)
        with store.write() as session:
            configured(session)
        enrolled(store, scanner)
        enrolled(store, reader, kind=DeviceKind.IDENTIFICATION)
        intake = Intake(store, Path(folder), signer("natyija.ingest"), "main", FixedClock(NOW))
        receipts = {(sha256(raw), intake.submit(raw, Source()).receipt) for raw in order}
        intake.close()
        with store.read() as session:
            facts = facts_of(session, "jk2025", ["1-1"])["1-1"]
        store.close()
    assert len(receipts) == len(messages)
    assert sorted(report.identified for report in facts.turnout) == [1, 2, 3, 4]
    assert max(facts.scanner, key=lambda report: report.seq).votes[1] == 2
    assert len(facts.scanner) == (2 if order.index(first) < order.index(second) else 1)
