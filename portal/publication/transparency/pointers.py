"""The small files that move with every release. Their bytes follow from the release alone, so anyone can check them."""

import hashlib
from collections.abc import Iterable, Mapping
from typing import Any

from portal.publication.transparency.canonical import canonical_line


def latest_document(release: int, data: int | None, as_of: str) -> bytes:
    """latest.json: the newest release of a campaign, the newest with a data part, and the state's time."""
    return canonical_line({"release": release, "data": data, "as_of": as_of})


def index_document(campaigns: Iterable[Mapping[str, Any]]) -> bytes:
    """index.json: the entries of all campaigns (with `id`, `voting_date`, `release`), newest voting date first, on the
    same date in reverse order of ids.
    """
    entries = sorted(map(dict, campaigns), key=lambda entry: (entry["voting_date"], entry["id"]), reverse=True)
    return canonical_line({"v": 1, "campaigns": entries})


def index_entry_hash(entry: Mapping[str, Any]) -> str:
    """The hash that a statement carries in `index`, so that no entry of index.json can change unnoticed."""
    return hashlib.sha256(canonical_line(dict(entry))).hexdigest()
