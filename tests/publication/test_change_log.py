"""The public change log of the golden campaign: every release, every difference between two, every correction."""

import csv
import io
import re
from collections.abc import Iterator

import pytest
from flask.testing import FlaskClient

from portal.app import create_app
from portal.settings import load_settings
from tests.golden.script import STEPS, play
from tests.publication.world import CAMPAIGN, World, order_correction, whole_data_part

RELEASES = f"/en/{CAMPAIGN}/releases"
SWAPPED = (("votes.1", "37", "41"), ("votes.2", "41", "37"))
"""The commission of s-1 had swapped its two candidates; decision 40 permits the new protocol."""


@pytest.fixture
def client(sqlite_world: World) -> FlaskClient:
    play(sqlite_world)
    return create_app(roles=("public",), settings=load_settings(home=sqlite_world.home)).test_client()


def rows(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text)))


def test_every_release_stands_in_the_log_with_kind_time_and_reason(client: FlaskClient) -> None:
    listed = rows(client.get(f"{RELEASES}.csv").text)
    assert [row["release"] for row in listed] == ["7", "6", "5", "4", "3", "2", "1"]
    assert [row["kind"] for row in listed] == ["automatic"] * 6 + ["opening"]
    page, document = client.get(f"{RELEASES}/").text, client.get(f"{RELEASES}.json").get_json()
    for row, said in zip(listed, document["document"]["releases"], strict=True):
        assert row["published_at"] == said["published_at"] and row["kind"] == said["kind"]
        assert f"{RELEASES}/{row['release']}/" in page
    assert listed[-1]["published_at"] == "2025-11-30T07:00:00+06:00"


def test_difference_names_precinct_field_both_values_and_decision_in_every_form(client: FlaskClient) -> None:
    address = f"{RELEASES}/7/since/6"
    listed = [row for row in rows(client.get(f"{address}.csv").text) if row["precinct"] == "s-1"]
    found = {(row["field"], row["older"], row["newer"]) for row in listed if row["contest"] == "d2"}
    assert found == {*SWAPPED, ("protocol.version", "1", "2")}
    assert {row["decision"] for row in listed} == {"40"}
    said = client.get(f"{address}.json").get_json()["document"]["precincts"]
    wanted = {"contest": "d2", "field": "votes.1", "older": 37, "newer": 41, "decision": "40"}
    assert any(row["precinct"] == "s-1" and wanted.items() <= row.items() for row in said)
    page = client.get(f"{address}/?territory=S").text
    assert re.search(r"s-1</a>[^<]*<span[^>]*>[^<]*: 40</span>", page)
    assert re.search(r"<th[^>]*>[^<]*1[^<]*</th><td class=\"n\">37</td><td class=\"n\">41</td>", page)
    invalidated = [row for row in said if row["precinct"] == "n-3" and row["field"] == "counted"]
    assert [(row["older"], row["newer"], row["decision"]) for row in invalidated] == [(1, 0, "41")]


@pytest.mark.parametrize("older", range(1, 7))
def test_difference_of_any_two_releases_adds_up(client: FlaskClient, older: int) -> None:
    """What changed from each release to the next, put together, is what changed from the first to the last."""
    state: dict[tuple[str, str, str], tuple[str, str]] = {}
    for n in range(older + 1, len(STEPS) + 1):
        for key, before, after in differences(client, n - 1, n):
            state[key] = (state.get(key, (before, ""))[0], after)
    assert {key: pair for key, pair in state.items() if pair[0] != pair[1]} == {
        key: (before, after) for key, before, after in differences(client, older, len(STEPS))
    }


def differences(client: FlaskClient, older: int, newer: int) -> Iterator[tuple[tuple[str, str, str], str, str]]:
    for row in rows(client.get(f"{RELEASES}/{newer}/since/{older}.csv").text):
        if row["precinct"]:
            yield (row["precinct"], row["contest"], row["field"]), row["older"], row["newer"]


@pytest.mark.parametrize("newer", range(2, 8))
def test_the_page_names_figures_and_states_in_words(client: FlaskClient, newer: int) -> None:
    address = f"/ru/{CAMPAIGN}/releases/{newer}/since/{newer - 1}"
    changed = rows(client.get(f"{address}.csv").text)
    for code in {row["territory"] for row in changed if row["precinct"]}:
        page = client.get(f"{address}/?territory={code}").text
        assert re.findall(r"\b(?:turnout|scanner|protocol|line|votes)\.\w+|preliminary|complete", page) == []
    identified = [(row["older"], row["newer"]) for row in changed if row["field"] == "identified"]
    assert all(not before or int(before) <= int(after) for before, after in identified)


def test_releases_that_do_not_exist_have_no_difference(client: FlaskClient) -> None:
    for pair in ("8/since/7", "7/since/7", "7/since/0", "1000/since/1"):
        assert client.get(f"{RELEASES}/{pair}/").status_code == 404
    assert client.get(f"{RELEASES}/7/since/6/?page=2").status_code == 404
    assert client.get(f"{RELEASES}/7/since/6/?territory=N1").status_code == 404


def test_the_page_leads_to_the_precincts_of_every_territory_that_changed(client: FlaskClient) -> None:
    page = client.get(f"{RELEASES}/7/since/6/").text
    for code in ("A", "N2", "S"):
        assert f'href="{RELEASES}/7/since/6/?territory={code}"' in page
        twin = rows(client.get(f"{RELEASES}/7/since/6.csv?territory={code}").text)
        changed = {row["precinct"] for row in twin if row["precinct"]}
        shown = client.get(f"{RELEASES}/7/since/6/?territory={code}").text
        assert changed == {number for number in changed if f"precinct/{number}/" in shown}


def test_corrections_hold_release_precinct_field_both_values_reason_and_decision(sqlite_world: World) -> None:
    """The last release is a correction in force, so its bulk files come with it."""
    sqlite_world.data_part = whole_data_part
    play(sqlite_world, len(STEPS) - 1)
    record, now = STEPS[-1]
    with sqlite_world.store.write() as session:
        record(session)
        order_correction(session, now)
    assert sqlite_world.publish(now) == 7
    client = create_app(roles=("public",), settings=load_settings(home=sqlite_world.home)).test_client()
    with client.get(f"/data/{CAMPAIGN}/r/7/data/corrections.csv") as answer:
        corrected = rows(answer.text)
    assert [(row["field"], row["old"], row["new"]) for row in corrected] == list(SWAPPED)
    assert {(row["release"], row["precinct"], row["contest"], row["decision"]) for row in corrected} == {
        ("7", "s-1", "d2", "40")
    }
    assert {row["reason_en"] for row in corrected} == {"A slip"}
    last = rows(client.get(f"{RELEASES}.csv").text)[0]
    assert (last["kind"], last["reason"], last["supersedes"]) == ("correction", "A slip", "6")
