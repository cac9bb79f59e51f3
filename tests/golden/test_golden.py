"""The golden campaign from package to release: exactly these files, exactly these totals."""

import csv
import subprocess
from pathlib import Path
from typing import Any

import orjson
import pytest

from portal.store.engine import open_store
from tests.data_export.plain_totals import disagreements
from tests.golden.expected import (
    CONTEST_STATUS,
    CONTESTS,
    COUNTRY,
    DELAYS,
    DETERMINED,
    FILES,
    FLAGGED,
    FLAGGED_ROWS,
    KEYS,
    LEADING,
    LISTED,
    MACHINE_COUNT_AT_HALF_PAST_EIGHT,
    REMOTE_KEYS,
    ROWS,
    S_OWN,
    SEATS,
    TERRITORIES,
    TURNOUT_AT_NOON,
    WITH_BULK_FILES,
    Count,
    Determined,
    Place,
    Progress,
    Turnout,
)
from tests.golden.script import STEPS, play
from tests.publication.world import CAMPAIGN, World, whole_data_part

LAST = len(STEPS)


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def golden(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Any:
    """The whole story played once on each engine, with real bulk files."""
    home = tmp_path_factory.mktemp("golden")
    if request.param == "sqlite":
        template: Path = request.getfixturevalue("sqlite_template")
        (home / "natyija.db").write_bytes(template.read_bytes())
        store = open_store(f"sqlite:///{home / 'natyija.db'}")
        world = World(store, home, whole_data_part).with_golden()
        assert play(world) == list(range(1, LAST + 1))
        yield world
        store.close()
        return
    with request.getfixturevalue("postgres_server").clone() as url:
        store = open_store(url)
        world = World(store, home, whole_data_part).with_golden()
        assert play(world) == list(range(1, LAST + 1))
        yield world
        store.close()


def hour_of_point(point: dict[str, Any]) -> Turnout:
    assert point["as_of"].startswith("2025-11-30T") and point["as_of"].endswith(":00+06:00")
    assert point["total"] == point["identified"] + point["remote"]
    figures = (point["identified"], point["remote"], point["reported"], point["home_percent"], point["percent"])
    return Turnout(point["as_of"][11:16], *figures)


def progress_of(document: dict[str, Any], voters: int) -> Progress:
    assert document["voters"] == voters
    assert sum(kind["expected"] for kind in document["kinds"].values()) == document["expected"]
    assert sum(kind["received"] for kind in document["kinds"].values()) == document["received"]
    figures = (document["percent"], document["voters_covered"], document["voters_percent"])
    return Progress(document["received"], document["expected"], *figures)


def count_of(document: dict[str, Any]) -> Count:
    assert document["votes"] == [h + r for h, r in zip(document["home"], document["remote"], strict=True)]
    lines = document["lines"]
    keys = KEYS if set(lines) == set(KEYS) else REMOTE_KEYS
    assert set(lines) in (set(), set(keys))
    return Count(
        document["expected"],
        document["received"],
        document["invalidated"],
        document["remote_received"],
        tuple(document["home"]),
        tuple(document["remote"]),
        document["base"],
        tuple(document["shares"]),
        document["ballots"],
        tuple(lines[key] for key in keys) if lines else (),
    )


def place_of(totals: dict[str, Any], status: dict[str, Any]) -> Place:
    """A totals document in the form of the expected figures, every field of it."""
    final = totals["final"] and hour_of_point(totals["final"])
    return Place(
        precincts=tuple(totals["precincts"][kind] for kind in ("ordinary", "remote", "abroad")),
        voters=totals["voters"],
        turnout=tuple(hour_of_point(point) for point in totals["turnout"]),  # type: ignore[arg-type]
        final=tuple(final)[1:] if final else None,  # type: ignore[arg-type]
        scanner=progress_of(totals["scanner"], totals["voters"]),
        protocol=progress_of(totals["protocol"], totals["voters"]),
        numbers={name: number for name, number in totals["numbers"].items() if number},
        status=(status["progress"], status["flags"]),
        contests={
            code: (count_of(counts["scanner"]), count_of(counts["protocol"]))
            for code, counts in totals.get("contests", {}).items()
        },
    )


def precinct(world: World, territory: str, number: str) -> dict[str, Any]:
    document = world.document(f"territories/{territory}.json")
    (found,) = (row for row in document["precincts"] if row["number"] == number)
    assert isinstance(found, dict)
    return found


@pytest.mark.parametrize("n", sorted(FILES))
def test_each_release_writes_exactly_the_documents_that_changed(golden: World, n: int) -> None:
    assert golden.written(n) == FILES[n]
    assert set(golden.manifest(n)) == FILES[1] - {"SHA256SUMS"}
    owners = {path: max(k for k in FILES if k <= n and path in FILES[k]) for path in FILES[1] - {"SHA256SUMS"}}
    assert {path: entry.owner for path, entry in golden.manifest(n).items()} == owners


@pytest.mark.parametrize("n", sorted(FILES))
def test_every_file_of_a_release_is_checked_by_sha256sum(golden: World, n: int) -> None:
    folder = golden.archive.folder(CAMPAIGN, n)
    checked = subprocess.run(["sha256sum", "-c", "SHA256SUMS"], cwd=folder, capture_output=True, text=True, check=False)
    assert checked.returncode == 0, checked.stderr
    assert len(checked.stdout.splitlines()) == len(FILES[1]) - 1


@pytest.mark.parametrize("code", TERRITORIES)
def test_totals_of_every_territory_are_those_counted_by_hand(golden: World, code: str) -> None:
    document = golden.document(f"territories/{code}.json")
    assert place_of(document["totals"], document["status"]) == TERRITORIES[code]


@pytest.mark.parametrize(("parent", "child"), [("N", "N1"), ("N", "N2"), ("S", "S1")])
def test_rows_of_children_say_the_same_as_the_children(golden: World, parent: str, child: str) -> None:
    rows = {row["code"]: row for row in golden.document(f"territories/{parent}.json")["children"]}
    assert place_of(rows[child]["totals"], rows[child]["status"]) == TERRITORIES[child]


def test_precincts_attached_to_a_region_are_summed_apart_from_its_districts(golden: World) -> None:
    document = golden.document("territories/S.json")
    assert place_of(document["direct"], {"progress": "complete", "flags": ["corrected"]}) == S_OWN
    assert golden.document("territories/N.json")["direct"] is None


def test_totals_of_the_country_are_those_counted_by_hand(golden: World) -> None:
    document = golden.document("campaign.json")
    assert place_of(document["totals"], document["status"]) == COUNTRY
    for row in document["regions"]:
        assert place_of(row["totals"], row["status"]) == TERRITORIES[row["code"]]._replace(contests={})


@pytest.mark.parametrize("code", CONTESTS)
def test_totals_of_every_contest_are_those_counted_by_hand(golden: World, code: str) -> None:
    document = golden.document(f"contests/{code}.json")
    assert (count_of(document["scanner"]), count_of(document["protocol"])) == CONTESTS[code]
    assert (document["status"]["progress"], document["status"]["flags"]) == CONTEST_STATUS[code]
    assert document.get("flagged", {}) == FLAGGED[code]


@pytest.mark.parametrize("code", ROWS)
def test_rows_of_every_contest_are_its_parts_of_the_country(golden: World, code: str) -> None:
    rows = golden.document(f"contests/{code}.json")["territories"]
    assert [(row["code"], row["direct"]) for row in rows] == ROWS[code]
    for row in rows:
        place = S_OWN if row["direct"] else TERRITORIES[row["code"]]
        assert (count_of(row["scanner"]), count_of(row["protocol"])) == place.contests[code]
        assert row.get("flagged", {}) == FLAGGED_ROWS.get((code, row["code"]), {})


def test_campaign_names_the_leading_options_of_every_contest(golden: World) -> None:
    found = {row["code"]: row for row in golden.document("campaign.json")["contests"]}
    assert list(found) == ["d1", "d2", "q"]
    for code, (count, leading) in LEADING.items():
        assert found[code]["count"] == count
        assert [(row["position"], row["votes"], row["share"]) for row in found[code]["leading"]] == leading


@pytest.mark.parametrize(("n", "code"), [(n, code) for n, found in DETERMINED.items() for code in found])
def test_who_is_elected_is_what_was_found_by_hand(golden: World, n: int, code: str) -> None:
    found = golden.document(f"contests/{code}.json", n)["determination"]
    assert DETERMINED[n][code] == Determined(
        found["count"],
        found["outcome"],
        [(seat["position"], seat["votes"], seat["base"], seat["share"]) for seat in found["seats"]],
        found["extra"],
        found["open_seats"],
        found["possible"],
        found["third"]["took_part"],
        found["third"]["at_precincts"],
    )
    assert (found["official"], found["status"]) == (False, "open")


def test_a_re_vote_at_the_invalidated_precinct_could_change_who_is_elected(golden: World) -> None:
    found = golden.document("contests/d1.json")["determination"]
    assert [(row["precincts"], row["voters"], row["could_change"]) for row in found["re_votes"]] == [
        (["n-3"], 50, True)
    ]
    (row,) = found["excluded"]
    assert (row["precinct"], row["voters"], row["re_vote_set"]) == ("n-3", 50, False)
    assert (row["decision"]["number"], row["decision"]["kind"]) == ("41", "invalidate_precinct")
    assert (row["scanner"], row["protocol"]) == (
        {"took_part": 30, "votes": [25, 3, 1]},
        {"took_part": 30, "votes": [24, 4, 1]},
    )


def test_seats_of_the_campaign_are_summed_by_sex_party_and_region(golden: World) -> None:
    found = golden.document("campaign.json")["determination"]
    for kind in ("by_sex", "by_party", "by_region"):
        assert [(row["key"], row["seats"]) for row in found[kind]] == SEATS[kind]
    assert (found["third"]["took_part"], found["third"]["at_precincts"]) == SEATS["third"]
    assert (found["seats"], found["filled"], found["open_seats"], found["official"]) == (2, 2, 0, 0)
    assert found["outcomes"] == {"elected": 2}
    assert found["questions"] == {"undetermined": 1}


@pytest.mark.parametrize("n", TURNOUT_AT_NOON)
def test_late_report_enters_the_hour_that_it_is_for(golden: World, n: int) -> None:
    assert hour_of_point(golden.document("campaign.json", n)["totals"]["turnout"][0]) == TURNOUT_AT_NOON[n]


@pytest.mark.parametrize("code", MACHINE_COUNT_AT_HALF_PAST_EIGHT)
def test_machine_count_half_an_hour_after_closing(golden: World, code: str) -> None:
    count = count_of(golden.document(f"contests/{code}.json", 5)["scanner"])
    figures = (count.home, count.remote, count.base, count.shares, count.ballots)
    assert figures == MACHINE_COUNT_AT_HALF_PAST_EIGHT[code]


def test_nothing_of_the_precinct_abroad_is_shown_before_it_closes(golden: World) -> None:
    (row,) = golden.document("territories/A.json", 5)["precincts"]
    assert row["timezone"] == "Europe/Moscow"
    assert row["results"][0]["scanner"] is None


def test_remote_votes_at_an_ordinary_precinct_stand_in_their_home_contest(golden: World) -> None:
    found = precinct(golden, "N2", "n-2")
    own, away = found["results"]
    assert (own["contest"], own["remote"], away["contest"], away["remote"]) == ("d1", False, "d2", True)
    assert away["protocol"]["form"] == "kg-2025-remote"
    assert found["remote_lines"] == {"D1": 6, "D2": 6, "D3": 6, "D4": 0}
    assert [device["votes"] for device in own["scanner"]["devices"]] == [[40, 30, 8], [20, 25, 4]]
    assert (own["scanner"]["ballots_processed"], own["scanner"]["votes"]) == (130, [60, 55, 12])


def test_remote_precinct_has_no_contest_of_its_own(golden: World) -> None:
    found = precinct(golden, "S1", "r-1")
    assert found["contests"] == []
    assert [(row["contest"], row["remote"]) for row in found["results"]] == [("d1", True), ("d2", True)]


def test_two_contests_of_one_room_are_both_counted(golden: World) -> None:
    found = precinct(golden, "N1", "n-1")
    assert [(row["contest"], row["scanner"]["votes"]) for row in found["results"]] == [
        ("d1", [30, 20, 8]),
        ("q", [35, 22]),
    ]
    assert found["findings"] == []


def test_invalidated_precinct_stays_readable_and_is_not_counted(golden: World) -> None:
    found = precinct(golden, "N2", "n-3")
    (result,) = found["results"]
    assert (result["counted"], result["status"]["flags"]) == (False, ["invalidated"])
    assert (result["scanner"]["votes"], result["protocol"]["votes"]) == ([25, 3, 1], [24, 4, 1])
    assert [(row["position"], row["difference"]) for row in result["differences"]] == [(1, -1), (2, 1)]
    assert [(row["code"], row["values"]["position"]) for row in found["findings"]] == [("X2", 1), ("X2", 2)]
    assert [(row["kind"], row["number"]) for row in found["decisions"]] == [("invalidate_precinct", "41")]


def test_corrected_protocol_stands_beside_its_former_version(golden: World) -> None:
    (result,) = precinct(golden, "S", "s-1")["results"]
    assert (result["protocol"]["version"], result["protocol"]["votes"]) == (2, [41, 37])
    assert [(version["version"], version["votes"]) for version in result["versions"]] == [(1, [37, 41])]
    assert (result["status"]["flags"], result["differences"]) == (["corrected"], [])


def test_precinct_without_a_machine_result_says_why(golden: World) -> None:
    found = precinct(golden, "S1", "s-2")
    assert found["no_machine_result"]["en"] == "Both machines failed"
    assert found["results"][0]["scanner"] is None
    assert found["turnout"][0]["hour"] != found["turnout"][1]["hour"] == "2025-11-30T20:00:00+06:00"


def test_bulk_files_come_with_the_opening_and_every_turnout_slot(golden: World) -> None:
    with_bulk = {n for n in FILES if (golden.archive.folder(CAMPAIGN, n) / "data").is_dir()}
    assert with_bulk == WITH_BULK_FILES
    assert golden.archive.latest(CAMPAIGN) == {"release": 7, "data": 5, "as_of": "2025-12-02T10:00:00+06:00"}
    data = golden.archive.folder(CAMPAIGN, 5) / "data"
    checked = subprocess.run(["sha256sum", "-c", "SHA256SUMS"], cwd=data, capture_output=True, text=True, check=False)
    assert checked.returncode == 0, checked.stderr


@pytest.mark.parametrize("n", sorted(WITH_BULK_FILES))
def test_every_total_of_a_release_follows_from_its_csv_files_alone(golden: World, n: int) -> None:
    found = golden.documents(n)
    counted = ("campaign.json", "territories/", "contests/")
    documents = {path: orjson.loads(content) for path, content in found.items() if path.startswith(counted)}
    assert disagreements(golden.archive.folder(CAMPAIGN, n) / "data", documents) == []


def test_bulk_file_of_results_adds_up_to_the_same_totals(golden: World) -> None:
    sums: dict[tuple[str, int], int] = {}
    with (golden.archive.folder(CAMPAIGN, 5) / "data" / "results.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            assert (row["count"], row["counted"]) == ("scanner", "1")
            key = (row["contest"], int(row["position"]))
            sums[key] = sums.get(key, 0) + int(row["votes"])
    for code, (home, remote, *_) in MACHINE_COUNT_AT_HALF_PAST_EIGHT.items():
        for position, (own, away) in enumerate(zip(home, remote, strict=True), 1):
            assert sums[code, position] == own + away


def test_lists_across_the_country_are_those_counted_by_hand(golden: World) -> None:
    index = golden.document("lists/index.json")
    assert {name: number for name, number in index["numbers"].items() if number} == LISTED
    assert [row["code"] for row in index["rows"]] == ["N1", "N2", "S", "S1", "A"]
    for code, expected in DELAYS.items():
        delay = golden.document(f"lists/{code}.json")["delay"]
        assert (delay["precincts"], delay["fastest"], delay["median"], delay["slowest"]) == expected


def test_index_names_the_campaign_with_the_last_hour_while_final_numbers_of_two_precincts_are_in(
    golden: World,
) -> None:
    (row,) = golden.archive.index()["campaigns"]
    assert (row["id"], row["release"], row["voters"]) == ("golden", 7, 590)
    assert (row["participated"], row["percent"]) == (378, "64.07")


def test_register_holds_every_release_in_order(golden: World) -> None:
    kinds = [golden.archive.release(CAMPAIGN, n)["kind"] for n in FILES]
    assert kinds == ["opening", *["automatic"] * 6]
    assert [golden.archive.release(CAMPAIGN, n)["supersedes"] for n in FILES] == [None, 1, 2, 3, 4, 5, 6]
