"""The one text of a stored protocol, whose SHA-256 stands on its control printout (R53 ¶46-48).

Rules, so that anyone can make the same bytes (docs/control-printout.md): one JSON object per stored version; keys in
alphabetical order, no spaces, UTF-8, no escapes beyond those that JSON asks for; numbers as integers, nothing known as
null; instants in UTC as 2025-11-30T16:05:00Z; lines by their id on the form, votes by ballot position, both in
alphabetical order of these texts; every object ends with a line feed. A remote paper is its objects one after another:
the lines filled once per precinct first (contest ""), then the districts by code. A protocol that states preference
votes has them by POSITION:PERSON, and `v` says 2; every other text is the same as before there were any.
"""

import hashlib
import json
from collections.abc import Iterable
from datetime import UTC, datetime

from portal.domain.facts import Protocol

VERSION, WITH_PREFERENCES = 1, 2


def canonical(campaign: str, protocol: Protocol) -> bytes:
    """The text of one stored version, with its line feed."""
    document: dict[str, object] = {
        "v": WITH_PREFERENCES if protocol.preferences else VERSION,
        "campaign": campaign,
        "precinct": protocol.precinct,
        "contest": protocol.contest,
        "kind": protocol.kind.value,
        "version": protocol.version,
        "signed_at": _instant(protocol.signed_at),
        "entered_at": _instant(protocol.received_at),
        "members": protocol.members,
        "signed": protocol.signed,
        "opinions": protocol.opinions,
        "lines": dict(protocol.lines),
        "votes": {str(position): votes for position, votes in protocol.votes.items()},
        "reasons": dict(protocol.reasons),
    }
    if protocol.preferences:
        document["preferences"] = {
            f"{place}:{person}": votes for (place, person), votes in protocol.preferences.items()
        }
    text = json.dumps(document, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return text.encode() + b"\n"


def digest(campaign: str, protocols: Iterable[Protocol]) -> str:
    """SHA-256 of a paper: of the texts of its stored versions, ordered by contest, in lowercase hexadecimal."""
    texts = (canonical(campaign, each) for each in sorted(protocols, key=lambda each: each.contest))
    return hashlib.sha256(b"".join(texts)).hexdigest()


def in_fours(sha256: str) -> str:
    """The digits in groups of four, as people read them out."""
    return " ".join(sha256[at : at + 4] for at in range(0, len(sha256), 4))


def _instant(instant: datetime) -> str:
    return instant.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
