"""The small files that move with every release. Their bytes follow from the release alone, so anyone can check them.

They are compact JSON in the order of the contract's keys, one line: the bytes that the archive writes anyway.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping
from typing import Any


def compact_line(document: Mapping[str, Any]) -> bytes:
    """The document as one line of JSON without spaces, keys in their given order."""
    return json.dumps(document, separators=(",", ":"), ensure_ascii=False, allow_nan=False).encode() + b"\n"


def latest_document(release: int, data: int | None, as_of: str) -> bytes:
    """latest.json: the newest release of a campaign, the newest with a data part, and the state's time."""
    return compact_line({"release": release, "data": data, "as_of": as_of})


def index_document(campaigns: Iterable[Mapping[str, Any]]) -> bytes:
    """index.json: the entries of all campaigns (with `id`, `voting_date`, `release`), newest voting date first, those
    of one date by id.
    """
    entries = sorted(map(dict, campaigns), key=lambda entry: str(entry["id"]))
    entries.sort(key=lambda entry: str(entry["voting_date"]), reverse=True)
    return compact_line({"v": 1, "campaigns": entries})


def index_entry_hash(entry: Mapping[str, Any]) -> str:
    """The hash that a statement carries in `index`, so that no entry of index.json can change unnoticed."""
    return hashlib.sha256(compact_line(entry)).hexdigest()
