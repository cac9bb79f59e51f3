"""Makes a small public tree, the way the publisher does it: two campaigns, every kind of leaf, one redacted scan."""

import json
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import Any

from portal.publication.transparency.keys import APPROVER, LOG, PUBLISHER, PublicKey, keys_document, publish_keys
from portal.publication.transparency.leaf import release_statement, sign_statement
from portal.publication.transparency.log import TransparencyLog
from portal.publication.transparency.pointers import index_document, index_entry_hash, latest_document
from portal.publication.transparency.signer import Signer

ORIGIN = "results.example.org/log"
TIME = "2025-11-30T20:00:00+06:00"


def hex_hash(data: bytes) -> str:
    return sha256(data).hexdigest()


def as_json(**document: Any) -> bytes:
    return json.dumps(document).encode()


@dataclass
class TreeMaker:
    """A public tree that grows by one release at a time; keys are the same in every tree, so trees are comparable."""

    root: Path
    publisher: Signer = field(default_factory=lambda: Signer(ORIGIN, bytes(32)))
    approvers: list[Signer] = field(
        default_factory=lambda: [Signer(f"approver{each}.example.org", bytes([each]) * 32) for each in (1, 2, 3)]
    )
    entries: dict[str, dict[str, Any]] = field(default_factory=dict)
    latest: dict[str, list[Any]] = field(default_factory=dict)
    owners: dict[str, dict[str, tuple[int, str]]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.log = TransparencyLog(self.root / "log", ORIGIN, self.publisher)
        keys = [
            PublicKey(verifier=self.publisher.verifier, roles=frozenset({LOG, PUBLISHER}), holder="CEC", since=TIME)
        ]
        keys += [
            PublicKey(verifier=each.verifier, roles=frozenset({APPROVER}), holder=each.name, since=TIME)
            for each in self.approvers
        ]
        self.keys = keys
        if not self.log.size:
            document = keys_document(ORIGIN, keys)
            publish_keys(self.root, self.log, document, self.publisher, version=1, published=TIME, code="test")

    def write(self, path: str, content: bytes) -> None:
        target = self.root / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content)

    def release(
        self,
        campaign: str,
        kind: str = "automatic",
        files: dict[str, bytes] | None = None,
        scans: tuple[bytes, ...] = (),
        approvers: int | None = None,
        redacted: tuple[str, ...] = (),
        **statement: Any,
    ) -> int:
        """Publish a release that writes the given files and keeps the others where they are; returns its number."""
        before, data, _ = self.latest.get(campaign, [0, None, ""])
        number = before + 1
        folder = f"releases/{campaign}/{number}"
        owners = self.owners.setdefault(campaign, {})
        about = as_json(n=number, campaign=campaign, kind=kind, as_of=f"{TIME} {number}")
        for path, content in {"release.json": about, **(files or {})}.items():
            self.write(f"{folder}/{path}", content)
            owners[path] = number, hex_hash(content)
        lines = [
            f"{digest}  {path if owner == number else f'../{owner}/{path}'}\n"
            for path, (owner, digest) in sorted(owners.items())
        ]
        for scan in scans:
            self.write(f"scans/{hex_hash(scan)}.png", scan)
            lines.append(f"{hex_hash(scan)}  ../../../scans/{hex_hash(scan)}.png\n")
        sums = "".join(lines).encode()
        self.write(f"{folder}/SHA256SUMS", sums)
        entry = {"id": campaign, "voting_date": f"2025-{len(campaign):02d}-01", "release": number, "kind": kind}
        values = {
            "campaign": campaign,
            "release": number,
            "kind": kind,
            "supersedes": before or None,
            "published": TIME,
            "sha256sums": hex_hash(sums),
            "code": "test",
            "index": index_entry_hash(entry),
            "redacted": redacted,
            **statement,
        }
        needed = 2 if kind in ("official", "correction", "withdrawal", "redaction") else 0
        signers = self.approvers[: needed if approvers is None else approvers]
        self.log.append(sign_statement(release_statement(**values), self.publisher, *signers))
        for digest in redacted:
            for path in self.root.glob(f"scans/{digest}.*"):
                path.unlink()
        self.entries[campaign] = entry
        self.latest[campaign] = [number, data, f"{TIME} {number}"]
        self.point(campaign)
        return number

    def data(self, campaign: str, files: dict[str, bytes]) -> None:
        """Publish the data part of the newest release; files stay where an earlier part wrote the same bytes."""
        number, before, _ = self.latest[campaign]
        owners = self.owners.setdefault(f"{campaign}/data", {})
        lines = []
        for path, content in sorted(files.items()):
            owner, digest = owners.get(path, (number, ""))
            if digest != hex_hash(content):
                owner = number
                self.write(f"releases/{campaign}/{number}/data/{path}", content)
            owners[path] = owner, hex_hash(content)
            name = path if owner == number else f"../../{owner}/data/{path}"
            lines.append(f"{hex_hash(content)}  {name}\n")
        sums = "".join(lines).encode()
        self.write(f"releases/{campaign}/{number}/data/SHA256SUMS", sums)
        statement = release_statement(
            campaign=campaign,
            release=number,
            kind="data",
            supersedes=before,
            published=TIME,
            sha256sums=hex_hash(sums),
            code="test",
        )
        self.log.append(sign_statement(statement, self.publisher))
        self.latest[campaign][1] = number
        self.point(campaign)

    def point(self, campaign: str) -> None:
        self.write(f"releases/{campaign}/latest.json", latest_document(*self.latest[campaign]))
        self.write("index.json", index_document(self.entries.values()))


def make_tree(root: Path) -> TreeMaker:
    """A tree with an archive, an election night, approved releases, data parts, scans and one redaction."""
    tree = TreeMaker(root)
    tree.release("e2021", "archive", {"campaign.json": b"{}", "territories/1.json": b'{"votes":1}'})
    tree.data("e2021", {"results.csv": b"a,b\r\n1,2\r\n"})
    tree.release("e2025", "opening", {"campaign.json": b"{}", "territories/5.json": b'{"votes":0}'})
    tree.data("e2025", {"results.csv": b"a,b\r\n", "options.csv": b"o\r\n"})
    for votes in range(1, 5):
        scan = b"scan %d" % votes
        tree.release("e2025", files={"territories/5.json": as_json(votes=votes)}, scans=(scan,))
    tree.data("e2025", {"results.csv": b"a,b\r\n3,4\r\n", "options.csv": b"o\r\n"})
    tree.release("e2025", "correction", {"territories/5.json": as_json(votes=9)}, reason={"ru": "решение № 1"})
    tree.release("e2025", "redaction", redacted=(hex_hash(b"scan 2"),), reason={"ru": "личные данные"})
    tree.release("e2025", "official", {"campaign.json": b'{"official":true}'}, schedule=3, approvals=("A", "B"))
    return tree
