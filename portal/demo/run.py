"""Running the demonstration: public pages, publisher and replay side by side, stopped together."""

import os
import socket
import sys

from honcho.manager import Manager

from portal.demo.home import CAMPAIGN, START
from portal.errors import InputError
from portal.settings import PREFIX, Settings

WHAT_TO_SEE = """
Natyija is running: http://127.0.0.1:{port}/        (Ctrl-C stops everything; `make run` goes on where it was)

It is {start:%H:%M} on the simulated voting day, one second is {speed} seconds. What to look at:
  /ky/{campaign}/            the invented national campaign: turnout now, results from 20:00 on
  /ru/{campaign}/turnout/    turnout by hour and region
  /en/{campaign}/contest/13/ a district: ballot scanners against hand counts, as they come in
  /en/{campaign}/releases/   every release, what it changed and when
  /en/{campaign}/data/       the open data files
  /en/                       the archive of real campaigns
Names, votes and addresses of the national campaign are invented; its pages say so.
"""


def run_processes(settings: Settings, port: int, speed: int) -> int:
    """Start the three processes and wait for Ctrl-C, or for one of them to end; the exit code."""
    refuse_busy_port(port)
    environment = {**os.environ, f"{PREFIX}HOME": str(settings.home.resolve()), "PYTHONUNBUFFERED": "1"}
    manager = Manager()
    portal = f"{sys.executable} -m portal"
    manager.add_process("public", f"{portal} serve --port {port}", env=environment)
    manager.add_process("publisher", f"{portal} publisher", env=environment)
    manager.add_process("replay", f"{portal} demo --replay --speed {speed}", env=environment)
    print(WHAT_TO_SEE.format(port=port, start=START, speed=speed, campaign=CAMPAIGN), flush=True)
    manager.loop()
    interrupted = 130
    code = int(manager.returncode or 0)
    return 0 if code == interrupted else code


def refuse_busy_port(port: int) -> None:
    """Raise InputError when another program listens on the port."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            raise InputError(
                [f"port {port} is in use; stop what listens there or choose another: make run PORT=…"]
            ) from None
