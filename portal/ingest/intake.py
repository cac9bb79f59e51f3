"""Taking messages in: one door for HTTPS and for files on a medium, one thread per process that writes in batches.

What arrives while a batch is being written forms the next one, so a busy night shares commits. The waiting side has a
deadline of its own: a database that hangs means 503 and no receipt, never a receipt for what may not be stored.
"""

import threading
from collections import deque
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from portal.clocks import Clock, SystemClock
from portal.errors import NatyijaError
from portal.ingest.configurations import Configurations
from portal.ingest.envelope import read_envelope
from portal.ingest.receipts import receipt
from portal.ingest.receiving import Arrival, Source, Stored, judge_messages, judge_rows, receive
from portal.ingest.refusals import KEPT_ASIDE, SEND_AGAIN, Reason, Refusal
from portal.ingest.refused import RefusedStore
from portal.ingest.reporting import report
from portal.publication.transparency.signer import Signer
from portal.store.engine import Store
from portal.store.models import Outcome
from portal.store.queries.intake import pending
from portal.store.record import record_audit

BATCH = 64
QUEUE = 2_000
"""Messages waiting in one process; more are answered with 503 at once."""
Outcomes = Mapping[int, tuple[Outcome | None, str]]
"""Outcome and reason by number of the message; None while it waits to be judged."""
COMPANY = 0.004
"""Seconds that a message waits for as many others as came last time, so that they share one commit."""
DEADLINE = 8.0
"""Seconds that a sender waits for the store."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What a sender is told of a stored message; `outcome` is None while it waits to be judged."""

    outcome: Outcome | None
    reason: str
    sha256: str
    receipt: bytes
    fresh: bool


@dataclass(slots=True)
class _Waiting:
    """One sender that waits, and what came of it."""

    arrival: Arrival
    done: threading.Event = field(default_factory=threading.Event)
    result: "Answer | Refusal | None" = None


class Intake:
    """The intake of one process. `mode` is the instance's, the clocks are election and system time."""

    def __init__(
        self, store: Store, private: Path, signer: Signer, mode: str, clock: Clock, deadline: float = DEADLINE
    ) -> None:
        self.store = store
        self.signer = signer
        self.clock = clock
        self.configurations = Configurations()
        self._mode = mode
        self._system = SystemClock()
        self._deadline = deadline
        self._refused = RefusedStore(private)
        self._queue: deque[_Waiting] = deque()
        self._arrived = threading.Condition()
        self._wanted = 1
        self._thread: threading.Thread | None = None
        self._closed = False

    def submit(self, raw: bytes, source: Source) -> Answer:
        """Store a message durably, judge it, and say what came of it.

        Raises Refusal when it is not taken (a storage failure included), InputError never.
        """
        try:
            return self._submit(Arrival(read_envelope(raw), source))
        except Refusal as refusal:
            if refusal.reason in KEPT_ASIDE:
                self._keep_refused(raw, source, refusal)
            raise

    def judge_pending(self, limit: int = 500) -> int:
        """Judge what an earlier failure left without a verdict; how many messages now have one.

        When they cannot be judged together each is judged by itself, so that one holds up none of the others.
        Raises StorageError when the database fails, whatever it is given.
        """
        with self.store.read() as session:
            seqs = pending(session, limit)
        judged = self._judge(seqs)
        return sum(self._judge([seq]) or 0 for seq in seqs) if judged is None else judged

    def close(self) -> None:
        """End the writing thread once nothing waits; a later message starts it again."""
        with self._arrived:
            self._closed = True
            self._arrived.notify()

    def _judge(self, seqs: Sequence[int]) -> int | None:
        """How many of these messages have a verdict now, None when judging failed."""
        if not seqs:
            return 0
        try:
            with self.store.write() as session:
                return len(judge_messages(session, seqs, self.configurations, self._system.now()))
        except Exception as error:  # (a fault of judging, of whatever kind, is that of one message)
            if isinstance(error.__cause__, OperationalError):
                raise
            report("intake.judge_failed", messages=list(seqs[:10]), exc_info=error)
            return None

    def _submit(self, arrival: Arrival) -> Answer:
        waiting = _Waiting(arrival)
        with self._arrived:
            if len(self._queue) >= QUEUE:
                raise Refusal(Reason.STORAGE, f"too many messages wait; {SEND_AGAIN}")
            self._queue.append(waiting)
            if self._closed or self._thread is None or not self._thread.is_alive():
                self._closed = False
                self._thread = threading.Thread(target=self._work, name="intake", daemon=True)
                self._thread.start()
            if len(self._queue) >= self._wanted:
                self._arrived.notify()
        if not waiting.done.wait(self._deadline) or waiting.result is None:
            raise Refusal(Reason.STORAGE, f"the store did not answer in time; {SEND_AGAIN}")
        if isinstance(waiting.result, Refusal):
            raise waiting.result
        return waiting.result

    def _work(self) -> None:
        company = 1
        while batch := self._next_batch(company):
            failed = Refusal(Reason.STORAGE, f"the portal could not store it; {SEND_AGAIN}")
            try:
                self._take(batch)
            except Exception as error:  # noqa: BLE001 (whatever fails, nobody gets a receipt and the thread goes on)
                report("intake.failed", messages=len(batch), exc_info=error)
                failed = Refusal.not_stored(error)
            for waiting in batch:
                waiting.result = waiting.result or failed
                waiting.done.set()
            company = min(len(batch) + len(self._queue), BATCH)

    def _next_batch(self, company: int) -> list[_Waiting]:
        """The messages that wait, at least one; none when the intake is closed.

        Senders wake this thread for the first message and for the last one that it waits for, not for each.
        """
        with self._arrived:
            self._wanted = 1
            self._arrived.wait_for(lambda: self._queue or self._closed)
            self._wanted = company
            self._arrived.wait_for(lambda: len(self._queue) >= company or self._closed, COMPANY)
            return [self._queue.popleft() for _ in range(min(len(self._queue), BATCH))]

    def _take(self, batch: Sequence[_Waiting]) -> None:
        received, outcomes = self._stored(batch)
        for waiting, each in zip(batch, received, strict=True):
            waiting.result = each if isinstance(each, Refusal) else self._answer(waiting.arrival, each, outcomes)

    def _stored(self, batch: Sequence[_Waiting]) -> tuple[list[Stored | Refusal], Outcomes]:
        """Store a batch and judge it in one commit; what cannot be judged is stored nevertheless, by itself."""
        now, arrivals = self.clock.now(), [each.arrival for each in batch]
        try:
            with self.store.write() as session:
                received = receive(session, arrivals, self._mode, now)
                return received, self._outcomes(session, received)
        except Exception as error:  # noqa: BLE001 (stored first, judged later: the sweep tries again)
            report("intake.judge_failed", messages=len(batch), exc_info=error)
        with self.store.write() as session:
            received = receive(session, arrivals, self._mode, now)
        return received, _known(received)

    def _outcomes(self, session: Session, received: Sequence[Stored | Refusal]) -> Outcomes:
        """Outcomes of stored messages; those that have none yet are judged."""
        new = [each for each in received if isinstance(each, Stored) and each.message.outcome is None]
        if not new:
            return _known(received)
        rows = [(each.envelope, each.message) for each in new]
        kinds = {each.key.seq: each.key.kind for each in new}
        return _known(received) | judge_rows(session, rows, kinds, self.configurations, self._system.now())

    def _answer(self, arrival: Arrival, stored: Stored, outcomes: Outcomes) -> "Answer | Refusal":
        message = stored.message
        outcome, reason = outcomes[message.seq]
        if outcome is Outcome.CONFLICT:
            return Refusal(Reason.CONFLICT, f"both are kept; this one is {message.sha256}")
        return Answer(outcome, reason, message.sha256, receipt(self.signer, arrival.envelope, message), stored.fresh)

    def _keep_refused(self, raw: bytes, source: Source, refusal: Refusal) -> None:
        try:
            if not self._refused.keep(raw):
                report("intake.refused", reason=refusal.reason, address=source.address)
                return
            envelope = read_envelope(raw)
            with self.store.write() as session:
                record_audit(
                    session,
                    self._system.now(),
                    f"device:{envelope.device}",
                    "message.refused",
                    details={"reason": refusal.reason, "campaign": envelope.campaign, "precinct": envelope.precinct},
                    function="device",
                    address=source.address,
                    object=f"message:{envelope.sha256}",
                    after=envelope.sha256,
                )
        except NatyijaError as error:
            report("intake.refused_not_kept", error=str(error))


def _known(received: Sequence[Stored | Refusal]) -> dict[int, tuple[Outcome | None, str]]:
    stored = [each.message for each in received if isinstance(each, Stored)]
    return {message.seq: (message.outcome, message.reason) for message in stored}
