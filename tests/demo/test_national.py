import csv
import re
import tomllib
from collections import Counter
from datetime import date, datetime
from pathlib import Path

import pytest

from portal.demo.national import write_national

CODE = re.compile(r"[0-9A-Za-z-]+")
COLUMNS = {
    "territories.csv": "code,parent,level,name_ky,name_ru,name_en,kind",
    "contests.csv": "contest,kind,seats,territory,name_ky,name_ru,name_en",
    "options.csv": "contest,position,kind,name_ky,name_ru,name_en,id,sex,documents_complete_at",
    "precincts.csv": "precinct,territory,kind,contest,voters,address_ky,address_ru,address_en,lat,lon,timezone,country",
    "commissions.csv": "commission,kind,parent,territory,contest,name_ky,name_ru,name_en",
    "commission_members.csv": "precinct,name,role",
}


@pytest.fixture(scope="module")
def package(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_national(tmp_path_factory.mktemp("national"))


def rows(package: Path, name: str) -> list[dict[str, str]]:
    with (package / name).open(newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def test_the_package_holds_the_configuration_with_the_columns_of_the_contract(package: Path) -> None:
    assert {path.name for path in package.iterdir()} == {"campaign.toml", *COLUMNS}
    for name, columns in COLUMNS.items():
        assert (package / name).read_text("utf-8").splitlines()[0] == columns


def test_sizes_are_those_of_2025(package: Path) -> None:
    precincts = rows(package, "precincts.csv")
    assert Counter(each["kind"] for each in precincts) == {"ordinary": 2_492, "remote": 27, "abroad": 100}
    assert sum(int(each["voters"]) for each in precincts) == 4_294_243
    options = rows(package, "options.csv")
    assert Counter(each["sex"] for each in options) == {"m": 271, "f": 189, "": 30}
    contests = rows(package, "contests.csv")
    assert [(each["kind"], each["seats"]) for each in contests] == [("multi_member", "3")] * 30
    levels = Counter(each["level"] for each in rows(package, "territories.csv"))
    assert levels == {"1": 10, "2": 53}


def test_codes_are_legal_unique_and_refer_to_each_other(package: Path) -> None:
    territories = {each["code"] for each in rows(package, "territories.csv")}
    contests = {each["contest"] for each in rows(package, "contests.csv")}
    precincts = rows(package, "precincts.csv")
    numbers = {each["precinct"] for each in precincts}
    assert len(numbers) == len(precincts)
    assert all(CODE.fullmatch(code) for code in territories | contests | numbers)
    assert {each["territory"] for each in precincts} <= territories
    assert {each["contest"] for each in precincts if each["kind"] != "remote"} == contests
    assert {each["contest"] for each in precincts if each["kind"] == "remote"} == {""}
    assert {each["territory"] for each in rows(package, "contests.csv")} <= territories
    assert {each["parent"] for each in rows(package, "territories.csv")} - {""} <= territories


def test_a_home_precinct_lies_in_the_region_of_its_district(package: Path) -> None:
    parent = {each["code"]: each["parent"] for each in rows(package, "territories.csv")}
    region_of = {each["contest"]: each["territory"] for each in rows(package, "contests.csv")}
    for each in rows(package, "precincts.csv"):
        if each["kind"] == "ordinary":
            assert (parent[each["territory"]] or each["territory"]) == region_of[each["contest"]]


def test_every_ballot_ends_with_against_all_and_no_name_stands_twice(package: Path) -> None:
    options = rows(package, "options.csv")
    for contest in {each["contest"] for each in options}:
        ballot = [each for each in options if each["contest"] == contest]
        assert [int(each["position"]) for each in ballot] == list(range(1, len(ballot) + 1))
        assert [each["kind"] for each in ballot] == ["candidate"] * (len(ballot) - 1) + ["against_all"]
    names = [each["name_ky"] for each in options if each["kind"] == "candidate"]
    assert len(set(names)) == 460


def test_names_have_no_look_alike_letters_and_no_unofficial_country_name(package: Path) -> None:
    text = "".join(path.read_text("utf-8") for path in package.iterdir())
    assert "ӊ" not in text and "Ӊ" not in text and "Киргиз" not in text
    for name in ("territories.csv", "options.csv", "contests.csv"):
        for each in rows(package, name):
            assert not re.search("[a-z]", each["name_ky"] + each["name_ru"], re.IGNORECASE), each
            assert not re.search("[а-яңөү]", each["name_en"], re.IGNORECASE), each


def test_precincts_at_home_lie_within_the_country(package: Path) -> None:
    for each in rows(package, "precincts.csv"):
        if each["kind"] != "abroad":
            assert "39.1" < each["lat"] < "43.3" and "69.2" < each["lon"] < "80.3"
            assert each["timezone"] == ""
        else:
            assert each["timezone"]


def test_the_campaign_says_that_it_is_invented_and_credits_the_names(package: Path) -> None:
    campaign = tomllib.loads((package / "campaign.toml").read_text("utf-8"))
    assert campaign["id"] == "demo2026"
    assert campaign["voting_date"] == date(2026, 11, 29)
    assert "invented" in campaign["notice"]["en"] and "вымышлены" in campaign["notice"]["ru"]
    assert all("CC BY 3.0 IGO" in text for text in campaign["notice"].values())
    assert campaign["form"] == {"ordinary": "kg-2025", "remote": "kg-2025-remote"}
    assert campaign["parameters"]["remote_count"] == "protocol"


def test_the_schedule_opens_results_at_closing_and_turnout_a_quarter_past_the_hour(package: Path) -> None:
    schedule = tomllib.loads((package / "campaign.toml").read_text("utf-8"))["schedule"]
    assert all(item["decision"] for item in schedule)
    times = {item["what"]: item["at"] for item in schedule}
    assert times["results"] == times["protocols"] == "2026-11-29T20:00:00+06:00"
    slots = [datetime.fromisoformat(item["at"]) for item in schedule if item["what"] == "turnout"]
    assert slots == sorted(slots)
    assert [slot.strftime("%H:%M") for slot in slots[:12]] == [f"{hour:02}:15" for hour in range(9, 21)]


def test_the_same_arguments_write_the_same_bytes_and_another_seed_others(package: Path, tmp_path: Path) -> None:
    again, other = write_national(tmp_path / "again"), write_national(tmp_path / "other", seed=7)
    for path in package.iterdir():
        assert (again / path.name).read_bytes() == path.read_bytes()
    assert (other / "precincts.csv").read_bytes() != (package / "precincts.csv").read_bytes()
