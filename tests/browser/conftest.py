"""What all tests in a browser share: the browser, applications that answer over HTTP, and patience.

Nothing here may depend on the speed of the machine: a test waits for a condition, never for time, and every limit is
far above what the slowest machine needs.
"""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
from flask import Flask
from playwright.sync_api import Browser, expect, sync_playwright
from werkzeug.serving import make_server

PATIENCE = 90_000
"""Milliseconds after which a condition counts as never fulfilled."""
expect.set_options(timeout=PATIENCE)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Debian's Chromium, whose windows wait patiently."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path="/usr/bin/chromium", args=["--no-sandbox", "--disable-dev-shm-usage"], timeout=PATIENCE
        )
        browser.on("context", lambda context: context.set_default_timeout(PATIENCE))
        yield browser
        browser.close()


@contextmanager
def served(app: Flask | Callable[[str], Flask], host: str = "127.0.0.1") -> Iterator[str]:
    """The address at which the application answers meanwhile; an application that must know it is made from it."""
    server = make_server("127.0.0.1", 0, lambda environ, start: [], threaded=True)
    address = f"http://{host}:{server.port}"
    server.app = app if isinstance(app, Flask) else app(address)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield address
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def until(holds: Callable[[], bool]) -> None:
    """Returns when it holds; for what happens outside the page, where Playwright cannot wait."""
    end = time.monotonic() + PATIENCE / 1000
    while not holds():
        if time.monotonic() > end:
            raise AssertionError(f"still waiting for {holds.__name__.replace('_', ' ')}")
        time.sleep(0.05)
