"""Hashing of the log's tree (RFC 6962 §2.1), growing by one leaf at a time in logarithmic memory."""

import hashlib
from collections.abc import Iterable


def leaf_hash(entry: bytes) -> bytes:
    """The hash of one entry."""
    return hashlib.sha256(b"\x00" + entry).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """The hash of two subtrees."""
    return hashlib.sha256(b"\x01" + left + right).digest()


def join_peaks(peaks: Iterable[bytes]) -> bytes:
    """The root over perfect subtrees, largest (leftmost) first; of none, the hash of the empty tree."""
    root = b""
    for peak in reversed(list(peaks)):
        root = node_hash(peak, root) if root else peak
    return root or hashlib.sha256(b"").digest()


class CompactRange:
    """The perfect subtrees that make up the leaves so far: all that a root needs."""

    def __init__(self, hashes: Iterable[bytes] = ()):
        self.size = 0
        self.peaks: list[bytes] = []
        for each in hashes:
            self.append(each)

    def append(self, leaf: bytes) -> None:
        """Add the hash of the next leaf."""
        size = self.size
        while size & 1:
            leaf = node_hash(self.peaks.pop(), leaf)
            size >>= 1
        self.peaks.append(leaf)
        self.size += 1

    def root(self) -> bytes:
        return join_peaks(self.peaks)
