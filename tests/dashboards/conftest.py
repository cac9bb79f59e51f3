"""A small public folder with two campaigns, the application that serves their explorers, and a callback."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from portal.app import create_app
from portal.published import site as site_module
from portal.settings import Settings
from tests.dashboards.campaigns import explored
from tests.dashboards.requests import draw_request
from tests.published.tree import Tree

Draw = Callable[..., dict[str, Any]]


@pytest.fixture
def tree(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Tree:
    """The campaign of 2025, and one of 2020 whose territories agree only at the top."""
    monkeypatch.setattr(site_module, "LOOK_EVERY", 0.0)
    tree = Tree(tmp_path / "public")
    earlier = explored("kg2020", voting_date="2020-10-04")
    del earlier["territories/2.json"]
    tree.publish("kg2020", earlier)
    tree.publish("kg2025", explored())
    return tree


@pytest.fixture
def app(tree: Tree) -> Flask:
    return create_app(settings=Settings(home=tree.root.parent))


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    return app.test_client()


@pytest.fixture
def draw(client: FlaskClient) -> Draw:
    """The figure behind an address, as a page asks for it."""

    def figure(path: str, search: str = "") -> dict[str, Any]:
        url, body = draw_request(path, search)
        response = client.post(url, json=body)
        assert response.status_code == 200, response.text
        answer: dict[str, Any] = response.get_json()["response"]["figure"]["figure"]
        return answer

    return figure
