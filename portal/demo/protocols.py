"""Protocols of the invented night, from 21:30 to noon: ordinary and remote, all valid by the refuse ratios of R139.

A few break a warn ratio and say why, a few differ from the scanner by a handful of votes, three are entered wrongly and
corrected in the morning after a decision (R53 ¶45).
"""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from random import Random

from portal.demo.ballots import Ballots, Pile
from portal.demo.events import ProtocolEvent
from portal.demo.plan import DemoPrecinct, Plan
from portal.demo.scanners import numbered

CORRECTED = 3
CHEQUE = "Один чек не распечатался: закончилась лента, составлен акт."
APPLICATION = "Одно заявление о голосовании вне помещения приложено к акту и в число отмеченных не вошло."
NOT_TAKEN = "Один избиратель расписался в списке и ушел, не получив бюллетень; составлен акт."


@dataclass(frozen=True, slots=True)
class Signing:
    """Who signed when, and when the protocol was entered; `at` is the entry."""

    signed_at: datetime
    at: datetime
    members: int
    signed: int
    opinions: int


def protocol_events(plan: Plan, ballots: Ballots) -> list[ProtocolEvent]:
    """First versions of all protocols; those of a precinct are entered together, the remote ones first."""
    rng = plan.rng("protocols")
    wrong = set(corrected_precincts(plan, ballots))
    events: list[ProtocolEvent] = []
    for precinct in plan.precincts:
        signing = _signing(plan, precinct, rng)
        pile = ballots.own.get(precinct.number)
        events += _remote(precinct, ballots.remote.get(precinct.number, {}), signing)
        if pile is not None:
            event = _ordinary(precinct, pile.ballots, _by_hand(pile, rng), signing, rng)
            events.append(_swapped(event) if precinct.number in wrong else event)
    return events


def corrected_precincts(plan: Plan, ballots: Ballots) -> list[str]:
    """Numbers of the precincts whose protocol is entered wrongly at first."""
    rng = plan.rng("corrected")
    candidates = [each for each in plan.precincts if each.kind == "ordinary" and _clear_lead(ballots, each)]
    return sorted(each.number for each in rng.sample(candidates, CORRECTED))


def correction_events(plan: Plan, ballots: Ballots, first: list[ProtocolEvent]) -> list[ProtocolEvent]:
    """Second versions with the two interchanged positions put right, from 10:20 of the next day."""
    wrong = corrected_precincts(plan, ballots)
    by_number = {event.precinct: event for event in first if event.kind == "ordinary" and event.precinct in wrong}
    return [
        replace(_swapped(by_number[number]), at=plan.clock(34, 20 + 9 * index), signed_at=plan.clock(34, 5 + 9 * index))
        for index, number in enumerate(wrong)
    ]


def _signing(plan: Plan, precinct: DemoPrecinct, rng: Random) -> Signing:
    """Counting takes one and a half to seven hours; what is not entered by noon of the next day is entered then."""
    minutes = 90 + min(rng.randint(0, 330), rng.randint(0, 330))
    signed_at = max(precinct.closes, plan.clock(20)) + timedelta(minutes=minutes)
    at = signed_at + timedelta(minutes=rng.randint(5, 150), seconds=rng.randint(0, 59))
    noon = plan.clock(36)
    if at > noon:
        at = noon - timedelta(seconds=rng.randint(0, 1800))
        signed_at = min(signed_at, at - timedelta(minutes=5))
    members = rng.choice((7, 9, 9, 11))
    opinions = 1 if rng.randrange(150) == 0 else 0
    return Signing(signed_at, at, members, rng.randint(members // 2 + 2, members), opinions)


def _by_hand(pile: Pile, rng: Random) -> Pile:
    """The ballots counted by hand: in one precinct of twenty a few are read otherwise, or one is missing."""
    if rng.randrange(20) or pile.valid < 40:
        return pile
    votes = list(pile.votes)
    giver = votes.index(max(votes))
    if rng.randrange(8) == 0:
        votes[giver] -= 1
        return Pile(tuple(votes), pile.invalid)
    few = rng.randint(1, 4)
    votes[giver] -= few
    if rng.randrange(2):
        return Pile(tuple(votes), pile.invalid + few)
    votes[(giver + 1) % len(votes)] += few
    return Pile(tuple(votes), pile.invalid)


def _ordinary(precinct: DemoPrecinct, issued: int, pile: Pile, signing: Signing, rng: Random) -> ProtocolEvent:
    outside = pile.ballots * rng.randint(5, 30) // 1000
    lines = {
        "1": precinct.voters,
        "2": issued,
        "3": issued,
        "4": issued,
        "5": rng.choice((0, 0, 0, 1, 1, 2)),
        "6": outside,
        "7": outside,
        "8": 0,
        "9": pile.ballots,
        "10": pile.invalid,
        "11": pile.valid,
    }
    reasons = _inconsistency(lines, rng)
    return ProtocolEvent(
        at=signing.at,
        precinct=precinct.number,
        contest=precinct.contest,
        kind="ordinary",
        signed_at=signing.signed_at,
        lines=tuple(lines.items()),
        members=signing.members,
        signed=signing.signed,
        opinions=signing.opinions,
        votes=numbered(pile.votes),
        reasons=reasons,
    )


def _inconsistency(lines: dict[str, int], rng: Random) -> tuple[tuple[str, str], ...]:
    """In one protocol of 25 a figure that breaks a warn ratio, or a ballot carried away; returns reasons by ratio."""
    case = rng.randrange(100)
    if case == 0:
        lines["4"] -= 1
        return (("C6", CHEQUE),)
    if case == 1 and lines["6"]:
        lines["6"] -= 1
        return (("C5", APPLICATION),)
    if case == 2 and lines["2"] < lines["1"]:
        lines["2"] += 1
        return (("C8", NOT_TAKEN),)
    if case == 3 and lines["2"] < lines["1"]:
        # A ballot carried away: signed for and issued, so no ratio is broken, only the ballots found are fewer.
        for line in ("2", "3", "4"):
            lines[line] += 1
    return ()


def _remote(precinct: DemoPrecinct, piles: dict[str, Pile], signing: Signing) -> list[ProtocolEvent]:
    """One event for the lines of the whole precinct and one for each district (R139 ¶56)."""
    if not piles:
        return []
    voters = sum(pile.ballots for pile in piles.values())
    whole = ProtocolEvent(
        at=signing.at,
        precinct=precinct.number,
        contest="",
        kind="remote",
        signed_at=signing.signed_at,
        lines=(("D1", voters), ("D2", voters), ("D3", voters), ("D4", 0)),
        members=signing.members,
        signed=signing.signed,
        opinions=signing.opinions,
        votes=(),
    )
    districts = [
        replace(
            whole,
            contest=contest,
            lines=(("D5", pile.ballots), ("D6", pile.invalid), ("D7", pile.valid)),
            votes=numbered(pile.votes),
        )
        for contest, pile in piles.items()
    ]
    return [whole, *districts]


def _clear_lead(ballots: Ballots, precinct: DemoPrecinct) -> bool:
    """True where interchanging the first two positions is seen at once."""
    votes = ballots.own[precinct.number].votes
    return abs(votes[0] - votes[1]) > 20


def _swapped(event: ProtocolEvent) -> ProtocolEvent:
    """The protocol with the votes of positions 1 and 2 interchanged; sums and ratios stay as they are."""
    (_, one), (_, two), *others = event.votes
    return replace(event, votes=((1, two), (2, one), *others))
