"""Class names share one space on a page: a name that two sheets style by chance lets one page break another."""

import re

import pytest

from portal.public.statics import ROOT

NARROWED = {
    "staff.css": {"card", "facts", "hint", "named", "plain", "scroll", "stack", "top"},
    "map.css": {"skip"},
    "explore.css": {"group", "hint"},
}
"""Parts of the site's look that a sheet on top of it changes on purpose."""


def styled(name: str) -> set[str]:
    """Classes that stand in a selector of a sheet."""
    text = re.sub(r"/\*.*?\*/", "", (ROOT / "css" / name).read_text(encoding="utf-8"), flags=re.DOTALL)
    selectors = re.findall(r"([^{};]+)\{", text)
    return {found for selector in selectors for found in re.findall(r"\.([a-zA-Z_][\w-]*)", selector)}


@pytest.mark.parametrize("name", NARROWED)
def test_a_sheet_shares_with_the_site_only_the_names_that_it_narrows(name):
    assert styled(name) & styled("site.css") == NARROWED[name]
