"""Lighthouse on a phone, all but performance: that is for a quiet machine and `python -m scripts.lighthouse`."""

from collections.abc import Iterator

import pytest

from portal.app import create_app
from portal.settings import Settings
from scripts.lighthouse import LIMITS, below, scores
from tests.browser.conftest import served
from tests.depth import depth
from tests.published.tree import Tree, a_campaign

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    tree = Tree(tmp_path_factory.mktemp("home") / "public")
    tree.publish("kg2025", a_campaign(), data={"results.csv": b"a\r\n"})
    # Canonical addresses must be whole ones.
    with served(lambda address: create_app(settings=Settings(home=tree.root.parent, site_url=address))) as address:
        yield address


PAGES = ("/ky/kg2025/", "/ru/kg2025/contest/1/", "/en/kg2025/precinct/1001/")


@pytest.mark.parametrize("page", PAGES[: depth(len(PAGES))])
def test_accessibility_good_practice_and_searching_score_full_marks(site, page):
    found = scores(f"{site}{page}")
    assert {name: found[name] for name in LIMITS if name != "performance"} == {
        "accessibility": 1.0,
        "best-practices": 1.0,
        "seo": 1.0,
    }


def test_a_score_below_its_limit_is_named():
    assert below({"performance": 0.97, "accessibility": 1.0, "best-practices": 1.0, "seo": 0.99}) == [
        "performance",
        "seo",
    ]
