"""A small public folder and the application that serves it."""

from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from portal.app import create_app
from portal.public.kept import KeptPages
from portal.published import site as site_module
from portal.settings import Settings
from tests.published.documents import totals
from tests.published.tree import Tree, a_campaign


@pytest.fixture
def tree(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Tree:
    """One current campaign, one archived campaign known as a whole, one that is only announced."""
    monkeypatch.setattr(site_module, "LOOK_EVERY", 0.0)
    tree = Tree(tmp_path / "public")
    tree.publish("kg2025", a_campaign(), data={"results.csv": b"a,b\r\n1,2\r\n", "results.json": b"[]"})
    stated = {
        "voters": 499600,
        "participated": 2698,
        "percent": "0.54",
        "turnout_percent_stated": "0.54",
        "source": "Bulletin",
    }
    whole = {"archive": True, "regions": [], "contests": [], "stated": stated, "notice": None}
    tree.publish("old2021", a_campaign("old2021", totals={**totals(turnout=[]), "voters": None}, **whole))
    tree.announce("next2026")
    return tree


@pytest.fixture
def app(tree: Tree) -> Flask:
    return create_app(settings=Settings(home=tree.root.parent, explorers=False))


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    return app.test_client()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "pages"


@pytest.fixture
def kept_app(tree: Tree, folder: Path, monkeypatch: pytest.MonkeyPatch) -> Flask:
    """The application that keeps pages; only the tests move the link."""
    monkeypatch.setattr(KeptPages, "start", lambda self, make: None)
    return create_app(settings=Settings(home=tree.root.parent, pages=folder, explorers=False))
