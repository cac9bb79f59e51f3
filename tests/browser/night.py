"""An election of two precincts whose polls are closed, and the machines and people who act in its night."""

import hashlib
import os
import ssl
import subprocess
import sys
import urllib.request
from contextlib import closing
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from deploy.local.places import ROOT, Places
from deploy.local.prepare import portal_environment, run
from portal.domain.decisions import Decision, DecisionKind, DecisionScope
from portal.domain.facts import OrderKind, Protocol
from portal.domain.names import Names
from portal.domain.statuses import ProtocolKind
from portal.ingest.enrolment import Actor, Binding, confirm, enrol, fingerprint
from portal.ingest.envelope import write_envelope
from portal.publication.transparency.signer import Signer
from portal.store.engine import open_store
from portal.store.models import DeviceKind
from portal.store.queries.approvals import waiting_statement
from portal.store.queries.publication import newest_schedule
from portal.store.record import approve, confirm_decision, record_decision, record_order, record_protocol
from tests.browser.conftest import until

CAMPAIGN = "night"
PRECINCT = "p1"
VOTERS = (100, 61, 61, 61, 0, 3, 3, 0, 60, 2, 58)
"""Lines 1 to 11 of the protocol."""
PEOPLE = ("Asel", "Bakyt")
FILES = {
    "campaign.toml": """\
id = "night"
kind = "president"
voting_date = {date}
opens = "08:00"
closes = "20:00"
timezone = "Asia/Bishkek"
name.ky = "Түнкү шайлоо"
name.ru = "Выборы ночи"
name.en = "Election of the night"

[form]
ordinary = "kg-2025"

[parameters]
protocols_visible = "on_receipt"

[[schedule]]
what = "results"
at = {date}T20:00:00+06:00
decision = "12"
""",
    "territories.csv": "code,parent,level,name_ky,name_ru,name_en\n1,,1,Облус,Область,Region\n",
    "contests.csv": "contest,kind,seats,territory,name_ky,name_ru,name_en\n"
    "1,president,1,,Президент,Президент,President\n",
    "options.csv": "contest,position,kind,name_ky,name_ru,name_en\n"
    "1,1,candidate,Аида,Аида,Aida\n1,2,candidate,Бек,Бек,Bek\n"
    "1,3,against_all,Баарына каршы,Против всех,Against all\n",
    "precincts.csv": "precinct,territory,kind,contest,voters\np1,1,ordinary,1,100\np2,1,ordinary,1,200\n",
}


@dataclass
class Night:
    """One instance in which the election was brought; every method is what somebody does."""

    places: Places
    keys: Path
    signers: dict[str, Signer] = field(default_factory=lambda: {name: Signer.generate(name.lower()) for name in PEOPLE})
    device: Signer = field(default_factory=lambda: Signer.generate("asu-1"))

    @property
    def approvers(self) -> list[tuple[str, str]]:
        return [(str(signer.verifier), name) for name, signer in self.signers.items()]

    def portal(self, *words: str) -> str:
        """A command of the portal, run by the owner of the store."""
        return run([sys.executable, "-m", "portal", *words], environment=portal_environment(self.places, "owner"))

    def bring(self) -> None:
        """Import the election, let two people approve its schedule and enrol a machine."""
        for name, signer in self.signers.items():
            signer.save(self.keys / f"{name}.key")
        folder = self.keys / "package"
        folder.mkdir()
        date = (datetime.now(UTC) - timedelta(days=2)).date().isoformat()
        for name, text in FILES.items():
            (folder / name).write_text(text.replace("{date}", date), encoding="utf-8")
        self.portal("import", str(folder), "--by", "Asel")
        now = datetime.now(UTC)
        with closing(self._store()) as store, store.write() as session:
            for person in PEOPLE:
                approve(session, newest_schedule(session, CAMPAIGN) or 0, person, now)
            validity = now - timedelta(days=3), now + timedelta(days=3)
            key = enrol(
                session,
                str(self.device.verifier),
                Binding(DeviceKind.SCANNER, CAMPAIGN, PRECINCT, "main", *validity),
                Actor("Asel", now),
            )
            for person in PEOPLE:
                confirm(session, key, fingerprint(self.device.verifier), Actor(person, now))

    def _store(self) -> Any:
        return open_store(self.places.store_url("owner"))

    def machine_reports(self, votes: tuple[int, ...]) -> dict[str, Any]:
        """The scanner's final report goes through nginx to the intake."""
        now = datetime.now(UTC).isoformat()
        count = {
            "contest": "1",
            "ballots_processed": 60,
            "remote_voters": 0,
            "votes": {str(position): number for position, number in enumerate(votes, 1)},
        }
        fields = {"v": 1, "type": "scanner_report", "campaign": CAMPAIGN, "precinct": PRECINCT, "mode": "main"}
        chain = {"device": self.device.name, "seq": 1, "prev": "", "created": now}
        raw = write_envelope({**fields, **chain, "kind": "final", "reported_at": now, "contests": [count]}, self.device)
        request = urllib.request.Request(f"{self.places.ingest_url}/ingest/v1/messages", raw, method="POST")
        context = ssl._create_unverified_context()
        taken: list[bytes] = []

        def it_is_taken() -> bool:
            try:
                with urllib.request.urlopen(request, timeout=60, context=context) as answer:
                    taken.append(answer.read())
            except OSError:  # A busy intake says 503, and devices send again.
                return False
            return True

        until(it_is_taken)
        return {"said": taken[0].decode(), "sha256": hashlib.sha256(raw).hexdigest()}

    def protocol(self, votes: tuple[int, ...]) -> None:
        """The commission's protocol."""
        now = datetime.now(UTC)
        lines = {str(number): value for number, value in enumerate(VOTERS, 1)}
        counted = dict(enumerate(votes, 1))
        entry = Protocol(0, now, PRECINCT, "1", ProtocolKind.ORDINARY, 0, now, lines, counted, members=7, signed=7)
        with closing(self._store()) as store, store.write() as session:
            record_protocol(session, CAMPAIGN, entry, "Asel")

    def permit_second_entry(self) -> None:
        now = datetime.now(UTC)
        reason = Names(ky="Орун алмашкан", ru="Переставлено", en="Interchanged")
        act = Decision("40", now.date(), "CEC", DecisionKind.PERMIT_REENTRY, DecisionScope.PRECINCT, PRECINCT, reason)
        with closing(self._store()) as store, store.write() as session:
            confirm_decision(session, record_decision(session, CAMPAIGN, act, now, "Asel"), now, "Bakyt")

    def order(self, kind: OrderKind) -> None:
        """An order that two people approve, whose release both then sign with their own keys."""
        now = datetime.now(UTC)
        reason = Names(ky="Оңдоо", ru="Исправление", en="A slip")
        with closing(self._store()) as store:
            with store.write() as session:
                seq = record_order(session, CAMPAIGN, kind, now, "Asel", reason=reason, decision="41")
                for person in PEOPLE:
                    approve(session, seq, person, now)

            def a_statement_waits_for_signatures() -> bool:
                with store.read() as session:
                    return waiting_statement(session, CAMPAIGN) is not None

            until(a_statement_waits_for_signatures)
        for person in PEOPLE:
            statement, signed = (self.keys / f"{kind}-{person}-{name}" for name in ("asked", "signed"))
            self.portal("approve", "--ask", CAMPAIGN, "--out", str(statement))
            key = str(self.keys / f"{person}.key")
            self.portal("approve", str(statement), "--key", key, "--yes", "--out", str(signed))
            self.portal("approve", "--bring", str(signed), "--by", person)

    def verify(self) -> "subprocess.CompletedProcess[str]":
        """What a stranger does: check the site from outside, over HTTP."""
        command = [sys.executable, "-m", "portal", "verify", self.places.public_url]
        own = {name: value for name, value in os.environ.items() if not name.startswith("NATYIJA_")}
        return subprocess.run(command, cwd=ROOT, env=own, capture_output=True, text=True)
