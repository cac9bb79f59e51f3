"""The senders never let a figure fall, readers' pages are read rightly, and a page of two releases is found."""

import hashlib
import json
from pathlib import Path

import brotli
import pytest

from bench import feed as feed_module
from bench.datasette import addresses
from bench.feed import Accepted, Feed
from bench.freshness import shows
from bench.long_run import FOOTER, Sample, prove
from bench.measure import ProgramFailed
from deploy.local.places import Places
from portal import urls
from portal.app import create_app
from portal.demo.home import CAMPAIGN
from portal.ingest.envelope import read_envelope
from portal.published import site as site_module
from portal.settings import Settings
from tests.published import documents as d
from tests.published.tree import Tree, a_campaign

PAGE = f"/en/{CAMPAIGN}/territory/2/"


@pytest.mark.parametrize(
    ("page", "seen"),
    [
        ("", False),
        ("nothing yet", False),
        ("… ballots processed: 1,519.", False),
        ("ballots processed: 1 520.\nballots processed: 14.", True),
        ("ballots processed: 1,521. Protocol of 1", True),
        ('ballots processed: 14.</span></td><td class="n">1,600</td><td>—</td>', False),
    ],
)
def test_a_message_is_seen_once_its_page_shows_its_greatest_count(page: str, seen: bool) -> None:
    assert shows(page, Accepted("7", ballots=1520, votes=1500, at=0.0, waited=0.0)) is seen


def test_counts_are_read_from_pages_as_they_are_ordinary_and_remote(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(site_module, "LOOK_EVERY", 0.0)
    places = Places(tmp_path, 1)
    away = d.result([700, 520, 40], None, remote=True)
    precincts = [d.precinct("1001"), d.precinct("1002", kind="remote", contests=[], results=[away])]
    Tree(places.home / "public").publish(
        CAMPAIGN, {**a_campaign(CAMPAIGN), "territories/2.json": d.territory("2", precincts)}
    )
    client = create_app(settings=Settings(home=places.home, site_url=places.public_url)).test_client()
    for precinct, ballots, votes in (("1001", 366, 0), ("1002", 0, 1260)):
        page = client.get(urls.precinct("en", CAMPAIGN, precinct)).text
        assert shows(page, Accepted(precinct, ballots, votes, at=0.0, waited=0.0))
        assert not shows(page, Accepted(precinct, ballots + 1, votes + 1, at=0.0, waited=0.0))


def test_every_round_reports_more_and_names_the_message_before(tmp_path: Path) -> None:
    feed = Feed(tmp_path, 1)
    feed._messages = feed._messages[:3]
    first = [feed._next() for _ in range(3)]
    second = [feed._next() for _ in range(3)]
    for ((precinct, *before), raw), ((again, *after), new) in zip(first, second, strict=True):
        assert precinct == again and after == [figure + 1 for figure in before]
        assert read_envelope(new).prev == hashlib.sha256(raw).hexdigest()
        assert (read_envelope(raw).number, read_envelope(new).number) == (1, 2)
        for count in json.loads(json.dumps(read_envelope(new).body))["contests"]:
            assert sum(count["votes"].values()) <= count["ballots_processed"]


def test_datasette_is_asked_for_the_rows_of_the_same_precincts() -> None:
    assert addresses(Path("/x/all.sqlite"), ["12-a"]) == [
        "/all/results.json?precinct__exact=12-a&_shape=array&_size=max"
    ]


def test_a_page_that_is_not_of_the_release_in_its_footer_is_found(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(site_module, "LOOK_EVERY", 0.0)
    places = Places(tmp_path, 1)
    tree = Tree(places.home / "public")
    samples = []
    for number in (1, 2):
        own = {"territories/2.json": d.territory("2", [d.precinct()])} if number == 2 else {}
        tree.publish(CAMPAIGN, {**a_campaign(CAMPAIGN), **own})
        app = create_app(settings=Settings(home=places.home, site_url=places.public_url))
        body = app.test_client().get(PAGE, headers={"Accept-Encoding": "br"}).data
        found = FOOTER.search(brotli.decompress(body))
        assert found and int(found[1]) == number
        samples.append(Sample(PAGE, number, body))
    assert prove(places, samples) == ([], 2)
    first, second = (brotli.decompress(sample.body) for sample in samples)
    mixed = Sample(PAGE, 1, brotli.compress(second.replace(b"/releases/2/", b"/releases/1/"), quality=5))
    assert prove(places, [*samples, mixed]) == ([f"{PAGE} of release 1"], 3)
    assert first != second


class Intake:
    """Answers in turn; an exception stands for a connection that breaks."""

    def __init__(self, *answers: int | OSError) -> None:
        self.answers, self.heard = list(answers), list[bytes]()
        self.headers = {"Retry-After": "0"}

    def request(self, method: str, path: str, raw: bytes) -> None:
        self.heard.append(raw)

    def getresponse(self) -> "Intake":
        self.status = self.answers.pop(0)
        if isinstance(self.status, OSError):
            raise self.status
        return self

    def read(self) -> bytes:
        return b"said"

    def close(self) -> None:
        pass


@pytest.mark.parametrize(
    ("answers", "again"), [((201,), 0), ((503, 503, 201), 2), ((OSError("broken"), 200), 1)], ids=str
)
def test_a_sender_sends_the_same_bytes_again_while_the_intake_cannot_store_them(
    monkeypatch: pytest.MonkeyPatch, answers: tuple[int | OSError, ...], again: int
) -> None:
    monkeypatch.setattr(feed_module, "PAUSE", 0.0)
    intake, line = Intake(*answers), feed_module._Line(1)
    monkeypatch.setattr(line, "_connection", intake)
    assert line.post(b"raw") == again
    assert intake.heard == [b"raw"] * (again + 1)


def test_a_message_that_is_refused_for_good_ends_the_sending(monkeypatch: pytest.MonkeyPatch) -> None:
    line = feed_module._Line(1)
    monkeypatch.setattr(line, "_connection", Intake(409, 201))
    with pytest.raises(ProgramFailed, match="409"):
        line.post(b"raw")
