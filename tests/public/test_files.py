"""Files that are sent as they were published."""

import hashlib

import orjson
import pytest

from tests.published.tree import a_campaign

SCAN = b"\xff\xd8 a scan"
NAME = hashlib.sha256(SCAN).hexdigest()


def get(client, path, **options):
    """The answer, read to its end and closed as a server closes it."""
    return client.get(path, buffered=True, **options)


def test_a_file_of_a_release_never_changes_and_says_so(tree, client):
    answer = get(client, "/data/kg2025/r/1/campaign.json")
    assert answer.json == a_campaign()["campaign.json"]
    assert answer.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert answer.headers["ETag"].strip('"') == hashlib.sha256(answer.data).hexdigest()
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    assert (
        get(client, "/data/kg2025/r/1/campaign.json", headers={"If-None-Match": answer.headers["ETag"]}).status_code
        == 304
    )


def test_a_file_that_another_release_wrote_is_found_there(tree, client):
    documents = a_campaign()
    documents["campaign.json"]["opens"] = "07:00"
    tree.publish("kg2025", documents)
    answer = get(client, "/data/kg2025/r/2/territories/2.json")
    assert (answer.status_code, answer.headers["Location"]) == (301, "/data/kg2025/r/1/territories/2.json")
    assert get(client, "/data/kg2025/latest/campaign.json").headers["Location"] == "/data/kg2025/r/2/campaign.json"
    assert get(client, "/data/kg2025/latest/SHA256SUMS").headers["Location"] == "/data/kg2025/r/2/SHA256SUMS"
    assert get(client, "/data/kg2025/latest/data/SHA256SUMS").headers["Location"] == "/data/kg2025/r/1/data/SHA256SUMS"
    assert get(client, "/data/kg2025/r/2/campaign.json").json["opens"] == "07:00"
    assert get(client, "/data/kg2025/r/1/campaign.json").json["opens"] == "08:00"


@pytest.mark.parametrize(
    "path",
    [
        "../latest.json",
        "../../index.json",
        "..%2f..%2findex.json",
        "%2e%2e/latest.json",
        "/etc/passwd",
        "territories/../campaign.json",
        "data/../campaign.json",
        "nope.json",
        "data",
    ],
)
def test_nothing_outside_the_list_of_a_release_can_be_reached(client, path):
    assert get(client, f"/data/kg2025/r/1/{path}", follow_redirects=True).status_code == 404


def test_bulk_files_have_their_type_and_their_hashes(client):
    answer = get(client, "/data/kg2025/r/1/data/results.csv")
    assert (answer.data, answer.content_type) == (b"a,b\r\n1,2\r\n", "text/csv; charset=utf-8")
    sums = get(client, "/data/kg2025/r/1/data/SHA256SUMS")
    assert sums.content_type == "text/plain; charset=utf-8"
    assert hashlib.sha256(answer.data).hexdigest() in sums.text


def test_a_damaged_bulk_file_is_not_sent(tree, client):
    (tree.root / "releases/kg2025/1/data/results.csv").write_bytes(b"a,b\r\n9,9\r\n")
    assert get(client, "/data/kg2025/r/1/data/results.csv").status_code == 503


def test_pointer_and_index_answer_what_is_published_now(tree, client):
    assert get(client, "/data/kg2025/latest.json").json["release"] == 1
    tree.publish("kg2025", a_campaign())
    answer = get(client, "/data/kg2025/latest.json")
    assert answer.json["release"] == 2
    assert answer.headers["Cache-Control"].startswith("public, max-age=2,")
    assert [row["id"] for row in get(client, "/data/index.json").json["campaigns"]] == ["kg2025", "old2021", "next2026"]
    tree.write("keys.json", orjson.dumps({"keys": []}))
    assert get(client, "/data/keys.json").json == {"keys": []}


def test_a_scan_is_sent_only_with_the_bytes_that_its_name_says(tree, client):
    tree.write(f"scans/{NAME}.jpg", SCAN)
    answer = get(client, f"/scans/{NAME}.jpg")
    assert (answer.data, answer.content_type) == (SCAN, "image/jpeg")
    tree.write(f"scans/{NAME}.jpg", b"other")
    assert get(client, f"/scans/{NAME}.jpg").status_code == 503
    assert get(client, f"/scans/{'0' * 64}.jpg").status_code == 404


def test_the_log_is_served_as_it_is_and_nothing_beside_it(tree, client):
    tree.write("log/checkpoint", b"origin\n1\n")
    tree.write("log/tile/0/000", b"x" * 32)
    assert get(client, "/log/checkpoint").data == b"origin\n1\n"
    assert "immutable" in get(client, "/log/tile/0/000").headers["Cache-Control"]
    for path in ("/log/", "/log/tile", "/log/tile/../checkpoint", "/log/tile/..%2f..%2findex.json", "/log/other"):
        assert get(client, path).status_code == 404


def test_the_style_sheet_is_compressed_lasting_and_small(client):
    page = get(client, "/ru/kg2025/").text
    address = page.split('<link rel="stylesheet" href="')[1].split('"')[0]
    answer = get(client, address, headers={"Accept-Encoding": "gzip"})
    assert answer.headers["Content-Encoding"] == "gzip"
    assert "immutable" in answer.headers["Cache-Control"]
    assert len(answer.data) < 20_000
    assert get(client, f"/static/{'0' * 12}/css/site.css").status_code == 404


@pytest.mark.parametrize(
    ("address", "path"),
    [("/data/index.json", "index.json"), ("/data/kg2025/latest.json", "releases/kg2025/latest.json")],
)
def test_pointers_are_sent_byte_by_byte_as_they_were_published(tree, client, address, path):
    content = orjson.dumps(orjson.loads((tree.root / path).read_bytes()), option=orjson.OPT_INDENT_2) + b"\n"
    tree.write(path, content)
    assert get(client, address).data == content
