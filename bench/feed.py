"""The scanners of the invented election as senders: signed reports over HTTP, at a given pace, as often as wanted.

Each device reports its count first; every further round it reports one ballot more, so no figure ever falls and every
message changes a page.
"""

import hashlib
import http.client
import random
import ssl
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from http import HTTPStatus
from pathlib import Path
from typing import Any

from bench.measure import ProgramFailed
from portal.clocks import election_clock
from portal.demo.home import CAMPAIGN
from portal.demo.machines import MachineMessage, make_secret, signer_of, split
from portal.demo.national import election_day
from portal.ingest.envelope import VERSION, write_envelope
from portal.publication.transparency.signer import Signer

SENDERS = 8
PATIENCE = 30.0
TRIES = 10
"""So often a device sends one message before it gives up."""
PAUSE = 5.0
"""Seconds of its pause at the most."""
REPORT = "scanner_report"


@dataclass(frozen=True, slots=True)
class Accepted:
    """A message that was answered with 201, at `at` (monotonic).

    `ballots` is then the precinct's greatest number of processed ballots in one contest, `votes` that of votes.
    """

    precinct: str
    ballots: int
    votes: int
    at: float
    waited: float


class Feed:
    """All scanners of one home, which send to one port. `refused` counts the answers that asked to send again."""

    def __init__(self, home: Path, port: int) -> None:
        self.refused = 0
        self._port = port
        self._clock = election_clock(home)
        secret = make_secret(home)
        self._messages = [each for each in split(election_day())[1] if each.fields["type"] == REPORT]
        random.Random(1).shuffle(self._messages)
        self._signers: dict[str, Signer] = {each.device: signer_of(each.device, secret) for each in self._messages}
        self._chained: dict[str, str] = {}
        self._counted: dict[str, dict[str, dict[str, tuple[int, int]]]] = {}
        self._endless = self._rounds()
        self._lock = threading.Lock()

    def _rounds(self) -> Iterator[tuple[MachineMessage, int]]:
        number = 0
        while True:
            yield from ((message, number) for message in self._messages)
            number += 1

    def send(self, pace: float, count: int, accepted: Callable[[Accepted], None], stop: threading.Event) -> int:
        """Send so many messages, `pace` a second, each when it is due; how many were sent before `stop` was set.

        Raises ProgramFailed for a message that was not accepted.
        """
        began = time.monotonic() + 0.2
        numbers = iter(range(count))
        failures: list[BaseException] = []
        sent = [0] * SENDERS

        def work(place: int) -> None:
            line = _Line(self._port)
            try:
                while not stop.is_set() and not failures:
                    with self._lock:
                        number = next(numbers, None)
                        if number is None:
                            return
                        counted, raw = self._next()
                    if stop.wait(max(0.0, began + number / pace - time.monotonic())):
                        return
                    asked = time.monotonic()
                    refused = line.post(raw)
                    sent[place] += 1
                    with self._lock:
                        self.refused += refused
                    now = time.monotonic()
                    accepted(Accepted(*counted, at=now, waited=now - asked))
            except BaseException as error:  # noqa: BLE001 (told to the thread that waits)
                failures.append(error)
            finally:
                line.close()

        threads = [threading.Thread(target=work, args=(place,)) for place in range(SENDERS)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        if failures:
            raise failures[0]
        return sum(sent)

    def _next(self) -> tuple[tuple[str, int, int], bytes]:
        """Precinct, its greatest counts of ballots and of votes with this message, and the signed message."""
        message, number = next(self._endless)
        counts = [_one_more(count, number) for count in message.fields["contests"]]
        now = self._clock.now() - timedelta(seconds=1)
        former = self._chained.get(message.device, "")
        fields = {
            **message.fields,
            "contests": counts,
            "v": VERSION,
            "campaign": CAMPAIGN,
            "precinct": message.precinct,
            "device": message.device,
            "mode": "main",
            "seq": number + 1,
            "prev": former,
            "created": now.isoformat(),
            "reported_at": now.isoformat(),
        }
        raw = write_envelope(fields, self._signers[message.device])
        self._chained[message.device] = hashlib.sha256(raw).hexdigest()
        contests = self._counted.setdefault(message.precinct, {})
        for count in counts:
            of_device = int(count["ballots_processed"]), sum(count["votes"].values())
            contests.setdefault(count["contest"], {})[message.device] = of_device
        sums = [[sum(figures) for figures in zip(*devices.values(), strict=True)] for devices in contests.values()]
        ballots, votes = (max(figures) for figures in zip(*sums, strict=True))
        return (message.precinct, ballots, votes), raw


def _one_more(count: dict[str, Any], more: int) -> dict[str, Any]:
    """The count of a contest with so many ballots more, all for the option that leads."""
    leading = max(count["votes"], key=lambda position: count["votes"][position])
    votes = {**count["votes"], leading: count["votes"][leading] + more}
    return {**count, "votes": votes, "ballots_processed": count["ballots_processed"] + more}


class _Line:
    """One TLS connection to the intake that is kept; the local certificate is not checked."""

    def __init__(self, port: int) -> None:
        context = ssl._create_unverified_context()
        self._connection = http.client.HTTPSConnection("localhost", port, timeout=PATIENCE, context=context)

    def post(self, raw: bytes) -> int:
        """Send a message as a device does: the same bytes again, after a pause, when the intake cannot store it now or
        does not answer; how often that was. Raises ProgramFailed when it is refused for good.
        """
        said = "nothing"
        for refused in range(TRIES):
            pause = PAUSE
            try:
                self._connection.request("POST", "/ingest/v1/messages", raw)
                answer = self._connection.getresponse()
                body = answer.read()
            except (OSError, http.client.HTTPException) as error:
                said = str(error)
                self._connection.close()
            else:
                if answer.status in (HTTPStatus.CREATED, HTTPStatus.OK):  # OK: stored, but its receipt was lost.
                    return refused
                said = f"{answer.status} {body[:300]!r}"
                if answer.status != HTTPStatus.SERVICE_UNAVAILABLE:
                    break
                pause = min(PAUSE, float(answer.headers.get("Retry-After", PAUSE)))
            time.sleep(pause)
        raise ProgramFailed(f"the intake answered {said}")

    def close(self) -> None:
        """Close it."""
        self._connection.close()
