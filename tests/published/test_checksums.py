import pytest

from portal.published.checksums import Listed, parse_checksums
from portal.published.errors import DamagedFile

HASH = "0" * 63 + "a"


def parse(line: str, release: int = 5, folder: str = "") -> dict[str, Listed]:
    return parse_checksums(line, release, "SHA256SUMS", folder)


def test_own_files_belong_to_the_release_and_unchanged_ones_to_the_one_that_wrote_them():
    files = parse(f"{HASH}  campaign.json\n{HASH}  ../3/territories/5.json\n")
    assert files == {"campaign.json": Listed(HASH, 5), "territories/5.json": Listed(HASH, 3)}


def test_paths_of_the_data_part_are_relative_to_its_own_folder():
    files = parse(f"{HASH}  results.csv\n{HASH}  ../../4/data/turnout.csv\n", folder="data/")
    assert files == {"data/results.csv": Listed(HASH, 5), "data/turnout.csv": Listed(HASH, 4)}


def test_a_scan_beside_the_releases_is_left_to_its_own_address():
    assert list(parse(f"{HASH}  campaign.json\n{HASH}  ../../../scans/{HASH}.jpg\n")) == ["campaign.json"]


@pytest.mark.parametrize(
    "line",
    [
        "",
        "not a line",
        f"{HASH}  ../../../etc/passwd",
        f"{HASH}  /etc/passwd",
        f"{HASH}  ../5/a.json",
        f"{HASH}  ../9/a.json",
        f"{HASH}  ../3/../../x",
        f"{HASH}  territories/../x.json",
        f"{HASH}  territories//x.json",
        f"{HASH}  a\\b",
        f"{HASH[:-1]}  a.json",
        f"{HASH}  a.json\n{HASH}  a.json",
        f"{HASH}  a.json\n{HASH}  ../2/a.json",
    ],
)
def test_a_list_that_no_publisher_would_have_written_is_refused(line):
    with pytest.raises(DamagedFile):
        parse(line)
