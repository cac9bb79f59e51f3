"""Load the demonstration once and replay its election day, 60 times real time."""

import argparse
import os

from portal.demo.home import is_ready, reset
from portal.demo.run import refuse_busy_port, run_processes
from portal.errors import InputError
from portal.settings import Settings


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """How fast, and where."""
    parser.add_argument("--port", type=int, default=int(os.environ.get("PORT", "8000")), help="port on loopback (8000)")
    parser.add_argument("--speed", type=int, default=60, help="simulated seconds in a second (60)")
    parser.add_argument("--reset", action="store_true", help="forget the demonstration and end")
    parser.add_argument("--intake", default="", metavar="URL", help="with --replay: machines send to this address")
    parser.add_argument("--replay", action="store_true", help="only replay; the demonstration starts this itself")


def run(arguments: argparse.Namespace, settings: Settings) -> int:
    """Prepare what is missing and run until Ctrl-C; 0."""
    if arguments.speed < 1:
        raise InputError([f"--speed {arguments.speed}: give a whole number from 1 up"])
    if arguments.reset:
        reset(settings)
        return 0
    if arguments.replay:
        return _replay(settings, arguments.speed, arguments.intake)
    refuse_busy_port(arguments.port)
    if not is_ready(settings):
        _load(settings)
    return run_processes(settings, arguments.port, arguments.speed)


# Store and publication are imported only where they are used: a later start must show its first page within seconds.
def _load(settings: Settings) -> None:
    from portal.demo.work import load

    load(settings)


def _replay(settings: Settings, speed: int, intake: str) -> int:
    from portal.demo.work import replay_day

    return replay_day(settings, speed, intake)
