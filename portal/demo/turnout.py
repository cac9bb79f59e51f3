"""Turnout of the invented election day: hourly reports of every precinct, with the national figures of 2025."""

from datetime import datetime, timedelta
from random import Random

from portal.demo.apportion import apportion
from portal.demo.ballots import PARTICIPATED, Ballots
from portal.demo.events import TurnoutEvent
from portal.demo.plan import DemoPrecinct, Plan

NATIONAL = {
    9: 92_180,
    10: 221_930,
    11: 368_412,
    12: 518_315,  # 12.07 %
    13: 664_207,
    14: 803_551,
    15: 940_118,
    16: 1_073_444,
    17: 1_203_905,
    18: 1_330_602,
    19: 1_473_264,
}
"""Voters who took part, home and remote, by the hour of the country's time: 12, 16, 18 and 19 as in 2025."""
_CURVE = [0, *NATIONAL.values(), PARTICIPATED]
"""The same by whole hours since the opening."""

Voted = tuple[int, int]
"""Identified voters of the home list, and remote voters."""


def turnout_events(plan: Plan, ballots: Ballots) -> list[TurnoutEvent]:
    """Reports of every hour, one at closing, and the final number of voters by the scanners (R139 ¶35).

    The last event of the list is a late report that would lower a published value.
    """
    rng = plan.rng("turnout")
    series = _series(plan, ballots)
    events: list[TurnoutEvent] = []
    for precinct in plan.precincts:
        for as_of, (identified, remote) in series[precinct.number]:
            at = as_of + timedelta(minutes=rng.randint(1, 12), seconds=rng.randint(0, 59))
            source = "manual" if rng.randrange(60) == 0 else "online"
            events.append(TurnoutEvent(at, precinct.number, as_of, identified, source, remote))
            if as_of == precinct.closes:
                at += timedelta(seconds=rng.randint(5, 55))
                events.append(TurnoutEvent(at, precinct.number, as_of, identified, "scanner_final", remote))
    return [*events, falling_report(plan, ballots)]


def falling_report(plan: Plan, ballots: Ballots) -> TurnoutEvent:
    """A report of 19:00, typed at 20:41 with two digits missing: published turnout would fall, so it has to be held."""
    rng = plan.rng("falling")
    precinct = rng.choice([each for each in plan.precincts if each.kind == "ordinary" and each.voters > 1_500])
    wrong = ballots.identified(precinct.number) // 100
    return TurnoutEvent(plan.clock(20, 41, 7), precinct.number, plan.clock(19), wrong, "manual", 0)


def _series(plan: Plan, ballots: Ballots) -> dict[str, list[tuple[datetime, Voted]]]:
    """Cumulative figures by precinct: at home so that the national sums are exact, abroad along the local day."""
    series: dict[str, list[tuple[datetime, Voted]]] = {each.number: [] for each in plan.precincts}
    abroad = [each for each in plan.precincts if each.kind == "abroad"]
    home = [each for each in plan.precincts if each.kind != "abroad"]
    left = [part for each in home for part in _voted(ballots, each)]
    done = [0] * len(left)
    rng = plan.rng("hours")
    for hour, national in NATIONAL.items():
        now = plan.clock(hour)
        elsewhere = 0
        for each in abroad:
            voted = _local(ballots, each, now)
            elsewhere += sum(voted)
            if each.opens < now < each.closes:
                series[each.number].append((now, voted))
        new = _spread(national - elsewhere - sum(done), left, rng)
        done = [before + more for before, more in zip(done, new, strict=True)]
        left = [before - more for before, more in zip(left, new, strict=True)]
        for index, each in enumerate(home):
            series[each.number].append((now, (done[2 * index], done[2 * index + 1])))
    for each in plan.precincts:
        series[each.number].append((each.closes, _voted(ballots, each)))
    return series


def _spread(total: int, left: list[int], rng: Random) -> list[int]:
    """New voters of an hour by unit, never more than are left: the random factor is far too small for that."""
    return apportion(total, [each * rng.randint(90, 110) for each in left])


def _local(ballots: Ballots, precinct: DemoPrecinct, now: datetime) -> Voted:
    """What a precinct abroad has identified by now, after whole hours of its own day."""
    hours = max(0, min(12, (now - precinct.opens) // timedelta(hours=1)))
    identified, remote = _voted(ballots, precinct)
    return identified * _CURVE[hours] // PARTICIPATED, remote * _CURVE[hours] // PARTICIPATED


def _voted(ballots: Ballots, precinct: DemoPrecinct) -> Voted:
    return ballots.identified(precinct.number), ballots.remote_voters(precinct.number)
