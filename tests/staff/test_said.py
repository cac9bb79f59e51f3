"""Reasons of services in the language of the page, from one place."""

import pytest

from portal.staff.said import told
from tests.staff.conftest import Office

REASONS = (
    (r"there is no precinct '(?P<a>.*)'", "There is no precinct %(a)s."),
    (r"say why( (?P<b>\S+))?", "Say why."),
)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("there is no precinct '7'", "There is no precinct 7."),
        ("there is no precinct ''", "There is no precinct ."),
        ("say why", "Say why."),
        ("something else", "something else"),
        ("and say why", "and say why"),
    ],
)
def test_the_first_pattern_that_fits_the_whole_reason_is_said(office: Office, text: str, said: str) -> None:
    with office.app.test_request_context("/", headers={"Accept-Language": "en"}):
        assert told(text, REASONS) == said
