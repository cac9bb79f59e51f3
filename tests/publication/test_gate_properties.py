"""What must hold of the gate for every history of one precinct."""

from datetime import datetime
from random import Random
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from portal.domain.facts import PrecinctFacts, Protocol, ScannerReport, Schedule, TurnoutReport
from portal.domain.hours import hour_of
from portal.domain.statuses import TurnoutSource
from portal.domain.visible import VisiblePrecinct
from portal.publication.gate import series_facts
from tests.publication.facts import LATE, at, facts, protocol, scanner, schedule, seen, turnout

MINUTES = st.integers(-720, 600)
SMALL = st.integers(0, 12)


@st.composite
def any_fact(draw: st.DrawFn, seq: int) -> TurnoutReport | ScannerReport | Protocol:
    received = draw(MINUTES)
    kind = draw(st.sampled_from(("turnout", "scanner", "protocol")))
    if kind == "turnout":
        hour = draw(st.integers(-11, 0)) * 60 - draw(st.sampled_from((0, 0, 5)))
        final = draw(st.sampled_from((TurnoutSource.ONLINE, TurnoutSource.ONLINE, TurnoutSource.SCANNER_FINAL)))
        remote = draw(st.none() | SMALL)
        return turnout(seq, draw(SMALL), hour, max(received, hour), source=final, remote=remote)
    votes = (draw(SMALL), draw(SMALL))
    contest = draw(st.sampled_from(("1", "1", "2")))
    if kind == "scanner":
        device = draw(st.sampled_from(("", "b")))
        ballots = draw(st.none() | st.integers(0, 30))
        return scanner(seq, votes, received, contest=contest, device=device, ballots_processed=ballots)
    return protocol(seq, votes, received, contest=contest)


@st.composite
def histories(draw: st.DrawFn) -> PrecinctFacts:
    return facts(*(draw(any_fact(seq)) for seq in range(1, draw(st.integers(1, 9)) + 1)))


@st.composite
def schedule_versions(draw: st.DrawFn) -> tuple[Schedule, ...]:
    approvals = sorted(draw(st.lists(MINUTES, min_size=1, max_size=3, unique=True)))
    return tuple(
        schedule(
            version=version,
            approved=approved,
            slots=tuple(draw(st.lists(st.integers(-11, 2).map(lambda hour: hour * 60), max_size=3))),
            results=draw(st.none() | st.integers(-60, 300)),
        )
        for version, approved in enumerate(approvals, 1)
    )


def in_force(schedules: tuple[Schedule, ...], moment: datetime) -> Schedule | None:
    approved = [version for version in schedules if version.approved_at <= moment]
    return approved[-1] if approved else None


def ever_shown(schedules: tuple[Schedule, ...], now: datetime, what: str, not_before: datetime | None = None) -> bool:
    """Whether some schedule, while it was in force, had come to an item that shows this; looked at moment by moment."""
    moments = {item.at for version in schedules for item in version.items} | {v.approved_at for v in schedules}
    for moment in sorted(moment for moment in moments if moment <= now):
        current = in_force(schedules, moment)
        for item in current.items if current else ():
            if item.what == what and item.at <= moment and (not_before is None or item.at >= not_before):
                return True
    return False


def shown_facts(visible: VisiblePrecinct) -> list[TurnoutReport | ScannerReport | Protocol]:
    found: list[Any] = [*visible.turnout, *([visible.final] if visible.final else [])]
    for reports in visible.scanner.values():
        found += reports
    for versions in visible.protocols.values():
        found += versions
    return found


def published(visible: VisiblePrecinct) -> dict[tuple[Any, ...], int]:
    """Every published number of the precinct by what it is a number of."""
    numbers: dict[tuple[Any, ...], int] = {}
    for report in visible.turnout:
        numbers["identified", hour_of(report.as_of)] = report.identified
        numbers["remote voters", hour_of(report.as_of)] = report.remote or 0
    if visible.final:
        numbers["final",] = visible.final.identified
    for contest, reports in visible.scanner.items():
        for position in (1, 2):
            numbers["scanner", contest, position] = sum(report.votes[position] for report in reports)
        numbers["ballots", contest] = sum(report.ballots_processed or 0 for report in reports)
    for contest, versions in visible.protocols.items():
        for position in (1, 2):
            numbers["protocol", contest, position] = versions[-1].votes[position]
    return numbers


@given(histories(), schedule_versions(), MINUTES)
def test_nothing_is_seen_before_its_schedule_and_its_closing(
    found: PrecinctFacts, schedules: tuple[Schedule, ...], minutes: int
) -> None:
    now = at(minutes)
    for fact in shown_facts(seen(minutes, found, *schedules)):
        assert fact.received_at <= now
        if isinstance(fact, TurnoutReport) and fact.source is not TurnoutSource.SCANNER_FINAL:
            assert ever_shown(schedules, now, "turnout", fact.as_of)
        else:
            assert now >= at(0)
            assert ever_shown(schedules, now, "results")


@given(histories(), schedule_versions())
def test_first_fact_of_the_day_is_seen_as_soon_as_its_schedule_allows(
    found: PrecinctFacts, schedules: tuple[Schedule, ...]
) -> None:
    alone = facts(*found.scanner[:1])
    opened = ever_shown(schedules, at(LATE), "results")
    sound = all(r.ballots_processed is None or sum(r.votes.values()) <= r.ballots_processed for r in alone.scanner)
    assert bool(shown_facts(seen(LATE, alone, *schedules))) == (bool(alone.scanner) and opened and sound)


@given(histories(), schedule_versions(), MINUTES, st.randoms(use_true_random=False))
def test_order_in_which_facts_are_given_does_not_matter(
    found: PrecinctFacts, schedules: tuple[Schedule, ...], minutes: int, random: Random
) -> None:
    mixed = list(series_facts(found))
    random.shuffle(mixed)
    assert seen(minutes, facts(*mixed), *schedules) == seen(minutes, found, *schedules)


@given(histories(), schedule_versions(), st.lists(MINUTES, min_size=2, max_size=4))
def test_published_values_never_fall_by_themselves(
    found: PrecinctFacts, schedules: tuple[Schedule, ...], moments: list[int]
) -> None:
    earlier: dict[tuple[Any, ...], int] = {}
    for minutes in sorted(moments):
        now = published(seen(minutes, found, *schedules))
        assert all(now.get(what, -1) >= value for what, value in earlier.items())
        earlier = now


@given(histories(), schedule_versions())
def test_published_turnout_rises_from_hour_to_hour(found: PrecinctFacts, schedules: tuple[Schedule, ...]) -> None:
    shown = seen(LATE, found, *schedules).turnout
    for attribute in ("identified", "remote"):
        values = [getattr(report, attribute) or 0 for report in shown]
        assert values == sorted(values)


@given(histories(), schedule_versions(), MINUTES)
def test_facts_received_later_do_not_change_what_was_seen(
    found: PrecinctFacts, schedules: tuple[Schedule, ...], minutes: int
) -> None:
    known = facts(*(f for f in series_facts(found) if f.received_at <= at(minutes)))
    assert seen(minutes, known, *schedules) == seen(minutes, found, *schedules)


@given(histories(), schedule_versions())
def test_no_fact_is_both_shown_and_held(found: PrecinctFacts, schedules: tuple[Schedule, ...]) -> None:
    shown = seen(LATE, found, *schedules)
    accepted = {fact.seq for fact in shown_facts(shown)}
    held = {fact.seq for fact in shown.held}
    assert not accepted & held
    assert accepted | held <= {fact.seq for fact in series_facts(found)}
