"""What the cases share: the local form with the demonstration in it, readers, and devices that send messages."""

import json
import os
import signal
import ssl
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import islice
from pathlib import Path

from bench.intake_messages import campaign_package, enrolled_devices, signed_messages
from deploy.chaos.disks import Disks
from deploy.chaos.readers import Answer, Readers, ask
from deploy.local import control
from deploy.local.places import ROOT, Places
from deploy.local.prepare import portal_environment, prepare, run, sql
from portal import urls
from portal.cli.warm import overview
from portal.domain.documents import LatestDocument
from portal.languages import LANGUAGES
from portal.publication.transparency.signer import Signer
from portal.published.site import Site
from portal.store.engine import open_store

CAMPAIGN = "demo2026"
PAGES, FILES = 60, 100
HEALTHY = 10.0
"""Seconds after which everything answers again, without a hand."""
DEADLINE = 2.0
"""Seconds in which somebody hears that there is no answer."""
VALID = timedelta(days=60)
"""The demonstration's election clock stands days ahead."""
ACCEPTED = (200, 201, 202)
NIGHT_SPEED = "30"
"""All cases together take less than the hours in which most results come."""
PATIENCE = 180.0
"""Seconds in which a release comes on the slowest machine, its publisher started anew."""
STALE = 6.0
"""Seconds after which a kept page is asked for anew, and the publisher has gathered its changes."""


@dataclass
class Scene:
    """One local form, ready for all cases. `seen` is what a case has to say beside that it held."""

    places: Places
    disks: Disks
    expected: dict[str, str] = field(default_factory=dict)
    device: Signer | None = None
    unvisited: list[str] = field(default_factory=list)
    sent: int = 0
    acknowledged: int = 0
    seen: str = ""

    def open(self) -> None:
        """Start the form, enrol a device, keep pages, and note what every address answers."""
        prepare(self.places, demo=True)
        self.disks.lay()
        control.up(self.places, demo=True)
        self._enrol()
        self.unvisited = list(self._site().current().releases[CAMPAIGN].precincts_index()["precincts"])
        self.note()

    def close(self) -> None:
        """Stop the form, take its disks away."""
        control.down(self.places)
        self.disks.take_away()

    def _site(self) -> Site:
        return Site(self.places.home / "public")

    def note(self) -> None:
        """Keep pages, and note what every address answers now that nothing is published any more."""
        self._quiet()
        site = self._site()
        release = site.current().releases[CAMPAIGN]
        pages = [page for language in LANGUAGES for page in islice(overview(language, CAMPAIGN, release), PAGES // 3)]
        files = [f"/data/{CAMPAIGN}/r/{listed.owner}/{path}" for path, listed in islice(release.files.items(), FILES)]
        for _ in range(2):  # The first round has pages of the release before fetched anew.
            self.expected = {
                path: answer.sha256 for path in (*pages, *files) if (answer := self.ask(path)).status == 200
            }
            time.sleep(STALE)  # From here on readers get what is kept and a new one is fetched behind.

    def _quiet(self) -> None:
        """Wait until the publisher has nothing to publish any more, bulk files included: pages name them."""
        seen: list[tuple[int, int | None]] = [(-1, None)]

        def nothing_comes() -> bool:
            time.sleep(STALE)
            latest = self._latest()
            seen.append((latest["release"], latest["data"]))
            return seen[-1] == seen[-2] and latest["data"] == latest["release"]

        control.wait_until(nothing_comes, "the end of publishing", PATIENCE)

    def _enrol(self) -> None:
        own = portal_environment(self.places, "owner")
        package = campaign_package(self.places.folder / "package")
        run([sys.executable, "-m", "portal", "import", str(package), "--by", "chaos"], environment=own)
        with closing(open_store(self.places.store_url("owner"))) as store:
            now = datetime.now(UTC)
            self.device = enrolled_devices(store, 1, now - timedelta(days=1), now + VALID)[0]

    def readers(self, *, changing: bool = False) -> Readers:
        """Readers of everything that was noted; with `changing` only files have to keep their bytes."""
        pages = {path: "" if changing and not path.startswith("/data/") else sha for path, sha in self.expected.items()}
        return Readers(self.places.port, pages)

    def ask(self, path: str) -> Answer:
        """One request to the public host."""
        return ask(self.places.port, path)

    def new_page(self, language: str) -> str:
        """A page that nobody has asked for."""
        return urls.precinct(language, CAMPAIGN, self.unvisited.pop())

    def message(self) -> bytes:
        """The device's next message."""
        if self.device is None:
            raise RuntimeError("no device is enrolled")
        self.sent += 1
        return signed_messages([self.device], self.sent, 1)[0][0]

    def deliver(self, message: bytes) -> bool:
        """Send until it is acknowledged, as devices do; whether it was within half a minute."""
        ends = time.monotonic() + 3 * HEALTHY
        while time.monotonic() < ends:
            if self.post(message)[0] in ACCEPTED:
                self.acknowledged += 1
                return True
            time.sleep(0.2)
        return False

    def post(self, message: bytes) -> tuple[int, str, float]:
        """Status (0: none), media type and seconds of one attempt."""
        request = urllib.request.Request(f"{self.places.ingest_url}/ingest/v1/messages", message, method="POST")
        began = time.monotonic()
        try:
            with urllib.request.urlopen(request, timeout=10, context=ssl._create_unverified_context()) as answer:
                answer.read()
                return answer.status, answer.headers.get("Content-Type", ""), time.monotonic() - began
        except urllib.error.HTTPError as error:
            return error.code, error.headers.get("Content-Type", ""), time.monotonic() - began
        except OSError:
            return 0, "", time.monotonic() - began

    def stored(self, server: str = "primary") -> int:
        """Messages of the device in the store."""
        return int(sql(self.places, "SELECT count(*) FROM intake_message", "natyija", server))

    def healthy(self) -> float:
        """Seconds until everything answers. Raises StorageError after ten."""
        return control.wait_until(lambda: control.healthy(self.places), "health", HEALTHY)

    def family(self, name: str) -> list[int]:
        """A program's process and all beneath it; nothing while it does not run."""
        pid = control.pids(self.places).get(name)
        found, new = [], [pid] if pid else []
        while new:
            pid = new.pop()
            found.append(pid)
            try:
                words = Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="ascii").split()
            except OSError:
                continue
            new += [int(word) for word in words]
        return found

    def signal(self, name: str, number: signal.Signals) -> None:
        """A signal to a program and all its processes."""
        for pid in self.family(name):
            try:
                os.kill(pid, number)
            except ProcessLookupError:
                continue

    def release(self) -> int:
        """Number of the newest release."""
        return int(self._latest()["release"])

    def _latest(self) -> LatestDocument:
        text = (self.places.home / "public" / "releases" / CAMPAIGN / "latest.json").read_text(encoding="utf-8")
        found: LatestDocument = json.loads(text)
        return found

    def next_release(self) -> None:
        """Wait for a release. Raises StorageError when none comes in time."""
        former = self.release()
        control.wait_until(lambda: self.release() > former, "a release", PATIENCE)

    @contextmanager
    def night(self) -> Iterator[None]:
        """The night of the demonstration goes on, fact by fact, while the block runs."""
        command = [sys.executable, "-m", "portal", "demo", "--replay", "--speed", NIGHT_SPEED]
        own = portal_environment(self.places, "owner")
        with (self.places.run / "replay.txt").open("ab") as log:
            process = subprocess.Popen(command, cwd=ROOT, env=own, stdout=log, stderr=log)
        try:
            yield
        finally:
            process.terminate()
            try:
                process.wait(PATIENCE)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
