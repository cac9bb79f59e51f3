"""The files that move: keys.json, index.json and every latest.json must be exactly what the newest leaves make them."""

import json
from collections.abc import Iterator
from hashlib import sha256

from portal.publication.transparency.pointers import index_document, index_entry_hash, latest_document
from portal.verify.files import Files
from portal.verify.history import History
from portal.verify.source import Source, SourceError

INDEX, KEYS = "index.json", "keys.json"


def latest_path(campaign: str) -> str:
    """Where a campaign's pointer lies."""
    return f"releases/{campaign}/latest.json"


def pointer_names(history: History) -> set[str]:
    """The names of all files that move."""
    return {INDEX, KEYS, *(latest_path(campaign) for campaign in history.campaigns)}


def find_wrong_pointers(source: Source, history: History) -> list[str]:
    """What is wrong with the files that move; an empty list when nothing is."""
    return [*_wrong_keys(source, history), *_wrong_latest(source, history), *_wrong_index(source, history)]


def _wrong_keys(source: Source, history: History) -> Iterator[str]:
    if sha256(_content(source, KEYS)).hexdigest() != history.keys_hash:
        yield "keys.json is not the version that the log names"


def _wrong_latest(source: Source, history: History) -> Iterator[str]:
    files = Files(source)
    for name, campaign in history.campaigns.items():
        release = files.release(name, campaign.release) or {}
        expected = latest_document(campaign.release, campaign.data, str(release.get("as_of")))
        if _content(source, latest_path(name)) != expected:
            newest = f"release {campaign.release}, data {campaign.data}"
            yield f"{latest_path(name)} does not say what the log says: {newest}"


def _wrong_index(source: Source, history: History) -> Iterator[str]:
    expected = {name: each.index for name, each in history.campaigns.items() if each.index}
    content = _content(source, INDEX)
    try:
        entries = json.loads(content)["campaigns"]
        listed = {str(entry["id"]): index_entry_hash(entry) for entry in entries}
        if content != index_document(entries):
            yield "index.json is not written in its one order and form"
    except (KeyError, TypeError, ValueError):
        yield "index.json cannot be read"
        return
    for name in sorted(expected.keys() | listed.keys()):
        if expected.get(name) != listed.get(name):
            yield f"index.json does not say of {name} what the log's newest leaf of it says"


def _content(source: Source, path: str) -> bytes:
    """The bytes of a pointer; none when it is missing or cannot be read, which then differs from what is expected."""
    try:
        return source.read(path)
    except (FileNotFoundError, SourceError):
        return b""
