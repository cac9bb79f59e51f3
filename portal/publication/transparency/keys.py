"""keys.json: the public keys, from which leaf to which leaf each is valid, and how many approvals a kind needs.

A new key is a new version of the document: keys are added and closed, never taken out, and the version is itself a
leaf of the log. The publisher's key signs statements, the log's key checkpoints; one key may do both.
"""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from portal.publication.transparency.canonical import canonical_line, read_canonical
from portal.publication.transparency.durable import replace_file
from portal.publication.transparency.errors import KeysError, NoteError
from portal.publication.transparency.leaf import APPROVED_KINDS, KEYS, release_statement, sign_statement
from portal.publication.transparency.log import TransparencyLog
from portal.publication.transparency.signed_note import Verifier
from portal.publication.transparency.signer import Signer

LOG, PUBLISHER, APPROVER = "log", "publisher", "approver"
ROLES = frozenset({LOG, PUBLISHER, APPROVER})
FEWEST_APPROVALS = 2
SITE = "site"


@dataclass(frozen=True, kw_only=True)
class PublicKey:
    """A key, what it may sign, who holds it, and the leaves for which it is valid: from_leaf ≤ index < until_leaf."""

    verifier: Verifier
    roles: frozenset[str]
    holder: str
    from_leaf: int = 0
    since: str
    until_leaf: int | None = None

    def valid_at(self, leaf: int) -> bool:
        return self.from_leaf <= leaf and (self.until_leaf is None or leaf < self.until_leaf)

    def document(self) -> dict[str, Any]:
        return {
            "key": str(self.verifier),
            "roles": sorted(self.roles),
            "holder": self.holder,
            "from_leaf": self.from_leaf,
            "since": self.since,
            "until_leaf": self.until_leaf,
        }


@dataclass(frozen=True)
class Keys:
    """What keys.json says."""

    origin: str
    keys: tuple[PublicKey, ...]
    policy: Mapping[str, Mapping[str, int]]

    def valid(self, role: str, leaf: int) -> dict[Verifier, str]:
        """The keys that may act in a role at a leaf, each with its holder."""
        return {each.verifier: each.holder for each in self.keys if role in each.roles and each.valid_at(leaf)}

    def approvals_needed(self, campaign: str, kind: str, leaf: int) -> int:
        """How many different approvers a leaf needs. A policy may ask for more than two for the approved kinds, never
        for fewer; a later version of keys.json needs two as soon as the log has two approvers.
        """
        asked = self.policy.get(campaign, {}).get(kind, self.policy.get("default", {}).get(kind, 0))
        if kind in APPROVED_KINDS:
            return max(FEWEST_APPROVALS, asked)
        if kind == KEYS and leaf > 0:
            approvers = len(set(self.valid(APPROVER, leaf).values()))
            return max(asked, min(FEWEST_APPROVALS, approvers))
        return asked if leaf > 0 else 0

    @classmethod
    def parse(cls, data: bytes) -> "Keys":
        """The document in keys.json; KeysError when something is missing, unknown or impossible."""
        try:
            document = read_canonical(data)
            if set(document) != {"v", "origin", "keys", "policy"} or document["v"] != 1:
                raise KeysError("keys.json has the fields v = 1, origin, keys, policy")
            keys = tuple(_read_key(each) for each in document["keys"])
            policy = {name: dict(kinds) for name, kinds in document["policy"].items()}
        except (AttributeError, KeyError, TypeError, ValueError) as error:
            raise KeysError(f"keys.json: {error}") from error
        if len({each.verifier.identity for each in keys}) != len(keys):
            raise KeysError("keys.json names a key twice; a key that was closed does not open again")
        if not all(type(count) is int and count >= 0 for kinds in policy.values() for count in kinds.values()):
            raise KeysError("keys.json: a policy is campaign → kind → number of approvals")
        return cls(document["origin"], keys, policy)


def _read_key(given: dict[str, Any]) -> PublicKey:
    key = PublicKey(
        verifier=Verifier.parse(given["key"]),
        roles=frozenset(given["roles"]),
        holder=given["holder"],
        from_leaf=given["from_leaf"],
        since=given["since"],
        until_leaf=given["until_leaf"],
    )
    if key.document() != given or not key.roles <= ROLES or type(key.from_leaf) is not int:
        raise NoteError(f"a key with unknown roles or fields: {given['key']}")
    return key


def keys_document(
    origin: str, keys: Iterable[PublicKey], policy: Mapping[str, Mapping[str, int]] | None = None
) -> bytes:
    """keys.json: every key ever used with its range of leaves, and the policy campaign (or "default") → kind → number
    of approvers. Raises KeysError when it would not be read back.
    """
    policy = policy or {"default": dict.fromkeys(sorted(APPROVED_KINDS), FEWEST_APPROVALS)}
    data = canonical_line({"v": 1, "origin": origin, "keys": [key.document() for key in keys], "policy": policy})
    Keys.parse(data)
    return data


def publish_keys(
    public: Path, log: TransparencyLog, document: bytes, *signers: Signer, version: int, published: str, code: str
) -> int:
    """Log a version of keys.json and put it in place; returns the leaf's index. Version 1 comes before any release.

    Calling it again with the same values changes nothing, so it also completes an interrupted run.
    """
    statement = release_statement(
        campaign=SITE,
        release=version,
        kind=KEYS,
        supersedes=version - 1 or None,
        published=published,
        sha256sums=hashlib.sha256(document).hexdigest(),
        code=code,
    )
    index = log.append(sign_statement(statement, *signers))
    replace_file(public / "keys.json", document)
    return index
