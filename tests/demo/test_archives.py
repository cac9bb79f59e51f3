import csv
import tomllib
from pathlib import Path

from portal.demo.archives import write_archives

FACTS = {
    "jk2015": (2_761_297, 1_600_104, "59"),
    "referendum2021": (3_406_201, None, "37.1"),
    "local2021": (3_310_133, None, "39.03"),
    "aiyl2021revote": (2_534, None, "44.51"),
    "city2021repeat": (817_517, None, "30.51"),
    "youth2021": (499_600, None, "0.54"),
}


def read(folder: Path) -> dict[str, dict]:
    return {path.name: tomllib.loads((path / "campaign.toml").read_text("utf-8")) for path in write_archives(folder)}


def test_archives_state_the_totals_of_their_sources(tmp_path: Path) -> None:
    campaigns = read(tmp_path)
    totals = {name: campaign["totals"] for name, campaign in campaigns.items()}
    assert set(totals) == set(FACTS)
    for name, facts in FACTS.items():
        stated = totals[name]
        assert (stated["voters"], stated.get("participated"), stated["turnout_percent_stated"]) == facts
    assert all(each["source"] for each in totals.values())
    assert all(campaign["archive"] is True and campaign["id"] == name for name, campaign in campaigns.items())


def test_archives_are_of_the_kind_that_their_names_say(tmp_path: Path) -> None:
    kinds = {name: campaign["kind"] for name, campaign in read(tmp_path).items()}
    assert kinds == {
        "jk2015": "parliament",
        "referendum2021": "referendum",
        "local2021": "local",
        "aiyl2021revote": "local_aiyl",
        "city2021repeat": "local_city",
        "youth2021": "other",
    }


def test_archives_have_names_in_three_languages_and_never_the_unofficial_country_name(tmp_path: Path) -> None:
    for campaign in read(tmp_path).values():
        assert set(campaign["name"]) == {"ky", "ru", "en"}
        assert "Киргиз" not in "".join(campaign["name"].values())


def test_an_archive_comes_after_the_campaign_that_it_continues(tmp_path: Path) -> None:
    campaigns = read(tmp_path)
    dates = [campaign["voting_date"] for campaign in campaigns.values()]
    assert dates == sorted(dates)
    written = list(campaigns)
    for name, campaign in campaigns.items():
        if "continues" in campaign:
            assert written.index(campaign["continues"]["campaign"]) < written.index(name)


def test_archives_known_as_wholes_hold_no_rows(tmp_path: Path) -> None:
    for folder in write_archives(tmp_path):
        files = sorted(folder.glob("*.csv"))
        assert [path.stem for path in files] == ["contests", "options", "precincts", "territories"]
        for path in files:
            assert len(list(csv.reader(path.read_text("utf-8").splitlines()))) == 1
