"""The whole night through the deployed form, nginx, gunicorn, PostgreSQL and publisher, as readers see it.

It starts the form from Debian's packages and waits for six releases, so it runs at full depth only (`make test-deep`).
"""

import socket
from collections.abc import Iterator
from contextlib import ExitStack

import pytest
from playwright.sync_api import Browser, Page

from deploy.local import control
from deploy.local.places import LOOPBACK, PORTS, Places
from portal.domain.facts import OrderKind
from portal.languages import LANGUAGES
from tests.browser.conftest import until
from tests.browser.night import CAMPAIGN, PRECINCT, Night
from tests.depth import DEPTH

pytestmark = [pytest.mark.browser, pytest.mark.deep]
SAYS = {
    "preliminary": {"ky": "Алдын ала", "ru": "Предварительн", "en": "Preliminary"},
    "corrected": {"ky": "Оңдолгон", "ru": "Исправлен", "en": "Corrected"},
    "official": {"ky": "Расмий", "ru": "Официальн", "en": "Official"},
}


def free_ports() -> int:
    """The first of six ports that nobody listens on."""
    while True:
        with ExitStack() as held:
            first = held.enter_context(socket.create_server((LOOPBACK, 0))).getsockname()[1]
            try:
                for port in range(first + 1, first + PORTS):
                    held.enter_context(socket.create_server((LOOPBACK, port)))
            except OSError:
                continue
            return int(first)


@pytest.fixture(scope="module")
def night(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Night]:
    folder = tmp_path_factory.mktemp("night")
    for parent in (folder, folder.parent, folder.parent.parent):  # The database's user passes through.
        parent.chmod(0o755)
    acting = Night(Places(folder / "form", free_ports()), folder)
    try:
        control.up(acting.places, approvers=acting.approvers)
        acting.bring()
        yield acting
    finally:
        control.down(acting.places)


def shown(page: Page, night: Night, language: str, *words: str) -> None:
    """Wait until the precinct's page holds all of these words; readers load it anew now and then."""

    def the_words_are_shown() -> bool:
        answer = page.goto(f"{night.places.public_url}/{language}/{CAMPAIGN}/precinct/{PRECINCT}/")
        text = page.locator("main").inner_text().casefold() if answer and answer.ok else ""
        return all(word.casefold() in text for word in words)

    until(the_words_are_shown)


def everywhere(page: Page, night: Night, status: str, *words: str) -> None:
    for language in LANGUAGES:
        shown(page, night, language, SAYS[status][language], *words)


if DEPTH >= 1:

    def test_a_night_from_the_machine_s_message_to_the_official_result_and_its_verification(
        night: Night, browser: Browser
    ) -> None:
        page = browser.new_page()
        night.machine_reports((30, 20, 8))
        everywhere(page, night, "preliminary", "30", "20")
        night.protocol((20, 30, 8))
        night.permit_second_entry()
        night.protocol((30, 20, 8))
        night.order(OrderKind.CORRECTION)
        everywhere(page, night, "corrected", "30", "20")
        night.order(OrderKind.OFFICIAL)
        everywhere(page, night, "official", "30", "20")
        checked = night.verify()
        assert checked.returncode == 0, checked.stdout + checked.stderr
        for language in LANGUAGES:
            page.goto(f"{night.places.public_url}/{language}/verify/")
            assert page.locator("h1").is_visible()
        page.close()
