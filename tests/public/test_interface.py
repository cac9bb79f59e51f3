"""The description of the read interface: complete, valid, and kept by the running application."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import schemathesis
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from portal.public.open_data.openapi import ADDRESS
from tests.depth import depth
from tests.public.test_open_data import app, parts, tree  # noqa: F401  (fixtures)

WRITTEN = Path(__file__).resolve().parents[2] / "docs" / "openapi.json"


def described(app: Flask) -> dict[str, Any]:  # noqa: F811
    document: dict[str, Any] = app.test_client().get(ADDRESS).json  # type: ignore[assignment]
    return document


@pytest.mark.parametrize("path", json.loads(WRITTEN.read_text(encoding="utf-8"))["paths"])
def test_every_described_address_keeps_to_its_description(
    app: Flask,  # noqa: F811
    path: str,
    record_property: Callable[[str, object], None],
) -> None:
    tried: list[str] = []
    operation = schemathesis.openapi.from_wsgi(ADDRESS, app)[path]["GET"]

    @given(case=operation.as_strategy(), known=st.booleans(), number=st.integers(1, 5), code=st.sampled_from("12"))
    @settings(max_examples=depth(120), deadline=None, suppress_health_check=list(HealthCheck), database=None)
    def try_it(case: Any, known: bool, number: int, code: str) -> None:
        if known:
            real = {"campaign": "kg2025", "number": number, "old": 1, "new": 4, "code": code, "contest": code}
            case.path_parameters.update({name: real[name] for name in real.keys() & case.path_parameters.keys()})
        tried.append(path)
        case.call_and_validate(headers={"Accept-Encoding": "identity"})

    try_it()
    record_property("cases", len(tried))


def test_the_description_in_docs_is_that_of_the_application(app: Flask) -> None:  # noqa: F811
    assert json.loads(WRITTEN.read_text(encoding="utf-8")) == described(app)


def test_every_route_of_data_is_described_once(app: Flask) -> None:  # noqa: F811
    document = described(app)
    assert document["openapi"] == "3.1.0"
    names = [path["get"]["operationId"] for path in document["paths"].values()]
    assert len(names) == len(set(names))
    for path in ("/data/index.json", "/data/{campaign}/latest.json", "/data/{campaign}/r/{number}/{path}"):
        assert path in document["paths"]
