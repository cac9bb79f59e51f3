"""The tree of RFC 6962: published roots, and a compact range against the recursive definition."""

from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.publication.transparency.merkle import CompactRange, leaf_hash, node_hash
from portal.publication.transparency.tiles import TileEdge

# The eight leaves and roots of the reference implementation of Certificate Transparency.
LEAVES = ["", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f"]
ROOTS = [
    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
]
SIZES = [0, 1, 2, 3, 255, 256, 257, 511, 512, 65_535, 65_536, 65_537]


def recursive_root(hashes: list[bytes]) -> bytes:
    """MTH of RFC 6962 §2.1, word by word."""
    if not hashes:
        return sha256(b"").digest()
    if len(hashes) == 1:
        return hashes[0]
    k = 1
    while k * 2 < len(hashes):
        k *= 2
    return node_hash(recursive_root(hashes[:k]), recursive_root(hashes[k:]))


@pytest.mark.parametrize("size", range(9))
def test_roots_are_those_of_the_reference_implementation(size: int) -> None:
    hashes = [leaf_hash(bytes.fromhex(leaf)) for leaf in LEAVES[:size]]
    assert CompactRange(hashes).root().hex() == ROOTS[size]
    assert recursive_root(hashes).hex() == ROOTS[size]


def test_roots_at_the_edges_of_tiles_follow_the_definition() -> None:
    hashes = [leaf_hash(b"leaf %d" % index) for index in range(max(SIZES))]
    compact, edge = CompactRange(), TileEdge()
    for index in range(max(SIZES) + 1):
        if index in SIZES:
            expected = recursive_root(hashes[:index])
            assert compact.root() == expected
            assert edge.root() == expected
        if index < len(hashes):
            compact.append(hashes[index])
            list(edge.append(hashes[index]))


@given(st.lists(st.binary(max_size=8), max_size=70))
def test_any_tree_has_the_root_of_the_definition(leaves: list[bytes]) -> None:
    hashes = [leaf_hash(leaf) for leaf in leaves]
    assert CompactRange(hashes).root() == recursive_root(hashes)
