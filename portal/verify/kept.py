"""The kept state: the checkpoint that somebody saw before. The log must still begin with exactly those leaves."""

import json
from dataclasses import dataclass
from pathlib import Path

from portal.publication.transparency.canonical import canonical_line
from portal.publication.transparency.checkpoint import Checkpoint
from portal.publication.transparency.durable import replace_file
from portal.publication.transparency.keys import Keys
from portal.publication.transparency.signed_note import Note
from portal.verify.report import Check


class KeptStateError(ValueError):
    """The file of the kept state cannot be read; it is never overwritten then."""


@dataclass(frozen=True)
class KeptState:
    """The signed checkpoint and the keys that were seen."""

    note: str
    keys: dict[str, tuple[list[str], str, int]]

    @property
    def checkpoint(self) -> Checkpoint:
        return Checkpoint.parse(Note.parse(self.note.encode()).text)

    @classmethod
    def of(cls, note: bytes, keys: Keys) -> "KeptState":
        seen = {str(key.verifier): (sorted(key.roles), key.holder, key.from_leaf) for key in keys.keys}
        return cls(note.decode(), seen)

    @classmethod
    def load(cls, path: Path) -> "KeptState | None":
        """The state in the file, None when there is no file yet; KeptStateError when it is damaged."""
        if not path.exists():
            return None
        try:
            data = json.loads(path.read_bytes())
            keys = {key: (roles, holder, leaf) for key, (roles, holder, leaf) in data["keys"].items()}
            state = cls(data["checkpoint"], keys)
            state.checkpoint  # noqa: B018 - a damaged checkpoint must show here, not later
        except (AttributeError, KeyError, TypeError, ValueError) as error:
            raise KeptStateError(f"{path} is not a state kept by verify: {error}") from error
        return state

    def save(self, path: Path) -> None:
        """Replace the file, whole."""
        replace_file(path.absolute(), canonical_line({"v": 1, "checkpoint": self.note, "keys": self.keys}))


def compare_kept(kept: KeptState, checkpoint: Checkpoint, roots: dict[int, bytes], keys: Keys, check: Check) -> None:
    """Check that the log still begins with what was seen, and that no key seen was taken away or altered."""
    old = kept.checkpoint
    check.said = f"the log still begins with the {old.size} leaves that were seen before"
    if old.origin != checkpoint.origin:
        check.fail(f"the kept checkpoint is of another log: {old.origin}")
    elif old.size > checkpoint.size:
        check.fail(f"the log has shrunk from {old.size} to {checkpoint.size} leaves: history was removed")
    elif roots.get(old.size) != old.root:
        check.fail(f"the first {old.size} leaves are not those seen before: history was rewritten")
    now = {str(key.verifier): (sorted(key.roles), key.holder, key.from_leaf) for key in keys.keys}
    for key in kept.keys:
        if now.get(key) != kept.keys[key]:
            check.fail(f"the key {key} was taken away or altered")
