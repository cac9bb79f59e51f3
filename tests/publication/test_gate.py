"""The publication gate by examples: what may be seen when, what is held and what releases it."""

from dataclasses import replace
from datetime import time

import pytest

from portal.domain.configuration import Territory
from portal.domain.decisions import Decision, DecisionKind, DecisionScope
from portal.domain.facts import (
    NoMachineResult,
    OrderKind,
    PrecinctFacts,
    RegisteredDecision,
    Scan,
    ScheduleItem,
    ScheduleItemKind,
)
from portal.domain.hierarchy import Hierarchy
from portal.domain.names import Names
from portal.domain.statuses import ProtocolKind, TurnoutSource
from portal.domain.visible import VisiblePrecinct
from tests.publication.facts import (
    DAY,
    LATE,
    at,
    decision,
    facts,
    gate_at,
    order,
    precinct,
    protocol,
    scanner,
    schedule,
    seen,
    turnout,
)


def hours(visible: VisiblePrecinct) -> list[int]:
    return [report.identified for report in visible.turnout]


def machine(visible: VisiblePrecinct, contest: str = "1") -> list[int]:
    """Machine votes by position, the sum over devices."""
    reports = visible.scanner.get(contest, ())
    return [sum(report.votes[position] for report in reports) for position in (1, 2)] if reports else []


def hand(visible: VisiblePrecinct, contest: str = "1") -> list[dict[int, int]]:
    return [dict(version.votes) for version in visible.protocols.get(contest, ())]


def test_turnout_stays_hidden_until_its_slot() -> None:
    morning = facts(turnout(1, 100, -480))
    every_four_hours = schedule(slots=(-480, -240))
    assert hours(seen(-479, morning, every_four_hours)) == []
    assert hours(seen(-478, morning, every_four_hours)) == [100]
    assert hours(seen(-300, facts(turnout(1, 150, -420)), every_four_hours)) == []
    assert hours(seen(-240, facts(turnout(1, 150, -420)), every_four_hours)) == [150]


def test_nothing_is_seen_without_an_approved_schedule() -> None:
    everything = facts(turnout(1, 5, -60), scanner(2, (3, 1)), protocol(3, (3, 1)))
    assert seen(LATE, everything, schedule(results=None)) == VisiblePrecinct()


def test_scanner_report_stays_hidden_until_results_open() -> None:
    late_opening = schedule(results=90)
    assert machine(seen(89, facts(scanner(1, (3, 1))), late_opening)) == []
    assert machine(seen(90, facts(scanner(1, (3, 1))), late_opening)) == [3, 1]


def test_protocol_stays_hidden_until_its_precinct_closes() -> None:
    abroad = precinct(timezone="America/New_York", closes=time(20))
    found = facts(scanner(1, (3, 1)), protocol(2, (3, 1), received=30))
    eleven_hours_later = 11 * 60
    before = gate_at(eleven_hours_later - 1).visible(abroad, found)
    assert (machine(before), hand(before)) == ([], [])
    after = gate_at(eleven_hours_later).visible(abroad, found)
    assert (machine(after), hand(after)) == ([3, 1], [{1: 3, 2: 1}])


def test_own_closing_hour_of_a_precinct_is_respected() -> None:
    later = precinct(closes=time(22))
    assert machine(gate_at(119).visible(later, facts(scanner(1, (3, 1))))) == []
    assert machine(gate_at(120).visible(later, facts(scanner(1, (3, 1))))) == [3, 1]


def test_protocols_have_an_opening_of_their_own_when_the_schedule_names_one() -> None:
    own = schedule(ScheduleItem(ScheduleItemKind.PROTOCOLS, at(300)))
    assert hand(seen(299, facts(protocol(1, (3, 1))), own)) == []
    assert hand(seen(300, facts(protocol(1, (3, 1))), own)) == [{1: 3, 2: 1}]


def test_protocols_wait_for_the_decision_where_the_campaign_says_so() -> None:
    waiting = {"parameters": {"protocols_visible": "after_decision"}}
    assert hand(seen(LATE, facts(protocol(1, (3, 1))), **waiting)) == []
    assert machine(seen(LATE, facts(scanner(1, (3, 1))), **waiting)) == [3, 1]


def test_second_report_of_an_hour_replaces_the_first_silently_before_the_slot() -> None:
    slot = schedule(slots=(-240,))
    both = facts(turnout(1, 300, -250), turnout(2, 280, -245))
    shown = seen(-240, both, slot)
    assert (hours(shown), shown.held) == ([280], ())


def test_fall_of_an_hour_already_shown_is_held() -> None:
    slot = schedule(slots=(-240,))
    both = facts(turnout(1, 300, -250), turnout(2, 280, -245, received=-230))
    shown = seen(-230, both, slot)
    assert hours(shown) == [300]
    assert [(held.series, held.contest, held.seq, held.since) for held in shown.held] == [
        ("identified", "", 2, at(-230))
    ]
    assert hours(seen(-230, facts(turnout(1, 300, -250), turnout(2, 320, -245, received=-230)), slot)) == [320]


def test_later_hour_below_an_earlier_one_is_held() -> None:
    shown = seen(0, facts(turnout(1, 300, -240), turnout(2, 290, -180)))
    assert (hours(shown), [held.seq for held in shown.held]) == ([300], [2])
    assert hours(seen(0, facts(turnout(1, 300, -240), turnout(2, 290, -180), turnout(3, 400, -120)))) == [300, 400]


def test_late_report_above_the_hours_that_follow_is_held() -> None:
    shown = seen(0, facts(turnout(1, 300, -180), turnout(2, 310, -240, received=-100)))
    assert (hours(shown), [held.seq for held in shown.held]) == ([300], [2])


def test_remote_voters_that_a_later_report_leaves_out_do_not_fall_silently() -> None:
    shown = seen(0, facts(turnout(1, 300, -240, remote=9), turnout(2, 310, -180)))
    assert (hours(shown), [held.seq for held in shown.held]) == ([300], [2])


def test_final_turnout_of_the_scanners_is_shown_with_the_results_and_not_with_the_slots() -> None:
    last = turnout(1, 500, 0, source=TurnoutSource.SCANNER_FINAL)
    assert seen(1, facts(last)).final is None
    shown = seen(2, facts(last))
    assert (shown.turnout, shown.final) == ((), last)


def test_later_report_of_the_same_device_replaces_it() -> None:
    shown = seen(60, facts(scanner(1, (30, 20)), scanner(2, (31, 20), received=40)))
    assert machine(shown) == [31, 20]
    assert shown.corrected == {"1"}


def test_second_device_adds_to_the_first() -> None:
    shown = seen(60, facts(scanner(1, (30, 20), device="a"), scanner(2, (5, 4), received=40, device="b")))
    assert machine(shown) == [35, 24]
    assert shown.corrected == frozenset()


def test_device_report_that_falls_is_held_while_another_device_still_adds() -> None:
    found = facts(
        scanner(1, (30, 20), device="a"),
        scanner(2, (29, 20), received=40, device="a"),
        scanner(3, (5, 4), received=50, device="b"),
    )
    shown = seen(60, found)
    assert machine(shown) == [35, 24]
    assert [(held.series, held.contest, held.seq) for held in shown.held] == [("scanner", "1", 2)]


def test_report_with_more_votes_than_ballots_is_held() -> None:
    shown = seen(60, facts(scanner(1, (30, 20), ballots_processed=49)))
    assert (machine(shown), [held.seq for held in shown.held]) == ([], [1])


def test_zero_report_is_never_a_result() -> None:
    zero = scanner(1, (0, 0), received=-700, zero=True, ballots_processed=0)
    assert seen(-1, facts(zero)) == VisiblePrecinct()
    shown = seen(60, facts(zero, scanner(2, (30, 20))))
    assert (machine(shown), shown.zero_reports, shown.corrected) == ([30, 20], (zero,), frozenset())


def test_protocol_that_would_lower_a_published_figure_is_held() -> None:
    shown = seen(300, facts(protocol(1, (30, 20)), protocol(2, (35, 15), received=200)))
    assert hand(shown) == [{1: 30, 2: 20}]
    assert [(held.series, held.contest, held.seq) for held in shown.held] == [("protocol", "1", 2)]


def test_protocol_that_only_rises_is_a_correction_and_both_versions_stay() -> None:
    shown = seen(300, facts(protocol(1, (30, 20)), protocol(2, (30, 21), received=200, version=2)))
    assert hand(shown) == [{1: 30, 2: 20}, {1: 30, 2: 21}]
    assert shown.corrected == {"1"}


def test_fall_of_a_machine_count_never_holds_the_hand_count() -> None:
    shown = seen(300, facts(scanner(1, (90, 90)), protocol(2, (30, 20))))
    assert (machine(shown), hand(shown), shown.held) == ([90, 90], [{1: 30, 2: 20}], ())


def test_confirmed_permission_releases_a_protocol_but_no_machine_report() -> None:
    found = facts(
        scanner(1, (30, 20)),
        protocol(2, (30, 20)),
        protocol(4, (25, 25), received=200),
        scanner(5, (1, 1), received=200),
    )
    permitted = (decision(3, DecisionKind.PERMIT_REENTRY, confirmed=150),)
    shown = seen(300, found, decisions=permitted)
    assert (hand(shown)[-1], machine(shown)) == ({1: 25, 2: 25}, [30, 20])
    assert [held.seq for held in shown.held] == [5]


def test_decision_that_nobody_confirmed_releases_nothing() -> None:
    found = facts(protocol(1, (30, 20)), protocol(3, (25, 25), received=200))
    shown = seen(300, found, decisions=(decision(2, DecisionKind.PERMIT_REENTRY, confirmed=None),))
    assert hand(shown) == [{1: 30, 2: 20}]


def test_decision_confirmed_later_releases_from_then_on() -> None:
    found = facts(protocol(1, (30, 20)), protocol(2, (25, 25), received=200))
    permitted = (decision(3, DecisionKind.PERMIT_REENTRY, confirmed=260),)
    assert hand(seen(259, found, decisions=permitted))[-1] == {1: 30, 2: 20}
    assert hand(seen(260, found, decisions=permitted))[-1] == {1: 25, 2: 25}


def test_permission_serves_one_new_entry_only() -> None:
    found = facts(protocol(1, (30, 20)), protocol(3, (25, 25), received=200), protocol(4, (24, 24), received=220))
    shown = seen(300, found, decisions=(decision(2, DecisionKind.PERMIT_REENTRY, confirmed=150),))
    assert hand(shown) == [{1: 30, 2: 20}, {1: 25, 2: 25}]
    assert [held.seq for held in shown.held] == [4]


def test_permission_for_one_contest_releases_no_protocol_of_another() -> None:
    found = facts(protocol(1, (30, 20)), protocol(3, (25, 25), received=200))
    for target, current in (("1-1:2", {1: 30, 2: 20}), ("1-1:1", {1: 25, 2: 25})):
        shown = seen(300, found, decisions=(decision(2, DecisionKind.PERMIT_REENTRY, target, confirmed=150),))
        assert hand(shown)[-1] == current


def test_ordered_recount_replaces_the_hand_count() -> None:
    found = facts(protocol(1, (30, 20)), protocol(3, (20, 28), received=400, kind=ProtocolKind.RECOUNT))
    shown = seen(500, found, decisions=(decision(2, DecisionKind.RECOUNT, confirmed=350),))
    assert [version.kind for version in shown.protocols["1"]] == [ProtocolKind.ORDINARY, ProtocolKind.RECOUNT]


@pytest.mark.parametrize(
    ("scope", "target", "released"),
    [
        (DecisionScope.TERRITORY, "1", True),
        (DecisionScope.TERRITORY, "0", True),
        (DecisionScope.TERRITORY, "2", False),
        (DecisionScope.CONTEST, "1", True),
        (DecisionScope.CONTEST, "2", False),
    ],
)
def test_recount_of_a_territory_or_contest_releases_the_protocols_in_it(
    scope: DecisionScope, target: str, released: bool
) -> None:
    territories = [Territory(code, parent, 1, Names(en=code)) for code, parent in (("0", ""), ("1", "0"), ("2", "0"))]
    found = facts(protocol(1, (30, 20)), protocol(3, (20, 28), received=400, kind=ProtocolKind.RECOUNT))
    act = Decision("7", DAY, "CEC", DecisionKind.RECOUNT, scope, target, sequence=2)
    ordered = (RegisteredDecision(2, at(350), at(350), act),)
    gate = gate_at(500, decisions=ordered, hierarchy=Hierarchy.of(territories))
    shown = gate.visible(replace(precinct(), territory="1"), found)
    assert (len(shown.protocols["1"]) == 2) is released
    assert bool(shown.held) is not released


def test_correction_order_releases_the_fact_that_it_names() -> None:
    found = facts(turnout(1, 300, -240), turnout(2, 290, -240, received=-200), turnout(3, 280, -240, received=-190))
    correction = (order(4, OrderKind.CORRECTION, "fact:2", approved=-100),)
    shown = seen(0, found, orders=correction)
    assert (hours(shown), [held.seq for held in shown.held]) == ([290], [3])
    assert hours(seen(-101, found, orders=correction)) == [300]


def test_order_that_lacks_an_approval_does_nothing() -> None:
    found = facts(turnout(1, 300, -240), turnout(2, 290, -240, received=-200))
    assert hours(seen(0, found, orders=(order(3, OrderKind.CORRECTION, "fact:2", approved=None),))) == [300]


def test_precinct_on_hold_shows_nothing_new_until_the_hold_is_released() -> None:
    held = order(1, OrderKind.HOLD, "precinct:1-1", approved=5)
    released = order(4, OrderKind.RELEASE_HOLD, "precinct:1-1", approved=200)
    found = facts(scanner(2, (30, 20)), protocol(3, (30, 20)))
    shown = seen(199, found, orders=(held, released))
    assert (machine(shown), hand(shown), [fact.seq for fact in shown.held]) == ([], [], [2, 3])
    shown = seen(200, found, orders=(held, released))
    assert (machine(shown), hand(shown), shown.held) == ([30, 20], [{1: 30, 2: 20}], ())


def test_released_hold_is_no_permission_for_falls_that_come_later() -> None:
    orders = (
        order(1, OrderKind.HOLD, "precinct:1-1", approved=5),
        order(3, OrderKind.RELEASE_HOLD, "precinct:1-1", approved=60),
    )
    found = facts(scanner(2, (30, 20)), scanner(4, (20, 10), received=90))
    shown = seen(300, found, orders=orders)
    assert (machine(shown), [fact.seq for fact in shown.held]) == ([30, 20], [4])


def test_archive_lets_everything_through_in_order_of_entry() -> None:
    found = facts(turnout(1, 300, -240), turnout(2, 200, -240), protocol(3, (30, 20)), protocol(4, (1, 1)))
    shown = seen(LATE, found, schedule(results=None), archive=True)
    assert (hours(shown), hand(shown), shown.held) == ([200], [{1: 30, 2: 20}, {1: 1, 2: 1}], ())


def test_pause_stops_the_clock_until_publication_is_resumed() -> None:
    pause = order(1, OrderKind.PAUSE, approved=30)
    resume = order(2, OrderKind.RESUME, approved=400)
    found = facts(scanner(3, (30, 20), received=20), protocol(4, (30, 20), received=100))
    paused = seen(399, found, orders=(pause, resume))
    assert (machine(paused), hand(paused)) == ([30, 20], [])
    assert hand(seen(400, found, orders=(pause, resume))) == [{1: 30, 2: 20}]


def test_later_schedule_cannot_hide_what_was_visible() -> None:
    first = schedule(slots=(-480,), results=0)
    second = schedule(version=2, approved=30, results=600)
    found = facts(turnout(1, 100, -480), scanner(2, (30, 20)))
    for minutes in (20, 31, 599):
        shown = seen(minutes, found, first, second)
        assert (hours(shown), machine(shown)) == ([100], [30, 20])


def test_later_schedule_replaces_what_has_not_come_yet() -> None:
    first, second = schedule(results=0), schedule(version=2, approved=-30, results=600)
    assert machine(seen(599, facts(scanner(1, (30, 20))), first, second)) == []
    assert machine(seen(600, facts(scanner(1, (30, 20))), first, second)) == [30, 20]


def test_scan_is_shown_once_it_was_checked_and_released() -> None:
    checked = Scan(1, at(20), "1-1", "1", "protocol", "a" * 64, "pdf", released_at=at(60))
    waiting = Scan(2, at(20), "1-1", "1", "protocol", "b" * 64, "pdf")
    found = PrecinctFacts(scans=(checked, waiting))
    assert seen(59, found).scans == ()
    assert seen(LATE, found).scans == (checked,)


def test_word_that_no_machine_result_will_come_waits_for_closing() -> None:
    none = NoMachineResult(1, at(-30), "1-1", Names(en="broken"))
    assert seen(-1, PrecinctFacts(no_machine=(none,))).no_machine is None
    assert seen(0, PrecinctFacts(no_machine=(none,))).no_machine == none
