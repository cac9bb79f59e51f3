"""Tiles of height 8 and bundles of entries, as c2sp.org/tlog-tiles lays them out in files."""

from collections.abc import Iterator
from pathlib import PurePosixPath

from portal.publication.transparency.errors import LogError
from portal.publication.transparency.merkle import CompactRange, join_peaks

WIDTH = 256
HASH_SIZE = 32
ENTRIES = "entries"
MOST_ENTRY_BYTES = 0xFFFF


def tile_path(level: int | str, index: int, width: int = WIDTH) -> str:
    """Where a tile lies beneath log/; a width below 256 names the partial tile. The level "entries" is the bundles."""
    digits = [f"{index % 1000:03d}"]
    while index := index // 1000:
        digits.insert(0, f"x{index % 1000:03d}")
    partial = f".p/{width}" if width < WIDTH else ""
    return str(PurePosixPath("tile", str(level), *digits)) + partial


def count_at(level: int, size: int) -> int:
    """How many hashes a tree of that size has on a level of tiles."""
    return size >> (8 * level)


def levels(size: int) -> int:
    """How many levels of tiles a tree of that size has."""
    return (max(size, 1).bit_length() - 1) // 8 + 1


def encode_entry(entry: bytes) -> bytes:
    """An entry as it stands in its bundle: its length in two bytes, then its bytes."""
    if len(entry) > MOST_ENTRY_BYTES:
        raise LogError(f"a leaf of {len(entry)} bytes; at most {MOST_ENTRY_BYTES} fit into the log")
    return len(entry).to_bytes(2, "big") + entry


def decode_entries(bundle: bytes) -> Iterator[bytes]:
    """The entries of a bundle; LogError when it ends in the middle of one."""
    at = 0
    while at < len(bundle):
        length = int.from_bytes(bundle[at : at + 2], "big")
        entry = bundle[at + 2 : at + 2 + length]
        if at + 2 > len(bundle) or len(entry) != length:
            raise LogError("a bundle of entries is cut off")
        yield entry
        at += 2 + length


class TileEdge:
    """The incomplete tile of every level: all that is needed to add leaves and to compute the root."""

    def __init__(self) -> None:
        self.size = 0
        self.rows: list[list[bytes]] = [[]]

    def copy(self) -> "TileEdge":
        twin = TileEdge()
        twin.size, twin.rows = self.size, [list(row) for row in self.rows]
        return twin

    def append(self, leaf: bytes) -> Iterator[tuple[int, int, bytes]]:
        """Add the hash of a leaf; yields (level, tile index, all bytes of the tile) of each tile that changed."""
        self.size += 1
        carry: bytes | None = leaf
        level = 0
        while carry is not None:
            if level == len(self.rows):
                self.rows.append([])
            row = self.rows[level]
            row.append(carry)
            yield level, (count_at(level, self.size) - 1) // WIDTH, b"".join(row)
            carry = CompactRange(row).root() if len(row) == WIDTH else None
            if carry is not None:
                self.rows[level] = []
            level += 1

    def root(self) -> bytes:
        """The root of the tree so far."""
        return join_peaks(peak for row in reversed(self.rows) for peak in CompactRange(row).peaks)
