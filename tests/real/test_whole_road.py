"""Real elections travel the whole road, and the published totals are those that their sources state."""

import csv
import os
import shlex
import shutil
import subprocess
import sys
from collections import Counter
from pathlib import Path
from typing import Any

import jsonschema
import orjson
import pytest
from flask.testing import FlaskClient

from data_export.view import FolderView
from portal.app import create_app
from portal.demo.national import write_full
from portal.publication.archive import Archive
from portal.settings import Settings
from tests.data_export.office import sheets
from tests.data_export.plain_totals import disagreements
from tests.data_export.recompute import wide_votes
from tests.data_export.test_libreoffice import COMMAND
from tests.data_export.test_round_trip import documents
from tests.depth import DEPTH

SCHEMAS = Path(__file__).parents[2] / "docs/schemas"
SHAPES = {"campaign.json": "campaign", "contests": "contest", "territories": "territory"}
COUNTED = ("campaign.json", "territories/*.json", "contests/*.json")
NBSP = "\N{NO-BREAK SPACE}"


class Instance:
    """An instance in a folder of its own, driven by the command line as an operator drives it."""

    def __init__(self, home: Path, store_url: str) -> None:
        self.home = home
        self.environment = {**os.environ, "NATYIJA_HOME": str(home), "NATYIJA_DATABASE_URL": store_url}

    def portal(self, *arguments: object) -> str:
        """Run a verb; what it printed. Fails the test when the verb fails."""
        command = [sys.executable, "-m", "portal", *map(str, arguments)]
        done = subprocess.run(command, env=self.environment, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr
        return done.stdout

    def document(self, campaign: str, path: str) -> Any:
        """A document of the newest release."""
        archive = Archive(self.home)
        latest = archive.latest(campaign)
        assert latest is not None
        return archive.read(campaign, archive.manifest(campaign, latest["release"])[path], path)

    def votes_in_csv(self, campaign: str, count: str) -> Counter[str]:
        """Counted votes by ballot position, added up from results.csv."""
        votes: Counter[str] = Counter()
        with (self.home / "public/releases" / campaign / "1/data/results.csv").open(
            newline="", encoding="utf-8"
        ) as file:
            for row in csv.DictReader(file):
                if row["count"] == count and row["counted"] == "1":
                    votes[row["position"]] += int(row["votes"])
        return votes

    def disagreements(self, campaign: str) -> list[str]:
        """Where the documents of the first release and totals made in plain Python of its CSV files differ."""
        folder = self.home / "public/releases" / campaign / "1"
        paths = [path for pattern in COUNTED for path in folder.glob(pattern)]
        documents = {path.relative_to(folder).as_posix(): orjson.loads(path.read_bytes()) for path in paths}
        assert len(documents) > 2
        return disagreements(folder / "data", documents)

    def client(self) -> FlaskClient:
        """A reader of the public pages."""
        return create_app(settings=Settings(home=self.home)).test_client()


def make_package(tool: Path, *arguments: object) -> None:
    subprocess.run([sys.executable, tool, *map(str, arguments)], check=True, capture_output=True)


def test_parliament_of_2020_is_published_with_the_totals_of_its_source(
    shared_tools: Path, store_url: str, tmp_path: Path
) -> None:
    make_package(shared_tools / "kg2020_package.py", tmp_path / "package")
    instance = Instance(tmp_path / "home", store_url)
    instance.portal("import", tmp_path / "package")
    assert instance.portal("publish") == "jk2020: release 1\n"
    contest = instance.document("jk2020", "contests/1.json")
    by_name = dict(zip((o["name"]["ru"] for o in contest["options"]), contest["scanner"]["votes"], strict=True))
    birimdik = next(votes for name, votes in by_name.items() if "БИРИМДИК" in name)
    mekenim = next(votes for name, votes in by_name.items() if "МЕКЕНИМ" in name)
    assert (birimdik, mekenim, contest["scanner"]["base"]) == (469_098, 452_971, 1_887_345)
    assert contest["scanner"]["received"] == 2_413
    in_csv = instance.votes_in_csv("jk2020", "scanner")
    assert [in_csv[str(o["position"])] for o in contest["options"]] == contest["scanner"]["votes"]
    assert instance.disagreements("jk2020") == []
    book = sheets(tmp_path / "home/public/releases/jk2020/1/data/all.xlsx", tmp_path, shlex.split(COMMAND))
    in_sheet = Counter({o["position"]: 0 for o in contest["options"]})
    for row in book["results"]:
        in_sheet[int(row["position"])] += int(row["votes"])
    assert list(in_sheet.values()) == contest["scanner"]["votes"]
    for path in ("campaign.json", "contests/1.json", "territories/1.json"):
        schema = orjson.loads((SCHEMAS / f"{SHAPES[path.partition('/')[0]]}.json").read_bytes())
        jsonschema.validate(instance.document("jk2020", path), schema)
    for language, separator in (("ky", NBSP), ("ru", NBSP), ("en", ",")):
        page = instance.client().get(f"/{language}/jk2020/contest/1/").get_data(as_text=True)
        assert f"469{separator}098" in page
        assert f"452{separator}971" in page
    again = instance.portal("publish")
    assert again == "jk2020: nothing to publish\n"


@pytest.mark.deep
def test_president_of_russia_2018_is_published_with_the_totals_of_its_source(
    shared_tools: Path, sqlite_url: str, tmp_path: Path
) -> None:
    regions = round(85 * DEPTH) if DEPTH < 1 else 10**6
    make_package(shared_tools / "ru2018_package.py", tmp_path / "package", regions)
    instance = Instance(tmp_path / "home", sqlite_url)
    instance.portal("import", tmp_path / "package")
    assert instance.portal("publish") == "ru2018: release 1\n"
    stated = totals_of_package(tmp_path / "package")
    contest = instance.document("ru2018", "contests/1.json")["protocol"]
    campaign = instance.document("ru2018", "campaign.json")
    assert contest["votes"] == [stated[f"votes {position}"] for position in range(1, len(contest["votes"]) + 1)]
    assert (contest["lines"]["ballots_valid"], contest["lines"]["ballots_invalid"]) == (stated["10"], stated["9"])
    assert campaign["totals"]["voters"] == contest["lines"]["voters_on_list"] == stated["1"]
    in_csv = instance.votes_in_csv("ru2018", "protocol")
    assert list(in_csv.values()) == contest["votes"]
    assert instance.disagreements("ru2018") == []
    page = instance.client().get("/en/ru2018/contest/1/").get_data(as_text=True)
    assert all(f"{votes:,}" in page for votes in contest["votes"])
    if DEPTH == 1:
        assert (contest["base"], stated["9"], stated["1"]) == (72_787_734, 791_258, 109_008_428)
        assert contest["received"] == 97_699
        assert campaign["totals"]["numbers"]["findings"] == 6


@pytest.mark.deep
def test_the_invented_national_campaign_follows_from_its_files_and_goes_round(
    sqlite_template: Path, tmp_path: Path
) -> None:
    package = write_full(tmp_path / "package")
    instances = []
    for place in ("here", "there") if DEPTH == 1 else ("here",):
        home = tmp_path / place
        home.mkdir()
        shutil.copyfile(sqlite_template, home / "natyija.db")
        instance = Instance(home, f"sqlite:///{home / 'natyija.db'}")
        instance.portal("import", package)
        instance.portal("publish")
        assert instance.disagreements("demo2024") == []
        package = tmp_path / f"package of {place}"
        instance.portal("package", home / "public/releases/demo2024/1", package)
        instances.append(instance)
    first, *others = (documents(instance.home / "public", "demo2024", 1) for instance in instances)
    assert all(other == first for other in others)
    bulk = instances[-1].home / "public/releases/demo2024/1/data"
    for contest in FolderView(instances[-1].home / "public", "demo2024", 1).contests():
        for count in (contest["scanner"]["votes"], "scanner"), (contest["protocol"]["votes"], "protocol"):
            assert wide_votes(bulk, contest["code"], count[1]) == count[0]


def totals_of_package(folder: Path) -> Counter[str]:
    """Sums of every line and of the votes at every position, straight from the package's files."""
    sums: Counter[str] = Counter()
    with (folder / "protocols.csv").open(newline="", encoding="utf-8") as file:
        for row in csv.DictReader(file):
            sums.update({line: int(row[line]) for line in map(str, range(1, 13))})
    with (folder / "protocol_votes.csv").open(newline="", encoding="utf-8") as file:
        for row in csv.DictReader(file):
            sums[f"votes {row['position']}"] += int(row["votes"])
    return sums
