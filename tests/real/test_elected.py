"""The real election of 2020: what the portal says of it as imported, and under rules that a package states."""

import csv
from pathlib import Path

from tests.real.test_whole_road import NBSP, Instance, make_package

RULES = '[parameters]\nmethod = "hare"\nthreshold = "7%"\n'


def test_parliament_of_2020_stays_undetermined_until_its_package_states_the_method(
    shared_tools: Path, sqlite_url: str, tmp_path: Path
) -> None:
    package = tmp_path / "package"
    make_package(shared_tools / "kg2020_package.py", package)
    instance = Instance(tmp_path / "home", sqlite_url)
    instance.portal("import", package)
    instance.portal("publish")
    found = instance.document("jk2020", "contests/1.json")["determination"]
    assert (found["count"], found["outcome"], found["extra"]) == ("scanner", "undetermined", 0)
    assert found["steps"][-1]["numbers"]["key"] == "method"
    assert "method" in instance.client().get("/en/jk2020/contest/1/").get_data(as_text=True)


def test_seats_of_2020_under_stated_rules_are_on_the_page_in_the_file_and_in_the_sums(
    shared_tools: Path, sqlite_url: str, tmp_path: Path
) -> None:
    package = tmp_path / "package"
    make_package(shared_tools / "kg2020_package.py", package)
    with (package / "campaign.toml").open("a", encoding="utf-8") as file:
        file.write(RULES)
    instance = Instance(tmp_path / "home", sqlite_url)
    instance.portal("import", package)
    instance.portal("publish")
    found = instance.document("jk2020", "contests/1.json")["determination"]
    seats = {row["position"]: row["seats"] for row in found["lists"]}
    # 1,361,471 votes of the five lists above 7 %, quota 11,345.59: 41, 11, 39, 12, 14 whole seats; three seats are left
    # for the largest remainders, 10,492.9 (position 4), 8,020.7 (15) and 8,005.5 (2).
    assert seats == {1: 41, 2: 12, 4: 40, 8: 12, 15: 15}
    campaign = instance.document("jk2020", "campaign.json")["determination"]
    assert (campaign["seats"], campaign["filled"], campaign["by_party"][0]["seats"]) == (120, 120, 41)
    passed = [step["numbers"] for step in found["steps"] if step["rule"] == "list_threshold_passed"]
    assert (passed[0]["votes"], passed[0]["base"]) == (469_098, 1_887_345)
    elected = instance.home / "public/releases/jk2020/1/data/elected.csv"
    with elected.open(newline="", encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    assert {position: sum(row["position"] == str(position) for row in rows) for position in seats} == seats
    assert {(row["count"], row["standing"]) for row in rows} == {("scanner", "computed")}
    page = instance.client().get("/ru/jk2020/contest/1/").get_data(as_text=True)
    assert f"1{NBSP}887{NBSP}345" in page
    assert "не имеет юридической силы" in page
