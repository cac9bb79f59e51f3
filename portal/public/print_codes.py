"""The address of a page as a QR code, for the printed page."""

from functools import lru_cache

import segno
from markupsafe import Markup


@lru_cache(maxsize=256)
def print_code(site_url: str, path: str) -> Markup:
    """An SVG of the page's public address; "" where the site does not know its own address."""
    if not site_url:
        return Markup("")
    code = segno.make(site_url + path, error="m", micro=False)
    return Markup(code.svg_inline(scale=3, border=2, omitsize=True, svgclass="qr", lineclass=None))
