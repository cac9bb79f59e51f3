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
from portal.publication.transparency.errors import KeysError
from portal.publication.transparency.leaf import APPROVED_KINDS, KEYS, release_statement, sign_statement
from portal.publication.transparency.log import TransparencyLog
from portal.publication.transparency.pointers import index_document
from portal.publication.transparency.signed_note import Verifier
from portal.publication.transparency.signer import Signer

LOG, PUBLISHER, APPROVER = "log", "publisher", "approver"
ROLES = frozenset({LOG, PUBLISHER, APPROVER})
LEAST_POLICY = dict.fromkeys(sorted(APPROVED_KINDS | {KEYS}), 2)
"""What every policy must ask for at least: two people for each of these kinds, and for every later keys.json."""
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
        """How many different approvers a leaf needs by the campaign's own policy, or else the default one. The first
        leaf, which brings the keys, needs none.
        """
        return self.policy.get(campaign, self.policy["default"]).get(kind, 0) if leaf > 0 else 0

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
        if "default" not in policy:
            raise KeysError('keys.json: the policy has an entry "default"')
        if len({each.verifier.identity for each in keys}) != len(keys):
            raise KeysError("keys.json names a key twice; a key that was closed does not open again")
        for name, kinds in policy.items():
            if not all(type(count) is int and count >= LEAST_POLICY.get(kind, 0) for kind, count in kinds.items()):
                raise KeysError(f"keys.json: the policy {name!r} asks for fewer approvals than {LEAST_POLICY}")
            if not LEAST_POLICY.keys() <= kinds.keys():
                raise KeysError(f"keys.json: the policy {name!r} does not name {', '.join(sorted(LEAST_POLICY))}")
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
    if key.document() != given or not key.roles <= ROLES:
        raise KeysError(f"a key with unknown roles or fields: {given['key']}")
    if key.roles > {APPROVER}:
        raise KeysError(f"an approver's key is kept apart and signs nothing else: {given['key']}")
    if (
        type(key.from_leaf) is not int
        or key.from_leaf < 0
        or (key.until_leaf is not None and key.until_leaf <= key.from_leaf)
    ):
        raise KeysError(f"a key is valid from a leaf until a later one: {given['key']}")
    return key


def keys_document(
    origin: str, keys: Iterable[PublicKey], policy: Mapping[str, Mapping[str, int]] | None = None
) -> bytes:
    """keys.json: every key ever used with its range of leaves, and the policy campaign (or "default") → kind → number
    of approvers, filled up with the least that is allowed. Raises KeysError when it would not be read back.
    """
    filled = {name: {**LEAST_POLICY, **kinds} for name, kinds in {"default": {}, **(policy or {})}.items()}
    data = canonical_line({"v": 1, "origin": origin, "keys": [key.document() for key in keys], "policy": filled})
    Keys.parse(data)
    return data


def publish_keys(
    public: Path, log: TransparencyLog, document: bytes, *signers: Signer, version: int, published: str, code: str
) -> int:
    """Log a version of keys.json and put it in place; returns the leaf's index. Version 1 comes before any release, and
    an index.json without campaigns with it.

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
    if not (public / "index.json").exists():
        replace_file(public / "index.json", index_document([]))
    replace_file(public / "keys.json", document)
    return index
