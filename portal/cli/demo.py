"""Load the demonstration once and replay its election day, 60 times real time."""

import argparse
import os
import signal
import time
from datetime import datetime

from portal import __version__
from portal.clocks import CLOCK_FILE, FixedClock, SimulatedElectionClock
from portal.demo.national import election_day
from portal.demo.prepare import CAMPAIGN, START, is_ready, prepare, refuse_foreign_home, reset
from portal.demo.replay import replay
from portal.demo.run import refuse_busy_port, run_processes
from portal.errors import InputError
from portal.publication.archive import Archive
from portal.publication.builder import Builder
from portal.publication.data_process import write_data_part
from portal.publication.publish import Publication
from portal.settings import Settings
from portal.store.engine import open_store
from portal.store.migrate import upgrade


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """How fast, and where."""
    parser.add_argument("--port", type=int, default=int(os.environ.get("PORT", "8000")), help="port on loopback (8000)")
    parser.add_argument("--speed", type=int, default=60, help="simulated seconds in a second (60)")
    parser.add_argument("--reset", action="store_true", help="forget the demonstration and end")
    parser.add_argument("--replay", action="store_true", help="only replay; the demonstration starts this itself")


def run(arguments: argparse.Namespace, settings: Settings) -> int:
    """Prepare what is missing and run until Ctrl-C; 0."""
    if arguments.speed < 1:
        raise InputError([f"--speed {arguments.speed}: give a whole number from 1 up"])
    if arguments.reset:
        reset(settings)
        return 0
    if arguments.replay:
        return _replay(settings, arguments.speed)
    refuse_busy_port(arguments.port)
    if not is_ready(settings):
        _load(settings)
    return run_processes(settings, arguments.port, arguments.speed)


def _load(settings: Settings) -> None:
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


def _replay(settings: Settings, speed: int) -> int:
    stopped: list[int] = []
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda received, frame: stopped.append(received))
    clock = SimulatedElectionClock.start(settings.home / CLOCK_FILE, START, speed)
    store = open_store(settings.store_url)
    try:
        replay(store, CAMPAIGN, election_day(), clock, lambda: bool(stopped))
    finally:
        store.close()
    return 0
