"""Light releases of one scanner report each, in one publisher that stays: `python -m bench.light PACKAGE COUNT`.

The archive in the store is turned into a running campaign whose results opened at closing, under a schedule that two
people approved, and published whole. Prints seconds of each light release and how many files the last one wrote.
"""

import json
import sys
import time
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from bench.publisher import publication_of_documents, record_one_report, some_precincts
from portal.clocks import SystemClock
from portal.domain.facts import ScheduleItem, ScheduleItemKind
from portal.package.package import Package, read_package
from portal.store.record import approve, record_configuration, record_schedule

WARM_UP = 1


def main(package: Path, count: int) -> None:
    """Make the campaign, publish it whole, then measure."""
    read = read_package(package, SystemClock().now())
    campaign = read.configuration.campaign.id
    with publication_of_documents() as publication:
        with publication.store.write() as session:
            _let_run(session, read)
            chosen = some_precincts(session, campaign, 10, count + WARM_UP)
        del read
        n = publication.publish(campaign)
        seconds, cpu = [], []
        for number, precinct in enumerate(chosen):
            with publication.store.write() as session:
                record_one_report(session, campaign, precinct, f"bench-{number}")
            began, used = time.perf_counter(), time.process_time()
            last = publication.publish(campaign)
            seconds.append(time.perf_counter() - began)
            cpu.append(time.process_time() - used)
            assert n is not None and last == n + number + 1
        files = sum(1 for path in publication.archive.folder(campaign, last or 0).rglob("*") if path.is_file())
    print(json.dumps({"seconds": seconds[WARM_UP:], "cpu": cpu[WARM_UP:], "files": files}))


def _let_run(session: Session, package: Package) -> None:
    """The same campaign, no archive any more, with results open since its own closing."""
    now, configuration = SystemClock().now(), package.configuration
    campaign = configuration.campaign
    record_configuration(
        session, replace(configuration, campaign=replace(campaign, archive=False), digest="0" * 64), now, "bench"
    )
    closing = datetime.combine(campaign.voting_date, campaign.closes, ZoneInfo(campaign.timezone))
    kinds = (ScheduleItemKind.TURNOUT, ScheduleItemKind.RESULTS, ScheduleItemKind.PROTOCOLS)
    schedule = record_schedule(session, campaign.id, [ScheduleItem(kind, closing) for kind in kinds], now, "bench")
    for person in ("first", "second"):
        approve(session, schedule, person, now)


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]))
