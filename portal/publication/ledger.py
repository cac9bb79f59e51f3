"""The publisher's side of the transparency log: keys.json before any release, one leaf for every release and data part.

A statement follows from what lies in the release alone, and what the log holds already is not entered again, so a run
that was interrupted anywhere ends with the same leaves.
"""

from collections.abc import Sequence
from contextlib import suppress
from datetime import datetime
from functools import cached_property
from pathlib import Path
from typing import Any, cast

import orjson

from portal.domain.documents import ReleaseDocument
from portal.errors import CheckFailed
from portal.publication.archive import Archive
from portal.publication.index import index_entry
from portal.publication.manifest import NAME, parse_manifest, sha256_of
from portal.publication.transparency.durable import replace_file
from portal.publication.transparency.errors import TransparencyError
from portal.publication.transparency.keys import (
    APPROVER,
    LOG,
    PUBLISHER,
    SITE,
    Keys,
    PublicKey,
    keys_document,
    publish_keys,
)
from portal.publication.transparency.leaf import DATA, Statement, read_statement, release_statement
from portal.publication.transparency.log import TransparencyLog
from portal.publication.transparency.pointers import index_entry_hash
from portal.publication.transparency.signed_note import Note, Verifier
from portal.publication.transparency.signer import Signer, add_signatures

FOLDER = "keys"
__all__ = ["FOLDER", "SITE", "Ledger", "make_keys", "merged", "open_ledger", "publisher_key"]

HOLDER = "Central Election Commission"
MAIN, TEST = "/log", "/test-log"
"""How the names of the two instances' logs end: neither takes the other's keys (R53 ¶54-61)."""


class Ledger:
    """The log of one home. Raises CheckFailed when its files contradict each other or are of the other instance."""

    def __init__(self, home: Path, *, test: bool) -> None:
        self._archive = Archive(home)
        self._test = test
        self._numbers: dict[tuple[str, str], dict[int, int]] = {}
        self._seen = 0
        self.keys = self._read_keys()
        self._signer = publisher_key(home, self.keys.origin)
        self._refuse_other_instance()

    @cached_property
    def _log(self) -> TransparencyLog:
        retired = [key.verifier for key in self.keys.keys if LOG in key.roles]
        try:
            return TransparencyLog(self._archive.public / "log", self.keys.origin, self._signer, retired)
        except TransparencyError as error:
            raise CheckFailed([f"log: {error}"]) from error

    @property
    def size(self) -> int:
        """How many leaves the log has."""
        return self._log.size

    def root(self) -> bytes:
        """The root over all leaves, 32 bytes."""
        return self._log.root()

    def last(self, campaign: str, chain: str = "release") -> int:
        """The highest number of a campaign that the log holds in a sequence ("release" or "data"); 0 for none."""
        self._read_on()
        return max(self._numbers.get((campaign, chain), {0: 0}))

    def refresh_keys(self) -> Keys:
        """keys.json as it is now; a new version may have been published meanwhile."""
        self.keys = self._read_keys()
        return self.keys

    def needed(self, campaign: str, kind: str) -> int:
        """How many approvers' signatures a release of that kind needs by the policy in keys.json."""
        return self.refresh_keys().approvals_needed(campaign, kind, max(1, self.size))

    def approvers(self, statement: bytes, note: bytes) -> set[str]:
        """Holders of the approvers' keys valid now that signed the statement in the note.

        Raises CheckFailed when the note is of another statement or one of their signatures is wrong.
        """
        keys = self.refresh_keys().valid(APPROVER, self.size)
        try:
            parsed = Note.parse(note)
            if parsed.text != statement:
                raise CheckFailed(["approval: it signs another statement than that of the waiting release"])
            return {keys[verifier] for verifier in parsed.signed_by(keys)}
        except TransparencyError as error:
            raise CheckFailed([f"approval: {error}"]) from error

    def statement(self, campaign: str, folder: Path) -> bytes:
        """What the leaf of the release in `folder`, staged or published, says: of its files and nothing else."""
        release = cast(ReleaseDocument, orjson.loads((folder / "release.json").read_bytes()))
        n = release["n"]
        index = None if campaign == SITE else self._index(campaign, folder, release)
        return release_statement(
            campaign=campaign,
            release=n,
            kind=release["kind"],
            supersedes=release["supersedes"],
            not_before=release.get("not_before"),
            published=release["published_at"],
            sha256sums=sha256_of(folder / NAME),
            reason=cast("dict[str, str] | None", release["reason"]),
            code=release["code_version"],
            schedule=release["schedule"],
            approvals=release.get("approvals", ()),
            index=index,
            redacted=release.get("redacted", ()),
        )

    def _index(self, campaign: str, folder: Path, release: ReleaseDocument) -> str:
        """The hash of the campaign's entry in index.json once this release is pointed to."""
        listed = parse_manifest((folder / NAME).read_text(encoding="utf-8"), release["n"])

        def read(path: str) -> Any:
            owner = listed[path].owner
            place = folder if owner == release["n"] else self._archive.folder(campaign, owner)
            return orjson.loads((place / path).read_bytes())

        entry = index_entry(read("campaign.json"), release, read("configuration.json"))
        return index_entry_hash(entry)

    def enter_release(self, campaign: str, n: int, signatures: Sequence[bytes] = ()) -> None:
        """Enter a release unless the log holds it; `signatures` are notes in which approvers signed its statement.

        Raises CheckFailed when too few different people approved it.
        """
        if n <= self.last(campaign):
            return
        statement = self.statement(campaign, self._archive.folder(campaign, n))
        said = read_statement(statement)
        note = merged(statement, signatures)
        needed = self.needed(campaign, said.kind)
        people = self.approvers(statement, note) if needed else set()
        if len(people) < needed:
            what = f"{campaign}: release {n} ({said.kind})"
            raise CheckFailed([f"{what} is approved by {len(people)} people, {needed} are needed"])
        self._append(note)

    def enter_data(self, campaign: str, n: int, published: datetime) -> None:
        """Enter the data part of release `n` unless the log holds it or a later one."""
        before = self.last(campaign, DATA)
        if n <= before:
            return
        folder = self._archive.folder(campaign, n)
        release = self._archive.release(campaign, n)
        statement = release_statement(
            campaign=campaign,
            release=n,
            kind=DATA,
            supersedes=before or None,
            published=max(published, datetime.fromisoformat(release["published_at"])).isoformat(),
            sha256sums=sha256_of(folder / "data" / NAME),
            code=release["code_version"],
        )
        self._append(statement)

    def enter_keys(self, note: bytes, document: bytes, leaf: int) -> int:
        """Enter a new version of keys.json as the leaf of that index, and put it in place; the index.

        Raises CheckFailed when the log went on since the version was prepared.
        """
        signed = add_signatures(note, self._signer)
        known = next((at for at, each in enumerate(self._log.leaves(leaf), leaf) if each == signed), None)
        if known is None and self.size != leaf:
            raise CheckFailed([f"keys: the log went on from {leaf} to {self.size} leaves; prepare the version again"])
        index = self._log.append(signed)
        replace_file(self._archive.public / "keys.json", document)
        self.refresh_keys()
        return index

    def _append(self, note: bytes) -> None:
        try:
            self._log.append(add_signatures(note, self._signer))
        except TransparencyError as error:
            raise CheckFailed([f"log: {error}"]) from error

    def _read_on(self) -> None:
        """Take in what was appended since, by this process or another one."""
        try:
            for index, leaf in enumerate(self._log.leaves(self._seen), self._seen):
                said: Statement = read_statement(Note.parse(leaf).text)
                self._numbers.setdefault(said.chain, {})[said.release] = index
                self._seen = index + 1
        except (TransparencyError, OSError) as error:
            raise CheckFailed([f"log: {error}"]) from error

    def _read_keys(self) -> Keys:
        path = self._archive.public / "keys.json"
        if not path.exists():
            raise CheckFailed([f"{path}: there are no keys yet; run `python -m portal init`"])
        try:
            return Keys.parse(path.read_bytes())
        except TransparencyError as error:
            raise CheckFailed([str(error)]) from error

    def _refuse_other_instance(self) -> None:
        of_test = self.keys.origin.endswith(TEST)
        if of_test != self._test:
            found, here = ("test", "main") if of_test else ("main", "test")
            raise CheckFailed([f"keys.json: its keys are of a {found} instance, this is the {here} instance"])


def open_ledger(home: Path, *, test: bool, at: datetime, code: str) -> Ledger:
    """The log of this home, with keys made and published first where there are none yet."""
    make_keys(home, test=test, at=at, code=code)
    return Ledger(home, test=test)


def make_keys(
    home: Path, *, test: bool, at: datetime, code: str, host: str = "", approvers: Sequence[tuple[Verifier, str]] = ()
) -> Keys:
    """Version 1 of keys.json as the first leaf: the publisher's key and the approvers', each with who holds it.

    Where there is one already nothing changes. Raises CheckFailed for a log whose keys are lost.
    """
    public = home / "public"
    if (public / "keys.json").exists():
        return Ledger(home, test=test).keys
    signer = publisher_key(home, f"{host or 'natyija'}{TEST if test else MAIN}")
    keys = [
        PublicKey(verifier=signer.verifier, roles=frozenset({LOG, PUBLISHER}), holder=HOLDER, since=at.isoformat()),
        *(
            PublicKey(verifier=key, roles=frozenset({APPROVER}), holder=who, since=at.isoformat())
            for key, who in approvers
        ),
    ]
    first = home / FOLDER / "keys-1.json"
    try:
        if not first.exists():  # written before the leaf, so that an interrupted run enters the same one again
            replace_file(first, keys_document(signer.name, keys))
        document = first.read_bytes()
        log = TransparencyLog(public / "log", signer.name, signer)
        published = Keys.parse(document).keys[0].since
        publish_keys(public, log, document, signer, version=1, published=published, code=code)
    except TransparencyError as error:
        raise CheckFailed([f"keys: {error}"]) from error
    return Ledger(home, test=test).keys


def publisher_key(home: Path, origin: str) -> Signer:
    """The private key `home/keys/publisher.key`, made on first use. Raises CheckFailed when it is of another log."""
    path = home / FOLDER / "publisher.key"
    try:
        if not path.exists():
            if (home / "public" / "keys.json").exists():
                raise CheckFailed([f"{path}: is missing, keys.json is published; restore it from its backup"])
            with suppress(FileExistsError):  # another process was quicker
                Signer.generate(origin).save(path)
        signer = Signer.load(path)
    except TransparencyError as error:
        raise CheckFailed([str(error)]) from error
    if signer.name != origin:
        raise CheckFailed([f"{path}: is the key of {signer.name}, the log is {origin}; restore the right one"])
    return signer


def merged(statement: bytes, notes: Sequence[bytes]) -> bytes:
    """The statement with the signatures of all these notes, each once; the statement itself where there are none."""
    found = {(each.name, each.key_id): each for note in notes for each in Note.parse(note).signatures}
    return Note(statement, tuple(sorted(found.values()))).encode() if found else statement
