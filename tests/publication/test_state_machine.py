"""The publication as a state machine: whatever people, clocks, crashes and a second publisher do, nothing is early,
nothing is under-approved, no number is used twice and no release is lost.
"""

import shutil
import tempfile
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from portal.domain.facts import OrderKind, ScheduleItem, ScheduleItemKind
from portal.domain.names import Names
from portal.errors import CheckFailed, InputError
from portal.publication.ledger import Ledger
from portal.publication.lock import publisher_lock
from portal.publication.publish import Publication
from portal.publication.steps import Step
from portal.publication.transparency.leaf import APPROVED_KINDS, Statement, read_statement, sign_statement
from portal.publication.transparency.log import TransparencyLog
from portal.publication.transparency.signed_note import Note
from portal.store.engine import open_store
from portal.store.migrate import upgrade
from portal.store.queries.approvals import approvals
from portal.store.queries.publication import orders
from portal.store.record import approve, record_order, record_schedule
from portal.store.record.approvals import record_signature, withdraw_approval
from portal.verify.tree import verify_tree
from tests.depth import depth
from tests.golden.script import scanner, turnout
from tests.publication.world import APPROVERS, CAMPAIGN, PUBLISHER_KEYS, World, clock_time, golden_package

PEOPLE = ("Asel", "Bakyt", "Cholpon")
PRECINCTS = ("n-1", "n-2", "n-3")
STEPS_OF_A_RUN = 50
RUNS = 200
"""Fifty steps each: the ten thousand that the requirement names."""


class Killed(Exception):
    """The publisher dies at a step."""


class Publishing(RuleBasedStateMachine):
    """People record, approve, take back and sign; clocks jump; publishers run, die and run beside each other."""

    template: Path

    @initialize()
    def begin(self) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="publication-"))
        shutil.copytree(self.template, self.folder / "home")
        self.store = open_store(f"sqlite:///{self.folder / 'home' / 'test.db'}")
        self.world = World(self.store, self.folder / "home")
        self.world.clock.instant = clock_time(7)
        self.system = self.world.clock.instant
        self.subjects: list[int] = []
        self.taken: list[bytes] = []
        self.seen: dict[int, bytes] = {}
        self.published: list[datetime] = []

    def teardown(self) -> None:
        self.check_all()
        self.store.close()
        shutil.rmtree(self.folder)

    @rule(minutes=st.sampled_from((1, 30, 61, 240, 900)))
    def time_passes(self, minutes: int) -> None:
        self.world.clock.instant += timedelta(minutes=minutes)

    @rule(minutes=st.sampled_from((-600, -1, 5, 16, 40)))
    def system_clock_jumps(self, minutes: int) -> None:
        self.system += timedelta(minutes=minutes)

    @rule(precinct=st.sampled_from(PRECINCTS), hour=st.integers(9, 19), identified=st.integers(0, 400))
    def turnout_comes(self, precinct: str, hour: int, identified: int) -> None:
        with self.store.write() as session:
            turnout(session, precinct, hour, identified, 0, self.world.clock.instant)

    @rule(precinct=st.sampled_from(PRECINCTS), votes=st.integers(0, 30))
    def scanner_reports(self, precinct: str, votes: int) -> None:
        with self.store.write() as session:
            scanner(session, precinct, "d1", votes + 3, (votes, 2, 1), self.world.clock.instant)

    @rule(kind=st.sampled_from(list(OrderKind)), precinct=st.sampled_from(PRECINCTS))
    def order_is_recorded(self, kind: OrderKind, precinct: str) -> None:
        about = (OrderKind.HOLD, OrderKind.RELEASE_HOLD, OrderKind.WITHDRAWAL)
        target = f"precinct:{precinct}" if kind in about else ""
        with self.store.write() as session:
            now = self.world.clock.instant
            seq = record_order(session, CAMPAIGN, kind, now, PEOPLE[0], target=target, reason=Names(en="why"))
        self.subjects.append(seq)

    @rule(kind=st.sampled_from(list(OrderKind)), precinct=st.sampled_from(PRECINCTS))
    def two_people_order(self, kind: OrderKind, precinct: str) -> None:
        self.order_is_recorded(kind, precinct)
        for person in PEOPLE[:2]:
            self._try(approve, self.subjects[-1], person)

    @rule()
    def two_people_sign_and_the_publisher_runs(self) -> None:
        self._run(self.publication())
        self.world.sign()
        self._run(self.publication())

    @rule(hours=st.lists(st.integers(9, 23), min_size=1, max_size=4))
    def schedule_is_drafted(self, hours: list[int]) -> None:
        items = [ScheduleItem(ScheduleItemKind.TURNOUT, clock_time(hour), "d") for hour in hours]
        items.append(ScheduleItem(ScheduleItemKind.RESULTS, clock_time(20 + hours[0] % 4), "d"))
        with self.store.write() as session:
            self.subjects.append(record_schedule(session, CAMPAIGN, items, self.world.clock.instant, PEOPLE[0]))

    @precondition(lambda self: self.subjects)
    @rule(data=st.data(), person=st.sampled_from(PEOPLE))
    def person_approves(self, data: st.DataObject, person: str) -> None:
        self._try(approve, data.draw(st.sampled_from(self.subjects)), person)

    @precondition(lambda self: self.subjects)
    @rule(data=st.data(), person=st.sampled_from(PEOPLE))
    def person_takes_back(self, data: st.DataObject, person: str) -> None:
        self._try(withdraw_approval, data.draw(st.sampled_from(self.subjects)), person)

    def _try(self, act: Callable[..., Any], subject: int, person: str) -> None:
        with suppress(InputError), self.store.write() as session:
            act(session, subject, person, self.world.clock.instant)

    @rule(signers=st.sets(st.sampled_from((*APPROVERS, PUBLISHER_KEYS[False])), min_size=1))
    def people_sign(self, signers: set[Any]) -> None:
        self.world.sign(*signers)

    @rule()
    def statement_is_taken_away(self) -> None:
        """To be signed later, perhaps when it is not asked for any more."""
        waiting = self.world.publication.waiting.of(CAMPAIGN)
        if waiting:
            self.taken.append(waiting.statement)

    @precondition(lambda self: self.taken)
    @rule(data=st.data())
    def signatures_come_late(self, data: st.DataObject) -> None:
        """They count for their own statement only: one made anew has to be signed again."""
        statement = data.draw(st.sampled_from(self.taken))
        with self.store.write() as session:
            for signer in APPROVERS:
                record_signature(session, sign_statement(statement, signer), self.world.clock.instant, signer.name)

    @rule()
    def publisher_runs(self) -> None:
        self._run(self.publication())

    @rule(step=st.sampled_from(list(Step)))
    def publisher_is_killed(self, step: Step) -> None:
        def die(reached: Step) -> None:
            if reached is step:
                raise Killed

        self._run(replace(self.publication(), reached=die))

    @rule(step=st.sampled_from(list(Step)))
    def second_publisher_takes_over(self, step: Step) -> None:
        """The first one dies, its lock is free, the second one goes on with its own view of the home."""
        self.publisher_is_killed(step)
        self._run(self.publication())
        self._run(self.publication())

    @rule()
    def two_publishers_run_at_once(self) -> None:
        """Both want the lock, each with its own view of the home; one waits for the other."""

        def run(publication: Publication) -> None:
            with publisher_lock(self.store, self.world.home):
                publication.publish(CAMPAIGN)

        with ThreadPoolExecutor() as pool:
            for done in [pool.submit(run, self.publication()) for _ in range(2)]:
                done.result()

    @rule(minutes=st.one_of(st.integers(-600, -1), st.integers(1, 600)))
    def publisher_runs_while_the_clock_is_wrong(self, minutes: int) -> None:
        """Set back or forth, and right again afterwards."""
        before = self.world.clock.instant
        self.world.clock.instant += timedelta(minutes=minutes)
        self._run(self.publication())
        self.world.clock.instant = before

    @rule()
    def test_instance_looks_in(self) -> None:
        with pytest.raises(CheckFailed, match="are of a main instance"):
            Ledger(self.world.home, test=True)

    def publication(self) -> Publication:
        clock = replace(self.world.clock, instant=self.system)
        return replace(self.world.publication, system_clock=clock)

    def _run(self, publication: Publication) -> None:
        try:
            publication.publish(CAMPAIGN)
        except Killed:
            return

    @invariant()
    def check_releases(self) -> None:
        if not hasattr(self, "world"):
            return
        archive = self.world.archive
        latest = archive.latest(CAMPAIGN)
        newest = latest["release"] if latest else 0
        assert newest >= max(self.seen, default=0), "a release was lost"
        for n in range(max(self.seen, default=0) + 1, newest + 1):
            self.seen[n] = (archive.folder(CAMPAIGN, n) / "SHA256SUMS").read_bytes()
        if newest:
            self.world.assert_whole()
            self._nothing_early()

    def _nothing_early(self) -> None:
        """No turnout before its hour, no count before the precinct closed, by the time that the release itself says."""
        as_of = datetime.fromisoformat(self.world.archive.release(CAMPAIGN, self.world.latest)["as_of"])
        totals = self.world.document("campaign.json")["totals"]
        assert all(datetime.fromisoformat(point["as_of"]) <= as_of for point in totals["turnout"])
        if as_of < clock_time(20):
            assert totals["scanner"]["received"] == 0 and totals["final"] is None

    def check_all(self) -> None:
        """Nothing under-approved, no number twice, every release that was ever seen still there, byte for byte."""
        if not self.seen:
            return
        for n, sums in self.seen.items():
            assert (self.world.archive.folder(CAMPAIGN, n) / "SHA256SUMS").read_bytes() == sums
        for _ in range(3):
            self._run(self.publication())
        report = verify_tree(self.world.archive.public)
        assert report.ok, list(report.lines())
        said = self._statements()
        numbers = [each.release for each in said if each.kind not in ("data", "keys")]
        assert numbers == list(range(1, self.world.latest + 1))
        with self.store.read() as session:
            in_force = [order for order in orders(session, CAMPAIGN) if order.approved_at]
            given = approvals(session, CAMPAIGN)
        for order in in_force:
            assert len({each.approver for each in given[order.seq] if not each.withdrawn}) >= 2
        approved = sum(each.kind in APPROVED_KINDS for each in said)
        assert approved <= len(in_force)
        for n in numbers:
            release = self.world.archive.release(CAMPAIGN, n)
            assert release["schedule"] is None or len(set(release["approvals"])) >= 2

    def _statements(self) -> list[Statement]:
        key = PUBLISHER_KEYS[False]
        log = TransparencyLog(self.world.archive.public / "log", key.name, key)
        return [read_statement(Note.parse(leaf).text) for leaf in log.leaves()]


def test_publication_never_breaks_its_promises(tmp_path: Path) -> None:
    """Ten thousand steps in all; `make test` takes a tenth of them."""
    template = tmp_path / "template"
    template.mkdir()
    url = f"sqlite:///{template / 'test.db'}"
    upgrade(url)
    store = open_store(url)
    golden_package()
    World(store, template).with_golden()
    store.close()

    class Machine(Publishing):
        pass

    Machine.template = template
    sizes = settings(
        max_examples=depth(RUNS), stateful_step_count=STEPS_OF_A_RUN, suppress_health_check=list(HealthCheck)
    )
    run_state_machine_as_test(Machine, settings=sizes, _min_steps=STEPS_OF_A_RUN)
