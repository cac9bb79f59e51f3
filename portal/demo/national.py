"""The invented national campaign as a package, as an election day, and as a full package for benchmarks.

Everything follows from the voting date and a seed: the same arguments write the same bytes. Candidates, votes,
addresses and people are invented, and the package says so; sizes and totals are those of 30 November 2025.
"""

from datetime import date
from pathlib import Path

from portal.demo.ballots import cast
from portal.demo.configuration_files import write_configuration
from portal.demo.decisions import decision_events
from portal.demo.events import Event
from portal.demo.fact_files import write_facts
from portal.demo.home import VOTING_DATE
from portal.demo.plan import make_plan
from portal.demo.protocols import correction_events, protocol_events
from portal.demo.scanners import no_machine_events, scanner_events
from portal.demo.turnout import turnout_events

FULL_VOTING_DATE = date(2024, 12, 1)
"""An archive must be of a past election: the full package bears this date unless another one is given."""
SEED = 2025


def write_national(folder: Path, voting_date: date = VOTING_DATE, seed: int = SEED) -> Path:
    """Write the campaign's package without facts, with its schedule, into `folder` and return it."""
    folder.mkdir(parents=True, exist_ok=True)
    write_configuration(folder, make_plan(voting_date, seed), archive=False)
    return folder


def election_day(voting_date: date = VOTING_DATE, seed: int = SEED) -> list[Event]:
    """What is received from 9:00 of voting day to noon of the next day, in order of time (country's time)."""
    plan, ballots = make_plan(voting_date, seed), cast(voting_date, seed)
    protocols = protocol_events(plan, ballots)
    events: list[Event] = [
        *turnout_events(plan, ballots),
        *scanner_events(plan, ballots),
        *no_machine_events(plan),
        *protocols,
        *decision_events(plan, ballots),
        *correction_events(plan, ballots, protocols),
    ]
    return sorted(events, key=lambda event: event.at)


def write_full(folder: Path, voting_date: date = FULL_VOTING_DATE, seed: int = SEED) -> Path:
    """Write the same campaign as an archive with all its facts into `folder` and return it.

    Of a corrected protocol the package holds the second version only, and the late falling turnout report is left out.
    """
    folder.mkdir(parents=True, exist_ok=True)
    write_configuration(folder, make_plan(voting_date, seed), archive=True)
    write_facts(folder, election_day(voting_date, seed))
    return folder
