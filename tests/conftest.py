"""What holds for all tests: their depth, their order, and the services they may ask for."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.compiled_once import compile_once
from tests.depth import load_hypothesis_profile
from tests.services import go

pytest_plugins = ["tests.services.fixtures"]

# What needs a server, real data or a browser runs after the fast tests.
LATE_FIXTURES = ("postgres_server", "redis_server", "shared_data", "shared_tools", "axe_source")

load_hypothesis_profile()

# The tests start from the defaults, whatever the person at the keyboard has set.
for variable in [name for name in os.environ if name.startswith("NATYIJA_")]:
    del os.environ[variable]


@pytest.fixture(scope="session", autouse=True)
def _compiled_once() -> Iterator[None]:
    """Applications of tests share what they compile."""
    with pytest.MonkeyPatch.context() as patch:
        compile_once(patch)
        yield


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say which test is not for this machine."""
    if not go.INSTALLED:
        terminalreporter.write_line("Go is not installed here: its reading of the transparency log was not tested.")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark the tests on real data and sort files: fast ones first, then those with servers, then deep, then browser.

    Files of deep tests take longest: they do not come last, where one worker would be left with them.
    """
    for item in items:
        if {"shared_data", "shared_tools"} & set(getattr(item, "fixturenames", ())):
            item.add_marker("shared_data")
    slowest: dict[Path, int] = {}
    for item in items:
        slowest[item.path] = max(slowest.get(item.path, 0), slowness(item))
    items.sort(key=lambda item: slowest[item.path])


def slowness(item: pytest.Item) -> int:
    """0 for a plain test, more for one that waits for a server, real data or a browser."""
    if item.get_closest_marker("browser"):
        return 3
    if item.get_closest_marker("deep"):
        return 2
    return int(bool(set(LATE_FIXTURES) & set(getattr(item, "fixturenames", ()))))
