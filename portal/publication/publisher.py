"""The publisher: one process that turns changes and passing time into releases, and never gives up on an error.

It wakes when the store changed or the schedule says so, gathers changes (coalescing) and publishes campaign by
campaign. A release that a check refuses blocks only its campaign: the former release stays and the state file says why.
Bulk files are built by a second process meanwhile.
"""

import subprocess
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from portal.clocks import Clock
from portal.errors import CheckFailed, NatyijaError, StorageError
from portal.logs import get_logger
from portal.publication.archive import encode
from portal.publication.builder import Bulk
from portal.publication.data_process import data_part_command, judge
from portal.publication.durable import replace_synced
from portal.publication.publish import Publication
from portal.publication.snapshot import take_snapshot
from portal.publication.watch import Watch
from portal.store.queries.configuration import campaigns

logger = get_logger("publisher")

TICK_SECONDS = 0.5
"""Longest wait between two looks at the clock."""
RETRY = timedelta(seconds=30)
"""After a refused release the campaign is tried again when something changes, or after this time."""


@dataclass
class DataJob:
    """The second process building the bulk files of one release."""

    campaign: str
    n: int
    folder: Path
    process: "subprocess.Popen[str]"


@dataclass
class CampaignState:
    """What the publisher knows of one campaign; `due` is the next moment at which time alone changes something.

    `data_at` is when the last bulk files were begun; `office_due` asks for them at once, in every format.
    """

    due: datetime | None = None
    blocked: tuple[str, ...] = ()
    blocked_at: datetime | None = None
    release: int | None = None
    data_at: datetime | None = None
    office_due: bool = False


@dataclass
class Publisher:
    """Publishes until `stop` says so. `system_clock` rules coalescing and bulk files, the election clock the gate."""

    publication: Publication
    watch: Watch
    system_clock: Clock
    coalesce: timedelta
    data_every: timedelta
    states: dict[str, CampaignState] = field(default_factory=dict)
    _job: DataJob | None = None
    _changed: bool = True
    _last_pass: datetime | None = None

    def run(self, stop: Callable[[], bool]) -> None:
        """Publish changes and slots until `stop()` is true; the bulk process is then ended."""
        try:
            while not stop():
                self.turn()
        finally:
            self.stop_job()

    def turn(self) -> None:
        """One look at changes, clock and bulk process; at most one pass over the campaigns."""
        self._changed |= self.watch.changed(TICK_SECONDS)
        self._collect_job()
        now = self.system_clock.now()
        rested = self._last_pass is None or now - self._last_pass >= self.coalesce
        if rested and (self._changed or self._time_has_come(now)):
            self._changed = False
            self._pass()
            self._last_pass = self.system_clock.now()
            self._write_state()
        self._start_job(now)

    def stop_job(self) -> None:
        """End the bulk process, if one is running; its files are begun anew the next time."""
        if self._job is not None:
            self._job.process.terminate()
            self._job.process.communicate()
            self._job = None

    def _time_has_come(self, now: datetime) -> bool:
        election = self.publication.election_clock.now()
        for state in self.states.values():
            if state.due is not None and state.due <= election:
                return True
            if state.blocked_at is not None and now - state.blocked_at >= RETRY:
                return True
        return False

    def _pass(self) -> None:
        with self.publication.store.read() as session:
            known = campaigns(session)
        for campaign in known:
            state = self.states.setdefault(campaign, CampaignState())
            try:
                n = self.publication.publish(campaign)
                state.office_due |= n is not None and self.publication.bulk_of(campaign, n) is Bulk.AT_ONCE
                state.blocked, state.blocked_at = (), None
            except (CheckFailed, StorageError) as error:
                self._block(campaign, state, error)
            latest = self.publication.archive.latest(campaign)
            state.release = latest["release"] if latest else None
            state.due = self._next_due(campaign)

    def _block(self, campaign: str, state: CampaignState, error: NatyijaError) -> None:
        problems = tuple(getattr(error, "problems", ())) or (str(error),)
        if problems != state.blocked:
            logger.error("release_blocked", campaign=campaign, problems=list(problems))
        state.blocked, state.blocked_at = problems, self.system_clock.now()

    def _next_due(self, campaign: str) -> datetime | None:
        """The next moment at which the schedule or a closing changes what may be seen."""
        now = self.publication.election_clock.now()
        with self.publication.store.read() as session:
            snapshot = take_snapshot(session, campaign, now, test=self.publication.builder.test)
            if snapshot.stored.campaign.archive:
                return None
            return min((moment for moment in snapshot.moments() if moment > now), default=None)

    def _start_job(self, now: datetime) -> None:
        """Start the bulk files of the newest release that has none, one at a time, every `data_every` per campaign."""
        if self._job is not None:
            return
        for campaign, state in self.states.items():
            latest = self.publication.archive.latest(campaign)
            if latest is None or latest["data"] == latest["release"]:
                continue
            rested = state.data_at is None or now - state.data_at >= self.data_every
            if not (rested or state.office_due):
                continue
            office, state.data_at, state.office_due = state.office_due, now, False
            n = latest["release"]
            folder = self.publication.data_folder(campaign, n)
            command = data_part_command(self.publication.archive.public, campaign, n, folder, office=office)
            process = subprocess.Popen(command, stderr=subprocess.PIPE, stdout=subprocess.DEVNULL, text=True)
            self._job = DataJob(campaign, n, folder, process)
            return

    def _collect_job(self) -> None:
        """Admit the bulk files once the second process is done; a failure is logged and tried again later."""
        job = self._job
        if job is None or job.process.poll() is None:
            return
        self._job = None
        _, said = job.process.communicate()
        try:
            judge(job.campaign, job.n, job.folder, job.process.returncode, said)
            self.publication.admit_data_part(job.campaign, job.n, job.folder)
            logger.info("data_part_published", campaign=job.campaign, release=job.n)
        except (CheckFailed, StorageError) as error:
            logger.error("data_part_failed", campaign=job.campaign, release=job.n, problems=str(error).splitlines())

    def _write_state(self) -> None:
        """Keep the publisher's state for the staff page and for monitoring; never public."""
        document: dict[str, Any] = {
            "at": self.system_clock.now().isoformat(),
            "election_time": self.publication.election_clock.now().isoformat(),
            "campaigns": {
                campaign: {
                    "release": state.release,
                    "due": state.due.isoformat() if state.due else None,
                    "blocked": list(state.blocked),
                }
                for campaign, state in sorted(self.states.items())
            },
        }
        replace_synced(self.publication.archive.private / "state.json", encode(document))
