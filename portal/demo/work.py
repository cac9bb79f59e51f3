"""The two long works of the demonstration: loading it once, and replaying its day."""

import signal
import time
from datetime import datetime

from portal import __version__
from portal.clocks import CLOCK_FILE, FixedClock, SimulatedElectionClock
from portal.demo.home import CAMPAIGN, START, refuse_foreign_home, reset
from portal.demo.machines import SECRET, split
from portal.demo.national import election_day
from portal.demo.prepare import prepare
from portal.demo.replay import replay
from portal.demo.sending import FOLDER, Machines
from portal.errors import InputError
from portal.publication.archive import Archive
from portal.publication.builder import Builder
from portal.publication.data_process import write_data_part
from portal.publication.publish import Publication
from portal.settings import Settings
from portal.store.engine import open_store
from portal.store.migrate import upgrade


def load(settings: Settings) -> None:
    """Prepare the demonstration from nothing; an interrupted preparation is done anew."""
    refuse_foreign_home(settings)
    reset(settings)
    began = time.monotonic()
    print("loading the demonstration: archives and an invented national campaign …", flush=True)
    for folder in (settings.home / "demo", settings.public, settings.private):
        folder.mkdir(parents=True)
    upgrade(settings.store_url)
    store = open_store(settings.store_url)
    archive = Archive(settings.home)
    builder = Builder(store, archive, test=False, code_version=__version__)

    def publish_at(moment: datetime) -> Publication:
        return Publication(store, archive, builder, FixedClock(moment), write_data_part)

    try:
        prepare(settings, store, publish_at)
    finally:
        store.close()
    print(f"loaded in {time.monotonic() - began:.0f} s", flush=True)


def replay_day(settings: Settings, speed: int, intake: str = "") -> int:
    """Replay until SIGINT or SIGTERM; 0. Machines send to the address `intake`; without one all is recorded directly.

    Raises InputError for a home in which machines have sent already when no address is given.
    """
    stopped: list[int] = []
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda received, frame: stopped.append(received))
    clock = SimulatedElectionClock.start(settings.home / CLOCK_FILE, START, speed)
    store = open_store(settings.store_url)
    enrolled = (settings.home / SECRET).exists()
    if enrolled and not intake and (settings.home / FOLDER).exists():
        raise InputError([f"{settings.home}: machines have sent messages here; say --intake URL, or reset the demo"])
    direct, messages = split(election_day()) if intake and enrolled else (election_day(), [])
    machines = Machines(settings.home, messages, intake) if intake and enrolled else None
    try:
        replay(store, CAMPAIGN, direct, clock, lambda: bool(stopped), machines)
    finally:
        if machines:
            machines.stop()
        store.close()
    return 0
