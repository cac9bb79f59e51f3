"""The content security policy of the explorers: scripts from our origin and by hash, styles by hash, nothing inline."""

from collections.abc import Iterable

STYLE_HASHES: tuple[str, ...] = ()
"""Style elements that Dash's components and plotly.js put into the page; a browser test fails when one is missing."""


def policy(script_hashes: Iterable[str]) -> str:
    """The header's value; `script_hashes` are quoted, as Dash's `csp_hashes` gives them."""
    return "; ".join(
        (
            "default-src 'none'",
            " ".join(("script-src 'self'", *script_hashes)),
            " ".join(("style-src 'self'", *(f"'{value}'" for value in STYLE_HASHES))),
            "img-src 'self' data: blob:",
            "connect-src 'self'",
            "form-action 'self'",
            "base-uri 'none'",
            "frame-ancestors 'none'",
        )
    )
