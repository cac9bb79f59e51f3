"""Machine results of the invented night: 84 % of the precincts within the first hour, the rest later (R139 ¶50)."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from random import Random

from portal.demo.ballots import Ballots, Pile
from portal.demo.events import NoMachineEvent, ScannerEvent, Votes
from portal.demo.plan import DemoPrecinct, Plan
from portal.domain.names import Names

WITHOUT_MACHINE_RESULT = 12
FIRST_HOUR_PERCENT = 84
TWO_DEVICES_FROM = 1_000
"""Ballots from which a precinct may have a second scanner."""

REASONS = (
    Names(
        "АЭУ отчетту басып чыгарууда иштен чыкты: бюллетендердин саны окулду, варианттар боюнча отчет алынган жок.",
        "АСУ отказала при печати отчета: счетчик бюллетеней прочитан, отчет по позициям не получен.",
        "The ASU failed while printing its report: the ballot counter was read, the report by option was not obtained.",
    ),
    Names(
        "АЭУнун эс тутуму бузулган, резервдик АЭУга бюллетендерди кайра өткөрүүгө мүмкүн болгон жок; акт түзүлдү.",
        "Память АСУ повреждена, пропустить бюллетени через резервную АСУ не удалось; составлен акт.",
        "The memory of the ASU is damaged and the ballots could not be fed to the reserve ASU; an act was drawn up.",
    ),
    Names(
        "Электр энергиясы өчкөндөн кийин АЭУ ишке кирген жок; бюллетендер кол менен эсептелет.",
        "После отключения электроэнергии АСУ не запустилась; бюллетени подсчитываются вручную.",
        "The ASU did not start again after a power cut; the ballots are counted by hand.",
    ),
)


def precincts_without_machine(plan: Plan) -> list[str]:
    """Numbers of the precincts, all of them ordinary, that will have no machine result."""
    rng = plan.rng("no machine")
    ordinary = [each.number for each in plan.precincts if each.kind == "ordinary"]
    return sorted(rng.sample(ordinary, WITHOUT_MACHINE_RESULT))


def no_machine_events(plan: Plan) -> list[NoMachineEvent]:
    """The acts about missing machine results, between 22:10 and midnight."""
    rng = plan.rng("acts")
    return [
        NoMachineEvent(plan.clock(22, rng.randint(10, 119), rng.randint(0, 59)), number, REASONS[index % len(REASONS)])
        for index, number in enumerate(precincts_without_machine(plan))
    ]


def scanner_events(plan: Plan, ballots: Ballots) -> list[ScannerEvent]:
    """Reports of all devices; a precinct's own contest and the remote ones come in one message, so at the same time."""
    rng = plan.rng("scanners")
    missing = set(precincts_without_machine(plan))
    reporting = [each for each in plan.precincts if each.number not in missing]
    events: list[ScannerEvent] = []
    for precinct, complete_at in zip(reporting, _times(plan, reporting, rng), strict=True):
        reported_at = complete_at - timedelta(seconds=rng.randint(20, 80))
        own = ballots.own.get(precinct.number)
        remote = ballots.remote.get(precinct.number, {})
        first = complete_at
        if own is not None and own.ballots >= TWO_DEVICES_FROM:
            own, second = _halves(own, rng)
            events.append(_report(complete_at, precinct, precinct.contest, reported_at, "2", second))
            first = max(complete_at - timedelta(minutes=rng.randint(1, 9)), precinct.closes + timedelta(minutes=1))
            reported_at = first - timedelta(seconds=rng.randint(20, 50))
        if own is not None:
            events.append(_report(first, precinct, precinct.contest, reported_at, "1", own))
        events += [_report(first, precinct, contest, reported_at, "1", pile) for contest, pile in remote.items()]
    return events


def numbered(votes: Sequence[int]) -> Votes:
    """Votes with their ballot positions, which count from 1."""
    return tuple(enumerate(votes, 1))


def _times(plan: Plan, precincts: Sequence[DemoPrecinct], rng: Random) -> list[datetime]:
    """When each precinct's machine result is complete: exactly 84 % by 21:00, no precinct before its own closing."""
    early = (2 * len(precincts) * FIRST_HOUR_PERCENT + 100) // 200
    can = [each.number for each in precincts if each.closes < plan.clock(20, 1)]
    elsewhere = {each.number for each in precincts if each.closes < plan.clock(20)}
    chosen = elsewhere | set(rng.sample([number for number in can if number not in elsewhere], early - len(elsewhere)))
    times = []
    for each in precincts:
        if each.number in elsewhere:
            start, minutes = each.closes, min(rng.randint(3, 55), rng.randint(3, 55))
        elif each.number in chosen:
            start, minutes = plan.clock(20), min(rng.randint(3, 58), rng.randint(3, 58))
        else:
            start = max(plan.clock(21), each.closes)
            minutes = min(rng.randint(3, 145) for _ in range(3))
        times.append(start + timedelta(minutes=minutes, seconds=rng.randint(0, 59)))
    return times


def _halves(pile: Pile, rng: Random) -> tuple[Pile, Pile]:
    """The pile as two scanners took it; their sums are the pile."""
    part = rng.randint(42, 58)
    one = Pile(tuple(votes * part // 100 for votes in pile.votes), pile.invalid * part // 100)
    rest = tuple(all_of - some for all_of, some in zip(pile.votes, one.votes, strict=True))
    return one, Pile(rest, pile.invalid - one.invalid)


def _report(
    at: datetime, precinct: DemoPrecinct, contest: str, reported_at: datetime, device: str, pile: Pile
) -> ScannerEvent:
    return ScannerEvent(at, precinct.number, contest, pile.ballots, reported_at, device, numbered(pile.votes))
