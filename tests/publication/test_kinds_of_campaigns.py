"""Every kind of campaign from its package to its release, its page and its elected.csv."""

import csv
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from portal.app import create_app
from portal.package.importing import Occasion, import_package
from portal.package.package import read_package
from portal.settings import Settings
from portal.store.engine import Store
from tests.publication.world import HandClock, World, whole_data_part

NOW = datetime(2026, 3, 1, tzinfo=UTC)
FORM = """\
id = "short"
[name]
en = "Short form"
[[line]]
id = "1"
key = "voters_on_list"
name.en = "Voters"
[[line]]
id = "2"
key = "voters_participated"
name.en = "Took part"
[[line]]
id = "9"
key = "ballots_found"
name.en = "Found"
[[line]]
id = "10"
key = "ballots_invalid"
name.en = "Invalid"
[[line]]
id = "11"
key = "ballots_valid"
name.en = "Valid"
[[ratio]]
code = "C1"
relation = "10 + 11 = 9"
severity = "refuse"
"""
PEOPLE = ("candidate,Asel,f", "candidate,Bakyt,m", "candidate,Chynara,f", "against_all,Against all,")


@dataclass(frozen=True)
class Election:
    """One contest with two precincts of 1,000 voters; `votes` of each, invalid ballots and all who took part."""

    kind: str
    contest: str
    options: Sequence[str]
    votes: Sequence[Sequence[int]]
    took_part: Sequence[int]
    seats: int = 1
    parameters: Mapping[str, str] | None = None
    continues: str = ""

    def write(self, folder: Path) -> None:
        """The campaign's package."""
        folder.mkdir()
        stated = "\n".join(f'{key} = "{value}"' for key, value in (self.parameters or {}).items())
        earlier = f'[continues]\ncampaign = "earlier"\nas = "{self.continues}"\n' if self.continues else ""
        (folder / "short.toml").write_text(FORM, encoding="utf-8")
        self._file(
            folder,
            "campaign.toml",
            f'id = "vote"\nkind = "{self.kind}"\nvoting_date = 2025-11-30\nopens = "08:00"\ncloses = "20:00"\n'
            f'timezone = "Asia/Bishkek"\nform = "short"\narchive = true\n[name]\nen = "Vote"\n{earlier}'
            f"[parameters]\n{stated}\n",
        )
        self._file(folder, "territories.csv", "code,parent,level,name_en\n1,,1,Region\n")
        row = f"c,{self.contest},{self.seats},,Contest\n"
        self._file(folder, "contests.csv", f"contest,kind,seats,territory,name_en\n{row}")
        ballot = enumerate(self.options, start=1)
        rows = "".join(
            f"c,{at},{kind},{name},{sex}\n" for at, (kind, name, sex) in ((n, o.split(",")) for n, o in ballot)
        )
        self._file(folder, "options.csv", f"contest,position,kind,name_en,sex\n{rows}")
        self._file(
            folder,
            "precincts.csv",
            "precinct,territory,kind,contest,voters\n1,1,ordinary,,1000\n2,1,ordinary,,1000\n",
        )
        self._protocols(folder)

    def _protocols(self, folder: Path) -> None:
        lines, counted = [], []
        for number, (votes, took_part) in enumerate(zip(self.votes, self.took_part, strict=True), start=1):
            invalid, valid = took_part - sum(votes), sum(votes)
            signed = "2025-11-30T22:00:00+06:00"
            lines.append(f"{number},c,ordinary,{signed},1000,{took_part},{took_part},{invalid},{valid}\n")
            counted += [f"{number},c,ordinary,{at},{n}\n" for at, n in enumerate(votes, start=1)]
        self._file(folder, "protocols.csv", "precinct,contest,kind,signed_at,1,2,9,10,11\n" + "".join(lines))
        self._file(folder, "protocol_votes.csv", "precinct,contest,kind,position,votes\n" + "".join(counted))

    def _file(self, folder: Path, name: str, text: str) -> None:
        (folder / name).write_text(text, encoding="utf-8")


@dataclass(frozen=True)
class Told:
    """What a release says of the election: the document, the rows of elected.csv, the page."""

    found: dict[str, Any]
    rows: list[dict[str, str]]
    page: str

    @property
    def names(self) -> list[str]:
        return [row["name_en"] for row in self.rows]


@pytest.fixture
def told(store: Store, tmp_path: Path) -> Any:
    """Publishes an election and gives back what its release says."""

    def publish(election: Election) -> Told:
        election.write(tmp_path / "package")
        world = World(store, tmp_path / "home", data_part=whole_data_part, clock=HandClock(NOW))
        package = read_package(tmp_path / "package", NOW)
        with store.write() as session:
            import_package(session, package, world.home / "private", Occasion(NOW, NOW, "tests"))
        assert world.publication.publish("vote") == 1
        world.publication.write_due_bulk("vote")
        release = world.home / "public" / "releases" / "vote" / "1"
        with (release / "data" / "elected.csv").open(newline="", encoding="utf-8") as file:
            rows = list(csv.DictReader(file))
        client = create_app(settings=Settings(home=world.home, explorers=False)).test_client()
        page = client.get("/en/vote/contest/c/").get_data(as_text=True)
        archive = world.archive
        path = "contests/c.json"
        document: Any = archive.read("vote", archive.manifest("vote", 1)[path], path)
        return Told(document["determination"], rows, page)

    return publish


def test_an_aiyl_kenesh_elects_by_most_votes_within_its_packages_rules(told: Any) -> None:
    rules = {"reserved_sex": "m", "reserved_seats": "1"}
    votes = ((90, 20, 80, 5), (60, 30, 50, 5))
    said = told(Election("local_aiyl", "multi_member", PEOPLE, votes, (200, 150), seats=2, parameters=rules))
    assert said.found["outcome"] == "elected" and said.found["extra"] == 0
    assert said.names == ["Asel", "Bakyt"], "one of the two seats is kept for a man"
    assert [(row["votes"], row["base"], row["standing"]) for row in said.rows] == [
        ("150", "340", "computed"),
        ("50", "340", "computed"),
    ]
    assert "Asel" in said.page and "44.12" in said.page


def test_an_aiyl_kenesh_below_its_turnout_elects_nobody(told: Any) -> None:
    votes = ((90, 20, 80, 5), (60, 30, 50, 5))
    said = told(
        Election("local_aiyl", "multi_member", PEOPLE, votes, (200, 150), 2, parameters={"turnout_minimum": "30%"})
    )
    assert (said.found["outcome"], said.found["repeat_election"], said.rows) == ("not_held", True, [])
    assert said.found["steps"][0]["rule"] == "turnout_too_low"


def test_a_city_kenesh_divides_its_seats_among_the_lists_over_the_threshold(told: Any) -> None:
    parties = ("party,Ak,", "party,Bugu,", "party,Kyran,", "against_all,Against all,")
    rules = {"method": "sainte_lague", "threshold": "7%"}
    votes = ((300, 200, 20, 10), (250, 150, 15, 10))
    said = told(Election("local_city", "party_list", parties, votes, (540, 430), 7, parameters=rules))
    # 550 and 350 votes: 550, 350, 183.33, 116.67, 110, 78.57, 70: four seats against three.
    assert [(row["position"], row["seats"]) for row in said.found["lists"]] == [(1, 4), (2, 3)]
    assert said.names == ["Ak"] * 4 + ["Bugu"] * 3
    assert said.found["bounds"]["lists"][2] == {
        "position": 3,
        "name": {"ky": "Kyran", "ru": "Kyran", "en": "Kyran"},
        "at_least": 0,
        "at_most": 0,
    }
    assert "Bugu" in said.page


def test_a_president_needs_more_than_half_of_all_who_took_part(told: Any) -> None:
    votes = ((240, 100, 90, 20), (235, 110, 95, 20))
    said = told(Election("president", "president", PEOPLE, votes, (480, 472)))
    # 475 of 910 valid votes are more than half, 475 of 952 who took part are not.
    assert (said.found["outcome"], said.found["second_round"], said.rows) == ("second_round", [1, 2], [])
    assert said.found["participation"]["counted"] == 952
    assert "Bakyt" in said.page


def test_a_second_round_elects_by_most_votes(told: Any) -> None:
    votes = ((240, 250, 20), (235, 230, 20))
    pair = (PEOPLE[0], PEOPLE[1], PEOPLE[3])
    said = told(Election("president", "president", pair, votes, (520, 500), continues="second_round"))
    assert (said.found["outcome"], said.names) == ("elected", ["Bakyt"])
    assert said.found["bounds"]["settled"] is True


def test_a_referendum_is_adopted_by_its_stated_majority_and_turnout(told: Any) -> None:
    answers = ("answer,Yes,", "answer,No,")
    rules = {"majority": "1/2", "majority_of": "took_part", "turnout_minimum": "30%"}
    said = told(Election("referendum", "question", answers, ((300, 150), (250, 200)), (470, 460), parameters=rules))
    assert (said.found["outcome"], said.rows) == ("adopted", [])
    assert [step["rule"] for step in said.found["steps"]] == ["turnout_reached", "question_adopted"]
    assert "550" in said.page and "930" in said.page
