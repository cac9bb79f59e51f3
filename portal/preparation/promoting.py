"""From the test to the main instance (R53 ¶61): the configuration goes over, no fact does, once.

The test instance packs the configuration that is in force, signs a statement about it, deletes all its data, and only
then gives the file its name. In the main instance the test officer brings the file and a second person confirms it.
"""

import hashlib
import json
import tempfile
import zipfile
from dataclasses import dataclass
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from typing import Any

from sqlalchemy.orm import Session

from portal.audit.keys import load_or_make
from portal.errors import InputError, NotPermitted
from portal.ingest.enrolment import Actor
from portal.ingest.envelope import write_envelope
from portal.package.importing import Occasion, import_package
from portal.package.package import read_package
from portal.preparation.editing import begin
from portal.preparation.folder import write_sheets
from portal.preparation.package_rows import rows_of_folder, rows_of_store
from portal.preparation.steps import test_of
from portal.preparation.zip_files import MAX_ZIP, pack, unpack
from portal.publication.transparency.canonical import read_canonical
from portal.publication.transparency.errors import NoteError
from portal.publication.transparency.signed_note import Note, Verifier
from portal.store.engine import Store
from portal.store.queries.configuration import campaigns, configuration
from portal.store.queries.preparation import promotions
from portal.store.queries.usage import figures
from portal.store.record import record_audit
from portal.store.record.preparation import confirm_promotion, insert_promotion, lock_preparation

KEY_NAME = "natyija.test"
"""Name of the key with which a test instance signs what it hands over."""
FOLDER = "promotions"
PACKAGE, STATEMENT, KEY = "package.zip", "statement.note", "test-instance.key"
_FORMER = ("configuration", "schedule", "approval")
"""Kinds of facts that the main instance may hold of a campaign before it is carried over."""


@dataclass(frozen=True, slots=True)
class Carried:
    """A file from the test instance, opened and checked; `statement` is what that instance signed."""

    campaign: str
    sha256: str
    package: bytes
    statement: dict[str, Any]
    note: str


def hand_over(session: Session, campaign: str, private: Path, home: Path, now: datetime) -> bytes:
    """In the test instance: the file to carry over, package, statement and key. Nothing is deleted yet.

    Raises NotPermitted unless the test is passed and two people ordered that its data are deleted (R53 ¶57-61).
    """
    test = test_of(session, campaign)
    if test.drop_ordered is None or test.drop_confirmed is None or test.plan is None or test.report is None:
        raise NotPermitted(
            [f"campaign {campaign}: first the report of a passed test, and two people's order to delete its data (¶61)"]
        )
    with tempfile.TemporaryDirectory(prefix="natyija-promote-") as folder:
        rows = rows_of_store(session, campaign)
        write_sheets({name: list(cells) for name, cells in rows.items()}, Path(folder), private)
        package = pack(Path(folder))
    stored = configuration(session, campaign)
    signer = load_or_make(home, KEY_NAME)
    statement = {
        "v": 1,
        "type": "promotion",
        "campaign": campaign,
        "from": "test",
        "version": stored.version,
        "digest": stored.digest,
        "package": hashlib.sha256(package).hexdigest(),
        "at": now.astimezone(UTC).isoformat(),
        "plan_approved": test.plan.decision,
        "rounds": len(test.rounds),
        "objections": len(test.objections),
        "report_by": test.report.person,
        "dropped_by": test.drop_ordered[0],
        "drop_confirmed_by": test.drop_confirmed[0],
        "dropped": figures(session, campaign),
    }
    note = write_envelope(statement, signer)
    return _zip({PACKAGE: package, STATEMENT: note, KEY: str(signer.verifier).encode()})


def open_carried(data: bytes) -> Carried:
    """Open what a test instance handed over. Raises InputError when it is another file or was changed."""
    if len(data) > 2 * MAX_ZIP:
        raise InputError([f"the file has {len(data)} bytes, which no configuration has"])
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            if any(archive.getinfo(name).file_size > MAX_ZIP for name in (PACKAGE, STATEMENT, KEY)):
                raise zipfile.BadZipFile
            parts = {name: archive.read(name) for name in (PACKAGE, STATEMENT, KEY)}
        note = Note.parse(parts[STATEMENT])
        signed = note.signed_by([Verifier.parse(parts[KEY].decode())])
        statement = read_canonical(note.text)
    except (zipfile.BadZipFile, KeyError, OSError, NoteError, ValueError):
        raise InputError(["this is not a file that `promote out` of a test instance wrote"]) from None
    good = bool(signed) and isinstance(statement, dict) and statement.get("type") == "promotion"
    if not good or statement.get("package") != hashlib.sha256(parts[PACKAGE]).hexdigest():
        raise InputError(["the package in the file is not the one that the test instance signed; fetch the file again"])
    digest = hashlib.sha256(data).hexdigest()
    return Carried(str(statement["campaign"]), digest, parts[PACKAGE], statement, parts[STATEMENT].decode())


def take(store: Store, data: bytes, said: str, private: Path, now: datetime, actor: Actor, mode: str) -> int:
    """In the main instance: the test officer brings the file and types its sha256 as the test instance printed it.

    The number under which a second person confirms it. Raises InputError for another file, a package with a problem or
    with facts; NotPermitted in a test instance, for a campaign carried over before, or one that has facts.
    """
    _only_main(mode)
    carried = open_carried(data)
    _same(carried.sha256, said)
    with tempfile.TemporaryDirectory(prefix="natyija-promote-") as folder:
        inner = unpack(carried.package, Path(folder) / "package")
        read = rows_of_folder(inner, now, private)
    if read.campaign != carried.campaign:
        raise InputError([f"the statement is about {carried.campaign}, the package about {read.campaign}"])
    with store.write() as session:
        lock_preparation(session)
        _still_empty(session, carried.campaign)
        number = insert_promotion(session, carried.campaign, carried.sha256, carried.note, at=actor.at, by=actor.name)
        _audit(session, actor, "promotion.brought", carried, number)
        _keep(data, private / FOLDER / f"{carried.sha256}.zip")
    return number


def confirm(store: Store, number: int, said: str, private: Path, occasion: Occasion, actor: Actor, mode: str) -> int:
    """A second person types the sha256 again; the campaign becomes a main one. Its configuration version.

    Raises as `take`, and NotPermitted for the person who brought the file.
    """
    _only_main(mode)
    with store.read() as session:
        brought = next((each for each in promotions(session) if each.seq == number), None)
    if brought is None:
        raise InputError([f"nothing was brought under number {number}"])
    _same(brought.sha256, said)
    carried = open_carried((private / FOLDER / f"{brought.sha256}.zip").read_bytes())
    with tempfile.TemporaryDirectory(prefix="natyija-promote-") as folder:
        package = read_package(unpack(carried.package, Path(folder) / "package"), occasion.at)
        with store.write() as session:
            lock_preparation(session)
            _still_empty(session, carried.campaign)
            confirm_promotion(session, carried.campaign, number, at=actor.at, by=actor.name)
            imported = import_package(session, package, private, occasion)
            begin(session, carried.campaign, actor)
            _audit(session, actor, "promotion.confirmed", carried, number)
    return imported.version


def _only_main(mode: str) -> None:
    if mode != "main":
        raise NotPermitted(
            ["this is a test instance; a configuration is carried into the main one (NATYIJA_MODE=main)"]
        )


def _same(sha256: str, said: str) -> None:
    if "".join(said.split()).lower() != sha256:
        raise InputError([f"sha256: the file has {sha256}; compare it with what the test instance printed"])


def _still_empty(session: Session, campaign: str) -> None:
    """The main instance never holds a test fact, and a campaign is carried over once."""
    if any(each.confirmed_at for each in promotions(session, campaign)):
        raise NotPermitted([f"campaign {campaign} was carried over already; that happens once (R53 ¶61)"])
    if campaign not in campaigns(session):
        return
    held = {name: count for name, count in figures(session, campaign).items() if name.startswith("facts.") and count}
    facts = sorted(set(held) - {f"facts.{kind}" for kind in _FORMER})
    if facts:
        raise NotPermitted([f"campaign {campaign} has facts here ({', '.join(facts)}); it cannot be carried over"])


def _keep(data: bytes, path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    path.write_bytes(data)


def _zip(parts: dict[str, bytes]) -> bytes:
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_STORED) as archive:
        for name, content in parts.items():
            archive.writestr(zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0)), content)
    return buffer.getvalue()


def _audit(session: Session, actor: Actor, action: str, carried: Carried, number: int) -> None:
    record_audit(
        session,
        actor.at,
        actor.name,
        action,
        carried.campaign,
        {"promotion": number, "statement": json.loads(json.dumps(carried.statement))},
        function=actor.function,
        address=actor.address,
        object=f"promotion:{number}",
        after=carried.sha256,
    )
