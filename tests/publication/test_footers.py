"""Every page says at its foot which release changed it last, when, and the first digits of the log's root after it."""

import re

import pytest

from portal.app import create_app
from portal.publication.transparency.log import TransparencyLog
from portal.publication.transparency.merkle import CompactRange, leaf_hash
from portal.published import site
from portal.settings import load_settings
from tests.golden.script import STEPS, play
from tests.publication.test_site import incident
from tests.publication.world import CAMPAIGN, PUBLISHER_KEYS, World

BESIDE = ("", "find?q=1", "about/", "about/method/", "about/glossary/", "about/accessibility/", "verify/", "explore/")
NOWHERE = ("nothing/", f"{CAMPAIGN}/nothing/", f"{CAMPAIGN}/precinct/n-77/", "nothing2025/")
OF_THE_CAMPAIGN = ("", "turnout/", "contest/d1/", "precinct/n-1/", "territory/N1/", "scans/", "data/", "releases/")
FOOT = re.compile(r'<p id="changed">\s*(.*?)</p>', re.DOTALL)
RELEASE = re.compile(r"release (\d+)")
ROOT = re.compile(r"<code>([0-9a-f]{8})</code>")


def roots(world: World) -> dict[tuple[str, int], str]:
    """The first digits of the root right after each release, computed from the leaves."""
    key = PUBLISHER_KEYS[False]
    tree, found = CompactRange(), {}
    for leaf in TransparencyLog(world.archive.public / "log", key.name, key).leaves():
        tree.append(leaf_hash(leaf))
        campaign, release = re.search(rb'"campaign":"(\w*)"', leaf), re.search(rb'"release":(\d+)', leaf)
        if campaign and release and b'"kind":"data"' not in leaf:
            found[campaign[1].decode(), int(release[1])] = tree.root().hex()[:8]
    return found


def test_every_page_names_release_time_and_root_at_its_foot(sqlite_world: World) -> None:
    play(sqlite_world)
    incident(sqlite_world, approved=True)
    own = sqlite_world.publication.publish_site()
    assert own == 1
    known = roots(sqlite_world)
    client = create_app(roles=("public",), settings=load_settings(home=sqlite_world.home)).test_client()
    newest = sqlite_world.latest

    def foot(address: str) -> tuple[int, str, str]:
        found = FOOT.search(client.get(address).text)
        assert found, address
        text = found[1]
        release, root = RELEASE.search(text), ROOT.search(text)
        assert release and root and "published" in text, (address, text)
        return int(release[1]), root[1], text

    for page in BESIDE:
        release, root, text = foot(f"/en/{page}")
        assert (release, root) == (newest, known[CAMPAIGN, newest]), page
        assert f"/en/{CAMPAIGN}/releases/{newest}/" in text
    for page in (*NOWHERE, f"{CAMPAIGN}/releases/{newest + 1}/", f"{CAMPAIGN}/releases/{newest + 1000}/"):
        assert client.get(f"/en/{page}").status_code == 404, page
        assert foot(f"/en/{page}")[:2] == (newest, known[CAMPAIGN, newest]), page
    for page in OF_THE_CAMPAIGN:
        release, root, _ = foot(f"/en/{CAMPAIGN}/{page}")
        assert root == known[CAMPAIGN, release], page
    release, root, _ = foot("/en/site/")
    assert (release, root) == (own, known["site", own])


def test_pages_beside_the_campaigns_follow_the_newest_release(
    sqlite_world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """They are kept by the page cache, and made anew once the list of campaigns changed."""
    monkeypatch.setattr(site, "LOOK_EVERY", 0.0)
    play(sqlite_world, 1)
    client = create_app(roles=("public",), settings=load_settings(home=sqlite_world.home)).test_client()
    assert f"/{CAMPAIGN}/releases/1/" in client.get("/en/about/").text
    with sqlite_world.store.write() as session:
        STEPS[1][0](session)
    sqlite_world.publish(STEPS[1][1])
    assert f"/{CAMPAIGN}/releases/2/" in client.get("/en/about/").text
