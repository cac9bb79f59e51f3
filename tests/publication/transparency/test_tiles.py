"""Where tiles lie and what bundles of entries hold (c2sp.org/tlog-tiles)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.publication.transparency.errors import LogError
from portal.publication.transparency.tiles import count_at, decode_entries, encode_entry, levels, tile_path


@pytest.mark.parametrize(
    ("path", "level", "index", "width"),
    [
        ("tile/0/000", 0, 0, 256),
        ("tile/0/000.p/5", 0, 0, 5),
        ("tile/1/x001/x234/067", 1, 1_234_067, 256),
        ("tile/5/x123/x456/078.p/2", 5, 123_456_078, 2),
        ("tile/entries/x001/000.p/255", "entries", 1000, 255),
        ("tile/0/999", 0, 999, 256),
    ],
)
def test_a_tile_lies_where_the_specification_says(path: str, level: int | str, index: int, width: int) -> None:
    assert tile_path(level, index, width) == path


def test_a_tree_of_70000_leaves_has_the_tiles_of_the_specifications_example() -> None:
    counts = [divmod(count_at(level, 70_000), 256) for level in range(levels(70_000))]
    assert counts == [(273, 112), (1, 17), (0, 1)]
    assert [divmod(count_at(level, 256), 256) for level in range(levels(256))] == [(1, 0), (0, 1)]


@given(st.lists(st.binary(max_size=300), max_size=20))
def test_a_bundle_gives_back_its_entries(entries: list[bytes]) -> None:
    assert list(decode_entries(b"".join(map(encode_entry, entries)))) == entries


@pytest.mark.parametrize("bundle", [b"\0", b"\0\5abcd", b"\0\1a\0"])
def test_a_bundle_that_is_cut_off_is_refused(bundle: bytes) -> None:
    with pytest.raises(LogError):
        list(decode_entries(bundle))


def test_a_leaf_longer_than_its_length_field_is_refused() -> None:
    with pytest.raises(LogError, match="65535"):
        encode_entry(bytes(65_536))
