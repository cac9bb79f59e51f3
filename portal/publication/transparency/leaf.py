"""Release statements: what a leaf of the log says about one release, in one line of canonical JSON.

The statement is signed by the publisher's key; official, correction, withdrawal and redaction statements also by
approvers, who need nothing but the statement itself (R53 ¶52-53, R139 ¶82-84 say what is published when).
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from portal.publication.transparency.canonical import canonical_line, read_canonical
from portal.publication.transparency.errors import StatementError
from portal.publication.transparency.signer import Signer, add_signatures

VERSION = 1
KEYS, DATA = "keys", "data"
APPROVED_KINDS = frozenset({"official", "correction", "withdrawal", "redaction"})
KINDS = APPROVED_KINDS | {"archive", "opening", "automatic", "pause", "resume", "hold", DATA, KEYS}
_CODE = re.compile(r"[0-9A-Za-z-]+")
_HASH = re.compile(r"[0-9a-f]{64}")

Reason = str | Mapping[str, str] | None


@dataclass(frozen=True, kw_only=True)
class Statement:
    """One release, one data part of a release, or one version of keys.json.

    `release` counts from 1 in every chain of a campaign (releases, data parts, keys.json) and `supersedes` is the
    number before it in that chain, None at its start. `sha256sums` is the hash of SHA256SUMS (of keys.json for kind
    "keys"), `index` that of the campaign's entry in index.json (None: there is none, or it stays as it was), `redacted`
    the hashes of bytes taken away.
    """

    campaign: str
    release: int
    kind: str
    supersedes: int | None
    not_before: str | None
    published: str
    sha256sums: str
    reason: Reason
    code: str
    schedule: Mapping[str, Any]
    index: str | None
    redacted: Sequence[str]

    @property
    def chain(self) -> tuple[str, str]:
        """Which sequence of numbers the statement belongs to."""
        return self.campaign, self.kind if self.kind in (DATA, KEYS) else "release"


def release_statement(
    *,
    campaign: str,
    release: int,
    kind: str,
    supersedes: int | None,
    published: str,
    sha256sums: str,
    code: str,
    not_before: str | None = None,
    reason: Reason = None,
    schedule: int | None = None,
    approvals: Sequence[str] = (),
    index: str | None = None,
    redacted: Sequence[str] = (),
) -> bytes:
    """The line to sign. Times are ISO 8601 with offset; `schedule` is the version of the approved schedule and
    `approvals` name who approved it. Raises StatementError, with what to change, when a value is impossible.
    """
    data = {
        "v": VERSION,
        "campaign": campaign,
        "release": release,
        "kind": kind,
        "supersedes": supersedes,
        "not_before": not_before,
        "published": published,
        "sha256sums": sha256sums,
        "reason": reason,
        "code": code,
        "schedule": {"version": schedule, "approvals": list(approvals)},
        "index": index,
        "redacted": sorted(redacted),
    }
    line = canonical_line(data)
    read_statement(line)
    return line


def read_statement(line: bytes) -> Statement:
    """What a statement says; StatementError when it is not canonical or a field is missing, unknown or impossible."""
    try:
        data = read_canonical(line)
    except ValueError as error:
        raise StatementError(f"a statement is one line of canonical JSON: {error}") from error
    if not isinstance(data, dict) or data.pop("v", None) != VERSION:
        raise StatementError(f"a statement has v = {VERSION}")
    if set(data) != set(Statement.__dataclass_fields__):
        wrong = sorted(set(data) ^ set(Statement.__dataclass_fields__))
        raise StatementError(f"fields missing or unknown in a statement: {', '.join(wrong)}")
    statement = Statement(**data)
    for field, right in _rules(statement).items():
        if not right:
            raise StatementError(f"{field} of a statement cannot be {data[field]!r}")
    return statement


def _rules(given: Statement) -> dict[str, bool]:
    return {
        "campaign": isinstance(given.campaign, str) and bool(_CODE.fullmatch(given.campaign)),
        "release": type(given.release) is int and given.release > 0,
        "kind": isinstance(given.kind, str) and given.kind in KINDS,
        "supersedes": given.supersedes is None or (type(given.supersedes) is int and given.supersedes > 0),
        "not_before": given.not_before is None or is_time(given.not_before),
        "published": is_time(given.published),
        "sha256sums": is_hash(given.sha256sums),
        "reason": given.reason is None or _is_text(given.reason),
        "code": isinstance(given.code, str),
        "schedule": isinstance(given.schedule, dict) and set(given.schedule) == {"version", "approvals"},
        "index": given.index is None or is_hash(given.index),
        "redacted": isinstance(given.redacted, list) and all(map(is_hash, given.redacted)),
    }


def is_hash(value: object) -> bool:
    """True for a SHA-256 in lower-case hexadecimal."""
    return isinstance(value, str) and bool(_HASH.fullmatch(value))


def is_time(value: object) -> bool:
    """True for an ISO 8601 time with its offset."""
    try:
        return isinstance(value, str) and datetime.fromisoformat(value).tzinfo is not None
    except ValueError:
        return False


def _is_text(reason: object) -> bool:
    texts = reason.values() if isinstance(reason, dict) else [reason]
    return all(isinstance(text, str) for text in texts)


def sign_statement(statement: bytes, *signers: Signer) -> bytes:
    """The statement, or the leaf signed so far, as a leaf with these signatures added (a signed note).

    The same signatures give the same bytes in whatever order they were collected.
    """
    read_statement(statement.split(b"\n", 1)[0] + b"\n")
    return add_signatures(statement, *signers)
