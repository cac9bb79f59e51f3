"""SHA256SUMS as it is written and read: coreutils' format, and nothing that a publisher would not have written."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.publication.manifest import Entry, ManifestError, format_manifest, parse_manifest

HASH = "0123456789abcdef" * 4

names = st.from_regex(r"[0-9A-Za-z_-][0-9A-Za-z_.-]{0,8}", fullmatch=True)
paths = st.lists(names, min_size=1, max_size=3).map("/".join)
hashes = st.text("0123456789abcdef", min_size=64, max_size=64)


@given(st.dictionaries(paths, st.builds(Entry, hashes, st.integers(0, 9)), max_size=6))
def test_what_is_written_is_read_back(entries: dict[str, Entry]) -> None:
    assert parse_manifest(format_manifest(entries, 9), 9) == entries


def test_own_files_are_plain_and_others_stand_beside_the_release() -> None:
    entries = {"b.json": Entry(HASH, 41), "a/5.json": Entry(HASH, 42)}
    assert format_manifest(entries, 42) == f"{HASH}  a/5.json\n{HASH}  ../41/b.json\n"


@pytest.mark.parametrize(
    "line",
    [
        "",
        HASH,
        f"{HASH} a.json",
        f"{HASH} *a.json",
        f"{HASH[:-1]}  a.json",
        f"{HASH.upper()}  a.json",
        f"{HASH}  /etc/passwd",
        f"{HASH}  ../a.json",
        f"{HASH}  ../../41/a.json",
        f"{HASH}  a/../b.json",
        f"{HASH}  a//b.json",
        f"{HASH}  .hidden",
        f"{HASH}  a/.hidden",
        f"{HASH}  a.json ",
        f"{HASH}  a\\b.json",
        f"\\{HASH}  a.json",
        f"{HASH}  ../x/a.json",
        f"{HASH}  ү.json",
        f"{HASH}  ../٣/a.json",
    ],
)
def test_line_that_no_publisher_writes_is_refused_with_its_number(line: str) -> None:
    with pytest.raises(ManifestError, match="release 42, line 2"):
        parse_manifest(f"{HASH}  good.json\n{line}\n", 42)


def test_same_file_twice_is_refused() -> None:
    with pytest.raises(ManifestError, match="line 2"):
        parse_manifest(f"{HASH}  a.json\n{HASH}  ../41/a.json\n", 42)


def test_file_of_a_later_release_is_refused() -> None:
    with pytest.raises(ManifestError, match="names a later release"):
        parse_manifest(f"{HASH}  ../43/a.json\n", 42)
