"""The demonstration's home: archives and the invented campaign, loaded once and published up to 19:50 of
its voting day.
"""

import shutil
from collections.abc import Callable
from datetime import datetime

from portal.clocks import CLOCK_FILE, SimulatedElectionClock
from portal.demo.archives import write_archives
from portal.demo.home import CAMPAIGN, OPENED, START, mark_ready
from portal.demo.machines import enrol_machines, split
from portal.demo.national import election_day, write_national
from portal.demo.replay import record_until
from portal.package.importing import Occasion, import_package
from portal.package.package import read_package
from portal.publication.publish import Publication
from portal.settings import Settings
from portal.store.engine import Store
from portal.store.queries.publication import newest_schedule
from portal.store.record import approve

APPROVERS = ("demo-approver-1", "demo-approver-2")


def prepare(settings: Settings, store: Store, publish_at: Callable[[datetime], Publication]) -> None:
    """Load and publish everything up to START; `publish_at` gives a publication at a fixed election time."""
    packages = settings.home / "demo"
    shutil.rmtree(packages, ignore_errors=True)
    folders = [*write_archives(packages / "archives"), write_national(packages / "national")]
    occasion = Occasion(OPENED, OPENED, "demo")
    for folder in folders:
        with store.write() as session:
            import_package(session, read_package(folder, OPENED), settings.private, occasion)
    with store.write() as session:
        schedule = newest_schedule(session, CAMPAIGN)
        for approver in APPROVERS if schedule else ():
            approve(session, schedule or 0, approver, OPENED)
    enrol_machines(store, settings.home, split(election_day())[1], OPENED)
    opening = publish_at(OPENED)
    for folder in folders[:-1]:
        opening.publish(folder.name)
    opening.publish(CAMPAIGN)
    record_until(store, CAMPAIGN, election_day(), 0, START)
    publish_at(START).publish(CAMPAIGN)
    SimulatedElectionClock.start(settings.home / CLOCK_FILE, START, speed=0)
    mark_ready(settings)
