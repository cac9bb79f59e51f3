"""Every kind of page of accounts, audit, preparation, devices, scans and testing fits a phone and is accessible."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.browser.conftest import served
from tests.browser.staff_desk import PAGES, furnish, window
from tests.staff.conftest import Office, an_office

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def office(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    """An office at work over HTTP; `office.app.config["SERVED_AT"]` says where."""
    home = tmp_path_factory.mktemp("office")
    (home / "natyija.db").write_bytes(sqlite_template.read_bytes())
    opened = an_office(home, f"sqlite:///{home / 'natyija.db'}")
    furnish(opened)
    with served(opened.app, "localhost") as address:
        opened.app.config["SERVED_AT"] = address
        yield opened
    opened.store.close()


@pytest.mark.parametrize(("width", "language"), [(360, "ky"), (1280, "ru")])
def test_pages_fit_the_window_and_have_no_accessibility_violations(
    office: Office, browser: Browser, axe_source: str, width: int, language: str
) -> None:
    wrong = []
    for function, paths in PAGES:
        context = window(office, browser, width, function)
        page = context.new_page()
        for path in paths:
            page.goto(f"{office.app.config['SERVED_AT']}/staff/{language}{path}")
            if (found := page.evaluate("document.documentElement.scrollWidth")) > width:
                wrong.append((path, f"{found} px wide"))
            page.evaluate("document.querySelectorAll('details').forEach(one => { one.open = true })")
            page.evaluate(axe_source)
            found = page.evaluate("axe.run().then(result => result.violations.map(one => [one.id, one.nodes[0].html]))")
            wrong += [(path, *each) for each in found]
        context.close()
    assert wrong == []
