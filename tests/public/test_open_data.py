"""Open data beside the files: dictionary, listing, feeds, catalogue, changes, interface, and how files are sent."""

import gzip
import hashlib
import json
import re
import shutil
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import brotli
import pytest
from flask import Flask
from flask.testing import FlaskClient

from data_export.part import write_data_part
from portal.app import create_app
from portal.published import site as site_module
from portal.settings import Settings
from tests.data_export.factories import precinct, release_document, result, scanner, small_view
from tests.published.tree import Tree, a_campaign

ATOM = "{http://www.w3.org/2005/Atom}"
LANGUAGES = ("ky", "ru", "en")
ACT = {
    "number": "12/3",
    "date": "2025-12-01",
    "body": "cec",
    "kind": "determine",
    "scope": "campaign",
    "target": "",
    "reason": {"ky": "Протокол боюнча", "ru": "По протоколу", "en": "By the protocol"},
}


@pytest.fixture(scope="module")
def parts(tmp_path_factory: pytest.TempPathFactory) -> dict[int, dict[str, bytes]]:
    """Bulk files of releases 1, 3 and 4; 1 with the office formats."""
    folder = tmp_path_factory.mktemp("parts")
    changed = precinct("1003", "2", results=[result("2", scanner(41, 50))], turnout=[], final=None)
    first = small_view(release=release_document(n=1))
    third = small_view(release=release_document(n=3), places={**first.places, "12": [changed]}, former=first)
    fourth = small_view(release=release_document(n=4), former=third)
    for n, view in ((1, first), (3, third), (4, fourth)):
        write_data_part(view, folder / str(n), office=n == 1)
    return {n: contents(folder / str(n)) for n in (1, 3, 4)}


def contents(folder: Path) -> dict[str, bytes]:
    files = {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    return {name: content for name, content in files.items() if name != "SHA256SUMS"}


@pytest.fixture
def tree(tmp_path: Path, parts: dict[int, dict[str, bytes]], monkeypatch: pytest.MonkeyPatch) -> Tree:
    monkeypatch.setattr(site_module, "LOOK_EVERY", 0.0)
    tree = Tree(tmp_path / "public")
    tree.publish("kg2025", a_campaign(), data=parts[1])
    documents = a_campaign(decisions=[ACT])
    for n in (2, 3, 4):
        documents["campaign.json"]["opens"] = f"0{n}:00"
        reason = {"ky": "Ката", "ru": "Ошибка <ввода>", "en": "A slip"}
        kind = {"kind": "correction", "reason": reason} if n == 3 else {}
        tree.publish("kg2025", documents, data=parts.get(n), **kind)
    return tree


@pytest.fixture
def app(tree: Tree) -> Flask:
    return create_app(settings=Settings(home=tree.root.parent))


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    return app.test_client()


def get(client: FlaskClient, path: str, **headers: str) -> Any:
    return client.get(path, headers={name.replace("_", "-"): value for name, value in headers.items()}, buffered=True)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_data_page_says_which_file_answers_which_question_and_shows_first_rows(
    client: FlaskClient, language: str, parts: dict[int, dict[str, bytes]]
) -> None:
    text = get(client, f"/{language}/kg2025/data/").text
    package = json.loads(parts[4]["datapackage.json"])
    for resource in package["resources"]:
        if not resource["path"].startswith("results_wide/2"):
            assert resource["questions"][language] in text
            assert f'/data/kg2025/r/4/data/{resource["path"]}"' in text
    assert text.count('<a href="#files">') == 1, "the wide table of one contest stands for those of all"
    assert "/data/changes.jsonl" in text
    assert "<td>1003</td>" in text
    assert hashlib.sha256(parts[4]["results.csv"]).hexdigest() in text
    assert "CC BY" in text or "Creative Commons" in text
    assert f'type="application/atom+xml" href="/data/kg2025/feed.{language}.atom"' in text
    assert f'<link rel="alternate" type="text/csv" href="/{language}/kg2025/data.csv">' in text


def test_the_data_page_says_of_which_release_the_bulk_files_are_and_that_there_is_a_newer_one(
    client: FlaskClient, tree: Tree
) -> None:
    assert "There is a newer one" not in get(client, "/en/kg2025/data/").text
    tree.publish("kg2025", a_campaign())
    said = get(client, "/en/kg2025/data/").text.partition("The bulk files were made of")[2].partition("</p>")[0]
    words = re.sub("<[^>]+>", "", said)
    assert "release 4 (as of 30 November 2025" in words
    assert "There is a newer one: release 5 (as of 30 November 2025" in words


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_dictionary_names_every_column_in_the_language_of_the_page(
    client: FlaskClient, language: str, parts: dict[int, dict[str, bytes]]
) -> None:
    document = get(client, f"/{language}/kg2025/data/dictionary.json").json["document"]
    package = json.loads(parts[4]["datapackage.json"])
    described = {
        (resource["name"], field["name"]): field["descriptions"][language]
        for resource in package["resources"]
        if not resource["path"].startswith("results_wide/2")
        for field in resource["schema"]["fields"]
    }
    shown = {
        (table["name"], column["name"]): column["description"]
        for table in document["tables"]
        for column in table["columns"]
    }
    assert shown == described
    page = get(client, f"/{language}/kg2025/data/dictionary/").text
    assert "<code>protocol_versions</code>" in page
    assert get(client, f"/{language}/kg2025/data/dictionary.csv").text.startswith("table,column,type,required,")


def test_a_release_has_a_list_of_all_its_files(client: FlaskClient, tree: Tree) -> None:
    answer = get(client, "/data/kg2025/r/3/", Accept_Language="ru")
    assert (answer.status_code, answer.headers["Location"]) == (302, "/ru/kg2025/releases/3/files/")
    rows = get(client, "/ru/kg2025/releases/3/files.json").json["document"]["files"]
    for row in rows:
        found = get(client, row["url"])
        assert found.status_code == 200
        assert (len(found.data), hashlib.sha256(found.data).hexdigest()) == (row["bytes"], row["sha256"])
    owners = {row["path"]: row["written_by"] for row in rows}
    assert (owners["campaign.json"], owners["contests/1.json"], owners["data/results.csv"]) == (3, 1, 3)
    assert get(client, "/ru/kg2025/releases/99/files/").status_code == 404
    assert "data/results.csv" not in get(client, "/ru/kg2025/releases/2/files.csv").text


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_feed_holds_decided_releases_and_decisions_newest_first_and_is_the_same_each_time(
    client: FlaskClient, app: Flask, language: str
) -> None:
    answer = get(client, f"/data/kg2025/feed.{language}.atom")
    assert answer.content_type.startswith("application/atom+xml")
    top = ElementTree.fromstring(answer.data)
    ids = [entry.findtext(f"{ATOM}id") for entry in top.iter(f"{ATOM}entry")]
    assert ids[0] is not None and ids[0].startswith("urn:natyija:kg2025:decision:")
    assert ids[1:] == ["urn:natyija:kg2025:release:3", "urn:natyija:kg2025:release:1"]
    summaries = [entry.findtext(f"{ATOM}summary") for entry in top.iter(f"{ATOM}entry")]
    assert summaries[:2] == [ACT["reason"][language], {"ky": "Ката", "ru": "Ошибка <ввода>", "en": "A slip"}[language]]  # type: ignore[index]
    assert get(app.test_client(), f"/data/kg2025/feed.{language}.atom").data == answer.data
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    again = get(client, f"/data/kg2025/feed.{language}.atom", If_None_Match=answer.headers["ETag"])
    assert again.status_code == 304


def test_the_catalogue_names_every_file_with_its_size_and_hash(
    client: FlaskClient, parts: dict[int, dict[str, bytes]]
) -> None:
    catalogue = get(client, "/data/catalog.jsonld").json
    (dataset,) = catalogue["dcat:dataset"]
    assert dataset["dct:license"]["@id"].startswith("https://creativecommons.org/")
    for distribution in dataset["dcat:distribution"]:
        file = get(client, distribution["dcat:downloadURL"]["@id"])
        assert len(file.data) == distribution["dcat:byteSize"]
        assert hashlib.sha256(file.data).hexdigest() == distribution["spdx:checksum"]["spdx:checksumValue"]
    assert {title["@language"] for title in dataset["dct:title"]} == set(LANGUAGES)


def test_changes_between_two_releases_are_those_of_all_parts_in_between(
    client: FlaskClient, parts: dict[int, dict[str, bytes]]
) -> None:
    answer = get(client, "/data/kg2025/changes/1/4.jsonl")
    assert answer.data == parts[3]["changes.jsonl"] + parts[4]["changes.jsonl"]
    assert "immutable" in answer.headers["Cache-Control"]
    assert get(client, "/data/kg2025/changes/3/4.jsonl").data == parts[4]["changes.jsonl"]
    assert get(client, "/data/kg2025/changes/4/4.jsonl").data == b""
    assert get(client, "/data/kg2025/changes/1/").headers["Location"] == "/data/kg2025/changes/1/4.jsonl"


@pytest.mark.parametrize(
    ("asked", "found"), [("2/4.jsonl", "1/4"), ("1/2.jsonl", "1/3"), ("2/2.jsonl", "1/3"), ("2/", "1/4"), ("4/", "4/4")]
)
def test_changes_of_releases_without_bulk_files_are_those_of_the_parts_around_them(
    client: FlaskClient, asked: str, found: str
) -> None:
    answer = get(client, f"/data/kg2025/changes/{asked}")
    assert (answer.status_code, answer.headers["Location"]) == (302, f"/data/kg2025/changes/{found}.jsonl")
    assert "immutable" not in answer.headers["Cache-Control"]


def test_changes_up_to_a_release_that_no_part_covers_yet_lead_to_the_newest_part(
    client: FlaskClient, tree: Tree
) -> None:
    tree.publish("kg2025", a_campaign())
    assert get(client, "/data/kg2025/changes/3/5.jsonl").headers["Location"] == "/data/kg2025/changes/3/4.jsonl"


@pytest.mark.parametrize("path", ["4/1.jsonl", "1/99.jsonl", "99/", "0/1.jsonl"])
def test_changes_exist_only_between_published_releases_in_their_order(client: FlaskClient, path: str) -> None:
    assert get(client, f"/data/kg2025/changes/{path}").status_code == 404


@pytest.mark.parametrize(("encoding", "decode"), [("br", brotli.decompress), ("gzip", gzip.decompress)])
def test_text_is_sent_compressed_with_a_tag_of_its_own(client: FlaskClient, encoding: str, decode: Any) -> None:
    plain = get(client, "/data/kg2025/r/4/data/results.csv")
    packed = get(client, "/data/kg2025/r/4/data/results.csv", Accept_Encoding=encoding)
    assert packed.headers["Content-Encoding"] == encoding
    assert decode(packed.data) == plain.data
    assert packed.headers["ETag"] != plain.headers["ETag"]
    assert not packed.headers["ETag"].startswith("W/")
    assert packed.headers["Vary"] == plain.headers["Vary"] == "Accept-Encoding"
    known = {"Accept-Encoding": encoding, "If-None-Match": packed.headers["ETag"]}
    assert client.get("/data/kg2025/r/4/data/results.csv", headers=known).status_code == 304


@pytest.mark.parametrize(("encoding", "ending"), [("br", ".br"), ("gzip", ".gz")])
def test_a_lasting_part_is_sent_in_the_compressed_form_that_it_holds(
    client: FlaskClient, tree: Tree, parts: dict[int, dict[str, bytes]], encoding: str, ending: str
) -> None:
    path = "/data/kg2025/r/1/data/results.json"
    packed = get(client, path, Accept_Encoding=encoding)
    assert (packed.headers["Content-Encoding"], packed.data) == (encoding, parts[1][f"results.json{ending}"])
    assert packed.headers["Content-Type"] == get(client, path).headers["Content-Type"]
    known = {"Accept-Encoding": encoding, "If-None-Match": packed.headers["ETag"]}
    assert client.get(path, headers=known, buffered=True).status_code == 304
    assert get(client, path + ending).data == parts[1][f"results.json{ending}"]
    (tree.root / f"releases/kg2025/1/data/results.json{ending}").write_bytes(b"damaged")
    assert get(client, path, Accept_Encoding=encoding).headers["ETag"] == packed.headers["ETag"]
    assert get(client, path + ending).status_code == 503


def test_compressed_forms_are_no_files_of_the_data_page(client: FlaskClient) -> None:
    listed = [row["path"] for row in get(client, "/ru/kg2025/data.json").json["document"]["files"]]
    assert "results.csv" in listed
    assert not [path for path in listed if path.endswith((".br", ".gz"))]


@pytest.mark.parametrize("name", ["results.parquet", "all.sqlite", "all.zip", "all.xlsx"])
def test_binary_files_are_never_compressed_again_and_sent_in_ranges(client: FlaskClient, name: str) -> None:
    path = f"/data/kg2025/r/1/data/{name}"
    whole = get(client, path, Accept_Encoding="br, gzip")
    assert "Content-Encoding" not in whole.headers
    assert whole.headers["Accept-Ranges"] == "bytes"
    assert whole.headers["Content-Disposition"] == f'attachment; filename="kg2025-1-{name}"'
    part = get(client, path, Range="bytes=10-19", Accept_Encoding="br")
    assert (part.status_code, part.data) == (206, whole.data[10:20])
    assert part.headers["Content-Range"] == f"bytes 10-19/{len(whole.data)}"
    stale = get(client, path, Range="bytes=10-19", If_Range='"other"')
    assert (stale.status_code, stale.data) == (200, whole.data)
    assert get(client, path, Range=f"bytes={len(whole.data)}-").status_code == 416
    assert get(client, path, If_None_Match=whole.headers["ETag"]).status_code == 304


def test_a_range_of_a_text_file_is_one_of_the_file_as_published(client: FlaskClient) -> None:
    whole = get(client, "/data/kg2025/r/4/data/results.csv")
    part = get(client, "/data/kg2025/r/4/data/results.csv", Range="bytes=0-8", Accept_Encoding="br")
    assert (part.status_code, part.data) == (206, whole.data[:9])


@pytest.mark.parametrize("path", ["/ru/kg2025/data/", "/"])
def test_pages_for_people_are_not_shared_with_other_sites(client: FlaskClient, path: str) -> None:
    assert "Access-Control-Allow-Origin" not in get(client, path).headers


def test_a_damaged_change_file_is_not_sent(client: FlaskClient, tree: Tree) -> None:
    (tree.root / "releases/kg2025/3/data/changes.jsonl").write_bytes(b"{}\n")
    assert get(client, "/data/kg2025/changes/1/4.jsonl").status_code == 503


def test_before_the_first_bulk_files_the_pages_say_so(tree: Tree, client: FlaskClient) -> None:
    shutil.rmtree(tree.root / "releases/kg2025/1/data")
    tree.publish("other", a_campaign("other"))
    assert get(client, "/ru/other/data/dictionary/").status_code == 200
    assert get(client, "/ru/other/data/").status_code == 200
