"""Running the demonstration: public pages, staff pages with the intake, publisher and replay, stopped together."""

import os
import socket
import sys
from pathlib import Path

from honcho.manager import Manager

from portal.demo.accounts import make_accounts
from portal.demo.home import CAMPAIGN, START
from portal.errors import InputError
from portal.settings import PREFIX, Settings
from portal.staff.secrets import make_secrets

CONFIGURATION = Path(__file__).resolve().parents[2] / "deploy" / "gunicorn.conf.py"
THREADS = 16
WHAT_TO_SEE = """
Natyija is running: http://127.0.0.1:{port}/        (Ctrl-C stops everything; `make run` goes on where it was)

It is {start:%H:%M} on the simulated voting day, one second is {speed} seconds. What to look at:
  /ky/{campaign}/            the invented national campaign: turnout now, results from 20:00 on
  /ru/{campaign}/turnout/    turnout by hour and region
  /en/{campaign}/contest/13/ a district: ballot scanners against hand counts, as they come in
  /en/{campaign}/releases/   every release, what it changed and when
  /en/{campaign}/data/       the open data files
  /en/                       the archive of real campaigns
The staff pages are at http://127.0.0.1:{office}/staff/; the machines of the night send to the same port.
Logins, passwords and keys for an authenticator app, one of every function: {accounts}
Names, votes and addresses of the national campaign are invented; its pages say so.
"""


def run_processes(settings: Settings, port: int, speed: int) -> int:
    """Start the four processes and wait for Ctrl-C, or for one of them to end; the exit code.

    Staff pages and intake listen on the next port, apart from the public pages.
    """
    office = port + 1
    refuse_busy_port(port)
    refuse_busy_port(office)
    make_secrets(settings.home)
    accounts = make_accounts(settings)
    environment = surroundings(settings, port)
    manager = Manager()
    portal = f"{sys.executable} -m portal"
    manager.add_process("public", f"{portal} serve --port {port}", env=environment)
    manager.add_process("publisher", f"{portal} publisher", env=environment)
    manager.add_process("office", office_command(office), env={**environment, f"{PREFIX}STAFF_URL": address(office)})
    replay = f"{portal} demo --replay --speed {speed} --intake {address(office)}"
    manager.add_process("replay", replay, env=environment)
    seen = WHAT_TO_SEE.format(port=port, office=office, start=START, speed=speed, campaign=CAMPAIGN, accounts=accounts)
    print(seen, flush=True)
    manager.loop()
    interrupted = 130
    code = int(manager.returncode or 0)
    return 0 if code == interrupted else code


def surroundings(settings: Settings, port: int) -> dict[str, str]:
    """The environment of the processes. Pages know their own address, unless another one is set already: search
    engines, share pictures and the code on paper need it whole.
    """
    known = {f"{PREFIX}SITE_URL": address(port), **os.environ}
    return {**known, f"{PREFIX}HOME": str(settings.home.resolve()), "PYTHONUNBUFFERED": "1"}


def address(port: int) -> str:
    """The loopback address of a port."""
    return f"http://127.0.0.1:{port}"


def office_command(port: int) -> str:
    """The command line of staff pages and intake: one process, whose threads share the commits of the intake."""
    options = f"--config {CONFIGURATION} --chdir {CONFIGURATION.parents[1]} --bind 127.0.0.1:{port}"
    application = "portal.app:create_app(['staff', 'ingest'])"
    return f'{sys.executable} -m gunicorn {options} --workers 1 --threads {THREADS} "{application}"'


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
