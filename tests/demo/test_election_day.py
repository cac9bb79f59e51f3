from collections import Counter, defaultdict
from dataclasses import fields
from datetime import datetime, timedelta
from itertools import pairwise
from typing import TypeVar
from zoneinfo import ZoneInfo

import pytest

from portal.demo.events import DecisionEvent, Event, NoMachineEvent, ProtocolEvent, ScannerEvent, TurnoutEvent
from portal.demo.national import SEED, VOTING_DATE, election_day
from portal.demo.plan import Plan, make_plan

E = TypeVar("E")

KNOWN = {12: 518_315, 16: 1_073_444, 18: 1_330_602, 19: 1_473_264}


@pytest.fixture(scope="module")
def plan() -> Plan:
    return make_plan(VOTING_DATE, SEED)


@pytest.fixture(scope="module")
def day() -> list[Event]:
    return election_day()


def of(kind: type[E], events: list[Event]) -> list[E]:
    return [event for event in events if isinstance(event, kind)]


def late(events: list[Event], plan: Plan) -> TurnoutEvent:
    (report,) = [each for each in of(TurnoutEvent, events) if each.as_of == plan.clock(19) and each.at > plan.clock(20)]
    return report


def at(hour: int, minute: int = 0) -> datetime:
    days, hour = divmod(hour, 24)
    return datetime(2026, 11, 29 + days, hour, minute, tzinfo=ZoneInfo("Asia/Bishkek"))


def test_events_come_in_order_of_time_from_the_first_report_to_noon(day: list[Event]) -> None:
    assert all(one.at <= two.at for one, two in pairwise(day))
    assert at(9) < day[0].at < at(9, 15)
    assert at(35) < day[-1].at <= at(36)
    assert all(event.at.utcoffset() == timedelta(hours=6) for event in day)


def test_the_same_arguments_give_the_same_day_and_another_seed_another_one(day: list[Event]) -> None:
    assert election_day() == day
    assert election_day(seed=3) != day


def test_no_event_holds_a_number_that_is_not_whole(day: list[Event]) -> None:
    for event in day:
        assert not any(isinstance(getattr(event, field.name), float) for field in fields(event))


def test_national_turnout_is_that_of_2025(day: list[Event], plan: Plan) -> None:
    false = late(day, plan)
    reports = [each for each in of(TurnoutEvent, day) if each is not false]
    for hour, expected in KNOWN.items():
        newest: dict[str, TurnoutEvent] = {}
        for each in reports:
            if each.as_of <= at(hour):
                newest[each.precinct] = each
        assert sum(each.identified + each.remote for each in newest.values()) == expected
    final = [each for each in reports if each.source == "scanner_final"]
    assert len(final) == len({each.precinct for each in final}) == 2_619
    assert sum(each.identified + each.remote for each in final) == 1_584_446
    assert sum(each.remote for each in final) == 190_030


def test_reports_arrive_after_their_hour_and_before_its_slot(day: list[Event], plan: Plan) -> None:
    false = late(day, plan)
    for each in of(TurnoutEvent, day):
        if each is not false:
            assert timedelta() < each.at - each.as_of < timedelta(minutes=15)


def test_turnout_never_falls_nor_exceeds_the_list_but_for_one_late_report(day: list[Event], plan: Plan) -> None:
    false = late(day, plan)
    voters = {each.number: each.voters for each in plan.precincts}
    before: dict[str, tuple[int, int]] = defaultdict(lambda: (0, 0))
    for each in of(TurnoutEvent, day):
        if each is false:
            assert each.identified < before[each.precinct][0]
            continue
        assert before[each.precinct][0] <= each.identified <= voters[each.precinct]
        assert before[each.precinct][1] <= each.remote
        before[each.precinct] = each.identified, each.remote


def test_every_home_precinct_reports_each_hour_and_its_closing(day: list[Event], plan: Plan) -> None:
    hours: Counter[str] = Counter()
    false = late(day, plan)
    for each in of(TurnoutEvent, day):
        if each.source != "scanner_final" and each is not false:
            hours[each.precinct] += 1
    assert {hours[each.number] for each in plan.precincts if each.kind != "abroad"} == {12}


def test_84_percent_of_the_machine_results_are_in_within_the_first_hour(day: list[Event]) -> None:
    complete: dict[str, datetime] = {}
    for each in of(ScannerEvent, day):
        complete[each.precinct] = max(each.at, complete.get(each.precinct, each.at))
    assert len(complete) == 2_607
    assert sum(moment <= at(21) for moment in complete.values()) == 2_190
    assert max(complete.values()) > at(23)


def test_no_machine_reports_before_the_closing_of_its_precinct(day: list[Event], plan: Plan) -> None:
    closes = {each.number: each.closes for each in plan.precincts}
    assert all(closes[each.precinct] < each.reported_at < each.at for each in of(ScannerEvent, day))
    assert len(set(closes.values())) > 6


def test_precincts_without_a_machine_result_say_why(day: list[Event]) -> None:
    missing = of(NoMachineEvent, day)
    assert len({each.precinct for each in missing}) == 12
    assert all(each.reason.ky and each.reason.ru and each.reason.en for each in missing)
    assert not {each.precinct for each in missing} & {each.precinct for each in of(ScannerEvent, day)}


def test_devices_of_a_precinct_add_up_to_its_final_turnout(day: list[Event]) -> None:
    ballots: Counter[str] = Counter()
    devices: dict[str, set[str]] = defaultdict(set)
    for each in of(ScannerEvent, day):
        ballots[each.precinct] += each.ballots_processed
        devices[each.precinct].add(each.device)
        assert all(votes >= 0 for _, votes in each.votes)
        assert sum(votes for _, votes in each.votes) <= each.ballots_processed
    final = {each.precinct: each for each in of(TurnoutEvent, day) if each.source == "scanner_final"}
    assert all(final[number].identified + final[number].remote == sum_ for number, sum_ in ballots.items())
    assert any(len(each) == 2 for each in devices.values())


def test_votes_stand_for_every_position_of_the_ballot(day: list[Event], plan: Plan) -> None:
    positions = {contest: tuple(option.position for option in options) for contest, options in plan.options.items()}
    for each in (*of(ScannerEvent, day), *of(ProtocolEvent, day)):
        if each.contest:
            assert tuple(position for position, _ in each.votes) == positions[each.contest]


def test_remote_votes_are_never_within_the_own_district(day: list[Event], plan: Plan) -> None:
    own = {each.number: {each.contest, each.district} - {""} for each in plan.precincts}
    contest_of = {each.number: each.contest for each in plan.precincts}
    for each in of(ProtocolEvent, day):
        if each.kind == "ordinary":
            assert each.contest == contest_of[each.precinct]
        else:
            assert each.contest not in own[each.precinct]
    for report in of(ScannerEvent, day):
        assert report.contest == contest_of[report.precinct] or report.contest not in own[report.precinct]


def test_protocols_hold_every_refuse_ratio(day: list[Event]) -> None:
    ordinary, whole, districts = {}, {}, defaultdict(dict)
    for each in of(ProtocolEvent, day):
        lines = dict(each.lines)
        options = sum(votes for _, votes in each.votes)
        assert each.signed * 2 > each.members
        if each.kind == "ordinary":
            assert set(lines) == {str(line) for line in range(1, 12)}
            assert lines["10"] + lines["11"] == lines["9"] + lines["8"]
            assert options == lines["11"]
            assert lines["8"] <= lines["7"] and lines["8"] <= lines["10"]
            ordinary[each.precinct] = lines
        elif each.contest:
            assert set(lines) == {"D5", "D6", "D7"}
            assert lines["D6"] + lines["D7"] == lines["D5"]
            assert options == lines["D7"]
            districts[each.precinct][each.contest] = lines
        else:
            assert set(lines) == {"D1", "D2", "D3", "D4"} and not each.votes
            whole[each.precinct] = lines
    assert set(whole) == set(districts)
    for number in set(ordinary) | set(whole):
        valid = ordinary.get(number, {}).get("11", 0) + sum(each["D7"] for each in districts[number].values())
        assert valid <= ordinary.get(number, {}).get("3", 0) + whole.get(number, {}).get("D2", 0)
    for number, lines in whole.items():
        assert lines["D1"] == lines["D2"] == lines["D3"] == sum(each["D5"] for each in districts[number].values())


def test_a_broken_warn_ratio_has_its_reason_and_no_other(day: list[Event]) -> None:
    explained: Counter[str] = Counter()
    for each in of(ProtocolEvent, day):
        if each.kind != "ordinary":
            assert not each.reasons
            continue
        lines = dict(each.lines)
        broken = {
            "C4": lines["2"] > lines["1"],
            "C5": lines["7"] - lines["8"] > lines["6"],
            "C6": lines["3"] != lines["4"],
            "C7": lines["9"] > lines["3"],
            "C8": lines["2"] != lines["3"],
        }
        assert {code for code, is_broken in broken.items() if is_broken} == dict(each.reasons).keys()
        assert all(reason for _, reason in each.reasons)
        explained.update(dict(each.reasons).keys())
    assert set(explained) == {"C5", "C6", "C8"}


def test_every_precinct_hands_in_its_protocols_after_closing(day: list[Event], plan: Plan) -> None:
    closes = {each.number: each.closes for each in plan.precincts}
    protocols = of(ProtocolEvent, day)
    ordinary = {each.precinct for each in protocols if each.kind == "ordinary"}
    assert ordinary == {each.number for each in plan.precincts if each.contest}
    assert {each.number for each in plan.precincts if each.kind == "remote"} <= {each.precinct for each in protocols}
    assert all(closes[each.precinct] < each.signed_at < each.at for each in protocols)
    assert at(21, 30) <= min(each.signed_at for each in protocols)


def test_some_protocols_differ_from_the_machine_by_a_few_votes(day: list[Event]) -> None:
    machine: dict[tuple[str, str], Counter[int]] = defaultdict(Counter)
    for each in of(ScannerEvent, day):
        machine[each.precinct, each.contest].update(dict(each.votes))
    current = {(each.precinct, each.contest): each for each in of(ProtocolEvent, day) if each.contest}
    differing = []
    for key, protocol in current.items():
        if key in machine:
            moved = sum(abs(votes - machine[key][position]) for position, votes in protocol.votes)
            assert moved <= 8
            differing += [key] if moved else []
    assert 60 < len(differing) < 250


def test_second_entries_follow_their_permits_and_change_votes_only(day: list[Event]) -> None:
    versions = defaultdict(list)
    for each in of(ProtocolEvent, day):
        versions[each.precinct, each.contest, each.kind].append(each)
    twice = {key: pair for key, pair in versions.items() if len(pair) > 1}
    permits = {each.target: each.at for each in of(DecisionEvent, day) if each.kind == "permit_reentry"}
    assert {precinct for precinct, _, _ in twice} == set(permits) and len(permits) == 3
    for (precinct, _, _), (first, second) in twice.items():
        assert first.at < permits[precinct] < second.signed_at < second.at
        assert first.lines == second.lines and first.votes != second.votes
        assert sorted(votes for _, votes in first.votes) == sorted(votes for _, votes in second.votes)


def test_one_precinct_is_invalidated_in_the_morning(day: list[Event], plan: Plan) -> None:
    (decision,) = [each for each in of(DecisionEvent, day) if each.kind == "invalidate_precinct"]
    assert decision.target in {each.number for each in plan.precincts if each.kind == "ordinary"}
    assert decision.at > at(33) and decision.date == decision.at.date()
    assert decision.reason_ky and decision.reason_ru and decision.reason_en
