"""A real publisher process whose release is refused: the alarm stands on the console and in its figures for monitoring,
and goes away with its cause. The former state is served meanwhile.
"""

import os
import re
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

from portal.settings import PREFIX
from portal.staff.functions import Function
from portal.store.record import record_scanner_report
from tests.staff.conftest import CAMPAIGN, Office
from tests.store.factories import scanner

ROOT = Path(__file__).parents[2]
CONSOLE = f"/staff/en/{CAMPAIGN}/console/"
STATE = f"/staff/en/{CAMPAIGN}/publication/state/"
PATIENCE = 120
"""Seconds that the slowest machine may take for what takes less than five."""
FAULTY = """
import sys
from pathlib import Path
from portal.cli import main
from portal.domain.tabulation import campaign
from portal.publication import assembly

def doubled(scheme, regions, *rest):
    wrong = [*regions, regions[-1]] if Path(sys.argv[1]).exists() else regions
    return campaign.campaign_document(scheme, wrong, *rest)

assembly.campaign_document = doubled
sys.exit(main(["publisher"]))
"""
"""The publisher with a wrong sum as long as a file is there: a region is added twice (28 November 2021)."""


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port: int = found.getsockname()[1]
        return port


@contextmanager
def publisher(office: Office, fault: Path, metrics: int) -> Iterator[None]:
    environment = {name: value for name, value in os.environ.items() if not name.startswith(PREFIX)}
    environment[f"{PREFIX}HOME"] = str(office.home)
    environment[f"{PREFIX}DATABASE_URL"] = office.store.engine.url.render_as_string(hide_password=False)
    environment[f"{PREFIX}METRICS_PORT"] = str(metrics)
    with (office.home / "said").open("wb") as said:
        command = [sys.executable, "-c", FAULTY, str(fault)]
        process = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=said, stderr=said)
        try:
            yield
        finally:
            process.terminate()
            process.wait()


def eventually(holds: Callable[[], bool], office: Office) -> None:
    until = time.monotonic() + PATIENCE
    while not holds():
        assert time.monotonic() < until, (office.home / "said").read_text()
        time.sleep(0.1)


def figure(metrics: int, name: str) -> float | None:
    """A figure of the campaign at /metrics; None while nobody answers there, or it is not said yet."""
    try:
        with urlopen(f"http://127.0.0.1:{metrics}/metrics") as answer:
            text = answer.read().decode()
    except (URLError, ConnectionError):
        return None
    found = re.search(rf'natyija_publisher_{name}{{campaign="{CAMPAIGN}"}} (\S+)', text)
    return float(found[1]) if found else None


def test_blocked_release_raises_an_alarm_on_the_console_and_in_the_metrics(office: Office, tmp_path: Path) -> None:
    fault, metrics = tmp_path / "fault", free_port()
    fault.touch()
    browser = office.client(Function.OUIIS)
    with publisher(office, fault, metrics):
        eventually(lambda: (figure(metrics, "blocked_checks") or 0) > 0, office)
        eventually(lambda: "A release was refused:" in browser.get(CONSOLE).text, office)
        assert "A release is blocked; the former one stays." in browser.get(STATE).text
        assert figure(metrics, "release") == 0
        assert not (office.home / "public" / "releases" / CAMPAIGN / "latest.json").exists()
        fault.unlink()
        with office.store.write() as session:
            record_scanner_report(session, CAMPAIGN, scanner(), "tests")
        eventually(lambda: figure(metrics, "release") == 1 and figure(metrics, "blocked_checks") == 0, office)
        eventually(lambda: "A release was refused:" not in browser.get(CONSOLE).text, office)
