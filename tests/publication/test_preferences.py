"""Preference votes for persons on party lists: from the package to the release, its files, pages and back again."""

import csv
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from data_export.round_trip.package import write_package
from data_export.view import FolderView
from portal.app import create_app
from portal.domain.tabulation.contest import option_documents
from portal.errors import InputError
from portal.package.importing import Occasion, import_package
from portal.package.package import read_package
from portal.settings import Settings
from portal.store.engine import Store
from portal.store.queries.facts import facts_of
from tests.publication.test_kinds_of_campaigns import NOW, Election
from tests.publication.world import HandClock, World, whole_data_part

LISTS = "contest,position,person,name_en,id,sex,status\n"
PERSONS = (
    *("c,1,1,Aida,a-1,f,", "c,1,2,Bolot,,m,", "c,1,3,Cholpon,,f,withdrawn", "c,1,4,Daniyar,,m,"),
    *("c,2,1,Elnura,,f,", "c,2,2,Farida,,f,", "c,2,3,Gulzat,,f,"),
)
PLACES = [tuple(int(cell) for cell in row.split(",")[1:3]) for row in PERSONS]
PREFERENCES = ((30, 10, 0, 90, 5, 50, 60), (20, 12, 0, 70, 5, 60, 40))
RULES = {"method": "hare", "list_order": "preferences", "preference_threshold": "5%", "preference_ties": "undetermined"}


@dataclass(frozen=True)
class Listed(Election):
    """A city kenesh of two parties with lists; `preferences` of each precinct in the order of the persons."""

    kind: str = "local_city"
    contest: str = "party_list"
    options: Any = ("party,Ak,", "party,Bugu,")
    votes: Any = ((150, 150), (150, 150))
    took_part: Any = (310, 310)
    seats: int = 4
    parameters: Mapping[str, str] | None = field(default_factory=lambda: dict(RULES))
    persons: tuple[str, ...] = PERSONS
    preferences: tuple[tuple[int, ...] | None, ...] = PREFERENCES

    def write(self, folder: Path) -> None:
        super().write(folder)
        self._file(folder, "list_persons.csv", LISTS + "".join(f"{row}\n" for row in self.persons))
        rows = [
            f"{number},c,ordinary,{position},{person},{votes}\n"
            for number, given in enumerate(self.preferences, start=1)
            for (position, person), votes in zip(PLACES, given or (), strict=False)
        ]
        self._file(folder, "preference_votes.csv", "precinct,contest,kind,position,person,votes\n" + "".join(rows))


def problems(folder: Path, election: Listed) -> tuple[str, ...]:
    election.write(folder)
    toml = (folder / "campaign.toml").read_text(encoding="utf-8")
    (folder / "campaign.toml").write_text(toml.replace("archive = true\n", ""), encoding="utf-8")
    try:
        read_package(folder, NOW)
    except InputError as error:
        return error.problems
    return ()


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


@pytest.fixture
def published(store: Store, tmp_path: Path) -> Any:
    """Publishes an election; its world."""

    def publish(election: Listed, folder: Path | None = None) -> World:
        if folder is None:
            folder = tmp_path / "package"
            election.write(folder)
        world = World(store, tmp_path / "home", data_part=whole_data_part, clock=HandClock(NOW))
        with store.write() as session:
            import_package(session, read_package(folder, NOW), world.home / "private", Occasion(NOW, NOW, "tests"))
        assert world.publication.publish("vote") == 1
        world.publication.write_due_bulk("vote")
        return world

    return publish


def contest(world: World) -> dict[str, Any]:
    path = "contests/c.json"
    found: dict[str, Any] = world.archive.read("vote", world.archive.manifest("vote", 1)[path], path)
    return found


def test_preferences_of_the_protocols_decide_who_takes_the_seats_of_a_list(published: Any) -> None:
    world = published(Listed())
    document = contest(world)
    assert document["protocol"]["preferences"] == {"received": 2, "votes": [50, 22, 0, 160, 10, 110, 100]}
    found = document["determination"]
    assert (found["outcome"], found["open_seats"], found["vacancies"]) == ("elected", 0, 0)
    seats = [(seat["position"], seat["person"], seat["name"]["en"], seat["preferences"]) for seat in found["seats"]]
    assert seats == [(1, 4, "Daniyar", 160), (1, 1, "Aida", 50), (2, 2, "Farida", 110), (2, 3, "Gulzat", 100)]
    assert [seat["party"] for seat in found["seats"]] == ["Ak", "Ak", "Bugu", "Bugu"]
    data = world.home / "public" / "releases" / "vote" / "1" / "data"
    elected = rows(data / "elected.csv")
    assert [(row["person"], row["name_en"], row["party"], row["sex"]) for row in elected] == [
        ("4", "Daniyar", "Ak", "m"),
        ("1", "Aida", "Ak", "f"),
        ("2", "Farida", "Bugu", "f"),
        ("3", "Gulzat", "Bugu", "f"),
    ]
    listed = rows(data / "list_persons.csv")
    assert [(row["position"], row["person"]) for row in listed] == [(str(p), str(n)) for p, n in PLACES]
    votes = rows(data / "preference_votes.csv")
    assert [int(row["votes"]) for row in votes if row["precinct"] == "1"] == list(PREFERENCES[0])
    assert sum(int(row["votes"]) for row in votes if row["counted"] == "1") == 452


def test_the_page_of_the_contest_names_the_persons_and_their_preferences(published: Any) -> None:
    world = published(Listed())
    client = create_app(settings=Settings(home=world.home, explorers=False)).test_client()
    for language, words in (("en", "Preference votes"), ("ru", "Преференции"), ("ky", "Артыкчылык добуштары")):
        page = client.get(f"/{language}/vote/contest/c/").get_data(as_text=True)
        assert words in page
        for name in ("Daniyar", "Aida", "Cholpon", "Elnura", "160", "110"):
            assert name in page, name
    twin = client.get("/en/vote/contest/c.json").get_json()["document"]
    assert twin["options"][0]["persons"][3]["name"]["en"] == "Daniyar"


def test_the_page_of_the_precinct_shows_the_preferences_of_its_protocol_and_so_does_its_table(published: Any) -> None:
    world = published(Listed(preferences=(PREFERENCES[0], None)))
    client = create_app(settings=Settings(home=world.home, explorers=False)).test_client()
    for language, words in (("en", "Preference votes"), ("ru", "Преференции"), ("ky", "Артыкчылык добуштары")):
        page = client.get(f"/{language}/vote/precinct/1/").get_data(as_text=True)
        assert f"<h3>{words}</h3>" in page
        assert '<tr><td class="line">4</td><th scope="row">Daniyar</th><td class="n">90</td></tr>' in page
    assert "Preference votes" not in client.get("/en/vote/precinct/2/").get_data(as_text=True)
    table = list(csv.DictReader(client.get("/en/vote/precinct/1.csv").get_data(as_text=True).splitlines()))
    votes = [(row["position"], row["votes"]) for row in table if row["count"] == "protocol"]
    assert votes == [("1", "150"), ("2", "150")]
    persons = [(int(row["position"]), int(row["person"])) for row in table if row["count"] == "preferences"]
    assert persons == PLACES
    assert [int(row["votes"]) for row in table if row["count"] == "preferences"] == list(PREFERENCES[0])
    assert "person" not in client.get("/en/vote/precinct/2.csv").get_data(as_text=True).splitlines()[0]


def test_equal_preferences_stay_undetermined_where_the_package_leaves_them_open(published: Any) -> None:
    equal = ((30, 10, 0, 90, 5, 50, 60), (20, 12, 0, 70, 95, 60, 40))
    found = contest(published(Listed(preferences=equal)))["determination"]
    assert (found["outcome"], found["open_seats"], found["possible"]) == ("undetermined", 1, [2])
    assert [seat["person"] for seat in found["seats"]] == [4, 1, 2]
    tie = next(step for step in found["steps"] if step["rule"] == "list_preferences_tie")
    assert tie["numbers"] == {"position": 2, "preferences": 100, "persons": "1, 3", "seats": 1}


def test_a_protocol_without_preferences_leaves_the_persons_undetermined(published: Any) -> None:
    world = published(Listed(preferences=(PREFERENCES[0], None)))
    found = contest(world)["determination"]
    assert (found["outcome"], found["open_seats"], found["seats"]) == ("undetermined", 4, [])
    assert [(row["position"], row["seats"]) for row in found["lists"]] == [(1, 2), (2, 2)]
    assert found["steps"][-1]["rule"] == "list_preferences_missing"
    assert found["steps"][-1]["numbers"] == {"seats": 4, "received": 1, "counted": 2}
    elected = rows(world.home / "public" / "releases" / "vote" / "1" / "data" / "elected.csv")
    assert [(row["name_en"], row["person"]) for row in elected] == [("Ak", "")] * 2 + [("Bugu", "")] * 2
    campaign = world.archive.read("vote", world.archive.manifest("vote", 1)["campaign.json"], "campaign.json")
    seats: Any = campaign["determination"]
    assert (seats["seats"], seats["filled"], seats["open_seats"]) == (4, 0, 4)


def test_a_release_becomes_a_package_with_the_same_lists_and_preferences(published: Any, tmp_path: Path) -> None:
    world = published(Listed())
    back = write_package(FolderView(world.archive.public, "vote", 1), tmp_path / "back")
    one, other = read_package(tmp_path / "package", NOW), read_package(back, NOW)
    (here,), (there,) = one.configuration.contests, other.configuration.contests
    assert option_documents(here) == option_documents(there)
    assert [p.preferences for p in one.facts.protocols] == [p.preferences for p in other.facts.protocols]
    assert one.configuration.campaign.parameters == other.configuration.campaign.parameters


def test_the_store_gives_back_what_the_package_said_and_the_same_package_changes_nothing(
    published: Any, store: Store, tmp_path: Path
) -> None:
    published(Listed())
    with store.read() as session:
        kept = facts_of(session, "vote", ["1"])["1"].protocols[0].preferences
    assert kept == dict(zip(PLACES, PREFERENCES[0], strict=True))
    with store.write() as session:
        again = import_package(
            session, read_package(tmp_path / "package", NOW), tmp_path / "p", Occasion(NOW, NOW, "tests")
        )
    assert again.unchanged


def test_a_person_with_preference_votes_cannot_be_taken_off_the_list(
    published: Any, store: Store, tmp_path: Path
) -> None:
    published(Listed())
    fewer = Listed(persons=PERSONS[:-1], preferences=(None, None))
    fewer.write(tmp_path / "fewer")
    (tmp_path / "fewer" / "preference_votes.csv").unlink()
    with pytest.raises(InputError, match="contest c, person 2:3 has facts"), store.write() as session:
        import_package(session, read_package(tmp_path / "fewer", NOW), tmp_path / "p", Occasion(NOW, NOW, "tests"))


@pytest.mark.parametrize(
    ("persons", "preferences", "said"),
    [
        (("c,3,1,Nobody,,,",), (None, None), "list_persons.csv:2:position: contest c has no position 3"),
        (("c,1,1,,,,",), (None, None), "list_persons.csv:2:name_ky: has no name in any language"),
        (("c,1,1,A,,,", "c,1,1,B,,,"), (None, None), "stands twice, first in line 2"),
        (("c,1,0,A,,,",), (None, None), "list_persons.csv:2:person:"),
        (PERSONS[:6], PREFERENCES, "preference_votes.csv:8:person: the list of position 2 has no person 3"),
        (PERSONS, ((1, 2, 3), None), "preference votes for 1:4, 2:1, 2:2, 2:3 are missing in preference_votes.csv"),
        (PERSONS, ((100, 51, 0, 0, 0, 0, 0), None), "Position 1: the persons of the list have 151 preference votes"),
        (PERSONS, ((0, 151, 0, 0, 0, 0, 0), None), "Position 1: person No. 2 of the list has 151 preference votes"),
    ],
)
def test_what_cannot_be_on_a_list_is_refused_with_its_place(
    tmp_path: Path, persons: tuple[str, ...], preferences: Any, said: str
) -> None:
    found = problems(tmp_path / "package", Listed(persons=persons, preferences=preferences))
    assert any(said in problem for problem in found), found


def test_an_archive_shows_more_preferences_than_ballots_with_a_note(tmp_path: Path) -> None:
    Listed(preferences=((100, 51, 0, 0, 0, 0, 0), PREFERENCES[1])).write(tmp_path / "package")
    notes = read_package(tmp_path / "package", NOW).notes
    assert any("151 preference votes" in note for note in notes)


@pytest.mark.parametrize("marks", ["2", "none"])
def test_the_package_says_how_many_preferences_a_ballot_bears(tmp_path: Path, marks: str) -> None:
    two = Listed(
        preferences=((100, 51, 0, 0, 0, 0, 0), PREFERENCES[1]), parameters={**RULES, "preference_marks": marks}
    )
    assert problems(tmp_path / "package", two) == ()
