"""Requests as the explorers' pages send them."""

from typing import Any

from dashboards.views.catalogue import EXPLORERS

SHEETS = [(explorer.name, sheet) for explorer in EXPLORERS.values() for sheet in explorer.sheets]


def sheet_path(explorer: str, sheet: str, language: str = "en", campaign: str = "kg2025") -> str:
    return f"/{language}/explore/{explorer}/{campaign}/{sheet}/"


def callback_path(path: str) -> str:
    _, language, _, explorer, *_ = path.split("/")
    return f"/{language}/explore/{explorer}/_dash-update-component"


def draw_request(path: str, search: str = "") -> tuple[str, dict[str, Any]]:
    """Address and body of the callback that draws the figure of a page."""
    return callback_path(path), {
        "output": "..figure.figure...figure.style..",
        "outputs": [{"id": "figure", "property": "figure"}, {"id": "figure", "property": "style"}],
        "inputs": [
            {"id": "address", "property": "pathname", "value": path},
            {"id": "address", "property": "search", "value": search},
        ],
        "changedPropIds": ["address.pathname", "address.search"],
    }


def pick_request(path: str, click: Any) -> tuple[str, dict[str, Any]]:
    """Address and body of the callback that answers a click on a point."""
    return callback_path(path), {
        "output": "picked.children",
        "outputs": {"id": "picked", "property": "children"},
        "inputs": [{"id": "figure", "property": "clickData", "value": click}],
        "state": [{"id": "address", "property": "pathname", "value": path}],
        "changedPropIds": ["figure.clickData"],
    }
