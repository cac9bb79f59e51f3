"""The publisher: one process that turns changes and passing time into releases, and never gives up on an error.

It wakes when the store changed or the schedule says so, gathers changes (coalescing) and publishes campaign by
campaign. A release that a check refuses blocks only its campaign: the former release stays and the state file says why.
Bulk files are built by a second process meanwhile.
"""

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
from portal.publication.data_process import judge, start_data_part
from portal.publication.durable import replace_synced
from portal.publication.leash import Leashed
from portal.publication.metrics import Metrics
from portal.publication.publish import Publication
from portal.publication.snapshot import take_snapshot
from portal.publication.waiting import HOLD
from portal.publication.watch import Watch
from portal.store.queries.configuration import campaigns

logger = get_logger("publisher")

TICK_SECONDS = 0.5
"""Longest wait between two looks at the clock."""
HEARTBEAT = timedelta(seconds=10)
"""How often the state is written while nothing happens, so that a silent publisher is noticed."""
RETRY = timedelta(seconds=30)
"""After a refused release the campaign is tried again when something changes, or after this time."""


@dataclass
class DataJob:
    """The second process building the bulk files of one release."""

    campaign: str
    n: int
    folder: Path
    process: Leashed


@dataclass
class CampaignState:
    """What the publisher knows of one campaign; `due` is the next moment at which time alone changes something.

    `data_at` is when the last bulk files were begun; `office_due` asks for them at once, in every format. `waiting`
    says what signatures are missing, `again_at` (system time) when the waiting release is set aside or made anew.
    """

    due: datetime | None = None
    blocked: tuple[str, ...] = ()
    blocked_at: datetime | None = None
    release: int | None = None
    data_at: datetime | None = None
    office_due: bool = False
    waiting: str = ""
    again_at: datetime | None = None


@dataclass
class Publisher:
    """Publishes until `stop` says so. `system_clock` rules coalescing and bulk files, the election clock the gate."""

    publication: Publication
    watch: Watch
    system_clock: Clock
    coalesce: timedelta
    data_every: timedelta
    states: dict[str, CampaignState] = field(default_factory=dict)
    metrics: Metrics = field(default_factory=Metrics)
    _job: DataJob | None = None
    _changed: bool = True
    _last_pass: datetime | None = None
    _written: datetime | None = None

    def run(self, stop: Callable[[], bool]) -> None:
        """Publish changes and slots until `stop()` is true; the bulk process is then ended."""
        try:
            while not stop():
                self.turn()
        finally:
            self.stop_job()

    def turn(self) -> None:
        """One look at changes, clock and bulk process; at most one pass over the campaigns."""
        self._changed |= self.watch.changed(self._patience())
        self._collect_job()
        now = self.system_clock.now()
        rested = _over(self._last_pass, self.coalesce, now)
        if rested and (self._changed or self._time_has_come(now)):
            self._changed = False
            self._last_pass = now  # Its own duration is part of the time of gathering: nobody waits for it twice.
            self._pass()
            self._write_state()
        elif _over(self._written, HEARTBEAT, now):
            self._write_state()
        self._start_job(now)

    def stop_job(self) -> None:
        """End the bulk process, if one is running; its files are begun anew the next time."""
        if self._job is not None:
            self._job.process.terminate()
            self._job.process.communicate()
            self._job = None

    def _patience(self) -> float:
        """Seconds to wait for a change: no longer than until what is gathered already may be published."""
        if not self._changed or self._last_pass is None:
            return TICK_SECONDS
        left = self._last_pass + self.coalesce - self.system_clock.now()
        return min(max(left.total_seconds(), 0.0), TICK_SECONDS)

    def _time_has_come(self, now: datetime) -> bool:
        election = self.publication.election_clock.now()
        for state in self.states.values():
            if state.due is not None and state.due <= election:
                return True
            if state.blocked_at is not None and _over(state.blocked_at, RETRY, now):
                return True
            if state.again_at is not None and state.again_at <= now:
                return True
        return False

    def _pass(self) -> None:
        with self.publication.store.read() as session:
            known = campaigns(session)
        for campaign in known:
            state = self.states.setdefault(campaign, CampaignState())
            try:
                n = self.publication.publish(campaign)
                state.office_due |= n is not None and self.publication.bulk.due(campaign, n) is Bulk.AT_ONCE
                state.blocked, state.blocked_at = (), None
                self._note_waiting(campaign, state)
            except (CheckFailed, StorageError) as error:
                self._block(campaign, state, error)
            latest = self.publication.archive.latest(campaign)
            state.release = latest["release"] if latest else None
            state.due = self._next_due(campaign)
        try:
            self.publication.publish_site()
        except (CheckFailed, StorageError) as error:
            logger.error("site_release_blocked", problems=str(error).splitlines())

    def _note_waiting(self, campaign: str, state: CampaignState) -> None:
        """Say whose signatures a staged release lacks; the alarm stands until they are there."""
        waiting = self.publication.waiting.of(campaign)
        state.waiting, state.again_at = "", waiting.since + HOLD if waiting else None
        if waiting and waiting.folder:
            needed = self.publication.ledger.needed(campaign, waiting.kind)
            _, people = self.publication.signing.signed(campaign, waiting)
            state.waiting = f"release {waiting.n} ({waiting.kind}): {len(people)} of {needed} signatures"
        elif waiting:
            state.waiting = f"release of kind {waiting.kind} was set aside: signatures were missing"

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
            rested = _over(state.data_at, self.data_every, now)
            if not (rested or state.office_due):
                continue
            office, state.data_at, state.office_due = state.office_due, now, False
            n = latest["release"]
            folder = self.publication.bulk.folder(campaign, n)
            process = start_data_part(self.publication.archive.public, campaign, n, folder, office=office, behind=True)
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
            self.publication.bulk.admit(job.campaign, job.n, job.folder)
            logger.info("data_part_published", campaign=job.campaign, release=job.n)
        except (CheckFailed, StorageError) as error:
            logger.error("data_part_failed", campaign=job.campaign, release=job.n, problems=str(error).splitlines())

    def _write_state(self) -> None:
        """Keep the publisher's state for the staff page and for monitoring; never public."""
        now = self._written = self.system_clock.now()
        queue = len(self.states) if self._changed else sum(bool(state.blocked) for state in self.states.values())
        self._write_metrics(now, queue)
        document: dict[str, Any] = {
            "at": now.isoformat(),
            "queue": queue,
            "election_time": self.publication.election_clock.now().isoformat(),
            "campaigns": {
                campaign: {
                    "release": state.release,
                    "due": state.due.isoformat() if state.due else None,
                    "blocked": [*state.blocked, *([state.waiting] if state.waiting else [])],
                }
                for campaign, state in sorted(self.states.items())
            },
        }
        replace_synced(self.publication.archive.private / "state.json", encode(document))

    def _write_metrics(self, now: datetime, queue: int) -> None:
        election = self.publication.election_clock.now()
        for campaign, state in self.states.items():
            latest = self.publication.archive.latest(campaign)
            made = self.publication.archive.release(campaign, latest["release"])["published_at"] if latest else None
            self.metrics.campaign(
                campaign,
                release=state.release,
                age=(election - datetime.fromisoformat(made)).total_seconds() if made else None,
                blocked=len(state.blocked),
                waiting=bool(state.waiting),
                due=(state.due - election).total_seconds() if state.due else None,
            )
        self.metrics.alive(now.timestamp(), queue)


def _over(since: datetime | None, rest: timedelta, now: datetime) -> bool:
    """Whether a rest is over; a clock set back ends it too, else nothing is published until it has caught up."""
    return since is None or not timedelta(0) <= now - since < rest
